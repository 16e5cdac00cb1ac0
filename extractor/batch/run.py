"""A run: sources in, claims in a database, one transaction a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from spacy.language import Language

from extractor.api import read
from extractor.fetchers import FetchOptions
from extractor.pipeline.road import claims_of, info
from extractor.records import Article, ArticleClaims, Failure
from extractor.sinks.rows import fingerprint
from extractor.sinks.sql import LedgerEntry, SqlStore


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run has done so far; only committed batches count.

    Attributes:
        articles: Articles extracted and saved.
        claims: Their claims.
        failures: Failures recorded.
        skipped: Articles that the database holds already: same text, same extractor.
    """

    articles: int = 0
    claims: int = 0
    failures: int = 0
    skipped: int = 0


def _ignore_failure(_failure: Failure) -> None:
    """Nobody wants to hear of failures as they occur; they are recorded anyway."""


def _ignore_summary(_summary: RunSummary) -> None:
    """Nobody wants to follow the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How a run works.

    Attributes:
        batch_size: Articles and failures that are saved in one transaction.
        fetching: Limits and manners of fetching.
        on_failure: Called with each failure as it occurs.
        on_batch: Called with the summary so far after each committed batch.
    """

    batch_size: int = 32
    fetching: FetchOptions = field(default_factory=FetchOptions)
    on_failure: Callable[[Failure], None] = _ignore_failure
    on_batch: Callable[[RunSummary], None] = _ignore_summary

    def __post_init__(self) -> None:
        if self.batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, not {self.batch_size}")


_USUAL = RunOptions()


def run(
    sources: Iterable[str], store: SqlStore, nlp: Language, options: RunOptions = _USUAL
) -> RunSummary:
    """Extract the claims of all sources into a store.

    The run may be stopped at any moment, by a signal or a power cut: the store then holds the
    batches that were committed, and the same run again does the rest. A failure is recorded and
    taken out when its source can be read in a later run.

    Args:
        sources: As for ``fetchers.fetch``.
        store: Where claims, failures and the ledger are.
        nlp: From ``extractor.load``.
        options: Batch size, fetching, observers.

    Raises:
        StoreError: the database refused.
    """
    return _Run(store, nlp, options).through(sources)


class _Run:
    """The state of one run."""

    def __init__(self, store: SqlStore, nlp: Language, options: RunOptions) -> None:
        self._store = store
        self._nlp = nlp
        self._options = options
        self._extractor = fingerprint(info(nlp))
        self._standing = {failure.source for failure in store.failures()}
        self._readable: set[str] = set()
        self._failed: set[str] = set()
        self._summary = RunSummary()

    def through(self, sources: Iterable[str]) -> RunSummary:
        """Do everything, batch by batch."""
        items = read(self._noting_names(sources), self._options.fetching)
        while batch := list(islice(items, self._options.batch_size)):
            self._do(batch)
        self._store.forget_failures(self._readable - self._failed)
        return self._summary

    def _noting_names(self, sources: Iterable[str]) -> Iterator[str]:
        """The sources as they are asked for.

        A feed or folder never becomes an article itself: it is readable when it doesn't fail.
        """
        for source in sources:
            self._note_readable(source)
            yield source

    def _note_readable(self, source: str) -> None:
        if source in self._standing:
            self._readable.add(source)

    def _do(self, batch: list[Article | Failure]) -> None:
        fresh = self._without_known(batch)
        articles = (item for item in fresh if isinstance(item, Article))
        extracted = claims_of(self._nlp, articles)
        records = [self._noted(item) or next(extracted) for item in fresh]
        self._store.save(records)
        self._count(records, skipped=len(batch) - len(fresh))

    def _without_known(self, batch: list[Article | Failure]) -> list[Article | Failure]:
        """The batch without articles that this extractor has done in this wording."""
        articles = [item for item in batch if isinstance(item, Article)]
        known = self._store.known(article.source for article in articles)
        return [item for item in batch if not self._is_known(item, known)]

    def _is_known(self, item: Article | Failure, known: Mapping[str, LedgerEntry]) -> bool:
        if isinstance(item, Failure):
            return False
        self._note_readable(item.source)
        return known.get(item.source) == LedgerEntry(item.text_sha256, self._extractor)

    def _noted(self, item: Article | Failure) -> Failure | None:
        """A failure, after telling of it."""
        if not isinstance(item, Failure):
            return None
        self._failed.add(item.source)
        self._options.on_failure(item)
        return item

    def _count(self, records: Sequence[ArticleClaims | Failure], *, skipped: int) -> None:
        articles = [record for record in records if isinstance(record, ArticleClaims)]
        so_far = self._summary
        self._summary = RunSummary(
            articles=so_far.articles + len(articles),
            claims=so_far.claims + sum(len(article.claims) for article in articles),
            failures=so_far.failures + len(records) - len(articles),
            skipped=so_far.skipped + skipped,
        )
        self._options.on_batch(self._summary)
