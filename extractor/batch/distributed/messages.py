"""What the process that reads pages says to its worker."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.batch.arrow import Row
from extractor.batch.codes import QuarantineCode


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a page, or of the start: rows, or what is wrong and how."""

    rows: list[Row] = field(default_factory=list)
    problem: QuarantineCode | None = None
    message: str = ""
