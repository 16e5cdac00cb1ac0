"""Running again and again, for feeds that go on."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from extractor.batch.options import RunOptions, RunSummary
from extractor.batch.running import crew_of, run_with
from extractor.batch.work import Recipe
from extractor.errors import StoreError
from extractor.fetchers import HostMemory
from extractor.sinks.sql import SqlStore

_CACHE_NAME: Final = "newsclaims-follow-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """How to go on.

    Attributes:
        every: Seconds from the beginning of one round to that of the next.
        on_round: Called with what a round has done.
        on_error: Called when the database failed a round; the next one is tried at its time.
    """

    every: float
    on_round: Callable[[RunSummary], None]
    on_error: Callable[[StoreError], None]


def follow(
    sources: Sequence[str], store: SqlStore, recipe: Recipe, options: RunOptions, rounds: Rounds
) -> None:
    """Run until a stop is requested (``options.stop``), with the same workers all the time.

    A round that takes longer than the interval is followed by the next one at once. What hosts
    asked for in one round holds in the next. Where no folder is named for what was fetched, there
    is one as long as this goes on, so that servers are asked only for what changed.

    Args:
        sources: Read again in each round.
        store: As for ``run``.
        recipe: As for ``run``.
        options: As for ``run``.
        rounds: The interval, and who is told.

    Raises:
        ModelError: the model that was asked for is not there.
        WorkerError: worker processes can't be started or kept.
    """
    with _remembering(options) as lasting, crew_of(recipe, options) as crew:
        while not options.stop.requested:
            began = time.monotonic()
            try:
                rounds.on_round(run_with(crew, sources, store, lasting))
            except StoreError as error:
                rounds.on_error(error)
            options.stop.wait(max(0.0, began + rounds.every - time.monotonic()))


@contextmanager
def _remembering(options: RunOptions) -> Iterator[RunOptions]:
    """The options of every round, with what the rounds share."""
    fetching = options.fetching
    kept = replace(fetching, host_memory=fetching.host_memory or HostMemory())
    if kept.cache is not None:
        yield replace(options, fetching=kept)
        return
    try:
        # A round that was broken off may still be writing to it.
        folder = tempfile.TemporaryDirectory(prefix=_CACHE_NAME, ignore_cleanup_errors=True)
    except OSError as error:
        options.on_note(f"each round fetches everything again: no folder for a cache ({error})")
        yield replace(options, fetching=kept)
        return
    with folder as path:
        yield replace(options, fetching=replace(kept, cache=Path(path)))
