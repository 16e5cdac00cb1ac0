"""What the encoder thinks of a figure: shares of each class, and of each role for each entity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from extractor.records import Event, Modality, Role, SourceKind, Status

NO_PARTY: Final = "none"
NO_SOURCE: Final = "none"

EVENTS: Final = tuple(event.value for event in Event)
MODALITIES: Final = tuple(modality.value for modality in Modality)
STATUSES: Final = tuple(status.value for status in Status)
SOURCES: Final = (*(kind.value for kind in SourceKind), NO_SOURCE)
ROLES: Final = (NO_PARTY, *(role.value for role in Role))

Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Opinion:
    """Shares of 0 to 1 for one figure; those of ``sources`` need not sum to 1, the others do."""

    event: Shares
    modality: Shares
    status: Shares
    sources: Shares
    roles: Mapping[int, Shares]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Opinion:
        """An opinion from JSON-able data, where the entities' numbers may be strings."""
        roles = {int(entity): shares for entity, shares in data["roles"].items()}
        return cls(data["event"], data["modality"], data["status"], data["sources"], roles)

    def as_data(self) -> dict[str, Any]:
        """JSON-able data for ``Doc._``."""
        roles = {str(entity): dict(shares) for entity, shares in self.roles.items()}
        return {
            "event": dict(self.event),
            "modality": dict(self.modality),
            "status": dict(self.status),
            "sources": dict(self.sources),
            "roles": roles,
        }


def mean(opinions: Iterable[Shares]) -> dict[str, float]:
    """The arithmetic mean of shares over the same classes; empty when there are none."""
    found = list(opinions)
    return {
        name: sum(shares[name] for shares in found) / len(found)
        for name in (found[0] if found else ())
    }


def blend(one: Shares, other: Shares, weight: float) -> dict[str, float]:
    """The weighted geometric mean of two shares over the same classes, made to sum to 1.

    ``weight`` says how much ``other`` counts, 0 to 1; an empty ``other`` counts nothing.
    """
    if not other:
        return dict(one)
    least = 1e-9
    mixed = {
        name: max(share, least) ** (1.0 - weight) * max(other[name], least) ** weight
        for name, share in one.items()
    }
    whole = sum(mixed.values())
    return {name: value / whole for name, value in mixed.items()}


def favour(shares: Shares, factors: Mapping[str, float]) -> dict[str, float]:
    """The shares with some classes made likelier or less likely, and all made to sum to 1.

    Moves the border between classes (Elkan 2001, "The foundations of cost-sensitive learning").
    """
    moved = {name: share * factors.get(name, 1.0) for name, share in shares.items()}
    whole = sum(moved.values())
    return {name: share / whole for name, share in moved.items()}
