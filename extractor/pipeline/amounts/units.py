"""Every way to name money: ISO codes and CLDR names through Babel, the rest from data.

``catalogue()`` maps a folded surface ("dollars", "usd", "€") to what it means, and the adjectives
that tell the members of a family apart ("Canadian" dollars).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, Literal

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name

from extractor.pipeline.amounts.data import CurrencyFile, Guard, Side, UnitEntry, currency_data
from extractor.pipeline.numbers import fold

_LOCALE: Final = "en"
_MILLIONS: Final = (
    "USD",
    "EUR",
    "GBP",
    "AUD",
    "CAD",
    "CHF",
    "JPY",
    "SEK",
    "NOK",
    "DKK",
    "NZD",
    "SGD",
)
_SHARED: Final = frozenset({"EUR", "USD"})
"""Currencies of so many countries that a country's name does not stand for them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a surface means. ``currency`` is None when the family and the article decide."""

    rule: str
    kind: Literal["sign", "code", "noun"]
    currency: str | None
    family: str = ""
    scale: Decimal = Decimal(1)
    side: Side = "either"
    guard: Guard = ""
    exact: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Surfaces, and per family: adjective to code."""

    units: dict[str, tuple[Unit, ...]]
    adjectives: dict[str, dict[str, str]]
    cues: dict[str, tuple[str, ...]]

    def unit(self, surface: str) -> Unit | None:
        """The meaning of a surface as it stands in the text."""
        found = self.units.get(fold(surface), ())
        return next((unit for unit in found if unit.exact in (None, surface)), None)


@dataclass(frozen=True, slots=True)
class _Name:
    """A currency in CLDR: its code, the nouns that end its names, the words before them."""

    code: str
    heads: frozenset[str]
    adjective: str
    family: str
    current: bool


@cache
def catalogue() -> Catalogue:
    """The whole vocabulary of money, built once."""
    data = currency_data()
    names = list(_names(data))
    adjectives = _adjectives(data, names)
    units: dict[str, list[Unit]] = {}
    for surface, unit in _all_units(data, names, adjectives):
        same = units.setdefault(surface, [])
        if not any(known.exact == unit.exact for known in same):
            same.append(unit)
    frozen = {surface: tuple(found) for surface, found in units.items()}
    return Catalogue(frozen, adjectives, _cues(data, names))


def _all_units(
    data: CurrencyFile, names: list[_Name], adjectives: dict[str, dict[str, str]]
) -> Iterator[tuple[str, Unit]]:
    """Data before codes before CLDR names: the first meaning of a surface wins."""
    for entry in data.sign:
        yield from _entry_units(entry, "sign", data)
    for entry in data.noun:
        yield from _entry_units(entry, "noun", data)
    yield from _code_units(data, names)
    for name in names:
        yield from _name_units(name, data, adjectives)


def _entry_units(
    entry: UnitEntry, kind: Literal["sign", "noun"], data: CurrencyFile
) -> Iterator[tuple[str, Unit]]:
    code = entry.currency or data.families.get(entry.family)
    family = entry.family or entry.id
    for text in entry.texts:
        exact = text if entry.case else None
        yield (
            fold(text),
            Unit(entry.id, kind, code, family, entry.scale, entry.side, entry.guard, exact),
        )


def _code_units(data: CurrencyFile, names: list[_Name]) -> Iterator[tuple[str, Unit]]:
    for code in {name.code: None for name in names}:
        side: Side = "after" if code in data.word_codes else "either"
        exact = None if code.lower() in data.lowercase_codes else code
        yield code.lower(), Unit(f"code.{code}", "code", code, side=side, exact=exact)
    for code in _MILLIONS:
        unit = Unit(f"code.M{code}", "code", code, scale=Decimal(1000000))
        yield f"m{code.lower()}", unit


def _name_units(
    name: _Name, data: CurrencyFile, adjectives: dict[str, dict[str, str]]
) -> Iterator[tuple[str, Unit]]:
    members = set(adjectives.get(name.family, {}).values())
    alone = name.code if len(members) <= 1 else None
    for head in name.heads:
        default = data.families.get(name.family, alone)
        yield head, Unit(f"noun.{name.family}", "noun", default, name.family)
        if name.adjective and " " not in name.adjective:
            joined = Unit(f"noun.{name.code}", "noun", name.code)
            yield f"{name.adjective}{head}", joined


def _names(data: CurrencyFile) -> Iterator[_Name]:
    current = _current_codes()
    for code in sorted(Locale(_LOCALE).currencies):
        single, plural = (fold(get_currency_name(code, count, _LOCALE)) for count in (1, 2))
        known = code in current and code not in data.ignored_codes
        if not known or "(" in single + plural:
            continue
        *adjective, head = single.split()
        heads = {head, plural.split()[-1], f"{head}s"}
        if head not in data.ignored_heads:
            yield _Name(
                code, frozenset(heads), " ".join(adjective), _family(head, data), current[code]
            )


def _family(head: str, data: CurrencyFile) -> str:
    """CLDR nouns that the data gives to a family ("krone") or names apart ("won") join it."""
    entries = (entry for entry in data.noun if head in entry.texts and entry.scale == 1)
    return next((entry.family or entry.id for entry in entries), head)


def _current_codes() -> dict[str, bool]:
    """Codes that are or were money somewhere, and whether they still are."""
    codes: dict[str, bool] = {}
    for uses in get_global("territory_currencies").values():
        for code, _, end, tender in uses:
            codes[code] = codes.get(code, False) or (end is None and tender)
    return codes


def _adjectives(data: CurrencyFile, names: Iterable[_Name]) -> dict[str, dict[str, str]]:
    """As in "canadian" and "canada" under "dollar"; currencies still in use win, then data."""
    table: dict[str, dict[str, str]] = {}
    countries = _countries()
    for name in sorted(names, key=lambda each: each.current):
        words = table.setdefault(name.family, {})
        words.update(dict.fromkeys(countries.get(name.code, ()), name.code))
        if name.adjective:
            words[name.adjective] = name.code
    for family, extra in data.adjectives.items():
        table.setdefault(family, {}).update(extra)
    return table


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """Names of the countries where a code is tender today."""
    territories = Locale(_LOCALE).territories
    found: dict[str, list[str]] = {}
    for territory, uses in get_global("territory_currencies").items():
        for code, _, end, tender in uses:
            if end is None and tender and code not in _SHARED and territory in territories:
                found.setdefault(code, []).append(fold(territories[territory]))
    return {code: tuple(countries) for code, countries in found.items()}


def _cues(data: CurrencyFile, names: Iterable[_Name]) -> dict[str, tuple[str, ...]]:
    """Words in an article that speak for a currency."""
    countries = _countries()
    cues = {
        name.code: (*([name.adjective] if name.adjective else []), *countries.get(name.code, ()))
        for name in names
    }
    return {code: (*cues.get(code, ()), *data.cues.get(code, ())) for code in {**cues, **data.cues}}
