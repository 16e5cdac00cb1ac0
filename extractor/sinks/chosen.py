"""Whole articles with those of their claims that pass a ``ClaimFilter``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, select

from extractor.records import ArticleClaims
from extractor.sinks import rows, tables
from extractor.sinks.queries import passing_keys
from extractor.sinks.sql import SqlStore
from extractor.sinks.standards.selection import selected
from extractor.sinks.stored import ClaimFilter

_ROWS_AT_ONCE: Final = 500
_RECORDS_AT_ONCE: Final = 200


def stored_articles(store: SqlStore, wanted: ClaimFilter) -> Iterator[ArticleClaims]:
    """The articles of a database with only those claims that pass, by source.

    An article without any is left out; of a revised text there is an article for each version with
    such claims when the filter asks for superseded ones.
    """
    with store.reading() as connection:
        chosen = tables.claims.c.claim_key.in_(passing_keys(wanted, connection.dialect.name))
        yield from articles_where(connection, chosen)


def articles_where(
    connection: Connection, condition: ColumnElement[bool]
) -> Iterator[ArticleClaims]:
    """Articles with only those claims for which a condition on the tables holds, by source."""
    options = connection.execution_options(yield_per=_ROWS_AT_ONCE)
    with closing(options.execute(_joined().where(condition))) as found:
        for _, joined in groupby(found.mappings(), key=lambda row: row["version_key"]):
            of_article = list(joined)
            yield rows.article_claims(of_article[0], (row["claim_record"] for row in of_article))


def _joined() -> Select[Any]:
    versions, claims, articles = tables.article_versions, tables.claims, tables.articles
    return (
        select(versions, claims.c.record.label("claim_record"))
        .join(articles, articles.c.article_key == versions.c.article_key)
        .join(claims, claims.c.version_key == versions.c.version_key)
        .order_by(articles.c.source, versions.c.number, claims.c.position)
    )


def recorded_articles_with(
    records: Iterable[ArticleClaims], wanted: ClaimFilter
) -> Iterator[ArticleClaims]:
    """The same for records that are in no database.

    Words are searched by a database alone: there the records go into one for the time being.
    """
    if wanted.text is None:
        yield from selected(records, wanted)
        return
    with (
        TemporaryDirectory(prefix="newsclaims-") as folder,
        SqlStore(str(Path(folder) / "claims.db")) as store,
    ):
        remaining = iter(records)
        while batch := list(islice(remaining, _RECORDS_AT_ONCE)):
            store.save(batch)
        yield from stored_articles(store, wanted)
