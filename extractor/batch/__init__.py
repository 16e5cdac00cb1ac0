"""Many sources into a database, and again without doing anything twice."""

from __future__ import annotations

from extractor.batch.run import RunOptions, RunSummary, run

__all__ = ["RunOptions", "RunSummary", "run"]
