"""From single readings to amounts: sums of units and subunits, ranges written in full."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Final

from extractor.pipeline.amounts.anchors import View
from extractor.pipeline.amounts.patterns import DASH, SPACE, change_regex
from extractor.pipeline.amounts.readings import Reading, shared_low
from extractor.pipeline.numbers import NUMBER_WORDS, parse_number

_JOINT: Final = re.compile(rf"{SPACE}?{DASH}{SPACE}?|—|{SPACE}(?:to|and|until|through){SPACE}")
_SUM: Final = re.compile(rf",?{SPACE}(?:and{SPACE})?|,{SPACE}?")
_BETWEEN: Final = re.compile(r"\bbetween(?: (?:about|around|roughly|an estimated))? ?\Z")
_RATE_BETWEEN: Final = re.compile(rf"{SPACE}(?:a|an|per) ?[a-z]+{SPACE}to{SPACE}")
_SENTENCE_REACH: Final = 70
_SENTENCE_END: Final = re.compile(r"[.;:!?\n](?=\s|\Z)")
_COUNTED: Final = re.compile(
    r"\b(?P<noun>[a-z]+)(?: [a-z]+ing)? of (?:(?:about|around|some|nearly|up) )?\Z"
)
_HUNDRED: Final = 100
_PLAIN: Final = frozenset({"before", "after", "single"})


def merge(view: View, readings: Iterable[Reading]) -> list[Reading]:
    """Join neighbours that are one amount; order and disjointness are kept."""
    merged: list[Reading] = []
    for single in readings:
        reading = _with_bare_subunit(view, single)
        joined = _join(view, merged[-1], reading) if merged else None
        if joined is None:
            merged.append(reading)
        else:
            merged[-1] = joined
    return merged


def _with_bare_subunit(view: View, reading: Reading) -> Reading:
    """As in "20 dollars 43", "one dollar and two": hundredths without their name, at the end."""
    if reading.factor != 1 or reading.low is None or reading.low % 1 or reading.form not in _PLAIN:
        return reading
    match = _bare_subunit().match(view.folded, reading.end)
    written = "cents" if match and match["cents"] else "words"
    cents = parse_number(match[written]) if match else None
    if not match or cents is None or cents % 1 or not 0 < cents < _HUNDRED:
        return reading
    total = reading.low + cents / _HUNDRED
    return replace(reading, end=match.end(written), low=total, high=total, form="sum")


@cache
def _bare_subunit() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{SPACE}(?P<cents>[0-9]{{2}})|{SPACE}and{SPACE}(?P<words>[0-9]{{2}}|{NUMBER_WORDS}))"
        r"(?=[.!?]?\s*\Z| and )"
    )


def _join(view: View, first: Reading, second: Reading) -> Reading | None:
    if first.form in ("range", "open", "sum") or second.start - first.end > 12:  # noqa: PLR2004
        return None
    between = view.folded[first.end : second.start]
    if second.form == "range":
        return None
    return _sum(first, second, between) or _range(view, first, second, between)


def _sum(first: Reading, second: Reading, between: str) -> Reading | None:
    """As in "thirteen dollars and 45 cents": a subunit of the same money below one unit."""
    fits = first.anchor.unit.scale == 1 and second.anchor.unit.scale == Decimal("0.01")
    if not fits or not _SUM.fullmatch(between) or first.factor != 1:
        return None
    if first.low is None or second.low is None or first.low % 1 or second.low >= _HUNDRED:
        return None
    total = first.low + second.low * second.anchor.unit.scale
    return replace(first, end=second.end, low=total, high=total, form="sum")


def _range(view: View, first: Reading, second: Reading, between: str) -> Reading | None:
    """As in "$20-$25", "$1 to $2 billion", "between €3bn and €4bn"."""
    if not _JOINT.fullmatch(between) or not _same_money(first, second):
        return None
    if not _joint_holds(view, first, between.strip()):
        return None
    if first.low is None or second.high is None:
        return None
    low = shared_low(first.low, first.factor, second.high, second.factor)
    if low is None:
        return None
    anchor = first.anchor if first.anchor.currency or not second.anchor.currency else second.anchor
    return replace(
        first,
        end=second.end,
        low=low,
        high=second.high,
        factor=second.factor,
        anchor=anchor,
        form="range",
    )


def _same_money(first: Reading, second: Reading) -> bool:
    one, other = first.anchor, second.anchor
    same_unit = (one.unit.family, one.unit.currency) == (other.unit.family, other.unit.currency)
    codes = {code for code in (one.currency, other.currency) if code}
    return same_unit and one.unit.scale == other.unit.scale and len(codes) <= 1


def _joint_holds(view: View, first: Reading, joint: str) -> bool:
    """As in "and" needs "between"; "to" after a verb of change joins two amounts, not a range."""
    before = view.folded[max(0, first.start - _SENTENCE_REACH) : first.start]
    if joint == "and":
        return bool(_BETWEEN.search(before))
    if joint in ("to", "until", "through"):
        return not _tells_change(_SENTENCE_END.split(before)[-1])
    return True


def _tells_change(before: str) -> bool:
    """As in "rose $3 to $25", "a rise of $3 to $25"; "adjusted earnings of $3 to $4" is a range."""
    counted = _COUNTED.search(before)
    if counted:
        return bool(change_regex().fullmatch(counted["noun"]))
    return bool(change_regex().search(before))
