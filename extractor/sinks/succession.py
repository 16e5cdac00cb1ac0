"""Which claim of a revised text tells the same deal as one of the text before.

Ids can't say it: they come from the text. What stays the same is the money, who deals, and what
kind of deal it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, Self

from extractor.records import Claim, Event

_MONEY: Final = 4
_PARTIES: Final = 2
_WORDS: Final = 2
_EVENT: Final = 1
# The event alone is no deal, nor is a name alone: everyone in an article is named often.
_ENOUGH: Final = _PARTIES + _EVENT


class _Traits(NamedTuple):
    """What a claim is compared by, made once: a page of prices has hundreds of claims."""

    figures: frozenset[tuple[object, ...]]
    names: frozenset[str]
    quotes: frozenset[str]
    event: Event

    @classmethod
    def of(cls, claim: Claim) -> Self:
        return cls(
            frozenset(figures(claim)),
            frozenset(party.name.casefold() for party in claim.parties),
            frozenset(quote.text for quote in claim.evidence),
            claim.event,
        )


def same_deals(after: Sequence[Claim], before: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of a claim and the one before it that tells the same deal.

    Each claim is in one pair at most; the pairs that have most in common come first.
    """
    alike = _alike([_Traits.of(claim) for claim in after], [_Traits.of(claim) for claim in before])
    new_left, old_left = set(range(len(after))), set(range(len(before)))
    for score in sorted(alike, reverse=True):
        for at_new, at_old in alike[score]:
            if at_new in new_left and at_old in old_left:
                new_left.remove(at_new)
                old_left.remove(at_old)
                yield after[at_new], before[at_old]


def _alike(after: Sequence[_Traits], before: Sequence[_Traits]) -> dict[int, list[tuple[int, int]]]:
    """The places of the pairs that have enough in common, by how much, each list in order."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at_new, new in enumerate(after):
        for at_old, old in enumerate(before):
            score = _likeness(new, old)
            if score >= _ENOUGH:
                found[score].append((at_new, at_old))
    return found


def _likeness(new: _Traits, old: _Traits) -> int:
    """How much two claims have in common; see ``same_deals``."""
    return (
        _MONEY * (not new.figures.isdisjoint(old.figures))
        + _PARTIES * (not new.names.isdisjoint(old.names))
        + _WORDS * (not new.quotes.isdisjoint(old.quotes))
        + _EVENT * (new.event is old.event)
    )


def figures(claim: Claim) -> set[tuple[object, ...]]:
    """The sums and terms of a claim, however they are written."""
    sums = {(a.value_min, a.value_max, a.currency, a.per) for a in claim.amounts}
    return {*sums, *((term.iso8601 or term.text,) for term in claim.durations)}
