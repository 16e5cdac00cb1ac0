"""What kind of fact a figure belongs to, and whether it holds: event and modality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractor.pipeline.context import Weighed, headline_of, weighed_cues
from extractor.pipeline.discourse import Anchor, Hit, Reading, Span
from extractor.pipeline.lexicon import matcher
from extractor.records import Amount, Event, Modality

_T = TypeVar("_T")
_HEADLINE_SHARE = 0.35
_PRICED_PER = frozenset({"barrel", "ounce", "tonne", "ton", "pound", "bushel", "unit", "gallon"})
_PER_EVENT_BONUS = 3.0
_WEAKEST_MODALITY = 0.35
_MODALITY_ORDER = (
    Modality.NEGATED,
    Modality.HYPOTHETICAL,
    Modality.POSSIBLE,
    Modality.PLANNED,
)


@dataclass(frozen=True, slots=True)
class Decided(Generic[_T]):
    """A decision, the cue that weighed most for it, and how sure it is (0 to 1)."""

    value: _T
    cue: Hit | None
    confidence: float


def event_of(reading: Reading, figures: Sequence[Anchor]) -> Decided[Event]:
    """The event whose cues speak loudest around the figures; ``other`` when none speaks."""
    cues = [cue for figure in figures for cue in _event_cues(reading, figure)]
    scores: dict[str, float] = defaultdict(float)
    for cue in cues:
        scores[cue.hit.category] += cue.score
    if not scores:
        return Decided(Event.OTHER, None, 0.3)
    best = max(scores, key=lambda event: scores[event])
    share = scores[best] / sum(scores.values())
    return Decided(Event(best), _strongest(cues, best), round(share, 2))


def _event_cues(reading: Reading, figure: Anchor) -> list[Weighed]:
    span = Span(figure.start, figure.end)
    cues = weighed_cues(reading, span, "events.toml")
    headline = headline_of(reading)
    if headline and not headline.holds(span):
        hits = matcher("events.toml").in_span(reading.text, headline)
        cues += [Weighed(hit, hit.weight * _HEADLINE_SHARE) for hit in hits]
    if isinstance(figure, Amount) and figure.per in _PRICED_PER:
        cues.append(Weighed(Hit(figure.start, figure.end, "event.per", "price"), _PER_EVENT_BONUS))
    return cues


def modality_of(reading: Reading, figures: Sequence[Anchor]) -> Decided[Modality]:
    """The modality of the figures' clauses: the first kind in order that speaks loudly enough."""
    scores: dict[str, float] = defaultdict(float)
    cues: list[Weighed] = []
    for figure in figures:
        found = weighed_cues(reading, Span(figure.start, figure.end), "modality.toml")
        cues += found
        for cue in found:
            scores[cue.hit.category] = max(scores[cue.hit.category], cue.score)
    for modality in _MODALITY_ORDER:
        if scores[modality.value] >= _WEAKEST_MODALITY:
            return Decided(modality, _strongest(cues, modality.value), 0.6)
    return Decided(Modality.ACTUAL, None, 0.6)


def _strongest(cues: Iterable[Weighed], category: str) -> Hit | None:
    own = [cue for cue in cues if cue.hit.category == category]
    return max(own, key=lambda cue: cue.score).hit if own else None
