"""Roles are given together: who pays and who is paid are two, unless they act as one.

Each candidate alone takes its likeliest role. Where that makes two payers (or two payees) who do
not stand side by side ("Acme and Umbra"), the less certain one takes its next role instead, if
that is likely enough. Someone of the headline or the lead is no second one in a role that
somebody of the figure's own sentence has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from extractor.pipeline.discourse import Entity, Mention
from extractor.pipeline.roles import Assigned
from extractor.records import Role

NO_PARTY: Final = "none"
_LEAST_PARTY = 0.36
_LEAST_TURN = 0.4
_TWO_SIDED = frozenset({Role.PAYER, Role.PAYEE})
_SIDE_BY_SIDE = re.compile(r"\s*(?:\([^)]{0,20}\))?\s*(?:,|,? and|,? &|/|or)\s+(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity, how likely each role is for it (``none`` among them), and where it stands."""

    entity: Entity
    shares: Mapping[str, float]
    mentions: tuple[Mention, ...]
    present: bool = True
    """Whether it stands in a sentence of the claim's figures."""

    @property
    def confidence(self) -> float:
        """How likely it is a party at all."""
        return 1.0 - self.shares[NO_PARTY]

    def roles(self) -> list[Role]:
        """The roles, likeliest first."""
        return sorted(Role, key=lambda role: -self.shares[role.value])


def assign_jointly(found: Sequence[Candidate], text: str) -> list[Assigned]:
    """The candidates that are parties, each in its role, payers first."""
    parties = [candidate for candidate in found if candidate.confidence >= _LEAST_PARTY]
    taken: list[tuple[Candidate, Role]] = []
    for candidate in sorted(parties, key=lambda c: -max(c.shares[r.value] for r in Role)):
        role = _role_beside(candidate, taken, text)
        if candidate.present or not _is_filled(role, taken):
            taken.append((candidate, role))
    order = list(Role)
    taken.sort(key=lambda pair: (order.index(pair[1]), -pair[0].confidence))
    return [Assigned(c.entity.index, role, c.mentions, round(c.confidence, 3)) for c, role in taken]


def _is_filled(role: Role, taken: Sequence[tuple[Candidate, Role]]) -> bool:
    """Whether somebody who stands beside the figure has the role already."""
    return any(other.present and given is role for other, given in taken)


def _role_beside(candidate: Candidate, taken: Sequence[tuple[Candidate, Role]], text: str) -> Role:
    first, second, *_ = candidate.roles()
    rivals = [other for other, role in taken if role is first]
    if first not in _TWO_SIDED or not rivals:
        return first
    if any(_side_by_side(candidate, rival, text) for rival in rivals):
        return first
    turned = candidate.shares[second.value] >= _LEAST_TURN * candidate.shares[first.value]
    return second if turned else first


def _side_by_side(one: Candidate, other: Candidate, text: str) -> bool:
    """Whether the two are named in one breath: "Acme and Umbra"."""
    return any(
        _SIDE_BY_SIDE.fullmatch(text, min(a.end, b.end), max(a.start, b.start))
        for a in one.mentions
        for b in other.mentions
    )
