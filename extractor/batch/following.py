"""Running again and again, for feeds that go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.batch.options import RunOptions, RunSummary
from extractor.batch.running import crew_of, run_with
from extractor.batch.work import Recipe
from extractor.errors import StoreError
from extractor.sinks.sql import SqlStore


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

    A round that takes longer than the interval is followed by the next one at once.

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
    with crew_of(recipe, options) as crew:
        while not options.stop.requested:
            began = time.monotonic()
            try:
                rounds.on_round(run_with(crew, sources, store, options))
            except StoreError as error:
                rounds.on_error(error)
            options.stop.wait(max(0.0, began + rounds.every - time.monotonic()))
