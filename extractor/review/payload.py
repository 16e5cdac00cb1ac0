"""Records as the page's script reads them: articles with their claims, plain JSON values.

Texts are there once, in the article; whatever is quoted is a pair of offsets into it. Offsets are
UTF-16 code units, because those are what JavaScript counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeAlias

from extractor.records import (
    Amount,
    Article,
    ArticleClaims,
    Attribution,
    Claim,
    Cue,
    Duration,
    Failure,
    Moment,
    Party,
    Quote,
)
from extractor.review.links import original_of
from extractor.review.reviews import in_force, review_entry
from extractor.sinks.corrections.records import ClaimName, Remembered
from extractor.sinks.plain import (
    amount_words,
    claim_amounts,
    claim_durations,
    duration_words,
    one_line,
)

Entry: TypeAlias = dict[str, object]
Span: TypeAlias = list[int]
Offset: TypeAlias = Callable[[int], int]
Histories: TypeAlias = Mapping[ClaimName, Sequence[Remembered]]
"""What editors noted, by the article's source and the claim's id."""

NO_REVIEWS: Final[Histories] = MappingProxyType({})

_LAST_OF_PLANE_0: Final = "\uffff"
_MOST: Final = Decimal("1e300")
_PLACES: Final = 4
_DAY_ZERO: Final = datetime(1970, 1, 1)


def offsets_in(text: str) -> Offset:
    """From an offset in code points to one in UTF-16 code units."""
    if not text or max(text) <= _LAST_OF_PLANE_0:
        return lambda offset: offset
    wide = [place for place, character in enumerate(text) if character > _LAST_OF_PLANE_0]
    return lambda offset: offset + bisect_left(wide, offset)


class Keys:
    """Names for claims: their ids, and a number behind one that came before."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def key(self, claim_id: str) -> str:
        """A name that no other claim of the page has."""
        count = self._seen[claim_id] = self._seen.get(claim_id, 0) + 1
        return claim_id if count == 1 else f"{claim_id}~{count}"


def article_entry(record: ArticleClaims, keys: Keys, reviews: Histories = NO_REVIEWS) -> Entry:
    """An article with its claims, these with what editors noted of them."""
    article = record.article
    offset = offsets_in(article.text)
    claims = [
        _reviewed_entry(claim, reviews.get((article.source, claim.id), ()), article.text, offset)
        for claim in record.claims
    ]
    return {
        "source": one_line(article.source),
        "link": original_of(article),
        "title": one_line(article.title or ""),
        "publisher": one_line(article.publisher or ""),
        "authors": [one_line(author) for author in article.authors],
        **_date_entry(article),
        "model": record.extractor.model,
        "text": article.text,
        "claims": [
            {"id": keys.key(c.id), **entry} for c, entry in zip(record.claims, claims, strict=True)
        ],
    }


def _date_entry(article: Article) -> Entry:
    """The day as its publisher counts it; ``order`` compares across zones (s since 1970, UTC)."""
    dates: tuple[tuple[str, Moment | None], ...] = (
        ("published", article.published_at),
        ("changed", article.modified_at),
        ("fetched", article.fetched_at),
    )
    for what, moment in dates:
        if moment is not None:
            when = {"day": f"{_day(moment):%Y-%m-%d}".rjust(10, "0"), "at": moment.isoformat()}
            return {"dated": what, "order": _order(moment), **when}
    return {"dated": "", "order": None, "day": "", "at": ""}


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _order(moment: Moment) -> int:
    """Counted without going to UTC, which the first and the last day of the calendar can't."""
    if not isinstance(moment, datetime):
        return (moment - _DAY_ZERO.date()).days * 86400
    zone = moment.utcoffset() or timedelta()
    return round((moment.replace(tzinfo=None) - _DAY_ZERO - zone).total_seconds())


def _reviewed_entry(
    claim: Claim, history: Sequence[Remembered], text: str, offset: Offset
) -> Entry:
    """The claim as it is in force; ``review`` has what the machine says where that is different."""
    reviewed = review_entry(claim, history, lambda party: _party_entry(party, offset))
    return {**_claim_entry(in_force(claim, history, text), offset), **reviewed}


def _claim_entry(claim: Claim, offset: Offset) -> Entry:
    confirmation = claim.confirmation
    return {
        "event": claim.event.value,
        "modality": claim.modality.value,
        "status": confirmation.status.value,
        "sure": round(confirmation.confidence, _PLACES),
        "scope": confirmation.scope.value,
        "confidence": round(claim.confidence, _PLACES),
        "amounts": [_amount_entry(amount, offset) for amount in claim.amounts],
        "terms": [_term_entry(term, offset) for term in claim.durations],
        "amountWords": claim_amounts(claim),
        "termWords": claim_durations(claim),
        "parties": [_party_entry(party, offset) for party in claim.parties],
        "cues": [_cue_entry(cue, offset) for cue in confirmation.cues],
        "sources": [_source_entry(source, offset) for source in claim.attribution],
        "eventCue": _cue_entry(claim.event_cue, offset) if claim.event_cue else None,
        "modalityCue": _cue_entry(claim.modality_cue, offset) if claim.modality_cue else None,
        "quotes": _spans(claim.evidence, offset),
    }


def _span(quote: Quote, offset: Offset) -> Span:
    return [offset(quote.start), offset(quote.end)]


def _spans(quotes: Iterable[Quote], offset: Offset) -> list[Span]:
    return [_span(quote, offset) for quote in quotes]


def _amount_entry(amount: Amount, offset: Offset) -> Entry:
    return {
        "at": _span(amount, offset),
        "low": _number(amount.value_min),
        "high": _number(amount.value_max),
        "currency": one_line(amount.currency or ""),
        "per": one_line(amount.per or ""),
        "words": amount_words(amount),
        "rule": one_line(amount.rule),
    }


def _number(value: Decimal | None) -> float | None:
    """Near enough for filters and bars; what is shown is made of the decimal itself."""
    return None if value is None else float(min(max(value, -_MOST), _MOST))


def _term_entry(term: Duration, offset: Offset) -> Entry:
    return {
        "at": _span(term, offset),
        "words": duration_words(term),
        "rule": one_line(term.rule),
    }


def _party_entry(party: Party, offset: Offset) -> Entry:
    return {
        "name": one_line(party.name),
        "role": party.role.value,
        "kind": party.kind.value,
        "at": _spans(party.mentions, offset),
    }


def _cue_entry(cue: Cue, offset: Offset) -> Entry:
    return {"at": _span(cue, offset), "rule": one_line(cue.rule)}


def _source_entry(source: Attribution, offset: Offset) -> Entry:
    return {
        "at": _span(source, offset),
        "name": one_line(source.name or ""),
        "kind": source.kind.value,
        "rule": one_line(source.rule),
    }


def failure_entry(failure: Failure) -> Entry:
    """A failure."""
    return {
        "source": one_line(failure.source),
        "stage": failure.stage.value,
        "error": one_line(failure.error),
        "message": one_line(failure.message),
    }


def plain_time(moment: datetime) -> str:
    """A moment to the minute in UTC, for the head of the page."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
