"""How far a run is: a live line on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as LiveProgress

from extractor.batch import RunSummary
from extractor.cli.streams import is_terminal, note

_SECONDS_BETWEEN_LINES: Final = 30.0
# What one file of these is: one article. Feeds and archives hold nobody knows how many.
_ARTICLE_SUFFIXES: Final = frozenset({".htm", ".html", ".md", ".text", ".txt", ".xhtml"})


def summary_words(summary: RunSummary) -> str:
    """The summary in words: ``"12 articles, 34 claims, 1 failure, 5 unchanged"``, and the rest."""
    counts = (
        (summary.articles, "article"),
        (summary.claims, "claim"),
        (summary.failures, "failure"),
    )
    words = [_counted(count, noun) for count, noun in counts]
    asides = (
        (summary.outdated, "done by an older extractor (--reprocess does them again)"),
        (summary.quarantined, "quarantined (--retry-quarantined tries them again)"),
        (summary.repeated, "met twice"),
    )
    rest = [f"{count} {words_for}" for count, words_for in asides if count]
    return ", ".join([*words, f"{summary.skipped} unchanged", *rest])


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def count_of(sources: Sequence[str]) -> int | None:
    """How many articles the sources are; None when only reading them can tell."""
    counts = [_count(source) for source in sources]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _count(source: str) -> int | None:
    try:
        path = Path(source)
        if path.is_dir():
            return _files_below(path)
        return 1 if path.suffix.lower() in _ARTICLE_SUFFIXES and path.is_file() else None
    except (OSError, ValueError):
        return None


def _files_below(folder: Path) -> int | None:
    found = 0
    for _, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        visible = [name for name in files if not name.startswith(".")]
        if any(Path(name).suffix.lower() not in _ARTICLE_SUFFIXES for name in visible):
            return None
        found += len(visible)
    return found


class Progress:
    """Tells how far a run is; use it in a ``with`` block.

    Args:
        stream: Where a person may look: a terminal gets a live line with rate and, when ``total``
            is known, the time left; anything else a line every half minute.
        total: How many items there will be.
    """

    def __init__(self, stream: TextIO, total: int | None) -> None:
        self.summary = RunSummary()
        self._total = total
        self._closing = ExitStack()
        self._live = _live(stream) if is_terminal(stream) else None
        self._began = self._last_line = time.monotonic()

    def __enter__(self) -> Self:
        if self._live is not None:
            self._closing.enter_context(self._live)
            self._live.add_task("starting", total=self._total, rate="")
        return self

    def __exit__(self, *_error: object) -> None:
        self._closing.close()

    def follow(self, summary: RunSummary) -> None:
        """Take note of a committed batch."""
        self.summary = summary
        if self._live is not None:
            self._show(self._live, summary)
        elif time.monotonic() - self._last_line >= _SECONDS_BETWEEN_LINES:
            self._last_line = time.monotonic()
            note(f"{summary_words(summary)}; {self._rate(summary)}{self._left(summary)}")

    def finish(self) -> None:
        """The round is over: the next one counts anew."""
        self.summary = RunSummary()
        self._began = self._last_line = time.monotonic()
        if self._live is not None:
            for task in self._live.task_ids:
                self._live.reset(task, description="waiting", rate="", total=self._total)

    def _show(self, live: LiveProgress, summary: RunSummary) -> None:
        for task in live.task_ids:
            live.update(
                task,
                description=summary_words(summary),
                completed=summary.items,
                rate=self._rate(summary),
            )

    def _rate(self, summary: RunSummary) -> str:
        minutes = max(time.monotonic() - self._began, 0.001) / 60
        return f"{summary.items / minutes:,.0f} a minute"

    def _left(self, summary: RunSummary) -> str:
        if self._total is None or not summary.items:
            return ""
        elapsed = time.monotonic() - self._began
        left = elapsed / summary.items * max(0, self._total - summary.items)
        return f", about {_time_words(left)} left"


def _time_words(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h {minutes:02}m" if hours else f"{minutes}m {rest:02}s"


def _live(stream: TextIO) -> LiveProgress:
    return LiveProgress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(compact=True),
        console=Console(file=stream, highlight=False),
        transient=True,
    )
