"""What editors say of claims, beside what the machine says: never in its place."""

from __future__ import annotations

from extractor.sinks.corrections.records import (
    Corrected,
    CorrectedParty,
    Correction,
    CorrectionError,
    Edit,
    Standing,
)

__all__ = [
    "Corrected",
    "CorrectedParty",
    "Correction",
    "CorrectionError",
    "Edit",
    "Standing",
]
