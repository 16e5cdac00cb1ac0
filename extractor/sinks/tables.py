"""The database schema, version 1.

Articles are known by their source, claims by their place in the article. Numbers stand twice: as
floating point for filtering and sorting, and as the exact decimal in text. ``record`` columns
hold the whole record as JSON, so that what comes back is what went in. Times are UTC without
zone; a day without time stands at its beginning.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Column,
    DateTime,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

DATABASE_VERSION: Final = 1
APPLICATION: Final = "newsclaims"

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta: Final = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

articles: Final = Table(
    "articles",
    metadata,
    Column("article_key", Integer, primary_key=True),
    Column("source", Text, nullable=False, unique=True),
    Column("id", Text, nullable=False, index=True),
    Column("url", Text),
    Column("canonical_url", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("language", Text),
    Column("published_at", DateTime),
    Column("modified_at", DateTime),
    Column("fetched_at", DateTime),
    # The first of published, modified and fetched that is known: what "since" looks at.
    Column("dated_at", DateTime, index=True),
    Column("text_sha256", Text, nullable=False),
    Column("raw_sha256", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("extractor_version", Text, nullable=False),
    Column("extractor_model", Text),
    Column("extractor_rules", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("record", Text, nullable=False),
)

claims: Final = Table(
    "claims",
    metadata,
    Column("claim_key", Integer, primary_key=True),
    Column("article_key", ForeignKey("articles.article_key", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("id", Text, nullable=False, index=True),
    Column("event", Text, nullable=False, index=True),
    Column("modality", Text, nullable=False),
    Column("status", Text, nullable=False, index=True),
    Column("status_confidence", Double, nullable=False),
    Column("status_scope", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("article_key", "position"),
)


def _part_of_claim(name: str, *columns: SchemaItem) -> Table:
    """A table of things that a claim has several of, in order."""
    return Table(
        name,
        metadata,
        Column("claim_key", ForeignKey("claims.claim_key", ondelete="CASCADE"), primary_key=True),
        Column("position", Integer, primary_key=True),
        *columns,
    )


def _quote() -> tuple[SchemaItem, ...]:
    """A quoted piece of the article and its half-open range of code points."""
    return (
        Column("text", Text, nullable=False),
        Column("start_char", Integer, nullable=False),
        Column("end_char", Integer, nullable=False),
    )


amounts: Final = _part_of_claim(
    "amounts",
    *_quote(),
    Column("value_min", Double),
    Column("value_max", Double, index=True),
    Column("value_min_text", Text),
    Column("value_max_text", Text),
    Column("currency", Text, index=True),
    Column("modifier", Text, nullable=False),
    Column("per", Text),
    Column("rule", Text, nullable=False),
)

durations: Final = _part_of_claim(
    "durations",
    *_quote(),
    Column("iso8601", Text),
    Column("kind", Text, nullable=False),
    Column("modifier", Text, nullable=False),
    Column("rule", Text, nullable=False),
)

parties: Final = _part_of_claim(
    "parties",
    Column("name", Text, nullable=False),
    # The name in case-folded form, since not every database folds more than ASCII.
    Column("name_folded", Text, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("identifier", Text),
    Column("confidence", Double, nullable=False),
)

attributions: Final = _part_of_claim(
    "attributions",
    *_quote(),
    Column("name", Text),
    Column("kind", Text, nullable=False),
    Column("rule", Text, nullable=False),
)

evidence: Final = _part_of_claim(
    "evidence",
    *_quote(),
    Column("prefix", Text, nullable=False),
    Column("suffix", Text, nullable=False),
)

cues: Final = _part_of_claim(
    "cues",
    # What the cue speaks for: confirmation (the deciding cue first), event or modality.
    Column("purpose", Text, nullable=False),
    *_quote(),
    Column("rule", Text, nullable=False, index=True),
)

failures: Final = Table(
    "failures",
    metadata,
    Column("source", Text, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("error", Text, nullable=False, index=True),
    Column("message", Text, nullable=False),
)

ledger: Final = Table(
    "ledger",
    metadata,
    Column("source", Text, primary_key=True),
    Column("text_sha256", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("claim_count", Integer, nullable=False),
)
