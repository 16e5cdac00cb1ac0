"""The judge of learned weights: the rules' cues, words and positions, weighed together."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.pipeline.context import weighed_cues
from extractor.pipeline.discourse import Hit, Reading, Span
from extractor.pipeline.events import Decided
from extractor.pipeline.judging import Figures
from extractor.pipeline.learned.figures import figure_features
from extractor.pipeline.learned.linear import LinearModel, Weights
from extractor.pipeline.learned.parties import candidates, party_features, scene_of
from extractor.pipeline.roles import Assigned
from extractor.records import Event, Modality, Role

NO_PARTY = "none"
_LEAST_PARTY = 0.42


@dataclass(frozen=True, slots=True)
class LearnedJudge:
    """Decides by linear models over the rules' findings."""

    weights: Weights

    @property
    def name(self) -> str | None:
        """The name of the training run."""
        return self.weights.name

    def _model(self, which: str) -> LinearModel:
        return self.weights.models[which]

    def event(self, reading: Reading, figures: Figures) -> Decided[Event]:
        """The likeliest event, with the rule cue that speaks most for it."""
        features = figure_features(reading, figures, "events.toml")
        best, share = self._model("event").best(features)
        cue = _cue_for(reading, figures, "events.toml", best)
        return Decided(Event(best), cue, round(share, 3))

    def modality(self, reading: Reading, figures: Figures) -> Decided[Modality]:
        """The likeliest modality, with the rule cue that speaks most for it."""
        features = figure_features(reading, figures, "modality.toml")
        best, share = self._model("modality").best(features)
        cue = _cue_for(reading, figures, "modality.toml", best)
        return Decided(Modality(best), cue, round(share, 3))

    def parties(self, reading: Reading, event: Event, figures: Figures) -> list[Assigned]:
        """Every candidate that is likelier a party than not, in its likeliest role."""
        scene = scene_of(reading, event, [Span(f.start, f.end) for f in figures])
        found = []
        for entity in candidates(scene):
            shares = self._model("party").probabilities(party_features(scene, entity))
            party = 1.0 - shares[NO_PARTY]
            role = max((r for r in shares if r != NO_PARTY), key=lambda r: shares[r])
            if party >= _LEAST_PARTY:
                mentions = tuple(
                    m for m in reading.mentions
                    if m.entity == entity.index and any(s.holds(m) for s in scene.sentences)
                ) or entity.mentions[:1]  # fmt: skip
                found.append(Assigned(entity.index, Role(role), mentions, round(party, 3)))
        order = list(Role)
        return sorted(found, key=lambda item: (order.index(item.role), -item.confidence))


def _cue_for(reading: Reading, figures: Figures, file: str, category: str) -> Hit | None:
    cues = [
        cue
        for figure in figures
        for cue in weighed_cues(reading, Span(figure.start, figure.end), file)
        if cue.hit.category == category
    ]
    return max(cues, key=lambda cue: cue.score).hit if cues else None
