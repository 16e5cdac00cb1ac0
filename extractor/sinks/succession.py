"""Which claim of a revised text tells the same deal as one of the text before.

Ids can't say it: they come from the text. What stays the same is the money, who deals, and what
kind of deal it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from extractor.records import Claim

_MONEY: Final = 4
_PARTIES: Final = 2
_WORDS: Final = 2
_EVENT: Final = 1
# The event alone is no deal, nor is a name alone: everyone in an article is named often.
_ENOUGH: Final = _PARTIES + _EVENT


def same_deals(after: Sequence[Claim], before: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of a claim and the one before it that tells the same deal.

    Each claim is in one pair at most; the pairs that have most in common come first.
    """
    scored = (
        (likeness(new, old), -at_new, -at_old)
        for at_new, new in enumerate(after)
        for at_old, old in enumerate(before)
    )
    new_left, old_left = set(range(len(after))), set(range(len(before)))
    for score, at_new, at_old in sorted(scored, reverse=True):
        if score >= _ENOUGH and -at_new in new_left and -at_old in old_left:
            new_left.remove(-at_new)
            old_left.remove(-at_old)
            yield after[-at_new], before[-at_old]


def likeness(new: Claim, old: Claim) -> int:
    """How much two claims have in common; see ``same_deals``."""
    return (
        _MONEY * bool(figures(new) & figures(old))
        + _PARTIES * bool(_names(new) & _names(old))
        + _WORDS * bool(_quotes(new) & _quotes(old))
        + _EVENT * (new.event is old.event)
    )


def figures(claim: Claim) -> set[tuple[object, ...]]:
    """The sums and terms of a claim, however they are written."""
    sums = {(a.value_min, a.value_max, a.currency, a.per) for a in claim.amounts}
    return {*sums, *((term.iso8601 or term.text,) for term in claim.durations)}


def _names(claim: Claim) -> set[str]:
    return {party.name.casefold() for party in claim.parties}


def _quotes(claim: Claim) -> set[str]:
    return {quote.text for quote in claim.evidence}
