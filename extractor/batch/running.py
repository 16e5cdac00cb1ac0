"""A run: sources in, claims in a database, one transaction a batch.

Pages are read ahead in a thread. Workers make articles of them: parsing HTML in this process would
starve them. The articles come back, since only here is it known, in the order of the sources,
which of them are repeated, done already or quarantined; what is left goes out again for its
claims. Only this process writes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from extractor.batch.batches import Batches
from extractor.batch.crew import Crew
from extractor.batch.feed import Feed, Item
from extractor.batch.ledger import Ledger, Skip
from extractor.batch.options import RunOptions, RunSummary
from extractor.batch.quarantine import quarantined
from extractor.batch.work import Broken, Recipe, Ticket, Work
from extractor.fetchers import fetch
from extractor.records import Article, Failure
from extractor.sinks.rows import fingerprint
from extractor.sinks.sql import SqlStore

if TYPE_CHECKING:
    from spacy.language import Language

    from extractor.batch.bench import Bench

# What a worker is given at a time: enough for its model to read in batches, little enough that
# the last worker is not waited for long.
_UNIT: Final = 16
_UNITS_AHEAD: Final = 4
_LONGEST_WAIT: Final = 1.0
_STOPPING: Final = "finishing what is in hand; once more (Ctrl-C) stops at once"


def run(
    sources: Iterable[str],
    store: SqlStore,
    extractor: Recipe | Language,
    options: RunOptions | None = None,
) -> RunSummary:
    """Extract the claims of all sources into a store.

    The run may be stopped at any moment, by a signal or a power cut: the store then holds the
    batches that were committed, and the same run again does the rest. A failure is recorded and
    taken out when its source can be read in a later run.

    Args:
        sources: As for ``fetchers.fetch``; there may be endlessly many.
        store: Where claims, failures and the ledger are.
        extractor: How worker processes load the pipeline; or a pipeline, which then works in
            this process, where an article that stalls or crashes is not guarded against.
        options: Batch size, workers, limits, fetching, observers.

    Returns:
        What was saved.

    Raises:
        StoreError: the database refused; what was committed before stays.
        ModelError: the model that was asked for is not there.
        WorkerError: worker processes can't be started or kept.
    """
    chosen = options or RunOptions()
    if isinstance(extractor, Recipe):
        with crew_of(extractor, chosen) as crew:
            return run_with(crew, sources, store, chosen)
    from extractor.batch.bench import Bench  # noqa: PLC0415 - loads spaCy, seldom wanted here

    return run_with(Bench(extractor), sources, store, chosen)


@contextmanager
def crew_of(recipe: Recipe, options: RunOptions) -> Iterator[Crew]:
    """Workers that may serve several runs."""
    with (
        options.stop.rings() as bell,
        Crew(recipe, options.workers, options.limits, bell, options.on_note) as crew,
    ):
        yield crew


def run_with(
    workers: Crew | Bench, sources: Iterable[str], store: SqlStore, options: RunOptions
) -> RunSummary:
    """A run with workers that are there; see ``run``."""
    done = _Run(store, workers, options)
    try:
        return done.through(sources)
    finally:
        workers.clear()


class _Run:
    """The state of one run.

    Its items are, in this order: on their way to articles (``_reading``), articles that nobody has
    been given yet (``_unit``), and with what was left out and what failed, in batches.
    """

    def __init__(self, store: SqlStore, workers: Crew | Bench, options: RunOptions) -> None:
        self._workers = workers
        self._options = options
        self._size_of_unit, self._most_in_hand = _sizes(workers, options)
        self._ledger = Ledger(store, options)
        self._batches = Batches(store, options)
        self._reading: deque[list[Ticket | Failure | Skip]] = deque()
        self._unit: list[Ticket] = []
        self._extractor = ""
        self._stopped = False

    def through(self, sources: Iterable[str]) -> RunSummary:
        """Do everything, batch by batch."""
        items = fetch(self._noting_names(sources), self._options.fetching)
        feed = self._workers.feed(items)
        try:
            self._begin()
            self._work(feed)
        finally:
            feed.close()
        return self._end()

    def _begin(self) -> None:
        """Here a run begins: the database is open and the extractor is known."""
        while not self._options.stop.requested:
            info = self._workers.info()
            if info is not None:
                self._extractor = fingerprint(info)
                self._batches.begin(info)
                self._options.on_begin(info)
                break
            self._workers.step(_LONGEST_WAIT)

    def _end(self) -> RunSummary:
        """Here a run ends that was not broken off: everything it will save is saved."""
        if not self._stopped:
            self._ledger.forgive()
        self._batches.end(interrupted=self._stopped)
        return replace(self._batches.summary, interrupted=self._stopped)

    def _noting_names(self, sources: Iterable[str]) -> Iterator[str]:
        for source in sources:
            self._ledger.note_readable(source)
            yield source

    def _work(self, feed: Feed) -> None:
        while True:
            self._options.stop.check()
            if self._options.stop.requested and not self._stopped:
                self._stop(feed)
            moved = self._take_in(feed)
            moved |= self._sort()
            self._give_out(feed)
            moved |= self._batches.save_ready(self._extractor)
            if feed.finished and not self._in_hand():
                return
            self._workers.step(0 if moved else _LONGEST_WAIT)

    def _stop(self, feed: Feed) -> None:
        """Begin with nothing more; what workers have in hand is still saved."""
        self._stopped = True
        self._options.on_note(_STOPPING)
        feed.stop()
        self._reading.clear()
        for ticket in self._unit:
            ticket.withdrawn = True
        self._unit.clear()
        self._workers.withdraw()

    def _in_hand(self) -> int:
        return sum(map(len, self._reading)) + self._batches.size()

    def _take_in(self, feed: Feed) -> bool:
        """Send pages to be read, as long as not too much is in hand."""
        room = self._most_in_hand - self._in_hand()
        if feed.finished or room <= 0:
            return False
        items = feed.take(min(room, self._size_of_unit))
        if not items:
            return False
        entries = [self._entry(item) for item in items]
        self._reading.append(entries)
        if pages := [entry for entry in entries if isinstance(entry, Ticket)]:
            self._workers.submit(Work.READ, pages)
        return True

    def _entry(self, item: Item) -> Ticket | Failure | Skip:
        if isinstance(item, Failure):
            return item
        return self._ledger.quarantines(item, self._extractor) or Ticket(item)

    def _sort(self) -> bool:
        """Decide what is to be done with what was read, in the order of the sources."""
        sorted_any = False
        while self._reading and _is_read(self._reading[0]):
            self._sort_entries(list(map(self._read, self._reading.popleft())))
            sorted_any = True
        return sorted_any

    def _read(self, entry: Ticket | Failure | Skip) -> Article | Failure | Skip:
        outcome = entry.outcome if isinstance(entry, Ticket) else entry
        if isinstance(entry, Ticket) and isinstance(outcome, Broken):
            return quarantined(entry.item, outcome, self._extractor)
        if isinstance(outcome, Article | Failure | Skip):
            return outcome
        raise TypeError(f"reading a page gave {type(outcome).__name__}")

    def _sort_entries(self, entries: list[Article | Failure | Skip]) -> None:
        articles = (entry for entry in entries if isinstance(entry, Article))
        decisions = iter(self._ledger.sort(articles, self._extractor))
        for entry in entries:
            if isinstance(entry, Article):
                self._batches.add(next(decisions) or self._ticket(entry))
            else:
                self._batches.add(self._noted(entry))

    def _ticket(self, article: Article) -> Ticket:
        ticket = Ticket(article)
        self._unit.append(ticket)
        return ticket

    def _noted(self, entry: Failure | Skip) -> Failure | Skip:
        if isinstance(entry, Failure):
            self._ledger.note_failed(entry.source)
        return entry

    def _give_out(self, feed: Feed) -> None:
        """Send articles for their claims: in full units, or fewer when somebody has nothing."""
        ended = feed.finished and not self._reading
        while self._unit and (
            ended or len(self._unit) >= self._size_of_unit or self._workers.idle()
        ):
            self._workers.submit(Work.EXTRACT, self._unit[: self._size_of_unit])
            del self._unit[: self._size_of_unit]
        if ended:
            self._batches.close()


def _is_read(entries: list[Ticket | Failure | Skip]) -> bool:
    return all(entry.settled for entry in entries if isinstance(entry, Ticket))


def _sizes(workers: Crew | Bench, options: RunOptions) -> tuple[int, int]:
    """How many items are given out at a time, and how many are in hand at most."""
    if isinstance(workers, Crew):
        return _UNIT, options.batch_size + _UNIT * _UNITS_AHEAD * options.workers
    return options.batch_size, options.batch_size
