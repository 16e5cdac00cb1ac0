"""The database schema, version 2 (docs/databases.md says it in words).

An article is one source; each text that was read there is a version of it; claims belong to a
version. ``superseded_by`` is null for the latest version and its claims. ``record`` columns hold
the whole record as JSON, so that what comes back is what went in. Times are UTC without zone; a day
without time stands at its beginning.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeDecorator, TypeEngine

DATABASE_VERSION: Final = 2
APPLICATION: Final = "newsclaims"
POSTGRESQL: Final = "postgresql"
SQLITE: Final = "sqlite"

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Number(TypeDecorator[Decimal]):
    """A decimal to compare and to sum: ``NUMERIC`` on PostgreSQL, where it is exact.

    SQLite has no exact decimals: its own NUMERIC turns into floating point without a word, text
    sorts "9" after "10", and integers end at nine quintillions. There the column is floating point
    (15 digits hold), and the column of the same name with ``_text`` holds the exact number.
    """

    impl = Double
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """``NUMERIC`` without limits where there is one."""
        exact = dialect.name == POSTGRESQL
        return dialect.type_descriptor(Numeric() if exact else Double())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """SQLite's driver takes no decimals."""
        return value if value is None or dialect.name == POSTGRESQL else float(value)


# SQLite numbers rows itself only where the key is an INTEGER.
_KEY: Final = BigInteger().with_variant(Integer(), SQLITE)
# Sorted by code points, so that every database gives the same order.
_ORDERED: Final = Text().with_variant(Text(collation="C"), POSTGRESQL)

meta: Final = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

runs: Final = Table(
    "runs",
    metadata,
    Column("run_key", _KEY, primary_key=True),
    Column("state", Text, nullable=False),
    Column("started_at", DateTime, nullable=False),
    # When the last batch was saved: a run that was killed never says that it ended.
    Column("saved_at", DateTime),
    Column("ended_at", DateTime),
    Column("extractor", Text, nullable=False),
    Column("extractor_version", Text, nullable=False),
    Column("extractor_model", Text),
    Column("extractor_rules", Text, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
)


def _run() -> SchemaItem:
    """The run that wrote a row, when it was written by one."""
    return Column("run_key", ForeignKey("runs.run_key", ondelete="SET NULL"), index=True)


def _source() -> tuple[SchemaItem, ...]:
    """A source and the id that finds it: addresses get too long for indexes."""
    return (
        Column("source_id", Text, nullable=False, unique=True),
        Column("source", _ORDERED, nullable=False),
    )


def _superseder() -> SchemaItem:
    """The version that came after; checked at the end, since it is written in the same batch."""
    successor = ForeignKey("article_versions.version_key", deferrable=True, initially="DEFERRED")
    return Column("superseded_by", successor, index=True)


articles: Final = Table(
    "articles",
    metadata,
    Column("article_key", _KEY, primary_key=True),
    *_source(),
    # As the latest version has them:
    Column("id", Text, nullable=False),
    Column("url", Text),
    Column("canonical_url", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("language", Text),
    Column("published_at", DateTime),
    # The first of published, modified and fetched that is known: what "since" looks at.
    Column("dated_at", DateTime, index=True),
    # The id of the earlier article that this one repeats, when it does.
    Column("same_as", Text, index=True),
    Column("first_saved_at", DateTime, nullable=False),
    Column("saved_at", DateTime, nullable=False),
    # A hash index takes addresses of any length; SQLite has one kind and no such limit.
    Index("ix_articles_source", "source", postgresql_using="hash"),
)

article_versions: Final = Table(
    "article_versions",
    metadata,
    Column("version_key", _KEY, primary_key=True),
    Column("article_key", ForeignKey("articles.article_key", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("id", Text, nullable=False, index=True),
    Column("title", Text),
    Column("published_at", DateTime),
    Column("modified_at", DateTime),
    Column("fetched_at", DateTime),
    Column("dated_at", DateTime),
    # In case-folded form, as with parties.
    Column("publisher_folded", Text),
    Column("saved_at", DateTime, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("raw_sha256", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("extractor_version", Text, nullable=False),
    Column("extractor_model", Text),
    Column("extractor_rules", Text, nullable=False),
    _run(),
    _superseder(),
    Column("text", Text, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("article_key", "number"),
)
Index(
    "uq_article_versions_latest",
    article_versions.c.article_key,
    unique=True,
    sqlite_where=article_versions.c.superseded_by.is_(None),
    postgresql_where=article_versions.c.superseded_by.is_(None),
)

claims: Final = Table(
    "claims",
    metadata,
    Column("claim_key", _KEY, primary_key=True),
    Column(
        "version_key",
        ForeignKey("article_versions.version_key", ondelete="CASCADE"),
        nullable=False,
    ),
    Column(
        "article_key",
        ForeignKey("articles.article_key", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    _superseder(),
    Column("position", Integer, nullable=False),
    Column("id", Text, nullable=False, index=True),
    Column("event", Text, nullable=False, index=True),
    Column("modality", Text, nullable=False),
    Column("status", Text, nullable=False, index=True),
    Column("status_confidence", Double, nullable=False),
    Column("status_scope", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("version_key", "position"),
)


def _of_claim() -> tuple[SchemaItem, ...]:
    """A thing that a claim has several of, in order."""
    return (
        Column("claim_key", ForeignKey("claims.claim_key", ondelete="CASCADE"), primary_key=True),
        Column("position", Integer, primary_key=True),
    )


def _quote() -> tuple[SchemaItem, ...]:
    """A quoted piece of the article and its half-open range of code points."""
    return (
        Column("text", Text, nullable=False),
        Column("start_char", Integer, nullable=False),
        Column("end_char", Integer, nullable=False),
    )


amounts: Final = Table(
    "amounts",
    metadata,
    *_of_claim(),
    *_quote(),
    Column("value_min", Number),
    Column("value_max", Number),
    Column("value_min_text", Text),
    Column("value_max_text", Text),
    Column("currency", Text),
    Column("modifier", Text, nullable=False),
    Column("per", Text),
    Column("rule", Text, nullable=False),
)
# What "at least" and "the largest" look at, in all currencies and in one.
_upper: Final = func.coalesce(amounts.c.value_max, amounts.c.value_min)
Index("ix_amounts_upper", _upper)
Index("ix_amounts_currency_upper", amounts.c.currency, _upper)

durations: Final = Table(
    "durations",
    metadata,
    *_of_claim(),
    *_quote(),
    Column("iso8601", Text),
    Column("kind", Text, nullable=False),
    Column("modifier", Text, nullable=False),
    Column("rule", Text, nullable=False),
)

parties: Final = Table(
    "parties",
    metadata,
    *_of_claim(),
    Column("name", Text, nullable=False),
    # The name in case-folded form, since not every database folds more than ASCII.
    Column("name_folded", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("identifier", Text),
    Column("confidence", Double, nullable=False),
    Index("ix_parties_name_folded", "name_folded", postgresql_using="hash"),
)

attributions: Final = Table(
    "attributions",
    metadata,
    *_of_claim(),
    *_quote(),
    Column("name", Text),
    Column("kind", Text, nullable=False),
    Column("rule", Text, nullable=False),
)

evidence: Final = Table(
    "evidence",
    metadata,
    # A key of one column, since SQLite's full-text index needs one.
    Column("evidence_key", _KEY, primary_key=True),
    Column("claim_key", ForeignKey("claims.claim_key", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    *_quote(),
    Column("prefix", Text, nullable=False),
    Column("suffix", Text, nullable=False),
    UniqueConstraint("claim_key", "position"),
)

cues: Final = Table(
    "cues",
    metadata,
    *_of_claim(),
    # What the cue speaks for: confirmation (the deciding cue first), event or modality.
    Column("purpose", Text, nullable=False),
    *_quote(),
    Column("rule", Text, nullable=False),
)

failures: Final = Table(
    "failures",
    metadata,
    Column("failure_key", _KEY, primary_key=True),
    *_source(),
    Column("stage", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_failed_at", DateTime, nullable=False),
    Column("last_failed_at", DateTime, nullable=False),
    # For a quarantined article: what was tried, and by which extractor.
    Column("text_sha256", Text),
    Column("raw_sha256", Text),
    Column("extractor", Text),
    _run(),
)

ledger: Final = Table(
    "ledger",
    metadata,
    Column("source_id", Text, primary_key=True),
    Column("text_sha256", Text, primary_key=True),
    Column("extractor", Text, primary_key=True),
    Column("source", _ORDERED, nullable=False),
    Column(
        "version_key",
        ForeignKey("article_versions.version_key", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("claim_count", Integer, nullable=False),
    Column("saved_at", DateTime, nullable=False),
)

# What editors say of claims. Rows are never changed but for the two keys that lead to the claim:
# a text that is read again gets new claims, and what was said of the old ones goes along.
corrections: Final = Table(
    "corrections",
    metadata,
    Column("correction_key", _KEY, primary_key=True),
    Column(
        "article_key",
        ForeignKey("articles.article_key", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column(
        "version_key",
        ForeignKey("article_versions.version_key", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    # Null when the extractor finds no such claim in the text any more.
    Column("claim_key", ForeignKey("claims.claim_key", ondelete="SET NULL"), index=True),
    Column("claim_id", Text, nullable=False, index=True),
    Column("editor", Text, nullable=False),
    Column("corrected_at", DateTime, nullable=False),
    Column("note", Text),
    Column("status", Text),
    # How many parties are in `correction_parties`; null when the parties were not corrected.
    Column("party_count", Integer),
    Column("accepted", Boolean, nullable=False),
    # The correction that is taken back; nothing can be taken back twice.
    Column("withdraws", ForeignKey("corrections.correction_key", ondelete="CASCADE"), unique=True),
    # The highest key of a version when it was noted: what was there before it, and what came after.
    Column("after_version", BigInteger, nullable=False),
    # The machine's claim as the editor saw it.
    Column("claim_record", Text, nullable=False),
)

correction_parties: Final = Table(
    "correction_parties",
    metadata,
    Column(
        "correction_key",
        ForeignKey("corrections.correction_key", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("identifier", Text),
)
