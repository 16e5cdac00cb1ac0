"""How far two readings of an article agree: two label sets, or labels and extracted claims.

Amounts are paired with those that they overlap most. Party and source figures count an amount that
only one side has with all its parties and sources. What holds for a claim as a whole (event,
modality, status) is compared over the paired amounts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple, Protocol, TypeVar

from corpus.tools.labels import LabelledArticle, LabelledClaim
from corpus.tools.names import Named, shared_names
from extractor.records import Claim, Event, Modality, Modifier, SourceKind, Status

_SHARED = 0.5


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_One = TypeVar("_One", bound=_Spanned)
_Other = TypeVar("_Other", bound=_Spanned)


class Sum(NamedTuple):
    """An amount as it is compared."""

    start: int
    end: int
    quote: str
    value: tuple[Decimal | None, Decimal | None, str | None]
    modifier: Modifier


class Term(NamedTuple):
    """A duration as it is compared."""

    start: int
    end: int
    quote: str
    iso: str | None


@dataclass(frozen=True, slots=True)
class View:
    """A claim as it is compared, labelled or extracted."""

    event: Event
    modality: Modality
    status: Status
    sums: tuple[Sum, ...]
    terms: tuple[Term, ...]
    parties: tuple[Named, ...]
    sources: frozenset[SourceKind]

    def names(self, *, roles: bool) -> list[Named]:
        """The parties; the role is left out unless ``roles``."""
        return [(name, role if roles else "") for name, role in self.parties]


class Placed(NamedTuple):
    """An amount, its claim, and the number of the claim in the reading."""

    sum: Sum
    claim: View
    home: int

    @property
    def start(self) -> int:
        """Where the amount starts."""
        return self.sum.start

    @property
    def end(self) -> int:
        """Where the amount ends."""
        return self.sum.end


Both = tuple[Placed, Placed]
"""One amount as each reading has it."""


class Pair:
    """Two readings of one article: the labels that count as right, and what is held against them.

    ``gold`` and ``found`` are the claims of the two sides, ``doc`` names the article.
    """

    def __init__(self, gold: LabelledArticle, found: LabelledArticle | Sequence[Claim]) -> None:
        self.doc = gold.doc
        self.gold = tuple(map(_labelled, gold.claims))
        if isinstance(found, LabelledArticle):
            self.found = tuple(map(_labelled, found.claims))
        else:
            self.found = tuple(map(_extracted, found))


def _labelled(claim: LabelledClaim) -> View:
    return View(
        event=claim.event,
        modality=claim.modality,
        status=claim.confirmation,
        sums=tuple(
            Sum(a.start, a.end, a.quote, (a.min, a.max, a.currency), a.modifier)
            for a in claim.amounts
        ),
        terms=tuple(Term(d.start, d.end, d.quote, d.iso) for d in claim.durations),
        parties=tuple((party.name, party.role.value) for party in claim.parties),
        sources=frozenset(source.kind for source in claim.attribution),
    )


def _extracted(claim: Claim) -> View:
    return View(
        event=claim.event,
        modality=claim.modality,
        status=claim.confirmation.status,
        sums=tuple(
            Sum(a.start, a.end, a.text, (a.value_min, a.value_max, a.currency), a.modifier)
            for a in claim.amounts
        ),
        terms=tuple(Term(d.start, d.end, d.text, d.iso8601) for d in claim.durations),
        parties=tuple((party.name, party.role.value) for party in claim.parties),
        sources=frozenset(source.kind for source in claim.attribution),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits against what was labelled and what was found; addable."""

    hits: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.gold + other.gold, self.found + other.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 when there was nothing and nothing came."""
        whole = self.gold + self.found
        return 2 * self.hits / whole if whole else 1.0


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of counts."""
    return sum(counts, Counts())


def overlap(one: _Spanned, other: _Spanned) -> int:
    """Characters that two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def pair_up(gold: Sequence[_One], found: Sequence[_Other]) -> list[tuple[_One, _Other]]:
    """Each labelled span with the found one that it overlaps most, each used once."""
    free = list(range(len(found)))
    pairs: list[tuple[_One, _Other]] = []
    for label in gold:
        best = max(free, key=lambda index: overlap(label, found[index]), default=None)
        if best is not None and overlap(label, found[best]):
            free.remove(best)
            pairs.append((label, found[best]))
    return pairs


def placed(claims: Sequence[View]) -> list[Placed]:
    """All amounts of a reading."""
    return [
        Placed(figure, claim, home) for home, claim in enumerate(claims) for figure in claim.sums
    ]


def amount_pairs(pair: Pair) -> list[Both]:
    """The amounts that both readings have, each with its two claims."""
    return pair_up(placed(pair.gold), placed(pair.found))


def span_counts(pair: Pair) -> Counts:
    """Amounts in the same place."""
    return Counts(len(amount_pairs(pair)), len(placed(pair.gold)), len(placed(pair.found)))


def amount_counts(pair: Pair) -> Counts:
    """Amounts with the same value and currency."""
    hits = sum(one.sum.value == other.sum.value for one, other in amount_pairs(pair))
    return Counts(hits, len(placed(pair.gold)), len(placed(pair.found)))


def duration_counts(pair: Pair) -> Counts:
    """Durations of the same length."""
    gold = [term for claim in pair.gold for term in claim.terms]
    found = [term for claim in pair.found for term in claim.terms]
    hits = sum(one.iso == other.iso for one, other in pair_up(gold, found))
    return Counts(hits, len(gold), len(found))


def party_counts(pair: Pair, *, roles: bool) -> Counts:
    """Parties of each amount's claim."""
    gold = sum(len(each.claim.parties) for each in placed(pair.gold))
    found = sum(len(each.claim.parties) for each in placed(pair.found))
    hits = sum(
        shared_names(one.claim.names(roles=roles), other.claim.names(roles=roles))
        for one, other in amount_pairs(pair)
    )
    return Counts(hits, gold, found)


def source_counts(pair: Pair) -> Counts:
    """Kinds of source of each amount's claim, each kind once."""
    gold = sum(len(each.claim.sources) for each in placed(pair.gold))
    found = sum(len(each.claim.sources) for each in placed(pair.found))
    hits = sum(len(one.claim.sources & other.claim.sources) for one, other in amount_pairs(pair))
    return Counts(hits, gold, found)


def same_claim_counts(pair: Pair) -> Counts:
    """Pairs of amounts that belong to one claim, among the amounts that both have."""
    together = [
        (one[0].home == other[0].home, one[1].home == other[1].home)
        for one, other in combinations(amount_pairs(pair), 2)
    ]
    return class_counts(together, True)


def class_counts(pairs: Iterable[tuple[Hashable, Hashable]], which: Hashable) -> Counts:
    """One class out of pairs of what is labelled and what was found."""
    known = list(pairs)
    hits = sum(gold == found == which for gold, found in known)
    return Counts(hits, sum(g == which for g, _ in known), sum(f == which for _, f in known))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 of the classes that the labels use; 0 without any pair."""
    used = sorted({gold for gold, _ in pairs})
    return sum(class_counts(pairs, word).f1 for word in used) / len(used) if used else 0.0


def accuracy(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """The share of pairs that are equal; 0 without any pair."""
    return sum(gold == found for gold, found in pairs) / len(pairs) if pairs else 0.0


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Cohen's kappa, agreement beyond chance; 1 when both always say the same single word."""
    if not pairs:
        return 0.0
    words = {word for pair in pairs for word in pair}
    sides = [class_counts(pairs, word) for word in words]
    chance = sum(side.gold * side.found for side in sides) / len(pairs) ** 2
    return 1.0 if chance == 1.0 else (accuracy(pairs) - chance) / (1 - chance)


def matched_claims(pair: Pair) -> Iterator[tuple[View, View]]:
    """Each labelled claim with the found one that shares most figures with it, each used once."""
    free = list(pair.found)
    for label in pair.gold:
        best = max(free, key=lambda claim: _shared_figures(label, claim), default=None)
        if best is not None and _shared_figures(label, best):
            free.remove(best)
            yield label, best


def _shared_figures(label: View, claim: View) -> int:
    if label.sums:
        return len(pair_up(label.sums, claim.sums))
    return len(pair_up(label.terms, claim.terms))


def claim_counts(pair: Pair, *, strict: bool = False) -> Counts:
    """Claims that are right, leniently unless ``strict``."""
    right = is_wholly_right if strict else is_right
    hits = sum(right(*both) for both in matched_claims(pair))
    return Counts(hits, len(pair.gold), len(pair.found))


def is_right(label: View, claim: View) -> bool:
    """Whether status, a sum, and at least half of the parties agree."""
    right_sum = any(_same_values(label, claim)) or not label.sums
    return right_sum and label.status == claim.status and _half(label, claim)


def is_wholly_right(label: View, claim: View) -> bool:
    """Whether all sums, terms and parties, status and modality agree."""
    values = _same_values(label, claim)
    same_sums = len(values) == len(label.sums) == len(claim.sums) and all(values)
    same_terms = {term.iso for term in label.terms} == {term.iso for term in claim.terms}
    shared = shared_names(label.names(roles=False), claim.names(roles=False))
    same_parties = shared == len(label.parties) == len(claim.parties)
    same_words = (label.status, label.modality) == (claim.status, claim.modality)
    return same_sums and same_terms and same_parties and same_words


def _same_values(label: View, claim: View) -> list[bool]:
    return [one.value == other.value for one, other in pair_up(label.sums, claim.sums)]


def _half(label: View, claim: View) -> bool:
    shared = shared_names(label.names(roles=False), claim.names(roles=False))
    everyone = len(label.parties) + len(claim.parties) - shared
    return not everyone or shared / everyone >= _SHARED
