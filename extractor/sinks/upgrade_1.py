"""From database version 1 to 2: articles get versions, times and a full-text index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, DateTime, RowMapping, column, select, table

from extractor.sinks import tables
from extractor.sinks.fulltext import create_search
from extractor.sinks.identity import give_identity
from extractor.sinks.loading import count_on, load_rows
from extractor.sinks.rows import RowValues, folded, source_id
from extractor.sinks.views import create_views

# Frozen: what version 1 had, parents before parts.
_TABLES: Final = (
    "articles",
    "claims",
    "amounts",
    "durations",
    "parties",
    "attributions",
    "evidence",
    "cues",
    "failures",
    "ledger",
)
_ARTICLES: Final = table(
    "v1_articles",
    *map(column, ("article_key", "source", "id", "url", "canonical_url", "title", "publisher")),
    *map(column, ("language", "text_sha256", "raw_sha256", "schema_version", "text", "record")),
    *map(column, ("extractor_version", "extractor_model", "extractor_rules")),
    *(column(name, DateTime) for name in ("published_at", "modified_at", "fetched_at", "dated_at")),
)
_FAILURES: Final = table("v1_failures", *map(column, ("source", "stage", "error", "message")))
_LEDGER: Final = table("v1_ledger", *map(column, ("source", "extractor", "claim_count")))
_ROWS_AT_ONCE: Final = 500
_OF_ARTICLE: Final = (
    *("article_key", "id", "url", "canonical_url", "title", "publisher", "language"),
    *("published_at", "dated_at"),
)
_OF_VERSION: Final = (
    *("article_key", "id", "title", "published_at", "modified_at", "fetched_at", "dated_at"),
    *("text_sha256", "raw_sha256", "schema_version", "text", "record"),
    *("extractor_version", "extractor_model", "extractor_rules"),
)
_CLAIM: Final = "id, event, modality, status, status_confidence, status_scope, confidence, record"
_QUOTE: Final = "claim_key, position, text, start_char, end_char"
# The exact number; as the database holds it, the name of the column follows.
_EXACT: Final = {"postgresql": "CAST({0}_text AS numeric)", "sqlite": "{0}"}


def upgrade_from_1(connection: Connection, now: datetime) -> None:
    """Move everything into the tables of version 2, in the caller's transaction.

    When articles were saved and failures occurred was not noted: they get the time of the upgrade.
    """
    _put_aside(connection)
    tables.metadata.create_all(connection)
    create_search(connection)
    _move_articles(connection, now)
    for statement in _moves(connection.dialect.name):
        connection.exec_driver_sql(statement)
    _move_failures(connection, now)
    for keyed in (tables.articles, tables.article_versions, tables.claims, tables.evidence):
        count_on(connection, keyed)
    give_identity(connection)
    create_views(connection)
    for name in _TABLES:
        connection.exec_driver_sql(f"DROP TABLE v1_{name}")


def _put_aside(connection: Connection) -> None:
    """Copies without indexes: renamed tables would keep the names of theirs."""
    for name in _TABLES:
        connection.exec_driver_sql(f"CREATE TABLE v1_{name} AS SELECT * FROM {name}")  # noqa: S608
    for name in reversed(_TABLES):
        connection.exec_driver_sql(f"DROP TABLE {name}")
    connection.exec_driver_sql("CREATE INDEX v1_articles_key ON v1_articles (article_key)")
    connection.exec_driver_sql("CREATE INDEX v1_ledger_source ON v1_ledger (source)")


def _move_articles(connection: Connection, now: datetime) -> None:
    for found in _old_articles(connection):
        load_rows(connection, tables.articles, (_article(row, now) for row in found))
        load_rows(connection, tables.article_versions, (_version(row, now) for row in found))
        done = (row for row in found if row["extractor"] is not None)
        load_rows(connection, tables.ledger, (_ledger(row, now) for row in done))


def _old_articles(connection: Connection) -> Iterator[Sequence[RowMapping]]:
    """Articles with their entry in the ledger, so many at once."""
    query = (
        select(_ARTICLES, _LEDGER.c.extractor, _LEDGER.c.claim_count)
        .select_from(_ARTICLES.outerjoin(_LEDGER, _LEDGER.c.source == _ARTICLES.c.source))
        .order_by(_ARTICLES.c.article_key)
        .limit(_ROWS_AT_ONCE)
    )
    last = 0
    while found := _all(connection, query.where(_ARTICLES.c.article_key > last)):
        yield found
        last = found[-1]["article_key"]


def _all(connection: Connection, query: Any) -> Sequence[RowMapping]:  # noqa: ANN401 - any select
    return connection.execute(query).mappings().all()


def _article(row: RowMapping, now: datetime) -> RowValues:
    return {
        **{name: row[name] for name in _OF_ARTICLE},
        "source_id": source_id(row["source"]),
        "source": row["source"],
        "same_as": None,
        "first_saved_at": now,
        "saved_at": now,
    }


def _version(row: RowMapping, now: datetime) -> RowValues:
    return {
        **{name: row[name] for name in _OF_VERSION},
        "publisher_folded": folded(row["publisher"]),
        "version_key": row["article_key"],
        "number": 1,
        "saved_at": now,
        "run_key": None,
        "superseded_by": None,
    }


def _ledger(row: RowMapping, now: datetime) -> RowValues:
    return {
        "source_id": source_id(row["source"]),
        "source": row["source"],
        "text_sha256": row["text_sha256"],
        "extractor": row["extractor"],
        "version_key": row["article_key"],
        "claim_count": row["claim_count"],
        "saved_at": now,
    }


def _move_failures(connection: Connection, now: datetime) -> None:
    found = _all(connection, select(_FAILURES).order_by(_FAILURES.c.source))
    load_rows(
        connection,
        tables.failures,
        (
            {
                **row,
                "failure_key": key,
                "source_id": source_id(row["source"]),
                "attempts": 1,
                "first_failed_at": now,
                "last_failed_at": now,
            }
            for key, row in enumerate(found, start=1)
        ),
    )
    count_on(connection, tables.failures)


def _moves(dialect: str) -> Iterator[str]:
    """The statements that move claims and their parts."""
    yield (
        f"INSERT INTO claims (claim_key, article_key, version_key, position, {_CLAIM})"  # noqa: S608
        f" SELECT claim_key, article_key, article_key, position, {_CLAIM} FROM v1_claims"
    )
    exact = [_EXACT[dialect].format(name) for name in ("value_min", "value_max")]
    others = "value_min_text, value_max_text, currency, modifier, per, rule"
    yield (
        f"INSERT INTO amounts ({_QUOTE}, value_min, value_max, {others})"  # noqa: S608
        f" SELECT {_QUOTE}, {', '.join(exact)}, {others} FROM v1_amounts"
    )
    parts = {
        "durations": f"{_QUOTE}, iso8601, kind, modifier, rule",
        "parties": "claim_key, position, name, name_folded, role, kind, identifier, confidence",
        "attributions": f"{_QUOTE}, name, kind, rule",
        "evidence": f"{_QUOTE}, prefix, suffix",
        "cues": f"{_QUOTE}, purpose, rule",
    }
    for name, columns in parts.items():
        yield (
            f"INSERT INTO {name} ({columns}) SELECT {columns} FROM v1_{name}"  # noqa: S608
            " ORDER BY claim_key, position"
        )
