"""Lengths of time in notation: ISO 8601 ("P3Y6M") and digits with a letter ("held for 10d")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from extractor.pipeline.durations.grammar import number_grammar
from extractor.pipeline.durations.iso import Length, literals
from extractor.pipeline.durations.units import unit_table
from extractor.records import Duration, DurationKind

_CUE: Final = r"for|last|lasts|lasted|lasting|takes|took|within|over|during|every|period of|term of"
_REACH: Final = 30
_SIGNS: Final = {'"': "second", "″": "second", "'": "minute", "′": "minute"}


def compact_durations(text: str) -> list[Duration]:
    """The durations in notation, in text order."""
    found = [
        _duration(text, match.span(), match[0], ("iso.literal", DurationKind.TERM))
        for match in literals(text)
    ]
    found += _lettered(text)
    return sorted(found, key=lambda item: item.start)


class _Patterns(NamedTuple):
    """A unit letter behind a digit (quick to scan for), with its number and cue, and alone."""

    letter: re.Pattern[str]
    cued: re.Pattern[str]
    alone: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    letters = unit_table().letters
    number = r"(?:\d{1,4}(?:\.\d{1,3})?|\d{1,2}/\d{1,2})"
    measure = rf"(?P<number>{number})(?P<unit>[{letters}])"
    signed = rf"(?P<number>{number})(?P<unit>[{letters}{''.join(_SIGNS)}])"
    return _Patterns(
        re.compile(rf"[{letters}](?<=\d.)(?![\w'’%-])"),
        re.compile(rf"(?<![^\W_])(?i:{_CUE}) {measure}$"),
        re.compile(rf"\s*{signed}\s*"),
    )


def _lettered(text: str) -> Iterator[Duration]:
    patterns = _patterns()
    whole = patterns.alone.fullmatch(text) if len(text) < _REACH else None
    if whole:
        yield from _measured(text, whole, 0)
        return
    for letter in patterns.letter.finditer(text):
        offset = max(0, letter.end() - _REACH)
        match = patterns.cued.search(text[offset : letter.end()])
        if match:
            yield from _measured(text, match, offset)


def _measured(text: str, match: re.Match[str], offset: int) -> Iterator[Duration]:
    length = _length(match)
    if length:
        span = offset + match.start("number"), offset + match.end("unit")
        yield _duration(text, span, length.iso8601(), ("term.letter", DurationKind.TERM))


def _length(match: re.Match[str]) -> Length | None:
    table, letter = unit_table(), match["unit"]
    unit = table.by_id(_SIGNS[letter]) if letter in _SIGNS else table.by_letter(letter)
    count = number_grammar().value(match["number"])
    return Length.of(count, unit) if count else None


def _duration(
    text: str, span: tuple[int, int], iso8601: str, judged: tuple[str, DurationKind]
) -> Duration:
    start, end = span
    rule, kind = judged
    return Duration(
        text=text[start:end], start=start, end=end, iso8601=iso8601, kind=kind, rule=rule
    )
