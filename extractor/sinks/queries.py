"""A ``ClaimFilter`` as SQL.

Parts of claims are asked for by a subquery that runs once: a correlated one would be run for every
claim, and by the wrong index, which takes time that grows with the square of the claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Column, ColumnElement, Select, func, select

from extractor.sinks.rows import utc_time
from extractor.sinks.stored import ClaimFilter
from extractor.sinks.tables import amounts, articles, claims, parties


def claims_query(wanted: ClaimFilter) -> Select[tuple[object, ...]]:
    """The claims that pass, newest article first, then by source and place in the article."""
    return (
        select(
            articles.c.record.label("article_record"),
            claims.c.record.label("claim_record"),
            articles.c.extractor_version,
            articles.c.extractor_model,
            articles.c.extractor_rules,
        )
        .join(articles, claims.c.article_key == articles.c.article_key)
        .where(*_conditions(wanted))
        .order_by(articles.c.dated_at.desc().nulls_last(), articles.c.source, claims.c.position)
    )


def _conditions(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    yield from _one_of(claims.c.status, wanted.statuses)
    yield from _one_of(claims.c.event, wanted.events)
    yield from _one_of(claims.c.modality, wanted.modalities)
    if wanted.party is not None:
        yield _has_party(wanted.party)
    yield from _has_amount(wanted)
    if wanted.since is not None:
        yield articles.c.dated_at >= utc_time(wanted.since)
    if wanted.source is not None:
        yield articles.c.source == wanted.source


def _one_of(column: Column[str], wanted: Sequence[StrEnum]) -> Iterator[ColumnElement[bool]]:
    if wanted:
        yield column.in_([word.value for word in wanted])


def _has_party(part: str) -> ColumnElement[bool]:
    named = parties.c.name_folded.contains(part.casefold(), autoescape=True)
    return claims.c.claim_key.in_(select(parties.c.claim_key).where(named))


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
        yield func.coalesce(amounts.c.value_max, amounts.c.value_min) >= float(least)


def _at_most(most: Decimal | None) -> Iterator[ColumnElement[bool]]:
    if most is not None:
        yield func.coalesce(amounts.c.value_min, amounts.c.value_max) <= float(most)
