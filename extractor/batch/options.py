"""How a run works, and what it has done."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from extractor.batch.limits import Limits
from extractor.batch.stop import Stop
from extractor.fetchers import FetchOptions
from extractor.records import ExtractorInfo, Failure

_MOST_USUAL_WORKERS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run has done so far; only committed batches count.

    Attributes:
        articles: Articles extracted and saved.
        claims: Their claims.
        failures: Failures recorded.
        skipped: Articles that the database holds already: same text, same extractor.
        outdated: Articles that the database holds as an older version, model or rule set did
            them, and that were left so.
        quarantined: Articles left out because they broke their worker in an earlier run.
        repeated: Articles that several sources of this run led to, beyond the first time.
        interrupted: The run was stopped before its sources ended.
    """

    articles: int = 0
    claims: int = 0
    failures: int = 0
    skipped: int = 0
    outdated: int = 0
    quarantined: int = 0
    repeated: int = 0
    interrupted: bool = False

    @property
    def items(self) -> int:
        """How many pages and failures the sources have given."""
        left_out = self.skipped + self.outdated + self.quarantined + self.repeated
        return self.articles + self.failures + left_out


def usual_workers() -> int:
    """One worker a core that this process may use, eight at most: each takes 300 MB."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(cores, _MOST_USUAL_WORKERS)


def _ignore_extractor(_info: ExtractorInfo) -> None:
    """Nobody wants to hear what makes the records; they tell it themselves."""


def _ignore_failure(_failure: Failure) -> None:
    """Nobody wants to hear of failures as they occur; they are recorded anyway."""


def _ignore_summary(_summary: RunSummary) -> None:
    """Nobody wants to follow the run."""


def _ignore_note(_note: str) -> None:
    """Nobody wants to hear of replaced workers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How a run works.

    Attributes:
        batch_size: Articles and failures that are saved in one transaction.
        workers: Worker processes; of no meaning for a run with a pipeline in this process.
        limits: What one article may cost a worker.
        reprocess: Do articles again that an older version, model or rule set did.
        retry_quarantined: Try articles again that broke their worker in an earlier run.
        fetching: Limits and manners of fetching.
        stop: How to stop the run.
        on_begin: Called with what makes the records, once that is known.
        on_failure: Called with each failure as it occurs.
        on_batch: Called with the summary so far after each committed batch.
        on_note: Called with what else is worth saying, as a worker that was replaced.
    """

    batch_size: int = 32
    workers: int = field(default_factory=usual_workers)
    limits: Limits = field(default_factory=Limits)
    reprocess: bool = False
    retry_quarantined: bool = False
    fetching: FetchOptions = field(default_factory=FetchOptions)
    stop: Stop = field(default_factory=Stop)
    on_begin: Callable[[ExtractorInfo], None] = _ignore_extractor
    on_failure: Callable[[Failure], None] = _ignore_failure
    on_batch: Callable[[RunSummary], None] = _ignore_summary
    on_note: Callable[[str], None] = _ignore_note

    def __post_init__(self) -> None:
        for name in ("batch_size", "workers"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
