"""Whether a quantity and a unit word are a length of time at all."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.pipeline.durations.quantity import Quantity, Shape
from extractor.pipeline.durations.units import UnitHit
from extractor.pipeline.durations.words import quantity_words
from extractor.pipeline.numbers import fold

_REACH: Final = 24
_LAST_WORD: Final = re.compile(r"([^\W_]+)[^\w.,;:!?\n]*$")
_NEXT_WORD: Final = re.compile(r"[ \xa0-]([^\W_]+)")
_SINGULAR: Final = frozenset({Shape.ONE, Shape.POINTING, Shape.RATE})


def is_length(text: str, hit: UnitHit, quantity: Quantity) -> bool:
    """False for fractions ("three quarters of it"), ordinals and phrases ("year-on-year")."""
    if not _agrees(hit, quantity) or _is_phrase(text, hit, quantity):
        return False
    if quantity.words.strip(" -‐‑").endswith("quarter") and quantity.shape is Shape.PART:
        return hit.unit.id in {"century", "hour"}
    if hit.unit.id == "quarter":
        return _is_time_quarter(text, hit, quantity)
    if hit.unit.id in {"night", "weekend"}:
        return quantity.shape is Shape.NUMBER and (hit.plural or quantity.low == 1)
    if hit.unit.id == "second":
        return _is_second(text, hit, quantity)
    return True


def _agrees(hit: UnitHit, quantity: Quantity) -> bool:
    """Number agreement: "some day" and "all years" are no lengths, "multi-year" is one."""
    if hit.short:
        return quantity.shape not in {Shape.ONE, Shape.POINTING, Shape.VAGUE}
    if quantity.shape is Shape.VAGUE:
        return hit.plural or quantity.hyphen
    return not (hit.plural and quantity.shape in _SINGULAR)


def _is_phrase(text: str, hit: UnitHit, quantity: Quantity) -> bool:
    words = quantity_words()
    after = fold(text[hit.end : hit.end + _REACH])
    if _no_length().match(after):
        return True
    following = _NEXT_WORD.match(after)
    return bool(
        following
        and not hit.plural
        and quantity.shape is Shape.ONE
        and following[1] in words.not_before
    )


@cache
def _no_length() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, quantity_words().no_length_after))
    return re.compile(rf"(?:{phrases})(?![^\W_])")


def _is_time_quarter(text: str, hit: UnitHit, quantity: Quantity) -> bool:
    """A quarter of a year and not a fourth of something."""
    words = quantity_words()
    after = fold(text[hit.end : hit.end + _REACH]).lstrip(" \xa0-")
    if after.startswith(words.quarter_not_after):
        return False
    if quantity.shape in {Shape.VAGUE, Shape.POINTING}:
        return True
    said = quantity.words.strip(" -")
    if said in words.quarter_one or words.quarter_fillers & set(said.split()):
        return True
    before = text[max(0, quantity.start - _REACH) : quantity.start]
    if not before.strip() and not after.strip():
        return True
    last = _LAST_WORD.search(fold(before))
    return bool(last and last[1] in words.quarter_before)


def _is_second(text: str, hit: UnitHit, quantity: Quantity) -> bool:
    if hit.short or hit.plural:
        return quantity.shape in {Shape.NUMBER, Shape.VAGUE, Shape.PART}
    counted = quantity.shape is Shape.NUMBER and (quantity.hyphen or quantity.low == 1)
    return counted and not text.startswith("-", hit.end)
