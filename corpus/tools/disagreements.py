"""Where two readings of an article differ, figure by figure, for people to settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from corpus.tools.agreement import Both, Pair, Sum, Term, View, amount_pairs, pair_up, placed
from corpus.tools.names import shared_names
from extractor.records import plain_decimal

_NOTHING = "no label"


class Disagreement(NamedTuple):
    """One field of one figure: where it stands, and what each reading says."""

    doc: str
    start: int
    quote: str
    field: str
    one: str
    other: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.doc} {self.start} {self.quote!r} {self.field}: {self.one} | {self.other}"


def disagreements(pair: Pair) -> list[Disagreement]:
    """Everything in which the readings differ, in the order of the text."""
    both = amount_pairs(pair)
    found = [
        *_one_sided(pair, both),
        *_of_terms(pair),
        *(part for figures in both for part in _of_amount(pair.doc, figures)),
        *_of_grouping(pair.doc, both),
    ]
    return sorted(found, key=lambda part: part.start)


def _one_sided(pair: Pair, both: list[Both]) -> Iterator[Disagreement]:
    ones, others = {one for one, _ in both}, {other for _, other in both}
    for each in placed(pair.gold):
        if each not in ones:
            yield _missing(pair.doc, each.sum, "amount", in_other=True)
    for each in placed(pair.found):
        if each not in others:
            yield _missing(pair.doc, each.sum, "amount", in_other=False)


def _missing(doc: str, figure: Sum | Term, field: str, *, in_other: bool) -> Disagreement:
    sides = ("labelled", _NOTHING) if in_other else (_NOTHING, "labelled")
    return Disagreement(doc, figure.start, figure.quote, field, *sides)


def _of_terms(pair: Pair) -> Iterator[Disagreement]:
    ones = [term for claim in pair.gold for term in claim.terms]
    others = [term for claim in pair.found for term in claim.terms]
    both = pair_up(ones, others)
    for one, other in both:
        if one.iso != other.iso:
            sides = (str(one.iso), str(other.iso))
            yield Disagreement(pair.doc, one.start, one.quote, "duration", *sides)
    for term in set(ones) - {one for one, _ in both}:
        yield _missing(pair.doc, term, "duration", in_other=True)
    for term in set(others) - {other for _, other in both}:
        yield _missing(pair.doc, term, "duration", in_other=False)


def _of_amount(doc: str, both: Both) -> Iterator[Disagreement]:
    one, other = both
    words = zip(_words(one.sum, one.claim), _words(other.sum, other.claim), strict=True)
    for (field, said), (_, said_too) in words:
        if said != said_too:
            yield Disagreement(doc, one.start, one.sum.quote, field, said, said_too)
    shared = shared_names(one.claim.parties, other.claim.parties)
    if not shared == len(one.claim.parties) == len(other.claim.parties):
        sides = (_parties(one.claim), _parties(other.claim))
        yield Disagreement(doc, one.start, one.sum.quote, "parties", *sides)


def _words(figure: Sum, claim: View) -> list[tuple[str, str]]:
    low, high, currency = figure.value
    value = _plain(low) if low == high else f"{_plain(low)} to {_plain(high)}"
    return [
        ("value", f"{value} {currency}"),
        ("modifier", figure.modifier),
        ("event", claim.event),
        ("modality", claim.modality),
        ("confirmation", claim.status),
        ("sources", ", ".join(sorted(claim.sources)) or "none"),
    ]


def _plain(bound: Decimal | None) -> str:
    return "open" if bound is None else plain_decimal(bound)


def _parties(claim: View) -> str:
    return ", ".join(f"{name} ({role})" for name, role in claim.parties) or "none"


def _of_grouping(doc: str, both: list[Both]) -> Iterator[Disagreement]:
    """Amounts that share a claim with others in one reading than in the other."""
    for one, other in both:
        mates = [pair for pair in both if pair[0].home == one.home]
        mates_too = [pair for pair in both if pair[1].home == other.home]
        if mates != mates_too:
            sides = (_quotes(mates), _quotes(mates_too))
            yield Disagreement(doc, one.start, one.sum.quote, "same claim", *sides)


def _quotes(pairs: Iterable[Both]) -> str:
    return " + ".join(f"{one.sum.quote}@{one.start}" for one, _ in pairs)
