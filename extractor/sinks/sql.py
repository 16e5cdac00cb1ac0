"""Claims in a database: one schema for every database that SQLAlchemy speaks to.

A batch is saved in one transaction that takes out the old claims of its articles, puts in the new
ones and notes in the ledger that they are done, so that a process which dies at any moment leaves
either all of a batch or nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from types import TracebackType
from typing import Final, NamedTuple, Self

from sqlalchemy import (
    URL,
    Connection,
    RowMapping,
    Table,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    select,
)

from extractor.errors import StoreError
from extractor.records import ArticleClaims, Failure
from extractor.sinks import engine, rows, tables
from extractor.sinks.encodable import encodable, without_surrogates
from extractor.sinks.queries import claims_query
from extractor.sinks.stored import ClaimFilter, StoredClaim

_ROWS_AT_ONCE: Final = 500
_EVERYTHING: Final = ClaimFilter()


class LedgerEntry(NamedTuple):
    """What was done for a source: which text, by which extractor (``rows.fingerprint``)."""

    text_sha256: str
    extractor: str


class StoreCounts(NamedTuple):
    """How much a store holds."""

    articles: int
    claims: int
    failures: int


class SqlStore:
    """A database of claims; use it in a ``with`` block.

    Args:
        database: SQLAlchemy URL, or the path of a SQLite file.
        create: Make the database when it is not there; otherwise that is an error.

    Raises:
        StoreError: from every method, when the database refuses; when opening, also for a
            database that is not one of ours or was made by a newer version.
    """

    def __init__(self, database: str, *, create: bool = True) -> None:
        url = engine.database_url(database)
        self.name = engine.shown(url)
        if not create:
            _require_file(url, self.name)
        self._engine = engine.open_engine(url)
        try:
            self._prepare(create)
        except StoreError:
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
        self._engine.dispose()

    def _prepare(self, create: bool) -> None:
        if create:
            with engine.writing(self._engine) as connection:
                if not inspect(connection).get_table_names():
                    _create_tables(connection)
        with engine.reading(self._engine) as connection:
            _require_version(connection, self.name)
        if create:
            with engine.database_errors(self._engine):
                engine.write_ahead(self._engine)

    def save(self, batch: Sequence[ArticleClaims | Failure]) -> None:
        """Save a batch in one transaction.

        An article replaces what was saved before under its source, a failure included; a failure
        leaves the claims of an earlier success in place. Of several records with the same source
        the last counts.
        """
        articles, failures = _latest(batch)
        with engine.writing(self._engine) as connection:
            _forget(connection, tables.failures, {**articles, **failures})
            _forget(connection, tables.articles, articles)
            _forget(connection, tables.ledger, articles)
            _insert_articles(connection, list(articles.values()))
            _insert(connection, tables.failures, map(rows.failure_row, failures.values()))
            _insert(connection, tables.ledger, map(rows.ledger_row, articles.values()))

    def known(self, sources: Iterable[str]) -> dict[str, LedgerEntry]:
        """The ledger entries of those sources that have one."""
        asked = {without_surrogates(source): source for source in sources}
        columns = (tables.ledger.c.source, tables.ledger.c.text_sha256, tables.ledger.c.extractor)
        found: dict[str, LedgerEntry] = {}
        with engine.reading(self._engine) as connection:
            for part in _parts(list(asked)):
                query = select(*columns).where(tables.ledger.c.source.in_(part))
                for source, text_sha256, extractor in connection.execute(query):
                    found[asked[source]] = LedgerEntry(text_sha256, extractor)
        return found

    def claims(self, wanted: ClaimFilter = _EVERYTHING) -> Iterator[StoredClaim]:
        """The claims that pass the filter: newest article first, then by source and place."""
        with engine.reading(self._engine) as connection:
            found = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(
                claims_query(wanted)
            )
            yield from map(rows.stored_claim, found.mappings())

    def articles(self) -> Iterator[ArticleClaims]:
        """Every article with its claims, exactly as it was saved, by source."""
        query = (
            select(tables.articles, tables.claims.c.record.label("claim_record"))
            .outerjoin(tables.claims, tables.claims.c.article_key == tables.articles.c.article_key)
            .order_by(tables.articles.c.source, tables.claims.c.position)
        )
        with engine.reading(self._engine) as connection:
            found = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query)
            for _, joined in groupby(found.mappings(), key=lambda row: row["article_key"]):
                yield _article(list(joined))

    def failures(self) -> list[Failure]:
        """The failures that stand, by source."""
        query = select(tables.failures).order_by(tables.failures.c.source)
        with engine.reading(self._engine) as connection:
            return [
                Failure.model_validate(dict(row)) for row in connection.execute(query).mappings()
            ]

    def forget_failures(self, sources: Iterable[str]) -> None:
        """Take out the failures of sources that can be read now."""
        readable = dict.fromkeys(map(without_surrogates, sources))
        if readable:
            with engine.writing(self._engine) as connection:
                _forget(connection, tables.failures, readable)

    def counts(self) -> StoreCounts:
        """How many articles, claims and failures the database holds."""
        counted = (tables.articles, tables.claims, tables.failures)
        with engine.reading(self._engine) as connection:
            queries = (select(func.count()).select_from(table) for table in counted)
            return StoreCounts(*(connection.execute(query).scalar_one() for query in queries))


def _require_file(url: URL, name: str) -> None:
    file = engine.sqlite_file(url)
    if file is not None and not file.is_file():
        raise StoreError(name, "there is no such database; `newsclaims run` makes one")


def _create_tables(connection: Connection) -> None:
    tables.metadata.create_all(connection)
    described = {
        "application": tables.APPLICATION,
        "schema_version": str(tables.DATABASE_VERSION),
    }
    described_rows = [{"name": name, "value": value} for name, value in described.items()]
    connection.execute(insert(tables.meta), described_rows)


def _require_version(connection: Connection, name: str) -> None:
    if not inspect(connection).has_table(tables.meta.name):
        raise StoreError(name, "this is not a newsclaims database; name another with --db")
    described = dict(connection.execute(select(tables.meta.c.name, tables.meta.c.value)).all())
    version = described.get("schema_version", "")
    if described.get("application") != tables.APPLICATION or not version.isdecimal():
        raise StoreError(name, "this is not a newsclaims database; name another with --db")
    if int(version) != tables.DATABASE_VERSION:
        reason = f"made with database version {version}, this newsclaims reads"
        raise StoreError(name, f"{reason} {tables.DATABASE_VERSION}; upgrade newsclaims")


def _latest(
    batch: Iterable[ArticleClaims | Failure],
) -> tuple[dict[str, ArticleClaims], dict[str, Failure]]:
    """The last article and the last failure of each source; an article ends earlier failures."""
    articles: dict[str, ArticleClaims] = {}
    failures: dict[str, Failure] = {}
    for record in map(encodable, batch):
        if isinstance(record, Failure):
            failures[record.source] = record
        else:
            articles[record.article.source] = record
            failures.pop(record.article.source, None)
    return articles, failures


def _forget(connection: Connection, table: Table, sources: Iterable[str]) -> None:
    gone = [{"gone": source} for source in sources]
    if gone:
        connection.execute(delete(table).where(table.c.source == bindparam("gone")), gone)


def _insert(connection: Connection, table: Table, values: Iterable[rows.RowValues]) -> None:
    new_rows = list(values)
    if new_rows:
        connection.execute(insert(table), new_rows)


def _insert_keyed(
    connection: Connection, table: Table, values: Iterable[rows.RowValues]
) -> list[int]:
    """Insert rows and give the keys that the database chose, in the same order."""
    new_rows = list(values)
    if not new_rows:
        return []
    (key,) = table.primary_key.columns
    statement = insert(table).returning(key, sort_by_parameter_order=True)
    return list(connection.execute(statement, new_rows).scalars())


def _insert_articles(connection: Connection, records: Sequence[ArticleClaims]) -> None:
    article_keys = _insert_keyed(connection, tables.articles, map(rows.article_row, records))
    claim_values = [
        row
        for record, key in zip(records, article_keys, strict=True)
        for row in rows.claim_rows(record, key)
    ]
    claim_keys = _insert_keyed(connection, tables.claims, claim_values)
    claims = [claim for record in records for claim in record.claims]
    parts: dict[Table, list[rows.RowValues]] = {}
    for claim, key in zip(claims, claim_keys, strict=True):
        for table, values in rows.part_rows(claim, key).items():
            parts.setdefault(table, []).extend(values)
    for table, values in parts.items():
        _insert(connection, table, values)


def _article(joined: Sequence[RowMapping]) -> ArticleClaims:
    records = (row["claim_record"] for row in joined)
    return rows.article_claims(joined[0], (record for record in records if record is not None))


def _parts(sources: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(sources), _ROWS_AT_ONCE):
        yield sources[start : start + _ROWS_AT_ONCE]
