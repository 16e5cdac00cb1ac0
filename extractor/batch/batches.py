"""What is saved together, in the order of the sources."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace

from extractor.batch.ledger import Skip
from extractor.batch.options import RunOptions, RunSummary
from extractor.batch.quarantine import quarantined
from extractor.batch.stories import marked
from extractor.batch.work import Broken, Ticket
from extractor.records import ArticleClaims, ExtractorInfo, Failure
from extractor.sinks.runs import RunState
from extractor.sinks.sql import SqlStore


@dataclass(slots=True)
class Batch:
    """Consecutive items of the sources: what is to be saved, and how many were left out."""

    slots: list[Ticket | Failure] = field(default_factory=list)
    skips: Counter[Skip] = field(default_factory=Counter)

    def size(self) -> int:
        """How many items it stands for."""
        return len(self.slots) + self.skips.total()

    def add(self, entry: Ticket | Failure | Skip) -> None:
        """Append an item."""
        if isinstance(entry, Skip):
            self.skips[entry] += 1
        else:
            self.slots.append(entry)

    def settled(self) -> bool:
        """Whether everything in it is done."""
        return all(slot.settled for slot in self.slots if isinstance(slot, Ticket))

    def records(self, extractor: str) -> Iterator[ArticleClaims | Failure]:
        """What is to be saved, in order; what a stopped run did not begin with is left out."""
        for slot in self.slots:
            outcome = slot.outcome if isinstance(slot, Ticket) else slot
            if isinstance(slot, Ticket) and isinstance(outcome, Broken):
                yield quarantined(slot.item, outcome, extractor)
            elif isinstance(outcome, ArticleClaims | Failure):
                yield outcome


class Batches:
    """The batches of a run that are not saved yet."""

    def __init__(self, store: SqlStore, options: RunOptions) -> None:
        self.summary = RunSummary()
        self._store = store
        self._options = options
        self._waiting: deque[Batch] = deque()
        self._open = Batch()
        self._run: int | None = None

    def begin(self, extractor: ExtractorInfo) -> None:
        """Note in the database that a run begins; one that is broken off stays noted as running."""
        self._run = self._store.begin_run(extractor)

    def end(self, *, interrupted: bool) -> None:
        """Note how the run ended."""
        if self._run is not None:
            self._store.end_run(self._run, RunState.INTERRUPTED if interrupted else RunState.DONE)

    def size(self) -> int:
        """How many items are not saved yet."""
        return self._open.size() + sum(batch.size() for batch in self._waiting)

    def add(self, entry: Ticket | Failure | Skip) -> None:
        """Append an item; a batch that is full takes no more."""
        self._open.add(entry)
        if self._open.size() >= self._options.batch_size:
            self.close()

    def close(self) -> None:
        """Save what there is together, though it is no full batch."""
        if self._open.size():
            self._waiting.append(self._open)
            self._open = Batch()

    def save_ready(self, extractor: str) -> bool:
        """Save what is done, a transaction a batch, in order; says whether anything was."""
        saved = False
        while self._waiting and self._waiting[0].settled():
            batch = self._waiting[0]
            self._save(list(batch.records(extractor)), batch.skips)
            self._waiting.popleft()
            saved = True
        return saved

    def _save(self, records: list[ArticleClaims | Failure], skips: Counter[Skip]) -> None:
        failures = [record for record in records if isinstance(record, Failure)]
        for failure in failures:
            self._options.on_failure(failure)
        if records or skips:
            self._store.save(records, run=self._run, skipped=skips.total(), marker=marked)
        articles = [record for record in records if isinstance(record, ArticleClaims)]
        done = Counter(
            articles=len(articles),
            claims=sum(len(article.claims) for article in articles),
            failures=len(failures),
        )
        self.summary = _sum(
            self.summary, done + Counter({skip.value: n for skip, n in skips.items()})
        )
        self._options.on_batch(self.summary)


def _sum(so_far: RunSummary, done: Counter[str]) -> RunSummary:
    numbers = {each.name: getattr(so_far, each.name) + done[each.name] for each in fields(so_far)}
    return replace(so_far, **{**numbers, "interrupted": so_far.interrupted})
