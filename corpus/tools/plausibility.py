"""What is odd in a label file without being wrong: a reader has to look at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from corpus.tools.labels import LabelledArticle, LabelledClaim, Problem
from extractor.pipeline.durations import find_durations
from extractor.records import DurationKind, SourceKind, Status

_ON_RECORD = frozenset({SourceKind.PARTY, SourceKind.AUTHORITY})


def oddities(labels: LabelledArticle, text: str) -> list[Problem]:
    """Statuses that do not go with their sources, facts told by two claims, terms without a label.

    What is a contradiction as well (a source of what is stated, a denial by nobody, an amount
    outside the mentions) is among the ``problems`` of the labels, not here.
    """
    by_claim = [
        Problem(labels.doc, claim.id, message)
        for claim in labels.claims
        for message in _status_oddities(claim)
    ]
    return [*by_claim, *_told_twice(labels), *_forgotten_terms(labels, text)]


def _status_oddities(claim: LabelledClaim) -> Iterator[str]:
    kinds = {source.kind for source in claim.attribution}
    if claim.confirmation is Status.CONFIRMED and kinds and not kinds & _ON_RECORD:
        yield "is confirmed, yet neither by a party nor by an authority"
    if claim.confirmation is Status.UNCONFIRMED and kinds & _ON_RECORD:
        yield "is unconfirmed, yet a party or an authority says it"
    if not claim.parties:
        yield "has no party"


def _told_twice(labels: LabelledArticle) -> Iterator[Problem]:
    claims = defaultdict(set)
    for claim in labels.claims:
        for amount in claim.amounts:
            value = (amount.min, amount.max, amount.currency)
            claims[value, amount.per, claim.event].add(claim.id)
    for ((low, high, currency), _, event), ids in claims.items():
        if len(ids) > 1:
            sum_told = f"{low if low == high else f'{low} to {high}'} {currency}"
            message = f"tell the same {event}, {sum_told}: one claim?"
            yield Problem(labels.doc, ", ".join(sorted(ids)), message)


def _forgotten_terms(labels: LabelledArticle, text: str) -> Iterator[Problem]:
    figures = [figure for claim in labels.claims for figure in claim.figures()]
    for term in find_durations(text):
        covered = any(figure.start < term.end and term.start < figure.end for figure in figures)
        if term.kind is DurationKind.TERM and not covered:
            yield Problem(labels.doc, str(term.start), f"{term.text!r} looks like a term")
