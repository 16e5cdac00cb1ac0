"""Who decides about a claim: the interface that assembly asks, and the judge of rules alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from extractor.pipeline.discourse import Anchor, Deal, Reading, Source, Span
from extractor.pipeline.events import Decided, event_of, modality_of
from extractor.pipeline.opinions import Shares
from extractor.pipeline.roles import Assigned, assign_roles
from extractor.pipeline.status import Evidence, decide
from extractor.records import Confirmation, Event, Modality, PartyKind

Anchors = Sequence[Anchor]
_PLAIN_PARTIES = 2


@dataclass(frozen=True, slots=True)
class Case:
    """A claim before its status is decided: its anchors, what it is, who is in it, what speaks."""

    anchors: tuple[Anchor, ...]
    event: Event
    modality: Modality
    parties: tuple[Assigned, ...]
    evidence: tuple[Evidence, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the anchors stand."""
        return tuple(Span(anchor.start, anchor.end) for anchor in self.anchors)

    @property
    def bound(self) -> frozenset[int]:
        """The entities that are parties."""
        return frozenset(party.entity for party in self.parties)


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of a claim and the sources that it is attributed to."""

    confirmation: Confirmation
    sources: tuple[Source, ...]


class Judge(Protocol):
    """Decides what the cues around a claim's figures amount to."""

    @property
    def name(self) -> str | None:
        """The name of the weights behind the decisions; None for rules alone."""
        ...

    def event(self, reading: Reading, figures: Anchors) -> Decided[Event]:
        """What kind of fact the figures belong to."""
        ...

    def modality(self, reading: Reading, figures: Anchors) -> Decided[Modality]:
        """Whether the fact holds."""
        ...

    def parties(self, reading: Reading, event: Event, figures: Anchors) -> list[Assigned]:
        """Who is bound by the claim, and how."""
        ...

    def standing(self, reading: Reading, case: Case) -> Standing:
        """Who stands behind the claim, after the whole article was read."""
        ...

    def deal_shares(self, reading: Reading, case: Case, told: Sequence[Case]) -> Shares:
        """How likely the word that a case hangs on tells a deal of each kind that no figure tells.

        What is missing to 1 is the share of its telling none.
        """
        ...


@dataclass(frozen=True, slots=True)
class RuleJudge:
    """Decides by the rules in ``data/`` alone."""

    name: str | None = None

    def event(self, reading: Reading, figures: Anchors) -> Decided[Event]:
        """The event whose cues speak loudest."""
        return event_of(reading, figures)

    def modality(self, reading: Reading, figures: Anchors) -> Decided[Modality]:
        """The first kind in order that speaks loudly enough."""
        return modality_of(reading, figures)

    def parties(self, reading: Reading, event: Event, figures: Anchors) -> list[Assigned]:
        """Roles by frames, else by whom the sentence is about."""
        return assign_roles(reading, event, [Span(f.start, f.end) for f in figures])

    def standing(self, reading: Reading, case: Case) -> Standing:
        """The first row of the precedence table that the evidence satisfies, and all sources."""
        sources = tuple(item.source for item in case.evidence if item.source)
        return Standing(decide(reading.text, case.evidence), sources)

    def deal_shares(self, reading: Reading, case: Case, told: Sequence[Case]) -> Shares:
        """The kind of deal that the word stands for, if two parties have names; else none."""
        word = case.anchors[0]
        own_kind = isinstance(word, Deal) and word.event is case.event
        kinds = [reading.entities[party.entity].kind for party in case.parties]
        named = sum(kind is not PartyKind.GENERIC for kind in kinds)
        elsewhere = any(case.event is other.event and case.bound & other.bound for other in told)
        plain = own_kind and named >= _PLAIN_PARTIES and not elsewhere
        return {case.event.value: 1.0} if plain else {}
