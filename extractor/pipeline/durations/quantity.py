"""How many: the words left of a unit of time, read as one number, a range or an open number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Final

from extractor.pipeline.durations.grammar import JOINT, NumberGrammar, number_grammar
from extractor.pipeline.durations.words import QuantityWords, quantity_words
from extractor.pipeline.numbers import fold

_REACH: Final = 90
_TOKEN: Final = re.compile(r"[^\W\d_]+|[\d.,/½¼¾⅓⅔⅛⅜⅝⅞]*[\d½¼¾⅓⅔⅛⅜⅝⅞]|\n|\S")
_DASHES: Final = frozenset("-‐‑–—")
_JOINERS: Final = frozenset(("and", "of", "or", "to", *_DASHES))
_GLUE: Final = frozenset("$€£¥₹.,/:'’")
_BETWEEN: Final = re.compile(r"\b(?:between|from) $")
_PREFIX: Final = "multi"
_CALENDAR: Final = re.compile(
    r"(?:day|end|start|beginning|middle|half|morning|evening|night) of the $"
)
_SHARE_OF: Final = re.compile(r"\b(?:thirds?|fifths?|sixths?|eighths?|tenths?|most|much|part) of $")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


class Shape(Enum):
    """How a number of units is written."""

    NUMBER = "number"
    ONE = "one"
    VAGUE = "vague"
    POINTING = "pointing"
    RATE = "rate"
    PART = "part"


@dataclass(frozen=True)
class Quantity:
    """A number of units that starts at ``start``; ``open`` when there may be more of them."""

    start: int
    low: Decimal
    high: Decimal
    shape: Shape
    hyphen: bool
    words: str
    open: bool = False


class QuantityReader:
    """Reads what stands before a unit."""

    def __init__(self, words: QuantityWords, grammar: NumberGrammar) -> None:
        self._grammar = grammar
        self._pattern = re.compile(_pattern(words, grammar))
        self._vocabulary = _vocabulary(words, grammar)
        pointing = "|".join(words.pointing_after)
        self._pointed = re.compile(rf"(?<![^\W_])(?:{pointing}) the $")

    def before(self, text: str, end: int) -> Quantity | None:
        """The quantity that ends where the unit at ``end`` starts, the longest that makes sense."""
        offset = max(0, end - _REACH)
        window = fold(text[offset:end])
        for start in self._starts(window):
            quantity = self._read(window, start)
            if quantity:
                return _moved(quantity, offset)
        return None

    def _starts(self, window: str) -> list[int]:
        """Where a quantity may start: before each word of the run of quantity words at the end."""
        starts: list[int] = []
        for token in reversed(list(_TOKEN.finditer(window))):
            word = token[0]
            if word not in self._vocabulary and not word[-1].isnumeric():
                break
            if word not in _JOINERS:
                starts.append(token.start())
        return starts[::-1]

    def _read(self, window: str, start: int) -> Quantity | None:
        match = self._pattern.fullmatch(window, start)
        if match is None or not (match["rate"] or _stands_free(window, start)):
            return None
        words = window[start:]
        hyphen = words[-1] in _DASHES
        if match["number"] or match["low"]:
            return self._number(match, start, hyphen)
        if match["part"]:
            part = self._grammar.value(match["part"])
            if part is None:
                return None
            return Quantity(start, part, part, Shape.PART, hyphen, words)
        return self._worded(match, window, start)

    def _number(self, match: re.Match[str], start: int, hyphen: bool) -> Quantity | None:
        low = self._grammar.value(match["number"] or match["low"])
        high = self._grammar.value(match["high"]) if match["high"] else low
        if low is None or high is None or not _plausible(match, low, high):
            return None
        if match["to"] and "and" in match["to"] and not _BETWEEN.search(match.string[:start]):
            return None
        return Quantity(start, low, high, Shape.NUMBER, hyphen, match[0])

    def _worded(self, match: re.Match[str], window: str, start: int) -> Quantity | None:
        words = window[start:]
        hyphen = words[-1] in _DASHES or words == _PREFIX
        if match["vague"]:
            two = Decimal(2)
            return Quantity(start, two, two, Shape.VAGUE, hyphen, words, open=True)
        before = window[:start]
        if match["pointing"] and not (
            self._pointed.search(before) and not _CALENDAR.search(before)
        ):
            return None
        if match["one"] and _SHARE_OF.search(before):
            return None
        named = (Shape.POINTING, Shape.RATE)
        shape = next((shape for shape in named if match[shape.value]), Shape.ONE)
        return Quantity(start, Decimal(1), Decimal(1), shape, hyphen, words)


@cache
def quantity_reader() -> QuantityReader:
    """The reader over the package's data.

    Raises:
        DataError: a data file is not valid.
    """
    return QuantityReader(quantity_words(), number_grammar())


def _moved(quantity: Quantity, offset: int) -> Quantity:
    return replace(quantity, start=quantity.start + offset)


def _choice(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", JOINT) for phrase in longest_first)


def _pattern(words: QuantityWords, grammar: NumberGrammar) -> str:
    filler = rf"(?:{JOINT}(?:{_choice(words.fillers)}))"
    number = grammar.number
    return (
        rf"(?:(?P<number>{number})"
        rf"|(?P<low>{number})(?P<to>{grammar.span})(?P<high>{number})"
        rf"|(?P<part>{grammar.part_pattern})"
        rf"|(?P<vague>{_choice(words.vague)})"
        rf"|(?P<one>{_choice(words.one)})"
        rf"|(?P<pointing>{_choice(words.pointing)}))(?P<fillers>{filler}{{0,3}}){JOINT}?"
        rf"|(?P<rate>{_choice(words.rate)}){JOINT}?"
    )


def _vocabulary(words: QuantityWords, grammar: NumberGrammar) -> frozenset[str]:
    phrases = (*words.vague, *words.one, *words.pointing, *words.rate, *words.fillers)
    plain = {word for phrase in phrases for word in phrase.split()}
    return frozenset(plain | grammar.vocabulary | _JOINERS) - {"the"}


def _stands_free(window: str, start: int) -> bool:
    """Not the second half of something longer: "$1.5 year", "FTSE-100 day", "3-2-1 week"."""
    if not start:
        return True
    before = window[start - 1]
    if before.isalnum() or before in _GLUE:
        return before in ".,:'’" and not window[start - 2 : start - 1].isalnum()
    return not (before in "-‐‑" and window[start - 2 : start - 1].isnumeric())


def _plausible(match: re.Match[str], low: Decimal, high: Decimal) -> bool:
    if high < low or not high or (match["high"] and high == low):
        return False
    written = match["number"] or match["low"]
    is_year = written.isdigit() and _FIRST_YEAR <= low <= _LAST_YEAR
    return not is_year
