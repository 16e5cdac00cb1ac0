"""One batch into the database, inside the caller's transaction.

Of each article the batch brings a text. The same text as before is the same version: its claims
are replaced. Another text is a new version: the one before it, and its claims, are kept and say
which version came after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple, TypeAlias, TypeVar

from sqlalchemy import Connection, Row, Table, bindparam, delete, select, update
from sqlalchemy.sql.dml import Delete, Update

from extractor.records import ArticleClaims, Failure
from extractor.sinks import rows, tables
from extractor.sinks.corrections.following import ReadText, follow
from extractor.sinks.encodable import encodable
from extractor.sinks.identity import identity_of, note_last_version
from extractor.sinks.loading import load_rows, next_keys, storable
from extractor.sinks.rows import RowValues
from extractor.sinks.stored import Quarantined

Outcome: TypeAlias = ArticleClaims | Failure | Quarantined
_Key = TypeVar("_Key", str, int)
MOST_IN_LIST: Final = 500
_versions: Final = tables.article_versions


class _Standing(NamedTuple):
    """The latest version of an article that the database holds."""

    article_key: int
    version_key: int
    number: int
    text_sha256: str


@dataclass(frozen=True, slots=True)
class _Placed:
    """A record of the batch and the keys of its rows.

    Attributes:
        record: The record.
        before: The latest version so far; None for a new article.
        article_key: Key of the article.
        version_key: Key of the version that the claims belong to.
    """

    record: ArticleClaims
    before: _Standing | None
    article_key: int
    version_key: int

    @property
    def is_new_text(self) -> bool:
        return self.before is None or self.before.version_key != self.version_key


def latest_outcomes(
    batch: Iterable[Outcome],
) -> tuple[dict[str, ArticleClaims], dict[str, Failure | Quarantined]]:
    """The last article and the last failure of each source; an article ends earlier failures."""
    articles: dict[str, ArticleClaims] = {}
    failures: dict[str, Failure | Quarantined] = {}
    for outcome in map(encodable, batch):
        if isinstance(outcome, ArticleClaims):
            articles[outcome.article.source] = outcome
            failures.pop(outcome.article.source, None)
        else:
            failures[_failure(outcome).source] = outcome
    return articles, failures


def _failure(outcome: Failure | Quarantined) -> Failure:
    return outcome.failure if isinstance(outcome, Quarantined) else outcome


def in_parts(keys: Iterable[_Key]) -> Iterator[list[_Key]]:
    """Lists that are short enough for one statement."""
    whole = list(dict.fromkeys(keys))
    for start in range(0, len(whole), MOST_IN_LIST):
        yield whole[start : start + MOST_IN_LIST]


class BatchWriter:
    """Writes one batch.

    Args:
        connection: In a transaction that is the only one that writes.
        now: The time to note, UTC without zone.
        run: Key of the run that the batch belongs to.
    """

    def __init__(self, connection: Connection, now: datetime, run: int | None) -> None:
        self._connection = connection
        self._now = now
        self._run = run

    def write(self, batch: Iterable[Outcome], *, skipped: int) -> dict[str, int]:
        """Write everything of the batch; gives the version of each article's source.

        See ``SqlStore.save``.
        """
        articles, failures = latest_outcomes(batch)
        placed = self._place(list(articles.values()))
        self._write_articles(placed)
        self._write_claims(placed)
        follow(self._connection, map(_read_text, placed))
        self._write_ledger(placed)
        forget_failures(self._connection, articles)
        self._write_failures(failures)
        self._count(placed, len(failures), skipped)
        return {each.record.article.source: each.version_key for each in placed}

    def _place(self, records: Sequence[ArticleClaims]) -> list[_Placed]:
        standing = self._standing(records)
        before = [standing.get(rows.source_id(record.article.source)) for record in records]
        fresh = [found is None for found in before]
        revised = [
            found is None or found.text_sha256 != record.article.text_sha256
            for found, record in zip(before, records, strict=True)
        ]
        article_keys = iter(next_keys(self._connection, tables.articles, sum(fresh)))
        version_keys = iter(self._next_versions(sum(revised)))
        return [
            _Placed(
                record,
                found,
                found.article_key if found else next(article_keys),
                found.version_key if found and not is_revised else next(version_keys),
            )
            for record, found, is_revised in zip(records, before, revised, strict=True)
        ]

    def _next_versions(self, count: int) -> list[int]:
        """Keys above all that versions ever had: who follows the database tells what is above."""
        if not count:
            return []
        above = identity_of(self._connection).last_version
        keys = next_keys(self._connection, _versions, count, above)
        note_last_version(self._connection, keys[-1])
        return keys

    def _standing(self, records: Sequence[ArticleClaims]) -> dict[str, _Standing]:
        query = (
            select(
                tables.articles.c.source_id,
                tables.articles.c.article_key,
                _versions.c.version_key,
                _versions.c.number,
                _versions.c.text_sha256,
            )
            .join(_versions, _versions.c.article_key == tables.articles.c.article_key)
            .where(_versions.c.superseded_by.is_(None))
        )
        found: dict[str, _Standing] = {}
        for part in in_parts(rows.source_id(record.article.source) for record in records):
            asked = query.where(tables.articles.c.source_id.in_(part))
            found |= {row[0]: _Standing(*row[1:]) for row in self._connection.execute(asked)}
        return found

    def _write_articles(self, placed: Sequence[_Placed]) -> None:
        fresh = [each for each in placed if each.before is None]
        known = [each for each in placed if each.before is not None]
        self._load(tables.articles, (_new_article(each, self._now) for each in fresh))
        self._change(_update(tables.articles), (self._article(each) for each in known))
        # First the old version makes room: only one of an article may be the latest.
        self._supersede([each for each in known if each.is_new_text])
        new_texts = (each for each in placed if each.is_new_text)
        self._load(_versions, map(self._new_version, new_texts))
        same_texts = (each for each in known if not each.is_new_text)
        self._change(_update(_versions), map(self._version, same_texts))

    def _article(self, placed: _Placed) -> RowValues:
        columns = rows.article_row(placed.record.article)
        return {**columns, "saved_at": self._now, "row_key": placed.article_key}

    def _version(self, placed: _Placed) -> RowValues:
        columns = rows.version_row(placed.record)
        noted = {"saved_at": self._now, "run_key": self._run, "row_key": placed.version_key}
        return {**columns, **noted}

    def _new_version(self, placed: _Placed) -> RowValues:
        columns = self._version(placed)
        return {
            **{name: value for name, value in columns.items() if name != "row_key"},
            "version_key": placed.version_key,
            "article_key": placed.article_key,
            "number": placed.before.number + 1 if placed.before else 1,
            "superseded_by": None,
        }

    def _supersede(self, revised: Sequence[_Placed]) -> None:
        for table in (_versions, tables.claims):
            statement = (
                update(table)
                .where(table.c.version_key == bindparam("old"))
                .values(superseded_by=bindparam("new"))
            )
            pairs = (
                {"old": each.before.version_key, "new": each.version_key}
                for each in revised
                if each.before
            )
            self._change(statement, pairs)

    def _write_claims(self, placed: Sequence[_Placed]) -> None:
        same_texts = [{"gone": each.version_key} for each in placed if not each.is_new_text]
        gone = delete(tables.claims).where(tables.claims.c.version_key == bindparam("gone"))
        self._change(gone, same_texts)
        claims = [claim for each in placed for claim in each.record.claims]
        keys = next_keys(self._connection, tables.claims, len(claims))
        owners = (_owner(each) for each in placed for _ in each.record.claims)
        columns = (row for each in placed for row in rows.claim_rows(each.record))
        self._load(
            tables.claims,
            (
                {**owner, "claim_key": key, **row}
                for owner, key, row in zip(owners, keys, columns, strict=True)
            ),
        )
        self._write_parts([rows.part_rows(*pair) for pair in zip(claims, keys, strict=True)])

    def _write_parts(self, parts: Sequence[Mapping[Table, list[RowValues]]]) -> None:
        gathered: dict[Table, list[RowValues]] = {}
        for tables_of_claim in parts:
            for table, values in tables_of_claim.items():
                gathered.setdefault(table, []).extend(values)
        quoted = gathered.pop(tables.evidence, [])
        keys = next_keys(self._connection, tables.evidence, len(quoted))
        keyed = ({"evidence_key": key, **row} for key, row in zip(keys, quoted, strict=True))
        self._load(tables.evidence, keyed)
        for table, values in gathered.items():
            self._load(table, values)

    def _write_ledger(self, placed: Sequence[_Placed]) -> None:
        """A row says that the claims which this extractor read in this text are in the database."""
        ledger = tables.ledger
        replaced = delete(ledger).where(ledger.c.version_key == bindparam("gone"))
        self._change(replaced, ({"gone": each.version_key} for each in placed))
        done = [rows.ledger_row(each.record) for each in placed]
        key = ("source_id", "text_sha256", "extractor")
        # A text that comes back after another: the row moves to the version that is the latest.
        moved = delete(ledger).where(*(ledger.c[name] == bindparam(f"the_{name}") for name in key))
        self._change(moved, ({f"the_{name}": row[name] for name in key} for row in done))
        self._load(
            ledger,
            (
                {**row, "version_key": each.version_key, "saved_at": self._now}
                for row, each in zip(done, placed, strict=True)
            ),
        )

    def _write_failures(self, failures: Mapping[str, Failure | Quarantined]) -> None:
        earlier = self._earlier_failures(failures)
        forget_failures(self._connection, failures)
        keys = next_keys(self._connection, tables.failures, len(failures))
        self._load(
            tables.failures,
            (
                {"failure_key": key, **self._failure(outcome, earlier)}
                for key, outcome in zip(keys, failures.values(), strict=True)
            ),
        )

    def _earlier_failures(self, sources: Iterable[str]) -> dict[str, Row[tuple[object, ...]]]:
        known = tables.failures.c
        query = select(known.source_id, known.attempts, known.first_failed_at)
        found: dict[str, Row[tuple[object, ...]]] = {}
        for part in in_parts(map(rows.source_id, sources)):
            asked = query.where(known.source_id.in_(part))
            found |= {row.source_id: row for row in self._connection.execute(asked)}
        return found

    def _failure(
        self, outcome: Failure | Quarantined, earlier: Mapping[str, Row[tuple[object, ...]]]
    ) -> RowValues:
        columns = rows.failure_row(_failure(outcome))
        before = earlier.get(columns["source_id"])
        return {
            **columns,
            **rows.quarantine_row(outcome if isinstance(outcome, Quarantined) else None),
            "attempts": before.attempts + 1 if before else 1,
            "first_failed_at": before.first_failed_at if before else self._now,
            "last_failed_at": self._now,
            "run_key": self._run,
        }

    def _count(self, placed: Sequence[_Placed], failures: int, skipped: int) -> None:
        if self._run is None:
            return
        counted = tables.runs.c
        done = {
            "articles": len(placed),
            "claims": sum(len(each.record.claims) for each in placed),
            "failures": failures,
            "skipped": skipped,
        }
        added = {name: counted[name] + count for name, count in done.items()}
        statement = update(tables.runs).where(counted.run_key == self._run)
        self._connection.execute(statement.values(**added, saved_at=self._now))

    def _load(self, table: Table, values: Iterable[RowValues]) -> None:
        load_rows(self._connection, table, values)

    def _change(self, statement: Update | Delete, values: Iterable[RowValues]) -> None:
        changes = [storable(row) for row in values]
        if changes:
            self._connection.execute(statement, changes)


def _read_text(placed: _Placed) -> ReadText:
    digest = placed.record.article.text_sha256
    return ReadText(placed.article_key, placed.version_key, digest)


def _owner(placed: _Placed) -> RowValues:
    return {"version_key": placed.version_key, "article_key": placed.article_key}


def _new_article(placed: _Placed, now: datetime) -> RowValues:
    columns = rows.article_row(placed.record.article)
    noted = {"article_key": placed.article_key, "first_saved_at": now, "saved_at": now}
    return {**columns, **noted}


def _update(table: Table) -> Update:
    (key,) = table.primary_key.columns
    return update(table).where(key == bindparam("row_key"))


def forget_failures(connection: Connection, sources: Iterable[str]) -> None:
    """Take out the failures of these sources."""
    gone = [{"gone": rows.source_id(source)} for source in sources]
    if gone:
        known = tables.failures
        connection.execute(delete(known).where(known.c.source_id == bindparam("gone")), gone)
