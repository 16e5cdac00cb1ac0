"""Figures that share the currency of the amount before them.

"net profit of 1.2 billion euros, compared with 1.1 billion a year earlier": the second figure is
read only in a comparison, in the same sentence, and when nothing else is counted in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from extractor.pipeline.amounts.anchors import View
from extractor.pipeline.amounts.data import reading_data
from extractor.pipeline.amounts.patterns import SPACE, alternatives
from extractor.pipeline.amounts.readings import Reading
from extractor.pipeline.numbers import NUMERAL, number_words, parse_numeral

_REACH: Final = 110
_SENTENCE_END: Final = re.compile(r"[.!?;](?=\s|\Z)|\n|[*•]")
_WORDS: Final = re.compile(r"[a-z]+")


def with_echoes(view: View, readings: Sequence[Reading]) -> Iterator[Reading]:
    """The readings and, between them, the figures that take up their currency."""
    for place, reading in enumerate(readings):
        yield reading
        stop = readings[place + 1].start if place + 1 < len(readings) else len(view.folded)
        before = readings[place - 1] if place else None
        host = before if before and _in_bracket(view, reading) else reading
        echo = _echo(view, host, reading.end, stop)
        if echo is not None:
            yield echo


def _in_bracket(view: View, reading: Reading) -> bool:
    return view.folded[reading.start - 1 : reading.start] == "("


def _echo(view: View, host: Reading, start: int, stop: int) -> Reading | None:
    if host.factor == 1 or host.form not in ("before", "after"):
        return None
    end = min(stop, start + _REACH)
    sentence = _SENTENCE_END.search(view.folded, start, end)
    match = _regex().search(view.folded, start, sentence.start() + 1 if sentence else end)
    value = parse_numeral(match["num"]) if match else None
    if not match or value is None:
        return None
    between = set(_WORDS.findall(view.folded[start : match.start("num")]))
    if between & reading_data().counted:
        return None
    factor = number_words().magnitudes[match["mag"]]
    size = value * factor
    return replace(
        host,
        start=match.start("num"),
        end=match.end("mag"),
        low=size,
        high=size,
        factor=factor,
        form="echo",
    )


@cache
def _regex() -> re.Pattern[str]:
    data = reading_data()
    follows = alternatives(data.echo_follows)
    hedge = r"about|around|nearly|almost|some|just over|more than|over|only"
    lead = rf"\b(?:{alternatives(data.echo_leads)}){SPACE}(?:(?:{hedge}){SPACE})?"
    listed = rf",{SPACE}(?=[0-9.,]+{SPACE}[a-z]+{SPACE}(?:by|in){SPACE}(?:19|20)[0-9][0-9])"
    size = r"(?P<mag>million|billion|trillion)"
    return re.compile(
        rf"(?:{lead}|{listed})(?P<num>{NUMERAL}){SPACE}{size}"
        rf"(?={SPACE}(?:{follows})|{SPACE}?[.,;)](?![0-9])|\Z)"
    )
