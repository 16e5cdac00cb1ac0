"""A ``ClaimFilter`` as SQL.

Parts of claims are asked for by a subquery that runs once: a correlated one would be run for every
claim, and by the wrong index, which takes time that grows with the square of the claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Select, and_, column, func, or_, select, table

from extractor.sinks.encodable import storable_text, without_surrogates
from extractor.sinks.fulltext import EVIDENCE, TITLES, matches
from extractor.sinks.moments import utc_time
from extractor.sinks.rows import source_id
from extractor.sinks.stored import ClaimFilter
from extractor.sinks.tables import amounts, article_versions, articles, claims, evidence, parties

Statement = Select[tuple[object, ...]]
# What editors say and have not taken back: few rows, so that asking them first costs nothing.
_STANDING: Final = table("standing_corrections", column("claim_key"))
_STATUSES: Final = table("corrected_statuses", column("claim_key"), column("status"))
_PARTY_SETS: Final = table("corrected_party_sets", column("claim_key"))
_PARTIES: Final = table("corrected_parties", column("claim_key"), column("name_folded"))


def claims_query(wanted: ClaimFilter, dialect: str) -> Statement:
    """The claims that pass, newest article first, then by source and place in the article.

    Args:
        wanted: The conditions.
        dialect: Name of the database's dialect: they search texts in different ways.
    """
    successor = article_versions.alias()
    return (
        select(
            article_versions.c.record.label("article_record"),
            claims.c.claim_key,
            claims.c.record.label("claim_record"),
            article_versions.c.extractor_version,
            article_versions.c.extractor_model,
            article_versions.c.extractor_rules,
            successor.c.id.label("superseded_by"),
        )
        .join(article_versions, claims.c.version_key == article_versions.c.version_key)
        .join(articles, claims.c.article_key == articles.c.article_key)
        .outerjoin(successor, successor.c.version_key == claims.c.superseded_by)
        .where(*_conditions(wanted, dialect))
        .order_by(
            article_versions.c.dated_at.desc().nulls_last(),
            articles.c.source,
            article_versions.c.number.desc(),
            claims.c.position,
        )
    )


def passing_keys(wanted: ClaimFilter, dialect: str) -> Select[Any]:
    """The keys of the claims that pass."""
    return (
        select(claims.c.claim_key)
        .join(article_versions, claims.c.version_key == article_versions.c.version_key)
        .join(articles, claims.c.article_key == articles.c.article_key)
        .where(*_conditions(wanted, dialect))
    )


def _conditions(wanted: ClaimFilter, dialect: str) -> Iterator[ColumnElement[bool]]:
    if not wanted.superseded:
        yield claims.c.superseded_by.is_(None)
    if wanted.statuses:
        yield _has_status(wanted.statuses)
    yield from _one_of(claims.c.event, wanted.events)
    yield from _one_of(claims.c.modality, wanted.modalities)
    if wanted.party is not None:
        yield _has_party(wanted.party)
    yield from _has_amount(wanted)
    yield from _of_article(wanted)
    if wanted.min_confidence is not None:
        yield claims.c.confidence >= wanted.min_confidence
    if wanted.source is not None:
        yield articles.c.source_id == source_id(wanted.source)
    if wanted.text is not None:
        yield _has_text(wanted.text, dialect)
    if wanted.corrected:
        yield claims.c.claim_key.in_(select(_STANDING.c.claim_key))


def _of_article(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """Conditions on the text that the claim stands in."""
    # The same for a latest text, and there is an index of it.
    dated_at = (article_versions if wanted.superseded else articles).c.dated_at
    publisher = article_versions.c.publisher_folded
    if wanted.since is not None:
        yield dated_at >= utc_time(wanted.since)
    if wanted.until is not None:
        yield dated_at < utc_time(wanted.until)
    if wanted.publisher is not None:
        part = storable_text(wanted.publisher).casefold()
        yield publisher.contains(part, autoescape=True)


def _one_of(column: Column[str], wanted: Sequence[StrEnum]) -> Iterator[ColumnElement[bool]]:
    if wanted:
        yield column.in_([word.value for word in wanted])


def _has_status(statuses: Sequence[StrEnum]) -> ColumnElement[bool]:
    """The editor's status where there is one, else the machine's."""
    words = [status.value for status in statuses]
    set_so = select(_STATUSES.c.claim_key).where(_STATUSES.c.status.in_(words))
    return or_(
        and_(claims.c.status.in_(words), claims.c.claim_key.not_in(select(_STATUSES.c.claim_key))),
        claims.c.claim_key.in_(set_so),
    )


def _has_party(part: str) -> ColumnElement[bool]:
    storable = storable_text(part).casefold()
    named = parties.c.name_folded.contains(storable, autoescape=True)
    set_so = _PARTIES.c.name_folded.contains(storable, autoescape=True)
    return or_(
        and_(
            claims.c.claim_key.in_(select(parties.c.claim_key).where(named)),
            claims.c.claim_key.not_in(select(_PARTY_SETS.c.claim_key)),
        ),
        claims.c.claim_key.in_(select(_PARTIES.c.claim_key).where(set_so)),
    )


def _has_text(words: str, dialect: str) -> ColumnElement[bool]:
    words = without_surrogates(words)
    quoted = select(evidence.c.claim_key).where(matches(dialect, EVIDENCE, words))
    titled = select(articles.c.article_key).where(matches(dialect, TITLES, words))
    return or_(claims.c.claim_key.in_(quoted), claims.c.article_key.in_(titled))


def _has_amount(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """All amount conditions on one and the same amount."""
    conditions = [
        *_at_least(wanted.min_amount),
        *_at_most(wanted.max_amount),
        *([] if wanted.currency is None else [amounts.c.currency == wanted.currency]),
    ]
    if conditions:
        yield claims.c.claim_key.in_(select(amounts.c.claim_key).where(*conditions))


def _at_least(least: Decimal | None) -> Iterator[ColumnElement[bool]]:
    if least is not None:
        yield func.coalesce(amounts.c.value_max, amounts.c.value_min) >= least


def _at_most(most: Decimal | None) -> Iterator[ColumnElement[bool]]:
    if most is not None:
        yield func.coalesce(amounts.c.value_min, amounts.c.value_max) <= most
