"""How a length of time is qualified: the shared modifiers, read with a sense for time."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from extractor.pipeline.durations.readings import Reading
from extractor.pipeline.durations.words import quantity_words
from extractor.pipeline.modifiers import find_modifier
from extractor.pipeline.numbers import fold
from extractor.records import Modifier, Quote

_REACH: Final = 60
_LAST_WORD: Final = re.compile(r"([^\W_]+)\W*$")


class Qualifier(NamedTuple):
    """A modifier and the words that say so; no words when the length itself is open.

    ``left_end`` is where the words before the qualified length end; the noun of a limit ("penalty
    of") is one of them.
    """

    modifier: Modifier
    cue: Quote | None
    left_end: int


def qualifier_of(text: str, reading: Reading) -> Qualifier:
    """How the length is qualified."""
    limit = _limit(text, reading.start)
    if limit:
        return limit
    found = find_modifier(text, reading.start, reading.end)
    if found and _counts(text, found.cue):
        return Qualifier(found.modifier, found.cue, min(found.cue.start, reading.start))
    return Qualifier(_inner(text, reading), None, reading.start)


def _inner(text: str, reading: Reading) -> Modifier:
    """What the words of the length itself say: "forty-odd years", "multi-year"."""
    said = f" {fold(text[reading.start : reading.end]).replace('-', ' ')} "
    inner = quantity_words().inner
    named = (modifier for words, modifier in inner.items() if f" {words} " in said)
    return next(named, Modifier.MORE_THAN if reading.open else Modifier.EXACT)


def _counts(text: str, cue: Quote) -> bool:
    """Whether the words say the same of time: "for over two years", not "paid over two years"."""
    words = quantity_words()
    said = fold(cue.text)
    if said != "over":
        return said not in words.no_modifiers
    before = _LAST_WORD.search(fold(text[max(0, cue.start - _REACH) : cue.start]))
    return bool(before and before[1] in words.over_after)


@cache
def _limits() -> re.Pattern[str]:
    words = quantity_words()
    nouns = "|".join(sorted(words.limit_nouns, key=len, reverse=True))
    return re.compile(
        rf"(?<![^\W_])(?P<limit>{'|'.join(words.limits)})(?: (?:{nouns})s?)"
        r"(?: (?:of|is|was|at|to)(?: up to)?)? (?:an? )?$"
    )


def _limit(text: str, start: int) -> Qualifier | None:
    """A limit with a noun between: "a maximum penalty of five years"."""
    offset = max(0, start - _REACH)
    window = fold(text[offset:start])
    match = _limits().search(window) if "imum" in window or "max" in window else None
    if match is None:
        return None
    first, last = offset + match.start(), offset + len(window.rstrip())
    cue = Quote(text=text[first:last], start=first, end=last)
    return Qualifier(quantity_words().limits[match["limit"]], cue, start)
