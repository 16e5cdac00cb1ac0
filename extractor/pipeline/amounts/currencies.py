"""Which currency a bare "$", "francs" or "pesos" means: the article tells, or it stays unknown."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from babel.core import get_global

from extractor.pipeline.amounts.anchors import Anchor, View
from extractor.pipeline.amounts.data import currency_data, reading_data
from extractor.pipeline.amounts.units import catalogue

DOLLAR: Final = "USD"
_STATED: Final = re.compile(
    r"(?:(?:figures|amounts|dollars?|prices|sums|values|currency|funds)\s(?:[a-z]+\s){0,4}?(?:in|are)\s(?:[a-z]+\s){0,2}?"
    r"|unless\s(?:otherwise\s)?(?:noted|stated|specified|indicated)[^.\n]{0,20}?)"
    r"(?P<first>[a-z.]{2,12}(?:\s[a-z]{2,10})?)\s(?:dollars?|currency)"
)
_PREFIXED: Final = re.compile(r"(?<![^\W_])([a-z][a-z.]{0,3})\$")
# Fewer mentions of a country than this are no sign of a local paper.
_FULL: Final = 3
_BARE: Final = re.compile(r"(?<![a-z.])\$[ \xa0]?[0-9]")
_OVERRIDE: Final = 2


def currency_of(view: View, anchor: Anchor, dollar: str) -> str | None:
    """The ISO 4217 code of an anchor in its article, None when it cannot be known."""
    unit = anchor.unit
    if anchor.currency:
        return anchor.currency
    if unit.family == "dollar":
        return dollar
    if unit.family == "penny-coin":
        return "GBP" if view.mentions(reading_data().sterling) else dollar
    if not unit.family:
        return unit.currency
    return _of_family(view, unit.family, unit.currency)


def _of_family(view: View, family: str, default: str | None) -> str | None:
    """The member that the article speaks of; the default holds unless it is never mentioned."""
    members = catalogue().adjectives.get(family, {})
    cues = catalogue().cues
    counts = {code: view.mentions(cues.get(code, ())) for code in dict.fromkeys(members.values())}
    if default is not None and (counts.get(default) or max(counts.values(), default=0) < _OVERRIDE):
        return default
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    if not ranked or not ranked[0][1]:
        return default
    tie = len(ranked) > 1 and ranked[1][1] == ranked[0][1]
    return default if tie else ranked[0][0]


@cache
def _country_dollars() -> dict[str, str]:
    """Country code to the dollar that is tender there."""
    dollars = set(catalogue().adjectives["dollar"].values())
    found = {}
    for country, uses in get_global("territory_currencies").items():
        codes = [code for code, _, end, tender in uses if end is None and tender]
        if codes and codes[0] in dollars:
            found[country] = codes[0]
    return found


def dollar_of(text: str, publisher_country: str | None = None) -> str:
    """What a bare "$" means in an article.

    A statement in the text wins ("all figures in Canadian dollars"). Else it is the dollar of the
    publisher's country, unless the text marks that one apart ("C$5m ($3.7m)"). A text that writes
    "US$" beside "$" means another one: that which it names in words, else, in a text
    that is not spelt the American way, that of the country that it speaks of most. A text
    that marks no dollar at all is taken for local news if it speaks of one such country again and
    again, hardly of America, and no agency signed it. Else US dollars.

    Args:
        text: the article.
        publisher_country: ISO 3166 code of where the publisher is at home, if known.

    Returns:
        An ISO 4217 code.
    """
    view = View.of(text)
    return _stated_dollar(view.folded) or _usual_dollar(view, publisher_country)


def _stated_dollar(folded: str) -> str | None:
    adjectives = catalogue().adjectives["dollar"]
    for match in _STATED.finditer(folded):
        words = match["first"].split()
        code = adjectives.get(" ".join(words)) or adjectives.get(words[-1])
        if code:
            return code
    return None


def _usual_dollar(view: View, publisher_country: str | None) -> str:
    folded = view.folded
    prefixes = currency_data().dollar_prefixes
    marked = {prefixes.get(letters, "") for letters in _PREFIXED.findall(folded)}
    home = _country_dollars().get((publisher_country or "").upper())
    if home:
        return DOLLAR if home in marked else home
    if DOLLAR in marked and len(marked) == 1:
        return _named_dollar(folded) or _dollar_of_the_place(view) or DOLLAR
    return (None if marked else _dollar_of_local_news(view)) or DOLLAR


def _dollar_of_the_place(view: View) -> str | None:
    """The one other dollar whose country or exchange the text names most often."""
    if not (_BARE.search(view.folded) and view.mentions(reading_data().commonwealth)):
        return None
    code, first, second = _dollars_by_mention(view)
    return code if first > max(second, 1) else None


def _dollar_of_local_news(view: View) -> str | None:
    """The dollar of the country that a text is full of, if hardly of America and of no agency."""
    if not _BARE.search(view.folded) or view.mentions(reading_data().agencies):
        return None
    code, first, second = _dollars_by_mention(view)
    abroad = view.mentions(catalogue().cues.get(DOLLAR, ()))
    return code if first >= _FULL and first > 2 * max(second, abroad) else None


def _dollars_by_mention(view: View) -> tuple[str, int, int]:
    """The other dollar that is spoken of most, how often it is, and how often the next is."""
    cues = catalogue().cues
    codes = set(catalogue().adjectives["dollar"].values()) - {DOLLAR}
    counts = sorted((view.mentions(cues.get(code, ())), code) for code in codes)
    (second, _), (first, code) = counts[-2:]
    return code, first, second


def _named_dollar(folded: str) -> str | None:
    """The one other dollar that the text calls by name ("Canadian dollars")."""
    named = {
        code
        for adjective, code in catalogue().adjectives["dollar"].items()
        if code != DOLLAR and f"{adjective} dollar" in folded
    }
    return named.pop() if len(named) == 1 else None
