"""A ``ClaimFilter`` on records in memory: the same choice that ``queries`` makes in a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from enum import StrEnum

from extractor.records import Amount, Article, ArticleClaims, Claim, Moment
from extractor.sinks.rows import folded
from extractor.sinks.stored import ClaimFilter


def selected(records: Iterable[ArticleClaims], wanted: ClaimFilter) -> Iterator[ArticleClaims]:
    """The records with only those claims that pass; an article without any is left out."""
    for record in records:
        claims = tuple(claim for claim in record.claims if passes(record.article, claim, wanted))
        if claims:
            yield record.model_copy(update={"claims": claims})


def passes(article: Article, claim: Claim, wanted: ClaimFilter) -> bool:
    """Whether every condition holds that is given."""
    return (
        _among(claim.confirmation.status, wanted.statuses)
        and _among(claim.event, wanted.events)
        and _among(claim.modality, wanted.modalities)
        and _has_party(claim, wanted.party)
        and _has_amount(claim, wanted)
        and _is_dated(article, wanted)
        and _has_publisher(article, wanted.publisher)
        and (wanted.min_confidence is None or claim.confidence >= wanted.min_confidence)
        and (wanted.source is None or article.source == wanted.source)
        and not wanted.corrected  # what is in no database has not been reviewed
    )


def _among(word: StrEnum, wanted: Sequence[StrEnum]) -> bool:
    return not wanted or word in wanted


def _has_party(claim: Claim, part: str | None) -> bool:
    if part is None:
        return True
    return any(part.casefold() in party.name.casefold() for party in claim.parties)


def _has_amount(claim: Claim, wanted: ClaimFilter) -> bool:
    if wanted.min_amount is None and wanted.max_amount is None and wanted.currency is None:
        return True
    return any(_fits(amount, wanted) for amount in claim.amounts)


def _fits(amount: Amount, wanted: ClaimFilter) -> bool:
    """All conditions on one amount; an open end counts as the end that is known."""
    highest = amount.value_min if amount.value_max is None else amount.value_max
    lowest = amount.value_max if amount.value_min is None else amount.value_min
    least, most = wanted.min_amount, wanted.max_amount
    return (
        (wanted.currency is None or amount.currency == wanted.currency)
        and (least is None or (highest is not None and highest >= least))
        and (most is None or (lowest is not None and lowest <= most))
    )


def _is_dated(article: Article, wanted: ClaimFilter) -> bool:
    moments = (article.published_at, article.modified_at, article.fetched_at)
    dated = next((_instant(moment) for moment in moments if moment is not None), None)
    if dated is None:
        return wanted.since is None and wanted.until is None
    return (wanted.since is None or dated >= wanted.since) and (
        wanted.until is None or dated < wanted.until
    )


def _has_publisher(article: Article, part: str | None) -> bool:
    if part is None:
        return True
    publisher = folded(article.publisher)
    return publisher is not None and part.casefold() in publisher


def _instant(moment: Moment) -> datetime:
    """A day is its beginning in UTC."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)
