"""Which claim of a text that was read again is the one that an editor spoke of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from extractor.records import Claim, Quote

_Span: TypeAlias = tuple[int, int]
_Likeness: TypeAlias = tuple[int, int, int]
_STRANGERS: _Likeness = (0, 0, 0)


def same_claim(before: Claim, now: Sequence[Claim]) -> int | None:
    """The place of the claim among those that were read in the same text; None without a clear one.

    The same id is the same claim: it is made of the figures and where they stand. Otherwise it is
    the claim that shares most figures with it, next the one whose figures overlap most, next the
    one with most of its sentences. Of a deal without figures its first word stands for them.
    Without a common figure, or with two claims that are equally near, there is none: a correction
    must not land beside another fact.
    """
    for place, claim in enumerate(now):
        if claim.id == before.id:
            return place
    likeness = [_likeness(before, claim) for claim in now]
    nearest = max(likeness, default=_STRANGERS)
    if not nearest[1] or likeness.count(nearest) > 1:
        return None
    return likeness.index(nearest)


def _likeness(one: Claim, other: Claim) -> _Likeness:
    """Figures in the same place, figures that overlap, sentences that overlap."""
    mine, theirs = list(_figures(one)), list(_figures(other))
    return (
        len(set(mine) & set(theirs)),
        _overlapping(mine, theirs),
        _overlapping(_spans(one.evidence), _spans(other.evidence)),
    )


def _figures(claim: Claim) -> Iterator[_Span]:
    yield from _spans(claim.figures() or filter(None, [claim.event_cue]))


def _spans(quotes: Iterable[Quote]) -> list[_Span]:
    return [(quote.start, quote.end) for quote in quotes]


def _overlapping(mine: Sequence[_Span], theirs: Sequence[_Span]) -> int:
    return sum(
        any(start < other_end and other_start < end for other_start, other_end in theirs)
        for start, end in mine
    )
