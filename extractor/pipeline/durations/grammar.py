"""Numbers as they stand before units of time: patterns over the shared number words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Final

from extractor.pipeline.numbers import number_words, parse_number_words, parse_numeral

GAP: Final = r"[ \t\xa0\u2009\u202f]"
JOINT: Final = rf"(?:{GAP}{{1,2}}|{GAP}?[-‐‑–—]{GAP}?)"
"""Between the words of a quantity, and between it and its unit."""

_INNER: Final = rf"(?:{GAP}{{1,2}}|[-‐‑])"
_VULGAR: Final = "½¼¾⅛⅜⅝⅞"
_NUMERAL: Final = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?|\d{1,9}(?:\.\d{1,6})?|\.\d{1,4}"
_RANGE: Final = rf"(?:[-‐‑]?{GAP}(?:to|or){GAP}|[-‐‑](?:to|or)[-‐‑]|{GAP}?[-‐‑–—]{{1,2}}{GAP}?)"
_BETWEEN: Final = rf"{GAP}and{GAP}"
_TRAILING: Final = re.compile(r"\W+(?:of\W+)?(?:an?)?\W*$|\W+of\W*$")
_SPOKEN_AND: Final = re.compile(r"\W+and\W+")


class NumberGrammar:
    """Patterns for numbers (over folded text, no groups) and what they are worth."""

    def __init__(self) -> None:
        words = number_words()
        digits = [word for word, value in words.units.items() if 0 < value < 10]  # noqa: PLR2004
        ones, tens = _choice(words.units), _choice(words.tens)
        small = rf"(?:(?:{tens})(?:{_INNER}(?:and{_INNER})?(?:{_choice(digits)}))?|(?:{ones}))"
        grouped, large = _choice(("hundred", "thousand")), _choice(("million", "billion"))
        rest = rf"(?:{_INNER}(?:and{_INNER})?{small})?"
        many = rf"(?:an?|{small}){_INNER}"
        spelt = rf"(?:{many}(?:{grouped}){rest}|{many}(?:{large})|{small})"
        dozen = rf"(?:(?:an?|half|half{_INNER}an?|{small}){_INNER})?(?:dozen|couple)"
        couple = rf"(?:{dozen})(?:{_INNER}of)?"
        fraction = rf"(?:\d{{1,2}}/\d{{1,2}}|[{_VULGAR}])"
        numeral = (
            rf"(?:(?:{_NUMERAL})(?:{_INNER}?{fraction}|{_INNER}(?:{grouped}|{large}))?|{fraction})"
        )
        share = rf"(?:(?:an?|one|two|three){_INNER})?(?:half|quarters?)"
        mixed = rf"(?:{JOINT}and{JOINT}{share}(?:{_INNER}of(?:{_INNER}an?)?)?)?"
        edge = r"(?![^\W_])"
        self.number = rf"(?:(?:(?:{spelt}|{numeral}){mixed}|{couple}){edge}|{numeral})"
        self.span = rf"(?:{_RANGE}|{_BETWEEN})"
        self.part_pattern = (
            rf"(?:{share}{_INNER}of(?:{_INNER}an?)?|(?:(?:an?|one){_INNER})?half(?:{_INNER}an?)?"
            rf"|(?:an?{_INNER})?quarter(?=[-‐‑ ]))"
        )
        self.tail = share
        self.vocabulary = _vocabulary(words.units, words.tens, words.collectives)

    def value(self, text: str) -> Decimal | None:
        """What a number or part ("half a") is worth; None when its words are not well-formed."""
        plain = _TRAILING.sub("", text) or text
        value = parse_numeral(plain)
        if value is None:
            value = parse_number_words(plain)
        return value if value is not None else parse_number_words(_SPOKEN_AND.sub(" ", plain))


@cache
def number_grammar() -> NumberGrammar:
    """The grammar over the package's number words."""
    return NumberGrammar()


def _choice(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def _vocabulary(*tables: Iterable[str]) -> frozenset[str]:
    plain = {word for table in tables for word in table}
    others = {"thousand", "million", "billion", "half", "quarter", "quarters", "a", "an"}
    return frozenset(plain | others)
