"""The command ``run``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.batch import (
    Limits,
    Recipe,
    Rounds,
    RunOptions,
    RunSummary,
    Stop,
    follow,
    run,
    usual_workers,
)
from extractor.cli.loading import LoadArguments, note_missing_model
from extractor.cli.progress import Progress, count_of, summary_words
from extractor.cli.streams import ExitCode, note, note_failure
from extractor.errors import StoreError
from extractor.fetchers import FetchOptions
from extractor.sinks.sql import SqlStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Batching:
    """The options of the command that say how to run.

    Attributes:
        workers: Worker processes; None for as many as there are cores.
        batch_size: Articles saved in one transaction.
        limits: What one article may cost.
        reprocess: Do again what an older extractor did.
        retry_quarantined: Try quarantined articles again.
        follow: Seconds between rounds; None for one round.
        fetching: Limits and manners of fetching.
    """

    workers: int | None
    batch_size: int
    limits: Limits
    reprocess: bool
    retry_quarantined: bool
    follow: int | None
    fetching: FetchOptions


def run_into(
    database: str, sources: Sequence[str], arguments: LoadArguments, batching: Batching
) -> ExitCode:
    """Extract the claims of sources into a database and say on standard error what was done.

    Raises:
        StoreError: the database can't be used.
        ModelError: the model that was asked for is not there.
        WorkerError: worker processes can't be started or kept.
    """
    recipe = Recipe.of(**arguments)
    with SqlStore(database) as store, Stop() as stop:
        command = _Command(store, recipe, sources, stop)
        if batching.follow is None:
            command.once(batching)
        else:
            command.again_and_again(batching, batching.follow)
    return command.exit_code()


class _Command:
    """One call of the command."""

    def __init__(self, store: SqlStore, recipe: Recipe, sources: Sequence[str], stop: Stop) -> None:
        self._store = store
        self._recipe = recipe
        self._sources = sources
        self._stop = stop
        self._failed = False
        self._progress = Progress(sys.stderr, None)

    def once(self, batching: Batching) -> None:
        """One run."""
        self._progress = Progress(sys.stderr, count_of(self._sources))
        try:
            with self._progress:
                self._tell(run(self._sources, self._store, self._recipe, self._options(batching)))
        except BaseException:
            self._tell(self._progress.summary)
            raise

    def again_and_again(self, batching: Batching, every: int) -> None:
        """One run after the other, until it is stopped."""
        rounds = Rounds(every=every, on_round=self._tell, on_error=self._tell_error)
        with self._progress:
            options = self._options(batching)
            follow(self._sources, self._store, self._recipe, options, rounds)

    def exit_code(self) -> ExitCode:
        """What the shell is told."""
        if self._stop.requested:
            return ExitCode.INTERRUPTED
        return ExitCode.DONE_WITH_FAILURES if self._failed else ExitCode.DONE

    def _options(self, batching: Batching) -> RunOptions:
        return RunOptions(
            batch_size=batching.batch_size,
            workers=batching.workers or usual_workers(),
            limits=batching.limits,
            reprocess=batching.reprocess,
            retry_quarantined=batching.retry_quarantined,
            fetching=batching.fetching,
            stop=self._stop,
            on_begin=note_missing_model,
            on_failure=note_failure,
            on_batch=self._progress.follow,
            on_note=note,
        )

    def _tell(self, summary: RunSummary) -> None:
        self._failed = self._failed or bool(summary.failures)
        self._progress.finish()
        interrupted = "interrupted: " if self._stop.requested else ""
        note(f"{interrupted}{summary_words(summary)} -> {self._store.name}")

    def _tell_error(self, error: StoreError) -> None:
        self._failed = True
        self._progress.finish()
        note(f"this round failed, the next one is tried at its time: {error}")
