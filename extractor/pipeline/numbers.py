"""Numbers in English text: numerals and number words, read as ``Decimal`` or not at all.

Shared by the amount and duration recognisers. What it gives:

* ``NUMERAL`` and ``NUMBER_WORDS``: regular expression sources to find numbers **in lower-cased
  text** (see ``fold``). Neither has a capturing group, both take bounded time. ``NUMBER`` is
  either, and mixtures ("2 and a half", "3-1/2").
* ``parse_numeral(text)``: "1,234.5", "3-1/2", "2½", "1.234,5".
* ``parse_number_words(text)``: "two and a half", "a hundred thousand", "twenty-five", "a dozen";
  numerals may stand among the words ("2 and a half", "1.5 hundred thousand").
* ``parse_number(text)``: the one or the other.

All three give ``None`` for what is not one well-formed number; they never raise and never guess.
A bare "a"/"an" is 1 to ``parse_number_words`` ("a year") but ``NUMBER_WORDS`` does not match it.
Words are data: ``data/numbers.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from extractor.pipeline.lexicon import load_data

_FILE: Final = "numbers.toml"
_MAX_DIGITS: Final = 24
_MAX_WORDS: Final = 16
_MAX_CHARACTERS: Final = 200
_VULGAR: Final = {
    "½": "0.5", "¼": "0.25", "¾": "0.75", "⅕": "0.2", "⅖": "0.4", "⅗": "0.6", "⅘": "0.8",
    "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875", "⅒": "0.1",
}  # fmt: skip
_SIGNS: Final = "".join(_VULGAR)

NUMERAL: Final = (
    rf"(?:[0-9]{{1,{_MAX_DIGITS}}}[ -][0-9]{{1,2}}/[0-9]{{1,3}}(?![0-9/])"
    rf"|[0-9]{{1,{_MAX_DIGITS}}}(?:[.,'’][0-9]{{1,{_MAX_DIGITS}}}){{0,8}} ?[{_SIGNS}]?"
    rf"(?<! )|[{_SIGNS}])"
)
"""One numeral; ``parse_numeral`` decides whether its separators make sense."""


class NumberWords(BaseModel):
    """``data/numbers.toml``: the value of every number word, by what it does in an expression."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    units: dict[str, Decimal]
    tens: dict[str, Decimal]
    collectives: dict[str, Decimal]
    magnitudes: dict[str, Decimal]
    fractions: dict[str, Decimal]


@cache
def number_words() -> NumberWords:
    """The number words of the language data, validated.

    Raises:
        DataError: the data file is not valid.
    """
    return load_data(_FILE, NumberWords)


def fold(text: str) -> str:
    """Lower-case without changing the length, so that offsets stay valid: "İ" becomes "i"."""
    folded = text.lower()
    return folded if len(folded) == len(text) else text.replace("İ", "i").lower()


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _number_words_source(*, scales_only: bool = False) -> str:
    """Number words in a row; ``scales_only``: those that multiply or part what digits count.

    Digits are never followed by counting words: in "$5 million two days later", "$2 billion
    five-year deal" the second number counts something else.
    """
    data = number_words()
    scales = (*data.collectives, *data.magnitudes, *data.fractions)
    word = _alternatives(scales if scales_only else (*data.units, *data.tens, *scales))
    gap = r"(?:[ \t\xa0]{1,2}|[-‐‑])"
    joint = rf"{gap}(?:(?:and|of|point){gap})?(?:an?{gap})?"
    return rf"(?:(?:an?{gap})?(?:{word})(?:{joint}(?:{word})){{0,{_MAX_WORDS}}}\b)"


def __getattr__(name: str) -> str:
    """``NUMBER_WORDS`` and ``NUMBER`` are built from data when they are first asked for."""
    if name == "NUMBER_WORDS":
        return rf"\b{_number_words_source()}"
    if name == "SCALE_WORDS":
        return rf"\b{_number_words_source(scales_only=True)}"
    if name == "NUMBER":
        mixture = rf"{NUMERAL}(?:[ -](?:and[ -])?{_number_words_source(scales_only=True)})?"
        return rf"(?:(?<![0-9a-z.,]){mixture}|\b{_number_words_source()})"
    raise AttributeError(name)


_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([,.'’ \xa0\u202f])[0-9]{3})(?:\1[0-9]{3})*")
_INDIAN: Final = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
_PLAIN: Final = re.compile(r"[0-9]+")
_FRACTION: Final = re.compile(r"(?:([0-9]+)[ -])?([0-9]{1,2})/([0-9]{1,3})")
_SPLIT: Final = re.compile(r"([0-9,.'’ \xa0\u202f]*?)(?:([.,])([0-9]+))?")


def parse_numeral(text: str, *, decimal_comma: bool = False) -> Decimal | None:
    """The value of a numeral.

    Args:
        text: "1,234.5", "1.234,5", "12,34,567", "1 234 567", "3-1/2", "3 1/2", "2½", ".5".
        decimal_comma: read a lone "1.234" as one thousand and "1,234" as one and a bit.
            Without it only what can't be a group of thousands ("12,5") is a decimal comma.

    Returns:
        None when the separators make no sense ("1.2.3", "1,23,4"), for fractions that have no
        short decimal value, and for more than 24 digits.
    """
    text = text.strip()
    if not text or len(text) > 2 * _MAX_DIGITS:
        return None
    if text[-1] in _VULGAR:
        return _with_vulgar(text)
    if "/" in text:
        return _fraction(text)
    return _decimal(text, decimal_comma=decimal_comma)


def _with_vulgar(text: str) -> Decimal | None:
    whole = text[:-1].strip()
    if whole and not _PLAIN.fullmatch(whole):
        return None
    return Decimal(whole or 0) + Decimal(_VULGAR[text[-1]])


def _fraction(text: str) -> Decimal | None:
    match = _FRACTION.fullmatch(text)
    if not match or not 0 < int(match[2]) < int(match[3]):
        return None
    share = Decimal(match[2]) / Decimal(match[3])
    return Decimal(match[1] or 0) + share if share == round(share, 12) else None


def _decimal(text: str, *, decimal_comma: bool) -> Decimal | None:
    match = _SPLIT.fullmatch(text)
    if not match or sum(map(str.isdigit, text)) > _MAX_DIGITS:
        return None
    whole, point, decimals = match.groups()
    if point and _is_group(text, point, decimal_comma=decimal_comma):
        whole, point, decimals = text, None, None
    digits = _whole(whole, point)
    return None if digits is None else Decimal(f"{digits}.{decimals}" if decimals else digits)


def _is_group(text: str, point: str, *, decimal_comma: bool) -> bool:
    """Whether the last separator of the text stands before a group of thousands."""
    if _INDIAN.fullmatch(text):
        return True
    match = _GROUPED.fullmatch(text)
    if not match or match[1] != point or text.startswith("0"):
        return False
    return text.count(point) > 1 or (point == ".") == decimal_comma


def _whole(text: str, point: str | None) -> str | None:
    """The digits before the decimal point, or None when they are badly grouped."""
    if not text:
        return "0" if point == "." else None
    if _PLAIN.fullmatch(text):
        return text
    match = _GROUPED.fullmatch(text)
    if match and match[1] != point:
        return text.replace(match[1], "")
    return text.replace(",", "") if _INDIAN.fullmatch(text) and point != "," else None


_TOKEN: Final = re.compile(
    rf"[0-9]+(?:[ -][0-9]+/[0-9]+|(?:[.,][0-9]+)*(?: ?[{_SIGNS}])?)|[{_SIGNS}]|[a-z]+"
)
_BETWEEN: Final = re.compile(r"[\s‐‑-]*")
_ARTICLES: Final = frozenset({"a", "an"})
_Tokens = Sequence[str]


def parse_number_words(text: str) -> Decimal | None:
    """The value of a number written in words, possibly with numerals among them.

    Args:
        text: "two and a half million", "twenty-five", "a hundred thousand", "half a dozen".

    Returns:
        None when the words are not one well-formed number ("one two", "hundreds", "nine and").
    """
    folded = fold(text)
    tokens = _TOKEN.findall(folded) if len(folded) <= _MAX_CHARACTERS else []
    if not 0 < len(tokens) <= _MAX_WORDS or not _BETWEEN.fullmatch(_TOKEN.sub("", folded)):
        return None
    return Decimal(1) if tokens in (["a"], ["an"]) else _value(tokens)


def parse_number(text: str, *, decimal_comma: bool = False) -> Decimal | None:
    """The value of a numeral or of number words, None when the text is neither."""
    value = parse_numeral(text, decimal_comma=decimal_comma)
    return parse_number_words(text) if value is None else value


def _value(tokens: _Tokens) -> Decimal | None:
    """Any number: "a million and a half", "two million five hundred thousand"."""
    for read in (_and_a_fraction, _with_magnitude, _spoken_decimal, _below_magnitudes):
        value = read(tokens)
        if value is not None:
            return value
    return None


def _and_a_fraction(tokens: _Tokens) -> Decimal | None:
    """The words "and a half", "and three quarters" at the end count for what stands before."""
    if "and" not in tokens[1:]:
        return None
    at = len(tokens) - 1 - list(reversed(tokens)).index("and")
    share, whole = _share(tokens[at + 1 :]), _value(tokens[:at])
    if share is None or whole is None:
        return None
    return whole + share * number_words().magnitudes.get(tokens[at - 1], Decimal(1))


def _share(tokens: _Tokens) -> Decimal | None:
    """A part of one: "half", "a quarter", "three quarters", "one half"."""
    data = number_words()
    fraction = data.fractions.get(tokens[-1]) if tokens else None
    if fraction is None or len(tokens) > 2:  # noqa: PLR2004
        return None
    count = Decimal(1) if tokens[0] in _ARTICLES else data.units.get(tokens[0])
    share = fraction if len(tokens) == 1 else count and count * fraction
    return share if share and share < 1 else None


def _with_magnitude(tokens: _Tokens) -> Decimal | None:
    """The largest magnitude multiplies what stands before it; what follows is smaller."""
    magnitudes = number_words().magnitudes
    present = [magnitudes[token] for token in tokens if token in magnitudes]
    if not present:
        return None
    largest = max(present)
    at = max(place for place, token in enumerate(tokens) if magnitudes.get(token) == largest)
    factor, rest = _factor(tokens[:at]), _rest(tokens[at + 1 :])
    if factor is None or rest is None or rest >= largest:
        return None
    return factor * largest + rest


def _factor(tokens: _Tokens) -> Decimal | None:
    """What multiplies a magnitude or collective: nothing, "a", "half a", "a quarter of a"."""
    if not tokens or (len(tokens) == 1 and tokens[0] in _ARTICLES):
        return Decimal(1)
    if len(tokens) > 1 and tokens[-1] in _ARTICLES:
        head = tokens[:-1]
        return _share(head[:-1] if head[-1] == "of" else head)
    return _value(tokens[:-1] if tokens[-1] == "of" else tokens)


def _rest(tokens: _Tokens) -> Decimal | None:
    """What is added after a magnitude or "hundred"."""
    if tokens and tokens[0] == "and":
        tokens = tokens[1:]
        return _value(tokens) if tokens and tokens[0] not in _ARTICLES else None
    return _value(tokens) if tokens else Decimal(0)


def _spoken_decimal(tokens: _Tokens) -> Decimal | None:
    """Digits one by one after "point": "one point two five"."""
    if "point" not in tokens:
        return None
    at = list(tokens).index("point")
    whole = _value(tokens[:at]) if at else Decimal(0)
    digits = "".join(_digit(token) for token in tokens[at + 1 :])
    if whole is None or whole % 1 or len(digits) != len(tokens) - at - 1 or not digits:
        return None
    return Decimal(f"{whole:f}.{digits}")


def _digit(token: str) -> str:
    value = number_words().units.get(token)
    name = str(value) if value is not None else token
    return name if len(name) == 1 and name.isdecimal() else ""


def _below_magnitudes(tokens: _Tokens) -> Decimal | None:
    """A fraction, or a number with at most one "hundred", "dozen", ..."""
    share = _share(tokens)
    if share is not None:
        return share
    collectives = number_words().collectives
    at = max((place for place, token in enumerate(tokens) if token in collectives), default=-1)
    if at < 0:
        return _below_hundred(tokens)
    factor, rest = _factor(tokens[:at]), _rest(tokens[at + 1 :])
    if (
        factor is None
        or rest is None
        or rest >= collectives[tokens[at]]
        or tokens[at] in tokens[:at]
    ):
        return None
    return factor * collectives[tokens[at]] + rest


def _below_hundred(tokens: _Tokens) -> Decimal | None:
    data = number_words()
    if len(tokens) == 1:
        word = tokens[0]
        value = data.units.get(word)
        return data.tens.get(word, parse_numeral(word)) if value is None else value
    if len(tokens) != 2 or tokens[0] not in data.tens:  # noqa: PLR2004
        return None
    unit = data.units.get(tokens[1])
    return data.tens[tokens[0]] + unit if unit is not None and 0 < unit < 10 else None  # noqa: PLR2004
