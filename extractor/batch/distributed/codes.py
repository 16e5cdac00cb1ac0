"""The stable codes of what can go wrong with a page on a worker; docs/failures.md explains each."""

from __future__ import annotations

from enum import StrEnum

from extractor.records import Failure, Stage


class WorkCode(StrEnum):
    """Why a page gave no result although it could be read."""

    CRASHED = "crashed"
    STALLED = "stalled"
    OUT_OF_MEMORY = "out_of_memory"
    BUG = "bug"


def work_failure(source: str, code: WorkCode, message: str) -> Failure:
    """A failure of the pipeline stage."""
    return Failure(source=source, stage=Stage.PIPELINE, error=code.value, message=message)
