"""Features of a claim's standing: what the rules found, who speaks around it, who denies what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from extractor.pipeline.context import clause_of, vicinity
from extractor.pipeline.discourse import Hit, Reading, Sentence
from extractor.pipeline.judging import Case
from extractor.pipeline.learned.figures import words_of
from extractor.pipeline.lexicon import matcher
from extractor.pipeline.status import deciding_row

_NEAR_WORDS = 5
_FAR = 8
_TELLING = frozenset({"denial", "disclaimer", "no_comment", "confirmation"})


def status_features(reading: Reading, case: Case) -> dict[str, float]:
    """The features of one claim; all count once."""
    row, _ = deciding_row(case.evidence)
    names = [f"row:{row.id}", f"event:{case.event.value}", f"modality:{case.modality.value}"]
    names.append(f"row:{row.id}@{case.event.value}")
    names += _evidence_names(case)
    names += _sources_around(reading, case)
    names += _cues_around(reading, case)
    names += _words(reading, case)
    return dict.fromkeys(names, 1.0)


def _evidence_names(case: Case) -> Iterator[str]:
    yield f"evidence:{min(3, len(case.evidence))}"
    yield f"figures:{min(3, len(case.anchors))}"
    for item in case.evidence:
        by = item.by.value if item.by else "-"
        yield f"has:{item.kind}:{by}:{item.scope.value}"
        yield f"rule:{item.cue.rule}"
        if item.source:
            yield f"verb:{by}:{item.source.verb}"
            yield f"speaker_is_party:{item.source.entity in case.bound}:{by}"


def _sources_around(reading: Reading, case: Case) -> Iterator[str]:
    """Who speaks in the claim's sentences, beside them, in the opening, and how often at all."""
    homes = {reading.sentence_at(span.start).index for span in case.spans}
    for source in reading.sources:
        place = reading.sentence_at(source.start).index
        gap = min((home - place for home in homes if home >= place), default=-1)
        bound = source.entity in case.bound
        if gap in {0, 1, 2, -1}:
            yield f"speaks:{gap}:{source.kind.value}:{source.verb}"
            yield f"speaks:{gap}:{source.kind.value}:{bound}"
        if place <= 1:
            yield f"opening:{source.kind.value}"
        yield f"anywhere:{source.kind.value}:{bound}"
    if any(reading.sentences[home].headline for home in homes):
        yield "in_headline"
    yield f"first:{min(_FAR, min(homes, default=0))}"


def _cues_around(reading: Reading, case: Case) -> Iterator[str]:
    """Denials, disclaimers, silence and confirmations: how far off, and about whom."""
    homes = {reading.sentence_at(span.start).index for span in case.spans}
    for hit in telling_cues(reading.text):
        sentence = reading.sentence_at(hit.start)
        gap = min((sentence.index - home for home in homes), key=abs)
        named = {m.entity for m in reading.mentions_in(sentence)}
        shared = bool(named & case.bound)
        place = _place(gap)
        yield f"{hit.category}:{place}"
        yield f"{hit.category}:{place}:{shared}"
        yield f"{hit.rule}:{place}"
        if gap == 0:
            yield f"{hit.category}:{_side(hit, case)}"
            yield from _beside(reading, sentence, hit)


@lru_cache(maxsize=8)
def telling_cues(text: str) -> tuple[Hit, ...]:
    """Denials, disclaimers, silence and confirmations of a text; asked for once a claim."""
    return tuple(h for h in matcher("status_cues.toml").hits(text) if h.category in _TELLING)


def _place(gap: int) -> str:
    if gap in {-1, 0, 1}:
        return str(gap)
    return ("after" if gap > 0 else "before") + (":near" if abs(gap) <= _FAR else ":far")


def _side(hit: Hit, case: Case) -> str:
    return "before" if any(hit.start < span.start for span in case.spans) else "behind"


def _beside(reading: Reading, sentence: Sentence, hit: Hit) -> Iterator[str]:
    for word in words_of(reading.text[hit.end : sentence.end])[:_NEAR_WORDS]:
        yield f"{hit.category}:word:{word}"


def _words(reading: Reading, case: Case) -> Iterator[str]:
    for span in case.spans:
        near = vicinity(reading, span)
        clause = clause_of(reading, span)
        left = words_of(reading.text[near.start : span.start])
        right = words_of(reading.text[span.end : near.end])
        yield from (f"left:{word}" for word in left[-_NEAR_WORDS:])
        yield from (f"right:{word}" for word in right[:_NEAR_WORDS])
        yield from (f"sentence:{word}" for word in (*left, *right))
        inside = reading.text[clause.start : span.start] + " " + reading.text[span.end : clause.end]
        yield from (f"clause:{word}" for word in words_of(inside))
