"""Many sources into a database, and again without doing anything twice."""

from __future__ import annotations

from extractor.batch.codes import QuarantineCode, WorkerError
from extractor.batch.follow import Rounds, follow
from extractor.batch.limits import Limits
from extractor.batch.options import RunOptions, RunSummary, usual_workers
from extractor.batch.run import run
from extractor.batch.stop import Stop
from extractor.batch.work import Recipe

__all__ = [
    "Limits",
    "QuarantineCode",
    "Recipe",
    "Rounds",
    "RunOptions",
    "RunSummary",
    "Stop",
    "WorkerError",
    "follow",
    "run",
    "usual_workers",
]
