"""Lengths of time in a text: a quantity, its unit and what belongs to them, not yet judged."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from extractor.pipeline.durations.grammar import GAP, number_grammar
from extractor.pipeline.durations.iso import Length
from extractor.pipeline.durations.quantity import Quantity, Shape, quantity_reader
from extractor.pipeline.durations.sense import is_length
from extractor.pipeline.durations.units import Unit, UnitHit, unit_table
from extractor.pipeline.numbers import fold

_REACH: Final = 40
_LONG: Final = re.compile(rf"(?:-|{GAP})?long\b", re.IGNORECASE)
_COMPOUND: Final = re.compile(rf",?{GAP}and{GAP}|,?{GAP}|{GAP}?-{GAP}?and{GAP}?-{GAP}?")
_SPAN: Final = re.compile(rf"{GAP}(?:to|or){GAP}|{GAP}?[-‐‑–—]{GAP}?")
_AND: Final = re.compile(rf"{GAP}and{GAP}")
_BETWEEN: Final = re.compile(rf"\bbetween{GAP}$", re.IGNORECASE)
_NOUN: Final = re.compile(r"[ \xa0-][^\W_]")
_CLAUSE_END: Final = r"(?=\s*(?:[.,;:!?)]|$))"


@dataclass(frozen=True)
class Reading:
    """A length of time at ``text[start:end]``; a range when ``low`` and ``high`` differ.

    ``low`` and ``high`` are None when the unit has no length of its own. ``adjective`` tells
    "five-year" from "five years", ``may_be_adjective`` that only the words behind can tell ("one
    year gap"), ``open`` that there may be more of it ("multi-year"). The unit word starts at
    ``unit_start``.
    """

    start: int
    end: int
    low: Length | None
    high: Length | None
    unit: Unit
    shape: Shape
    adjective: bool
    open: bool = False
    unit_start: int = 0
    may_be_adjective: bool = False

    @property
    def iso8601(self) -> str | None:
        """ISO 8601, "P3Y/P5Y" for a range, None when it is not known."""
        if self.low is None or self.high is None:
            return None
        low, high = self.low.iso8601(), self.high.iso8601()
        return low if low == high else f"{low}/{high}"

    @property
    def is_range(self) -> bool:
        """Whether two ends were given."""
        return self.low != self.high


def readings(text: str) -> list[Reading]:
    """Every length of time in the text, in order, none over another."""
    found: list[Reading] = []
    for hit in unit_table().hits(text):
        reading = _reading(text, hit)
        if reading:
            _append(found, reading, text)
    return found


def _append(found: list[Reading], reading: Reading, text: str) -> None:
    """Join the reading to the one before it, or put it in place of what it contains."""
    while found and reading.start < found[-1].end:
        if reading.start > found[-1].start:
            return
        found.pop()
    joined = _joined(found[-1], reading, text) if found else None
    if joined:
        found[-1] = joined
    else:
        found.append(reading)


def _reading(text: str, hit: UnitHit) -> Reading | None:
    long = _LONG.match(text, hit.end)
    quantity = _quantity(text, hit, long=long is not None)
    if quantity is None or not is_length(text, hit, quantity):
        return None
    low = Length.of(quantity.low, hit.unit)
    high = Length.of(quantity.high, hit.unit)
    start = hit.start if quantity.shape is Shape.RATE else quantity.start
    adjective = long is not None or _is_adjective(text, quantity, hit)
    reading = Reading(
        start=start,
        end=hit.end,
        low=low,
        high=high,
        unit=hit.unit,
        shape=quantity.shape,
        adjective=adjective,
        open=quantity.open,
        unit_start=hit.start,
        may_be_adjective=quantity.shape is Shape.NUMBER and not hit.plural,
    )
    return reading if reading.is_range else _with_tail(reading, text)


def _quantity(text: str, hit: UnitHit, *, long: bool) -> Quantity | None:
    """What stands before the unit; "year-long" and "decades-long" need nothing."""
    quantity = quantity_reader().before(text, hit.start)
    if not long or (quantity and quantity.shape is not Shape.ONE):
        return quantity
    count = Decimal(2) if hit.plural else Decimal(1)
    shape = Shape.VAGUE if hit.plural else Shape.ONE
    return Quantity(hit.start, count, count, shape, hyphen=True, words="", open=hit.plural)


def _is_adjective(text: str, quantity: Quantity, hit: UnitHit) -> bool:
    """Five-year, ten year plan; but "for 3 day" and "all-day" alone are read as nouns."""
    if hit.short or hit.plural:
        return False
    if quantity.hyphen and quantity.shape is Shape.NUMBER:
        return True
    several = quantity.shape is Shape.NUMBER and quantity.high > 1
    return (quantity.hyphen or several) and _NOUN.match(text, hit.end) is not None


@cache
def _tail() -> re.Pattern[str]:
    """What may follow the unit: "and a half", "or two", "thirty"."""
    grammar = number_grammar()
    return re.compile(
        rf"(?:{GAP}|-)and(?:{GAP}|-)(?P<share>{grammar.tail})(?![\w-])(?!{GAP}(?:of|the|an?)\b)"
        rf"|{GAP}or{GAP}(?P<other>two|three|four)(?![\w-])"
        rf"|(?:{GAP}and)?{GAP}(?P<minutes>{grammar.number})(?![\w%$]){_CLAUSE_END}"
    )


def _with_tail(reading: Reading, text: str) -> Reading:
    """The reading with what follows its unit."""
    match = _tail().match(fold(text[reading.end : reading.end + _REACH]))
    if match is None or reading.shape not in {Shape.ONE, Shape.NUMBER}:
        return reading
    if match["share"]:
        return _longer(reading, match, "share", reading.unit)
    if match["minutes"] and reading.unit.id == "hour":
        return _longer(reading, match, "minutes", unit_table().by_id("minute"))
    return _up_to(reading, match) if match["other"] else reading


def _longer(reading: Reading, match: re.Match[str], group: str, unit: Unit) -> Reading:
    count = number_grammar().value(match[group])
    more = Length.of(count, unit) if count is not None else None
    if more is None or reading.low is None:
        return reading
    total = reading.low + more
    return replace(reading, end=reading.end + match.end(), low=total, high=total)


def _up_to(reading: Reading, match: re.Match[str]) -> Reading:
    """A year or two."""
    count = number_grammar().value(match["other"])
    high = Length.of(count, reading.unit) if count is not None else None
    if reading.low is None or high is None or high.days() <= reading.low.days():
        return reading
    return replace(reading, end=reading.end + match.end(), high=high)


def _joined(first: Reading, second: Reading, text: str) -> Reading | None:
    """Both as one length ("two years and three months") or range ("18 months to two years")."""
    if first.is_range or second.is_range or first.open or second.open:
        return None
    if first.low is None or second.low is None or Shape.RATE in {first.shape, second.shape}:
        return None
    gap = text[first.end : second.start].lower()
    whole = replace(second, start=first.start)
    if _COMPOUND.fullmatch(gap) and _continues(first, second):
        total = first.low + second.low
        return replace(whole, low=total, high=total)
    if _spans(text, first, gap) and first.low.days() < second.low.days():
        return replace(whole, low=first.low)
    return None


def _continues(first: Reading, second: Reading) -> bool:
    """Whether the second is the smaller rest of the first."""
    counted = {Shape.NUMBER, Shape.PART, Shape.ONE}
    return first.unit.rank < second.unit.rank and {first.shape, second.shape} <= counted


def _spans(text: str, first: Reading, gap: str) -> bool:
    if _SPAN.fullmatch(gap):
        return True
    return bool(
        _AND.fullmatch(gap) and _BETWEEN.search(text[max(0, first.start - 12) : first.start])
    )
