"""Claims in a database: one schema for SQLite and PostgreSQL.

A batch is saved in one transaction that writes its articles, claims and failures and notes in the
ledger that they are done, so that a process which dies at any moment leaves either all of a batch
or nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import groupby, islice
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    CursorResult,
    RowMapping,
    Select,
    func,
    select,
)

from extractor.errors import StoreError
from extractor.records import ArticleClaims, ExtractorInfo, Failure
from extractor.sinks import engine, rows, runs, tables
from extractor.sinks.corrections import Correction, Edit
from extractor.sinks.corrections.finding import find_claim
from extractor.sinks.corrections.reading import all_entries, entries_named, histories_of, history_of
from extractor.sinks.corrections.records import Remembered
from extractor.sinks.corrections.writing import Signature, correct, withdraw
from extractor.sinks.creation import EMPTY, bring_up_to_date, version_of
from extractor.sinks.encodable import storable_text
from extractor.sinks.queries import claims_query
from extractor.sinks.refusals import database_errors
from extractor.sinks.runs import RunState, StoredRun
from extractor.sinks.saving import BatchWriter, Outcome, forget_failures, in_parts
from extractor.sinks.signatures import Marked, Marker, Shelf
from extractor.sinks.stored import ClaimFilter, StoredClaim

__all__ = ["LedgerEntry", "Outcome", "Quarantine", "RunState", "SqlStore", "StoreCounts"]

_ROWS_AT_ONCE: Final = 500
_MOST_FOUND: Final = 100
_EVERYTHING: Final = ClaimFilter()
_FAILURE_COLUMNS: Final = tuple(tables.failures.c[name] for name in Failure.model_fields)


class LedgerEntry(NamedTuple):
    """What was done for a source: which text, by which extractor (``rows.fingerprint``)."""

    text_sha256: str
    extractor: str


class Quarantine(NamedTuple):
    """An article that is left alone: what was tried, by which extractor, how often, what happened.

    Either hash may be unknown.
    """

    text_sha256: str | None
    raw_sha256: str | None
    extractor: str
    attempts: int
    error: str


class StoreCounts(NamedTuple):
    """How much a store holds: articles, claims of their latest texts, failures that stand."""

    articles: int
    claims: int
    failures: int


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class SqlStore:
    """A database of claims; use it in a ``with`` block.

    Args:
        database: SQLAlchemy URL of a SQLite or PostgreSQL database, or the path of a SQLite file.
        create: Make the database when it is not there; otherwise that is an error.
        now: The clock: the time in UTC, without zone.

    A database of an older version is upgraded when it is opened, in one transaction.

    Raises:
        StoreError: from every method, when the database refuses; when opening, also for a
            database that is not one of ours or was made by a newer version.
    """

    def __init__(
        self, database: str, *, create: bool = True, now: Callable[[], datetime] = _utc_now
    ) -> None:
        url = engine.database_url(database)
        self.name = engine.shown(url)
        self._now = now
        self._has_saved = False
        if not create:
            _require_file(url, self.name)
        self._engine = engine.open_engine(url if create else engine.for_reading(url))
        try:
            self._prepare(create)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        if self._has_saved:
            engine.gather_statistics(self._engine)
        self._engine.dispose()

    def _prepare(self, create: bool) -> None:
        with engine.reading(self._engine) as connection:
            version = version_of(connection, self.name)
        if version == EMPTY and not create:
            raise StoreError(self.name, "this is not a newsclaims database; name another with --db")
        if version < tables.DATABASE_VERSION:
            with engine.writing(self._engine) as connection:
                bring_up_to_date(connection, self.name, self._now())
        if create:
            with database_errors(self._engine):
                engine.write_ahead(self._engine)

    def save(
        self,
        batch: Sequence[Outcome],
        *,
        run: int | None = None,
        skipped: int = 0,
        marker: Marker | None = None,
    ) -> None:
        """Save a batch in one transaction.

        A text that the database holds as the latest of its source gets its claims replaced; another
        text becomes the latest version, and the claims of the one before are superseded. An article
        ends an earlier failure of its source; a failure leaves the claims of an earlier success in
        place. Of several records with the same source the last counts.

        Args:
            batch: Articles, failures, quarantined articles.
            run: The run that the batch belongs to, from ``begin_run``.
            skipped: How many articles of the batch were left out because they are done.
            marker: Says which articles repeat a story of the database, and which are new ones;
                without it none is marked or remembered.
        """
        with engine.writing(self._engine) as connection:
            shelf = Shelf(connection)
            marked = marker(shelf, batch) if marker else Marked(batch, ())
            writer = BatchWriter(connection, self._now(), run)
            shelf.add(marked.fresh, writer.write(marked.outcomes, skipped=skipped))
        self._has_saved = True

    def begin_run(self, extractor: ExtractorInfo) -> int:
        """Note that a run begins; gives the key for ``save`` and ``end_run``."""
        with engine.writing(self._engine) as connection:
            return runs.begin_run(connection, extractor, self._now())

    def end_run(self, run: int, state: RunState) -> None:
        """Note how a run ended."""
        with engine.writing(self._engine) as connection:
            runs.end_run(connection, run, state, self._now())

    def runs(self) -> list[StoredRun]:
        """All runs, the first one first."""
        with engine.reading(self._engine) as connection:
            return runs.stored_runs(connection)

    def known(self, sources: Iterable[str]) -> dict[str, LedgerEntry]:
        """The ledger entries of those sources that have one, for their latest texts."""
        ledger, versions = tables.ledger, tables.article_versions
        query = (
            select(ledger.c.source_id, ledger.c.text_sha256, ledger.c.extractor)
            .join(versions, versions.c.version_key == ledger.c.version_key)
            .where(versions.c.superseded_by.is_(None))
        )
        found = self._by_source(query, ledger.c.source_id, sources)
        return {source: LedgerEntry(*row.values()) for source, row in found}

    def quarantined(self, sources: Iterable[str]) -> dict[str, Quarantine]:
        """Those sources whose article crashed or stalled its extraction when it was last tried."""
        failures = tables.failures
        columns = ("source_id", *Quarantine._fields)
        query = select(*(failures.c[name] for name in columns)).where(
            failures.c.extractor.is_not(None)
        )
        found = self._by_source(query, failures.c.source_id, sources)
        return {source: Quarantine(*row.values()) for source, row in found}

    def _by_source(
        self,
        query: Select[tuple[object, ...]],
        source_id: ColumnElement[str],
        sources: Iterable[str],
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Rows with their source as it was asked for; many sources are asked for in parts."""
        asked = {rows.source_id(source): source for source in sources}
        with engine.reading(self._engine) as connection:
            for part in in_parts(asked):
                for row in connection.execute(query.where(source_id.in_(part))).mappings():
                    columns = dict(row)
                    yield asked[columns.pop("source_id")], columns

    def claims(self, wanted: ClaimFilter = _EVERYTHING) -> Generator[StoredClaim, None, None]:
        """The claims that pass the filter: newest article first, then by source and place."""
        query = claims_query(wanted, self._engine.dialect.name)
        with engine.reading(self._engine) as connection, _streamed(connection, query) as found:
            for part in found.mappings().partitions(_ROWS_AT_ONCE):
                noted = histories_of(connection, [row["claim_key"] for row in part])
                for row in part:
                    history = noted.get(row["claim_key"], ())
                    yield rows.stored_claim(row).with_history(history)

    def search(self, words: str, most: int = _MOST_FOUND) -> list[StoredClaim]:
        """Claims whose evidence or article's title holds all the words, newest article first.

        Args:
            words: Words in any case, ``"phrases in quotes"``, ``begin*``.
            most: How many at most.
        """
        # Closed at once: a result that is not read to its end would stay open at the server.
        with closing(self.claims(ClaimFilter(text=words))) as found:
            return list(islice(found, most))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database, for questions of other modules."""
        with engine.reading(self._engine) as connection:
            yield connection

    def articles(self) -> Iterator[ArticleClaims]:
        """Every article with its claims, exactly as it was saved last, by source."""
        yield from self._versions(tables.article_versions.c.superseded_by.is_(None))

    def versions(self, source: str) -> list[ArticleClaims]:
        """Every text of a source with its claims, the first one first."""
        return list(self._versions(tables.articles.c.source_id == rows.source_id(source)))

    def _versions(self, condition: ColumnElement[bool]) -> Iterator[ArticleClaims]:
        versions, claims = tables.article_versions, tables.claims
        query = (
            select(versions, claims.c.record.label("claim_record"))
            .join(tables.articles, tables.articles.c.article_key == versions.c.article_key)
            .outerjoin(claims, claims.c.version_key == versions.c.version_key)
            .where(condition)
            .order_by(tables.articles.c.source, versions.c.number, claims.c.position)
        )
        with engine.reading(self._engine) as connection, _streamed(connection, query) as found:
            for _, joined in groupby(found.mappings(), key=lambda row: row["version_key"]):
                yield _article(list(joined))

    def correct(
        self, claim_id: str, edit: Edit, by: str, *, source: str | None = None
    ) -> StoredClaim:
        """Note what an editor says of a claim, beside what the machine says.

        Args:
            claim_id: The claim's id, or a beginning that only one has.
            edit: What to note.
            by: The editor.
            source: The article's, for an id that two articles share.

        Returns:
            The claim with its whole history.

        Raises:
            CorrectionError: there is no such claim or more than one, or nothing would change.
        """
        with engine.writing(self._engine) as connection:
            found = find_claim(connection, claim_id, source)
            correct(connection, found, edit, Signature(by, self._now()))
            return _claim(connection, found.claim_key)

    def withdraw(
        self, claim_id: str, by: str, *, note: str | None = None, source: str | None = None
    ) -> Correction:
        """Take back the last correction of a claim that stands; gives it. Both stay noted.

        Raises:
            CorrectionError: there is no such claim or more than one, or nothing to take back.
        """
        with engine.writing(self._engine) as connection:
            found = find_claim(connection, claim_id, source)
            return withdraw(connection, found, Signature(by, self._now()), note)

    def claim(self, claim_id: str, *, source: str | None = None) -> StoredClaim:
        """The claim of this id, or of the only id that begins so, with what editors noted.

        Raises:
            CorrectionError: there is none, or more than one.
        """
        with engine.reading(self._engine) as connection:
            return _claim(connection, find_claim(connection, claim_id, source).claim_key)

    def corrections(
        self, claim_id: str | None = None, *, source: str | None = None
    ) -> list[Correction]:
        """What editors noted of a claim, or everything; the first entry first.

        Entries of claims that are not found any more are there too, under the id they had. A claim
        that a newer extractor gave another id is found by both.

        Raises:
            CorrectionError: no claim and no entry has the id.
        """
        with engine.reading(self._engine) as connection:
            return [entry for entry, _ in _noted(connection, claim_id, source)]

    def remembered(self) -> list[Remembered]:
        """The same, each entry with the machine's claim as the editor saw it."""
        with engine.reading(self._engine) as connection:
            return all_entries(connection)

    def failures(self) -> list[Failure]:
        """The failures that stand, by source."""
        query = select(*_FAILURE_COLUMNS).order_by(tables.failures.c.source)
        with engine.reading(self._engine) as connection:
            return [
                Failure.model_validate(dict(row)) for row in connection.execute(query).mappings()
            ]

    def forget_failures(self, sources: Iterable[str]) -> None:
        """Take out the failures of sources that can be read now."""
        readable = list(dict.fromkeys(sources))
        if readable:
            with engine.writing(self._engine) as connection:
                forget_failures(connection, readable)

    def counts(self) -> StoreCounts:
        """How many articles, latest claims and failures the database holds."""
        counted = (tables.articles, tables.claims, tables.failures)
        latest = tables.claims.c.superseded_by.is_(None)
        with engine.reading(self._engine) as connection:
            queries = (
                select(func.count()).select_from(table).where(latest)
                if table is tables.claims
                else select(func.count()).select_from(table)
                for table in counted
            )
            return StoreCounts(*(connection.execute(query).scalar_one() for query in queries))


def _claim(connection: Connection, claim_key: int) -> StoredClaim:
    everything = claims_query(ClaimFilter(superseded=True), connection.dialect.name)
    row = connection.execute(everything.where(tables.claims.c.claim_key == claim_key))
    history = [entry for entry, _ in history_of(connection, claim_key)]
    return rows.stored_claim(row.mappings().one()).with_history(history)


def _noted(connection: Connection, claim_id: str | None, source: str | None) -> list[Remembered]:
    if claim_id is None:
        return all_entries(connection, source)
    named = entries_named(connection, storable_text(claim_id.strip()), source)
    return named or history_of(connection, find_claim(connection, claim_id, source).claim_key)


def _require_file(url: URL, name: str) -> None:
    file = engine.sqlite_file(url)
    if file is not None and not file.is_file():
        engine.refuse_folder(file, name)
        raise StoreError(name, "there is no such database; `newsclaims run` makes one")


def _streamed(connection: Connection, query: Select[Any]) -> CursorResult[Any]:
    """The rows as they are read, not all in memory at once."""
    return connection.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE})


def _article(joined: Sequence[RowMapping]) -> ArticleClaims:
    records = (row["claim_record"] for row in joined)
    return rows.article_claims(joined[0], (record for record in records if record is not None))
