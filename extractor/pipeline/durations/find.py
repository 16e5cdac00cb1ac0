"""The recogniser: readings, their qualifiers and their kinds, as records."""

from __future__ import annotations

import re
from typing import Final

from extractor.pipeline.durations.compact import compact_durations
from extractor.pipeline.durations.kinds import KindRule, judge
from extractor.pipeline.durations.qualifiers import qualifier_of
from extractor.pipeline.durations.quantity import Shape
from extractor.pipeline.durations.readings import Reading, readings
from extractor.records import Duration

_DEFAULT: Final = "anchor.default"
_AND_OR: Final = re.compile(r",?\s(?:and|or)\s(?:not\s)?")


def find_durations(text: str) -> list[Duration]:
    """Every length of time in a text.

    Args:
        text: Any string; an article's text as a rule.

    Returns:
        Durations in text order, none over another. Offsets are code points into ``text``.
        ``iso8601`` is null where the length is not known. Counted days to come ("will open in two
        years", "three weeks from now") are dates and left out. Never raises on any text.
    """
    found: list[Duration] = []
    for reading in readings(text):
        duration = _duration(text, reading, found[-1] if found else None)
        if duration is not None:
            found.append(duration)
    return _in_order([*found, *compact_durations(text)])


def _in_order(durations: list[Duration]) -> list[Duration]:
    """Sorted, without those that reach into the one before."""
    kept: list[Duration] = []
    for duration in sorted(durations, key=lambda item: (item.start, -item.end)):
        if not kept or duration.start >= kept[-1].end:
            kept.append(duration)
    return kept


def _duration(text: str, reading: Reading, previous: Duration | None) -> Duration | None:
    """The record of a reading, None where it only names a day."""
    modifier, cue, left_end = qualifier_of(text, reading)
    judged = _judged(text, reading, left_end)
    if judged.date:
        return None
    kind, rule = judged.kind, judged.id
    if previous and rule == _DEFAULT and _AND_OR.fullmatch(text[previous.end : left_end]):
        kind, rule = previous.kind, previous.rule
    return Duration(
        text=text[reading.start : reading.end],
        start=reading.start,
        end=reading.end,
        iso8601=reading.iso8601,
        modifier=modifier,
        modifier_cue=cue,
        kind=kind,
        rule=rule,
    )


def _judged(text: str, reading: Reading, left_end: int) -> KindRule:
    """The rule that tells the kind; "the next year" is judged as "year" behind "the next"."""
    pointing = reading.shape is Shape.POINTING and left_end == reading.start
    return judge().rule_for(text, reading, reading.unit_start if pointing else left_end)
