"""What stands around a figure: cues weighed by distance, clauses, background."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from extractor.pipeline.discourse import Hit, Reading, Sentence, Span
from extractor.pipeline.lexicon import load_data, matcher

EARLIER_DEAL: Final = "background.earlier_deal"
_HALF_LIFE = 40
_REACH = 400
_CLAUSE_BREAK = re.compile(
    r";|:\s|--|—"
    r"|, (?:while|but|although|though|whereas|and (?:it|he|she|they|the)|after|which|who)\b"
    r"|\b(?:while|but|although|whereas)\b"
)


class BackgroundRule(BaseModel):
    """A pattern of a figure that its sentence only presupposes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    left: str
    right: str


class BackgroundFile(BaseModel):
    """``data/background.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: tuple[BackgroundRule, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A cue and how strongly it speaks at a figure's place."""

    hit: Hit
    score: float


@cache
def _background_rules() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    rules = load_data("background.toml", BackgroundFile).rule
    return tuple(
        (rule.id, re.compile(rule.left, re.I), re.compile(rule.right, re.I)) for rule in rules
    )


def background_of(reading: Reading, figure: Span) -> Hit | None:
    """The rule by which a figure is background in its sentence, if one applies."""
    near = vicinity(reading, figure)
    left = reading.text[near.start : figure.start]
    right = reading.text[figure.end : near.end]
    for rule, before, after in _background_rules():
        if before.search(left) and after.search(right):
            return Hit(figure.start, figure.end, rule, "background")
    return None


def vicinity(reading: Reading, figure: Span) -> Span:
    """The figure's sentence, cut to what is near enough to say anything of the figure."""
    sentence = reading.sentence_at(figure.start)
    start, end = max(sentence.start, figure.start - _REACH), min(sentence.end, figure.end + _REACH)
    return Span(start, max(end, figure.end))


def clause_of(reading: Reading, figure: Span) -> Span:
    """The stretch of the sentence around a figure up to the nearest clause breaks."""
    sentence = vicinity(reading, figure)
    breaks = list(_CLAUSE_BREAK.finditer(reading.text, sentence.start, sentence.end))
    start = max((m.end() for m in breaks if m.end() <= figure.start), default=sentence.start)
    end = min((m.start() for m in breaks if m.start() >= figure.end), default=sentence.end)
    return Span(start, end)


def weighed_cues(reading: Reading, figure: Span, file: str) -> list[Weighed]:
    """The cues of a figure's sentence, nearer ones weighing more, those in its clause most."""
    sentence = vicinity(reading, figure)
    clause = clause_of(reading, figure)
    return [
        Weighed(hit, hit.weight * _nearness(hit, figure, clause))
        for hit in matcher(file).in_span(reading.text, sentence)
    ]


def _nearness(hit: Hit, figure: Span, clause: Span) -> float:
    inside = 1.0 if clause.holds(hit) else 0.5
    return inside * math.pow(0.5, hit.gap(figure) / _HALF_LIFE)


def headline_of(reading: Reading) -> Sentence | None:
    """The headline, if the article has one."""
    first = reading.sentences[0] if reading.sentences else None
    return first if first and first.headline else None
