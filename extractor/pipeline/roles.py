"""Who is bound by a claim, and how: parties get their roles.

Every entity that stands near a claim's figures gets a score for each role: what the frames around
the figure say, how near it stands, how prominent it is. Each role goes to the best entity.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from extractor.pipeline.context import vicinity
from extractor.pipeline.discourse import Mention, Reading, Span
from extractor.pipeline.frames import Filled, filled_slots
from extractor.pipeline.lexicon import load_data
from extractor.pipeline.mentions import is_media
from extractor.records import Event, PartyKind, Role

_HALF_LIFE = 60
_OTHER_FRAME = 0.3
_LEAST = 0.12
_SLOT_WEIGHT = {"subj": 1.0, "by": 1.0, "obj": 0.9, "poss": 1.0, "mod": 0.9}


class EventRoles(BaseModel):
    """The roles of one kind of fact."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: tuple[Role, ...]
    expected: Role
    frames: tuple[str, ...]


class RoleFile(BaseModel):
    """``data/roles.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: dict[Event, EventRoles]


@dataclass(frozen=True, slots=True)
class Assigned:
    """An entity in a role, the mentions that spoke for it, and how sure that is (0 to 1)."""

    entity: int
    role: Role
    mentions: tuple[Mention, ...]
    confidence: float


@cache
def _schema() -> RoleFile:
    return load_data("roles.toml", RoleFile)


def assign_roles(reading: Reading, event: Event, figures: Sequence[Span]) -> list[Assigned]:
    """The parties of a claim, in the order of the event's roles."""
    schema = _schema().event[event]
    votes = cast_votes(reading, event, figures)
    return _choose(schema, votes) or _expected(reading, schema, figures)


def cast_votes(reading: Reading, event: Event, figures: Sequence[Span]) -> Votes:
    """What the frames around the figures say of each entity for each role of the event."""
    votes = Votes()
    for figure in figures:
        _vote(reading, _schema().event[event], figure, votes)
    return votes


class Votes:
    """Scores of entities for roles, and the mentions behind them."""

    def __init__(self) -> None:
        self.scores: dict[tuple[int, Role], float] = defaultdict(float)
        self.mentions: dict[tuple[int, Role], list[Mention]] = defaultdict(list)

    def add(self, mention: Mention, role: Role, score: float) -> None:
        """Keep the strongest score of an entity for a role, and every mention behind it."""
        key = (mention.entity, role)
        self.scores[key] = max(self.scores[key], score)
        if mention not in self.mentions[key]:
            self.mentions[key].append(mention)


def _vote(reading: Reading, schema: EventRoles, figure: Span, votes: Votes) -> None:
    for filled in filled_slots(reading, vicinity(reading, figure)):
        if filled.role in schema.roles and _can_be_party(reading, filled.mention):
            votes.add(filled.mention, filled.role, _score(reading, schema, figure, filled))


def _can_be_party(reading: Reading, mention: Mention) -> bool:
    return not is_media(reading.entities[mention.entity].name)


def _score(reading: Reading, schema: EventRoles, figure: Span, filled: Filled) -> float:
    fits = 1.0 if filled.trigger.frame.id in schema.frames else _OTHER_FRAME
    near = math.pow(0.5, filled.trigger.gap(figure) / _HALF_LIFE)
    close = math.pow(0.5, filled.mention.gap(filled.trigger) / _HALF_LIFE)
    kind = reading.entities[filled.mention.entity].kind
    plain = 0.5 if kind is PartyKind.GENERIC else 1.0
    return fits * near * close * plain * _SLOT_WEIGHT.get(filled.slot, 0.8)


def _choose(schema: EventRoles, votes: Votes) -> list[Assigned]:
    chosen: dict[Role, Assigned] = {}
    taken: set[int] = set()
    ranked = sorted(votes.scores.items(), key=lambda item: -item[1])
    for (entity, role), score in ranked:
        if score < _LEAST or role in chosen or entity in taken:
            continue
        taken.add(entity)
        mentions = tuple(votes.mentions[entity, role])
        chosen[role] = Assigned(entity, role, mentions, round(min(1.0, score), 2))
    return [chosen[role] for role in schema.roles if role in chosen]


def _expected(reading: Reading, schema: EventRoles, figures: Sequence[Span]) -> list[Assigned]:
    """Whom the sentence, else the article, is about, in the role that is nearly always filled."""
    for figure in figures:
        sentence = reading.sentence_at(figure.start)
        for mention in reading.mentions_in(sentence):
            entity = reading.entities[mention.entity]
            if entity.kind is not PartyKind.GENERIC and _can_be_party(reading, mention):
                return [Assigned(entity.index, schema.expected, (mention,), 0.3)]
    focus = reading.focus
    if focus < 0:
        return []
    first = reading.entities[focus].mentions[0]
    return [Assigned(focus, schema.expected, (first,), 0.2)]
