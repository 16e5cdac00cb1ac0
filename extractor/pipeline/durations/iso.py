"""Lengths of time as ISO 8601: written from parts, and read where a text spells it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.pipeline.durations.units import Unit
from extractor.records import plain_decimal

_DATE_ORDER = ("Y", "M", "W", "D")
_TIME_ORDER = ("TH", "TM", "TS")
# Where a fraction of a designator goes when it comes out whole: half a year is six months.
_SMALLER = {"Y": ("M", 12), "D": ("TH", 24), "TH": ("TM", 60), "TM": ("TS", 60)}
_MONTH = Decimal("30.4375")
_DAYS = {
    "Y": _MONTH * 12,
    "M": _MONTH,
    "W": Decimal(7),
    "D": Decimal(1),
    "TH": Decimal(1) / 24,
    "TM": Decimal(1) / 1440,
    "TS": Decimal(1) / 86400,
}
_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_LITERAL = re.compile(
    rf"P(?<![\w.]P)(?=\d|T\d)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?(?<=[YMWDHS])(?![\w])"
)


@dataclass(frozen=True)
class Length:
    """A length of time as ISO designators (time ones behind a T) and how many of each."""

    parts: tuple[tuple[str, Decimal], ...]

    @classmethod
    def of(cls, count: Decimal, unit: Unit) -> Length | None:
        """So many units; None for a unit that has no length of its own."""
        if unit.designator is None:
            return None
        designator = f"T{unit.designator}" if unit.time else unit.designator
        return cls(tuple(_whole(designator, count * unit.count)))

    def __add__(self, other: Length) -> Length:
        """Both lengths together."""
        total = dict(self.parts)
        for designator, count in other.parts:
            total[designator] = total.get(designator, Decimal(0)) + count
        return Length(tuple(total.items()))

    def days(self) -> Decimal:
        """Roughly how many days, to tell the longer of two lengths."""
        return sum((count * _DAYS[name] for name, count in self.parts), Decimal(0))

    def iso8601(self) -> str:
        """The length in ISO 8601: ``P3Y6M``, ``PT90M``, ``P1.5M``."""
        counts = dict(self.parts)
        day_part = "".join(_written(counts, name) for name in _DATE_ORDER)
        time_part = "".join(_written(counts, name) for name in _TIME_ORDER)
        return f"P{day_part}T{time_part}" if time_part else f"P{day_part}"


def _written(counts: dict[str, Decimal], name: str) -> str:
    return f"{plain_decimal(counts[name])}{name[-1]}" if name in counts else ""


def _whole(designator: str, count: Decimal) -> Iterator[tuple[str, Decimal]]:
    """The count as whole designators where that is exact, else as it is."""
    whole = count.to_integral_value(rounding="ROUND_DOWN")
    rest = count - whole
    if not rest or designator not in _SMALLER:
        yield designator, count
        return
    smaller, factor = _SMALLER[designator]
    spread = rest * factor
    if spread != spread.to_integral_value():
        yield designator, count
        return
    if whole:
        yield designator, whole
    yield smaller, spread


def literals(text: str) -> Iterator[re.Match[str]]:
    """Durations that are written in ISO 8601 in the text itself."""
    if "P" in text:
        yield from _LITERAL.finditer(text)
