"""Which figures tell the same fact: mentions of one claim are put together.

The same sum told again (a headline may round it) is one claim; so are a sum and its conversion in
brackets, and a sum and the period it covers. Figures with different ``per`` are different facts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.pipeline.discourse import Anchor, Deal, Reading, Sentence, Span
from extractor.records import Amount, Duration

_COVERS = re.compile(
    r"(?:\b(?:over|for|within|across|during|in|of|lasting|spread over|through|spans?|runs?)\s+"
    r"(?:(?:the|a|an|about|around|up|to|at|least|more|than|next|coming|first|nearly|almost|some|"
    r"approximately|roughly|period|of)\s+)*)$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"-(?:year|month|week|day)s?$", re.IGNORECASE)
_BRACKET = re.compile(r"^[\s\w]{0,12}[(\[,]\s*(?:or |about |around |roughly |nearly |worth )*$")
_RATE_NOTE = re.compile(r"^\s*(?:=|equals?)\s*(?:about )?$")
_NEAR = 130
_ROUNDING = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Found:
    """All that the claims of an article can hang on, each kind in text order."""

    amounts: Sequence[Amount] = ()
    terms: Sequence[Duration] = ()
    deals: Sequence[Deal] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What one claim hangs on, in text order: figures, or words that tell a deal without any."""

    amounts: tuple[Amount, ...] = ()
    durations: tuple[Duration, ...] = ()
    deals: tuple[Deal, ...] = ()

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Where the claim is told: by its amounts, else by its terms, else by words."""
        return self.amounts or self.durations or self.deals


def span_of(figure: Amount | Duration) -> Span:
    """Where a figure stands."""
    return Span(figure.start, figure.end)


def group_figures(
    reading: Reading, amounts: Sequence[Amount], terms: Sequence[Duration]
) -> list[Group]:
    """One group a claim, in the order of their first figure."""
    groups = [Group(tuple(members)) for members in _same_sums(reading, amounts)]
    groups = _with_terms(reading, groups, terms)
    return sorted(groups, key=lambda group: group.anchors[0].start)


def _same_sums(reading: Reading, amounts: Sequence[Amount]) -> list[list[Amount]]:
    """Amounts that tell one sum, found by value; only a headline's may be rounded."""
    links = _Links(len(amounts))
    first: dict[tuple[object, ...], int] = {}
    headline = [i for i, a in enumerate(amounts) if reading.sentence_at(a.start).headline]
    for index, amount in enumerate(amounts):
        if index and _is_conversion(reading.text, amounts[index - 1], amount):
            links.join(index - 1, index)
        if amount.value_min is not None:
            links.join(first.setdefault(_sum_key(amount), index), index)
        for other in headline:
            if _rounds_to(amounts[other], amount):
                links.join(other, index)
    return [[amounts[index] for index in members] for members in links.groups()]


class _Links:
    """Which amounts are one (union-find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def _root(self, index: int) -> int:
        while self._parent[index] != index:
            index = self._parent[index]
        return index

    def join(self, one: int, other: int) -> None:
        """Say that two are one; the earlier one stands for both."""
        first, second = sorted((self._root(one), self._root(other)))
        self._parent[second] = first

    def groups(self) -> list[list[int]]:
        """The groups, in the order of their first members."""
        found: dict[int, list[int]] = defaultdict(list)
        for index in range(len(self._parent)):
            found[self._root(index)].append(index)
        return list(found.values())


def _sum_key(amount: Amount) -> tuple[object, ...]:
    """What must agree; a large sum may leave out its ``per`` when told again."""
    per = amount.per if _small(amount) or amount.per in {"share", "unit"} else None
    return amount.currency, amount.value_min, amount.value_max, per


def _is_conversion(text: str, amount: Amount, other: Amount) -> bool:
    """Whether the second tells the first in another currency: “1bn euros ($1.3bn)”."""
    between = text[amount.end : other.start]
    if amount.currency == other.currency:
        return False
    return bool(_BRACKET.match(between) and "(" in between) or bool(_RATE_NOTE.match(between))


def _small(amount: Amount) -> bool:
    return amount.value_min is not None and amount.value_min < 1000  # noqa: PLR2004 - a price


def _rounds_to(headline: Amount, body: Amount) -> bool:
    """A headline rounds: "$77k" for "$77,250"."""
    if headline.value_min is None or headline.value_max != headline.value_min:
        return False
    if body.value_min is None or (headline.currency, headline.per) != (body.currency, body.per):
        return False
    exponent = headline.value_min.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(int(exponent))
    gap = abs(headline.value_min - body.value_min)
    return gap <= step / 2 and gap <= body.value_min * _ROUNDING


def _with_terms(reading: Reading, groups: list[Group], terms: Iterable[Duration]) -> list[Group]:
    lonely: list[Duration] = []
    for term in terms:
        index = _covered(reading, groups, term)
        if index is None:
            lonely.append(term)
        else:
            groups[index] = replace(groups[index], durations=(*groups[index].durations, term))
    return [*_adopt(groups, lonely)]


def _adopt(groups: list[Group], lonely: Iterable[Duration]) -> Iterator[Group]:
    """A term told again without its sum joins the claim that has it; others stand alone."""
    alone: list[Group] = []
    for term in lonely:
        for pool in (groups, alone):
            index = _with_same_term(pool, term)
            if index is not None:
                pool[index] = replace(
                    pool[index],
                    durations=tuple(sorted((*pool[index].durations, term), key=_start)),
                )
                break
        else:
            alone.append(Group((), (term,)))
    yield from (*groups, *alone)


def _with_same_term(groups: list[Group], term: Duration) -> int | None:
    fitting = (
        index
        for index, group in enumerate(groups)
        if any(own.iso8601 == term.iso8601 for own in group.durations)
    )
    return next(fitting, None) if term.iso8601 else None


def _start(figure: Amount | Duration) -> int:
    return figure.start


def _covered(reading: Reading, groups: list[Group], term: Duration) -> int | None:
    """The group of the sum that the term belongs to: the nearest in the same sentence."""
    sentence = reading.sentence_at(term.start)
    if not _binds(reading.text, sentence, term):
        return None
    near = [
        (span_of(amount).gap(span_of(term)), index)
        for index, group in enumerate(groups)
        for amount in group.amounts
        if sentence.holds(span_of(amount)) and _reachable(reading.text, amount, term)
    ]
    return min(near)[1] if near else None


def _binds(text: str, sentence: Sentence, term: Duration) -> bool:
    start = term.modifier_cue.start if term.modifier_cue else term.start
    before = text[sentence.start : min(start, term.start)]
    return bool(_COVERS.search(before)) or bool(_ADJECTIVE.search(term.text))


def _reachable(text: str, amount: Amount, term: Duration) -> bool:
    between = text[min(amount.end, term.end) : max(amount.start, term.start)]
    return len(between) <= _NEAR and ";" not in between
