"""Why an article was quarantined, and the error of workers that can't be kept alive."""

from __future__ import annotations

from enum import StrEnum

from extractor.errors import NewsclaimsError


class QuarantineCode(StrEnum):
    """What an article did to the worker that read it; docs/failures.md explains each."""

    CRASHED = "crashed"
    STALLED = "stalled"
    OUT_OF_MEMORY = "out_of_memory"
    BUG = "bug"


class WorkerError(NewsclaimsError):
    """Worker processes can't be started or kept.

    Fields: ``reason`` what happened and what to do.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"workers: {reason}")
        self.reason = reason
