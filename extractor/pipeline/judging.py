"""Who decides about a claim: the interface that assembly asks, and the judge of rules alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from extractor.pipeline.discourse import Reading, Span
from extractor.pipeline.events import Decided, event_of, modality_of
from extractor.pipeline.roles import Assigned, assign_roles
from extractor.records import Amount, Duration, Event, Modality

Figures = Sequence[Amount | Duration]


class Judge(Protocol):
    """Decides what the cues around a claim's figures amount to."""

    @property
    def name(self) -> str | None:
        """The name of the weights behind the decisions; None for rules alone."""
        ...

    def event(self, reading: Reading, figures: Figures) -> Decided[Event]:
        """What kind of fact the figures belong to."""
        ...

    def modality(self, reading: Reading, figures: Figures) -> Decided[Modality]:
        """Whether the fact holds."""
        ...

    def parties(self, reading: Reading, event: Event, figures: Figures) -> list[Assigned]:
        """Who is bound by the claim, and how."""
        ...


@dataclass(frozen=True, slots=True)
class RuleJudge:
    """Decides by the rules in ``data/`` alone."""

    name: str | None = None

    def event(self, reading: Reading, figures: Figures) -> Decided[Event]:
        """The event whose cues speak loudest."""
        return event_of(reading, figures)

    def modality(self, reading: Reading, figures: Figures) -> Decided[Modality]:
        """The first kind in order that speaks loudly enough."""
        return modality_of(reading, figures)

    def parties(self, reading: Reading, event: Event, figures: Figures) -> list[Assigned]:
        """Roles by frames, else by whom the sentence is about."""
        return assign_roles(reading, event, [Span(f.start, f.end) for f in figures])
