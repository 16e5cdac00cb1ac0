"""What the process that reads pages says to its worker."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.batch.arrow import Row
from extractor.batch.distributed.codes import WorkCode


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a page, or of the start: rows, or what is wrong and how."""

    rows: list[Row] = field(default_factory=list)
    problem: WorkCode | None = None
    message: str = ""
