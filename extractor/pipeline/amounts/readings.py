"""Around one anchor: the number to its right or left, read as far as it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from extractor.pipeline.amounts.anchors import Anchor, View
from extractor.pipeline.amounts.data import currency_data, magnitude_data, reading_data
from extractor.pipeline.amounts.patterns import (
    left_range_regex,
    left_regex,
    open_regex,
    plain_right_regex,
    right_range_regex,
    right_regex,
)
from extractor.pipeline.amounts.units import Unit
from extractor.pipeline.numbers import number_words, parse_number
from extractor.records import Modifier

_REACH: Final = 90
_TRIES: Final = 6
_BLANKS: Final = re.compile(r"[ \t\xa0\u202f\u2009\n-]+")
_SIZE: Final = re.compile(r"(?:hundred|thousand|[a-z]+illion|lakh|crore)\b")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_ONE: Final = Decimal(1)
_HALF: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Reading:
    """One amount as it is written. ``low`` and ``high`` are before the unit's scale.

    ``factor`` is the magnitude that ``high`` was multiplied by, 1 without one, so that a range can
    share it. ``implied`` is the modifier that the form itself carries ("billions of").
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    factor: Decimal
    anchor: Anchor
    form: str
    implied: Modifier | None = None

    @property
    def single(self) -> bool:
        """Whether one unit is meant, with or without its number: "a penny", "one cent"."""
        return self.form in _SINGULAR and self.low == self.high == 1


_SINGULAR: Final = frozenset({"single", "after"})


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: Decimal
    factor: Decimal
    text: str


@cache
def _magnitudes() -> dict[str, Decimal]:
    return {text: entry.value for entry in magnitude_data().magnitude for text in entry.texts}


def _number(match: re.Match[str], unit: Unit | None = None) -> _Number | None:
    """The value of a matched number and magnitude."""
    text = match["num"]
    written = match["mag"] or match["glued"]
    dotted = not written and unit is not None and unit.currency in currency_data().dot_grouped
    value = parse_number(text, decimal_comma=dotted and "," not in text)
    if value is None or _is_no_figure(text):
        return None
    factor = _magnitudes()[_BLANKS.sub(" ", written)] if written else _inner_factor(text)
    size = value * factor if written else value
    end = match.end("mag") if match["mag"] else match.end("glued" if written else "num")
    return _Number(match.start("num"), end, size, factor, text)


def _is_no_figure(text: str) -> bool:
    """As in the third "quarter" and a currency "pair": words that count only beside others."""
    words = number_words()
    return text in words.fractions or text in words.collectives


def _inner_factor(text: str) -> Decimal:
    """The magnitude word inside number words: "two and a half million"."""
    words = _BLANKS.split(text)
    return number_words().magnitudes.get(words[-1], _ONE)


def read_right(view: View, anchor: Anchor) -> Reading | None:
    """The amount whose number follows its currency: "$5bn", "EUR 20", "Rs 5 crore"."""
    number = _number_after(view, anchor)
    if number is None or _starts_with_size(number) or not _lines_join(view, anchor.end, number.end):
        return None
    reading = Reading(
        anchor.start, number.end, number.value, number.value, number.factor, anchor, "before"
    )
    return _right_range(view, reading, number)


def _number_after(view: View, anchor: Anchor) -> _Number | None:
    """The longest number that makes sense: "$2 and a half million", but "$5" one-way fares."""
    for regex in (right_regex(), plain_right_regex()):
        match = regex.match(view.folded, anchor.end)
        number = _number(match, anchor.unit) if match else None
        if number is not None:
            return number
    return None


def _right_range(view: View, reading: Reading, number: _Number) -> Reading:
    """As in "$5-7 million", "$20-25": the currency is written once."""
    match = right_range_regex().match(view.folded, reading.end)
    upper = _number(match) if match else None
    if upper is None or not match or number.text[0].isalpha():
        return reading
    joint = match["joint"].strip()
    if joint in ("to", "and") and (
        upper.factor == 1 or (joint == "and" and not _after_between(view, reading.start))
    ):
        return reading
    low = shared_low(number.value, number.factor, upper.value, upper.factor)
    if low is None:
        return reading
    return replace(
        reading, end=upper.end, low=low, high=upper.value, factor=upper.factor, form="range"
    )


def shared_low(
    low: Decimal, factor: Decimal, high: Decimal, high_factor: Decimal
) -> Decimal | None:
    """The lower end of a range, in the magnitude of the upper end where it has none of its own.

    Returns:
        None when the two make no range.
    """
    if factor == 1 and high_factor > 1 and low <= high / high_factor:
        low *= high_factor
    return low if low < high else None


def _after_between(view: View, start: int) -> bool:
    return view.folded[max(0, start - 12) : start].rstrip().endswith("between")


def read_left(view: View, anchor: Anchor, floor: int) -> Reading | None:
    """The amount whose number stands before its currency: "300 million euros", "20€"."""
    low = max(floor, anchor.start - _REACH)
    number = _number_before(view, low, anchor)
    if number is None or _starts_with_size(number):
        opened = _read_open(view, anchor, low)
        if opened or number is None or not _is_determined(view, number):
            return opened
    if not _lines_join(view, number.start, anchor.end):
        return None
    reading = Reading(
        number.start, anchor.end, number.value, number.value, number.factor, anchor, "after"
    )
    return _left_range(view, reading, number, low)


def _number_before(view: View, low: int, anchor: Anchor) -> _Number | None:
    start = low
    for _ in range(_TRIES):
        match = left_regex().search(view.folded, start, anchor.start)
        if not match:
            return None
        number = _number(match, anchor.unit)
        if number is not None:
            return number
        start = match.start() + 1
    return None


def _left_range(view: View, reading: Reading, number: _Number, floor: int) -> Reading:
    """As in "between 40 and 45 million pounds", "2,500-3,000 yuan"."""
    match = left_range_regex().search(view.folded, floor, number.start)
    lower = _number(match) if match else None
    if lower is None or not match:
        return reading
    if match["joint"].strip() == "and" and not _after_between(view, lower.start):
        return reading
    low = shared_low(lower.value, lower.factor, number.value, number.factor)
    if low is None or (_YEAR.fullmatch(lower.text) and not _YEAR.fullmatch(number.text)):
        return reading
    return replace(reading, start=lower.start, low=low, form="range")


def _starts_with_size(number: _Number) -> bool:
    """Whether there is no figure: "billion-dollar", "hundred million dollars"."""
    return bool(_SIZE.match(number.text)) and number.text[0].isalpha()


def _is_determined(view: View, number: _Number) -> bool:
    """As in "its billion-dollar plan" is one sum; "more billion-dollar deals" is none."""
    before = view.folded[max(0, number.start - 24) : number.start].split()
    owned = bool(before) and before[-1].endswith(("'s", "’s"))
    return owned or (bool(before) and before[-1] in reading_data().determiners)


def _lines_join(view: View, start: int, end: int) -> bool:
    """An amount may run over a line end only where the next line goes on in lower case."""
    at = view.text.find("\n", start, end)
    return at < 0 or not view.text[at + 1 : end].lstrip()[:1].isupper()


def _read_open(view: View, anchor: Anchor, floor: int) -> Reading | None:
    """As in "tens of millions of euros", "several hundred million dollars", "multi-billion"."""
    match = open_regex().search(view.folded, floor, anchor.start)
    if not match:
        return None
    least = _least_of_words(match) if match["first"] else _least_of_count(match)
    implied = None if least is None else Modifier.MORE_THAN
    return Reading(match.start(), anchor.end, least, None, _ONE, anchor, "open", implied)


def _least_of_words(match: re.Match[str]) -> Decimal | None:
    known = magnitude_data().open_words
    words = [word for word in (match["first"], match["second"]) if word]
    if any(word not in known for word in words):
        return None
    least = known[words[0]]
    return least * known[words[1]] / 2 if len(words) > 1 else least


def _least_of_count(match: re.Match[str]) -> Decimal | None:
    size = parse_number(match["size"].removesuffix("s"))
    return (
        None
        if size is None
        else size * magnitude_data().open_counts[_BLANKS.sub(" ", match["count"])]
    )


def read_single(view: View, anchor: Anchor, floor: int) -> Reading | None:
    """As in "a dollar a day": one unit, where no noun follows and no sum is "a pound"."""
    before = view.folded[max(0, anchor.start - 4) : anchor.start]
    match = _ARTICLE.search(before)
    after = view.folded[anchor.end : anchor.end + 16]
    if not match or view.folded[anchor.end - 1] == "s" or not _single_goes_on(after):
        return None
    start = anchor.start - len(before) + match.start("article")
    if floor and not view.folded[floor:start].strip():
        return None
    half = view.folded[max(0, start - 5) : start] == "half "
    value = _HALF if half else _ONE
    return Reading(start - 5 * half, anchor.end, value, value, _ONE, anchor, "single")


def _single_goes_on(after: str) -> bool:
    words = after.split()[:1]
    return after[:1] in ("", ".", ",", ";", ")", "?", "!") or (
        bool(words) and after[0].isspace() and words[0].strip(".,;") in reading_data().after_single
    )


_ARTICLE: Final = re.compile(r"(?:^|[^\w])(?P<article>an?)[ \xa0]\Z")
