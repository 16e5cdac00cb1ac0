"""The command ``run``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from rich.console import Console
from rich.status import Status

from extractor.batch import RunOptions, RunSummary, run
from extractor.cli.road import load_pipeline
from extractor.cli.streams import ExitCode, is_terminal, note, note_failure
from extractor.sinks.sql import SqlStore


def run_into(
    database: str,
    sources: Sequence[str],
    options: RunOptions,
    *,
    model: str | None,
    dollar: str | None,
) -> ExitCode:
    """Extract the claims of sources into a database and say on standard error what was done.

    Raises:
        StoreError: the database can't be used.
        ModelError: the model that was asked for is not there.
    """
    follower = _Follower()
    with SqlStore(database) as store:
        nlp = load_pipeline(model, dollar)
        told = replace(options, on_failure=note_failure, on_batch=follower.follow)
        try:
            with follower:
                run(sources, store, nlp, told)
        finally:
            note(f"{summary_words(follower.summary)} -> {store.name}")
    return ExitCode.DONE_WITH_FAILURES if follower.summary.failures else ExitCode.DONE


def summary_words(summary: RunSummary) -> str:
    """The summary in words: ``"12 articles, 34 claims, 1 failure, 5 unchanged"``."""
    counts = (
        (summary.articles, "article"),
        (summary.claims, "claim"),
        (summary.failures, "failure"),
    )
    words = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts]
    return ", ".join([*words, f"{summary.skipped} unchanged"])


class _Follower:
    """Shows how far the run is, on a terminal only, and keeps the last summary."""

    def __init__(self) -> None:
        self.summary = RunSummary()
        self._status: Status | None = None
        self._closing = ExitStack()

    def __enter__(self) -> None:
        if is_terminal(sys.stderr):
            console = Console(stderr=True, highlight=False)
            self._status = self._closing.enter_context(console.status("reading"))

    def __exit__(self, *_error: object) -> None:
        self._closing.close()

    def follow(self, summary: RunSummary) -> None:
        """Take note of a committed batch."""
        self.summary = summary
        if self._status:
            self._status.update(summary_words(summary))
