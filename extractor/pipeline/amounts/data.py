"""The language data of the amount recogniser: what the TOML files may hold."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.pipeline.lexicon import load_data

Side = Literal["before", "after", "either"]
Guard = Literal[
    "", "weight", "cent", "verb", "adjective", "plain-word", "pence-letter", "cent-letter", "letter"
]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UnitEntry(_Entry):
    """A sign or noun of money: what it is called, what it means, where it may stand.

    ``family`` names a group of currencies that share a word ("franc"); the article decides.
    ``case`` asks for exactly the given capitals. ``guard`` names a check in ``guards.py``.
    """

    id: str
    texts: tuple[str, ...] = Field(min_length=1)
    currency: str | None = None
    family: str = ""
    scale: Decimal = Decimal(1)
    side: Side = "either"
    case: bool = False
    guard: Guard = ""


class CurrencyFile(_Entry):
    """``currencies.toml``."""

    lowercase_codes: frozenset[str]
    word_codes: frozenset[str]
    ignored_codes: frozenset[str]
    ignored_heads: frozenset[str]
    dot_grouped: frozenset[str]
    dollar_prefixes: dict[str, str]
    spaced_dollar_prefixes: frozenset[str]
    sign: tuple[UnitEntry, ...]
    noun: tuple[UnitEntry, ...]
    cues: dict[str, tuple[str, ...]]
    adjectives: dict[str, dict[str, str]]
    families: dict[str, str]


class Magnitude(_Entry):
    """A word or letter that multiplies the number before it."""

    id: str
    texts: tuple[str, ...] = Field(min_length=1)
    value: Decimal
    glued: bool = False


class MagnitudeFile(_Entry):
    """``magnitudes.toml``."""

    magnitude: tuple[Magnitude, ...]
    open_words: dict[str, Decimal]
    unknown_words: tuple[str, ...]
    open_counts: dict[str, Decimal]


class SharePrice(_Entry):
    """Words that tell the price of a share where no "a share" follows."""

    nouns: tuple[str, ...]
    leads: tuple[str, ...]


class RateFile(_Entry):
    """``per.toml``: the words of "a share", "per year", "/month", "annually"."""

    comparisons: tuple[str, ...]
    units: dict[str, tuple[str, ...]]
    adverbs: dict[str, tuple[str, ...]]
    adjectives: dict[str, tuple[str, ...]]
    share_price: SharePrice


class ReadingFile(_Entry):
    """``amount_contexts.toml``: words around a figure that decide how it is read."""

    change_verbs: frozenset[str]
    weight_before: frozenset[str]
    weight_after: frozenset[str]
    money_before: frozenset[str]
    money_after: frozenset[str]
    weight_of: frozenset[str]
    money_of: frozenset[str]
    sterling: frozenset[str]
    determiners: frozenset[str]
    negations: frozenset[str]
    cash: frozenset[str]
    commonwealth: tuple[str, ...]
    agencies: tuple[str, ...]
    after_single: frozenset[str]
    euro_area: frozenset[str]
    echo_leads: tuple[str, ...]
    echo_follows: tuple[str, ...]
    counted: frozenset[str]


@cache
def currency_data() -> CurrencyFile:
    """The currency words beyond CLDR. Raises ``DataError`` when the file is not valid."""
    return load_data("currencies.toml", CurrencyFile)


@cache
def magnitude_data() -> MagnitudeFile:
    """Magnitudes and open amounts. Raises ``DataError`` when the file is not valid."""
    return load_data("magnitudes.toml", MagnitudeFile)


@cache
def rate_data() -> RateFile:
    """What an amount may be "per". Raises ``DataError`` when the file is not valid."""
    return load_data("per.toml", RateFile)


@cache
def reading_data() -> ReadingFile:
    """Context words. Raises ``DataError`` when the file is not valid."""
    return load_data("amount_contexts.toml", ReadingFile)
