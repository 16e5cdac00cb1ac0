"""What a run need not do: the decisions on each article, and the failures that may be forgiven."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from extractor.batch.options import RunOptions
from extractor.batch.quarantine import Quarantine
from extractor.records import Article, Page
from extractor.sinks.sql import LedgerEntry, SqlStore

# Ids of so many articles are remembered: 15 MB, however long the run is. What comes again later
# is met in the database, unless another source leads to it.
_MOST_REMEMBERED: Final = 100_000


class Skip(StrEnum):
    """Why an article is left out; the names are those of ``RunSummary``."""

    SKIPPED = "skipped"
    OUTDATED = "outdated"
    QUARANTINED = "quarantined"
    REPEATED = "repeated"


class Ledger:
    """What the database knows of the sources of one run."""

    def __init__(self, store: SqlStore, options: RunOptions) -> None:
        self._store = store
        self._reprocess = options.reprocess
        standing = store.failures()
        self._quarantine = Quarantine(standing, again=options.retry_quarantined)
        self._standing = {failure.source for failure in standing}
        self._readable: set[str] = set()
        self._failed: set[str] = set()
        self._seen: dict[str, None] = {}

    def sort(self, articles: Iterable[Article], extractor: str) -> list[Skip | None]:
        """For each article, in order: why to leave it out, or None when it is to be done."""
        asked = list(articles)
        known = self._store.known(article.source for article in asked)
        return [self._decide(each, known.get(each.source), extractor) for each in asked]

    def _decide(self, article: Article, entry: LedgerEntry | None, extractor: str) -> Skip | None:
        self.note_readable(article.source)
        if self._is_repeated(article):
            return Skip.REPEATED
        if entry is not None and entry.text_sha256 == article.text_sha256:
            if entry.extractor == extractor:
                return Skip.SKIPPED
            if not self._reprocess:
                return Skip.OUTDATED
        return self.quarantines(article, extractor)

    def quarantines(self, item: Page | Article, extractor: str) -> Skip | None:
        """Whether the item broke its worker before; its failure then stands."""
        if not self._quarantine.holds(item, extractor):
            return None
        self._failed.add(item.source)
        return Skip.QUARANTINED

    def _is_repeated(self, article: Article) -> bool:
        if article.id in self._seen:
            return True
        self._seen[article.id] = None
        if len(self._seen) > _MOST_REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return False

    def note_readable(self, source: str) -> None:
        """The source could be read; a feed or folder is readable when it doesn't fail."""
        if source in self._standing:
            self._readable.add(source)

    def note_failed(self, source: str) -> None:
        """The source failed in this run."""
        if source in self._standing:
            self._failed.add(source)

    def forgive(self) -> None:
        """Take out the failures of sources that can be read now."""
        self._store.forget_failures(self._readable - self._failed)
