"""What an amount is per: "a share", "per barrel", "/month", "annually"."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.pipeline.amounts.anchors import View
from extractor.pipeline.amounts.data import rate_data
from extractor.pipeline.amounts.patterns import alternatives, rate_regex

_BLANKS: Final = re.compile(r"[ \t\xa0\u202f\u2009\n-]+")
_REACH: Final = 60


@cache
def _table() -> dict[str, str]:
    data = rate_data()
    units = {text: unit for unit, texts in data.units.items() for text in texts}
    adverbs = {text: unit for unit, texts in data.adverbs.items() for text in texts}
    return units | adverbs


@cache
def _adjective_regex() -> re.Pattern[str]:
    """An adjective of time, its noun phrase and a joint, right before an amount."""
    words = alternatives(text for texts in rate_data().adjectives.values() for text in texts)
    joint = (
        r"of|at|to|by|exceeding|topping|over|about|is|was|around|nearly|worth|totall?ing|reached"
    )
    return re.compile(
        rf"\b(?P<word>{words})(?:[ -][a-z'’]+){{0,3}} (?:{joint})(?: [a-z]+){{0,3}} \Z"
    )


@cache
def _adjectives() -> dict[str, str]:
    return {text: unit for unit, texts in rate_data().adjectives.items() for text in texts}


def rate_after(view: View, end: int) -> str | None:
    """The unit that stands right after an amount."""
    match = rate_regex().match(view.folded, end)
    if not match:
        return None
    if match["each"]:
        return "unit"
    word = match["unit"] or match["adverb"]
    if word:
        return (
            _table()[_BLANKS.sub(" ", word)]
            if _BLANKS.sub(" ", word) in _table()
            else _table().get(word)
        )
    return _singular(match["other"])


@cache
def _comparison_regex() -> re.Pattern[str]:
    """What joins two figures of one kind: ", up from", "compared with"."""
    leads = alternatives(rate_data().comparisons)
    return re.compile(rf",?(?: (?:up|down|higher|lower))? (?:{leads})(?: [a-z]+){{0,2}} \Z")


def is_compared(view: View, end: int, start: int) -> bool:
    """Whether the figure at ``start`` is held against the one that ends at ``end``."""
    if not 0 <= start - end < _REACH:
        return False
    rate = rate_regex().match(view.folded, end)
    match = _comparison_regex().match(view.folded[:start], rate.end() if rate else end)
    return match is not None


def _singular(word: str) -> str:
    return _table().get(word) or word


def rate_before(view: View, start: int) -> str | None:
    """The unit that an adjective before the amount gives: "annual sales of"."""
    low = max(0, start - _REACH)
    match = _adjective_regex().search(view.folded, low, start)
    return _adjectives()[match["word"]] if match else None


@cache
def _share_price_regex() -> re.Pattern[str]:
    data = rate_data().share_price
    words = r"(?:[a-z]+ (?:than )?)?"
    return re.compile(
        rf"\b(?:{alternatives(data.nouns)})\b[^.;\n]*(?:[0-9]\.[0-9][^.;\n]*)?"
        rf"\b(?:{alternatives(data.leads)}) {words}\Z"
    )


def is_share_price(view: View, start: int) -> bool:
    """As in "Shares closed at": what stands before makes a small amount the price of a share."""
    low = max(0, start - 2 * _REACH)
    return bool(_share_price_regex().search(view.folded, low, start))
