"""Features of a figure: the words and cues around it, for event and modality."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from extractor.pipeline.context import (
    background_of,
    clause_of,
    headline_of,
    vicinity,
    weighed_cues,
)
from extractor.pipeline.discourse import Anchor, Reading, Span
from extractor.records import Amount

_WORD = re.compile(r"[a-z]+(?:['’]s)?|[$€£¥%]|\d", re.IGNORECASE)
_NEAR = 6


def words_of(text: str) -> list[str]:
    """Lower-case words and currency signs; digits become "0"."""
    return ["0" if word.isdigit() else word.lower() for word in _WORD.findall(text)]


def figure_features(reading: Reading, figure: Anchor, cue_file: str) -> dict[str, float]:
    """The features of one figure: words count once each, cues by weight and nearness."""
    features: dict[str, float] = defaultdict(float)
    features.update(dict.fromkeys(_names(reading, figure), 1.0))
    for cue in weighed_cues(reading, Span(figure.start, figure.end), cue_file):
        for key in (f"cue:{cue.hit.category}", f"rule:{cue.hit.rule}"):
            features[key] = max(features[key], cue.score)
    headline = headline_of(reading)
    if headline:
        for word in words_of(reading.text[headline.start : headline.end]):
            features[f"headline:{word}"] = 0.5
    return dict(features)


def _names(reading: Reading, figure: Anchor) -> list[str]:
    span = Span(figure.start, figure.end)
    headed = reading.sentence_at(figure.start).headline
    sentence = vicinity(reading, span)
    left = words_of(reading.text[sentence.start : figure.start])
    right = words_of(reading.text[figure.end : sentence.end])
    clause = clause_of(reading, span)
    inside = words_of(reading.text[clause.start : figure.start])
    inside += words_of(reading.text[figure.end : clause.end])
    names = [f"left:{word}" for word in left[-_NEAR:]]
    names += [f"right:{word}" for word in right[:_NEAR]]
    names += [f"left{n}:{word}" for n, word in enumerate(reversed(left[-2:]))]
    names += [f"right{n}:{word}" for n, word in enumerate(right[:2])]
    names += [f"clause:{word}" for word in inside]
    names += [f"sentence:{word}" for word in (*left, *right)]
    names += [f"pair:{a}_{b}" for a, b in pairwise(left[-_NEAR:])]
    names += [f"pair:{a}_{b}" for a, b in pairwise(right[:_NEAR])]
    background = background_of(reading, span)
    names.append(f"background:{background.rule if background else None}")
    return [*names, *_shape(figure), f"in_headline:{headed}"]


def _shape(figure: Anchor) -> list[str]:
    if not isinstance(figure, Amount):
        return ["shape:term"]
    value = figure.value_min or figure.value_max
    size = len(str(int(value))) if value is not None else None
    return [f"per:{figure.per}", f"size:{size}", f"modifier:{figure.modifier.value}"]
