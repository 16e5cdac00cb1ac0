"""How many pay, are paid and are spoken of: claims of one kind have casts of the same kinds.

The shares of a candidate say how likely each role is for it, as if it stood alone. But a contract
has one who pays and one who is paid, a price one subject, and a claim without any party is rare.
A table says by how much a cast (how many payers, payees and subjects, each counted to two) is
commoner in labelled claims of an event than the shares alone would have it. With this factor the
shares of all candidates are computed together: sums over all ways to give roles, kept short by
counting from both ends (the forward-backward algorithm over a cardinality potential; Tarlow et al.
2012, "Fast exact inference for recursive cardinality models").
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from extractor.pipeline.opinions import NO_PARTY, Shares
from extractor.records import Event, Role

CASTS: Final = "claims-casts.json"
MOST: Final = 2
_ROLES: Final = tuple(role.value for role in Role)
# Who is less likely a party than this keeps its shares: that leaves a handful to sum over.
_LEAST: Final = 0.03

Cast = tuple[int, ...]
"""How many have each role of ``Role``, in its order, each counted to ``MOST``."""

Factors = Mapping[Cast, float]
"""How much commoner a cast is than the shares alone make it; 1 for one that is not named."""

NOBODY: Final[Cast] = (0,) * len(_ROLES)


@dataclass(frozen=True, slots=True)
class Casts:
    """The factors of each event, where the encoder spoke and where it did not, and their name."""

    name: str
    heard: Mapping[Event, Factors]
    unheard: Mapping[Event, Factors]

    def factors(self, event: Event, *, heard: bool) -> Factors:
        """The factors for an event, by whether the encoder has read the claim's figures."""
        return (self.heard if heard else self.unheard).get(event, {})


def cast_together(candidates: Sequence[Shares], factors: Factors) -> list[Shares]:
    """The shares of each candidate's roles when those of all others are taken into account."""
    asked = [shares for shares in candidates if is_likely(shares)]
    found = iter(_posteriors(asked, factors))
    return [next(found) if is_likely(shares) else shares for shares in candidates]


def chances(candidates: Sequence[Shares]) -> dict[Cast, float]:
    """How likely each cast is to the shares alone."""
    return _forward([shares for shares in candidates if is_likely(shares)])[-1]


def is_likely(shares: Shares) -> bool:
    """Whether a candidate counts in a cast at all."""
    return 1.0 - shares[NO_PARTY] > _LEAST


def with_one_more(cast: Cast, role: int) -> Cast:
    """The cast after one more candidate has taken a role."""
    return (*cast[:role], min(MOST, cast[role] + 1), *cast[role + 1 :])


def _forward(candidates: Sequence[Shares]) -> list[dict[Cast, float]]:
    """How likely each cast is among the first candidates: none of them, one, ..., all."""
    found: list[dict[Cast, float]] = [{NOBODY: 1.0}]
    for shares in candidates:
        after: dict[Cast, float] = defaultdict(float)
        for cast, weight in found[-1].items():
            after[cast] += weight * shares[NO_PARTY]
            for number, role in enumerate(_ROLES):
                after[with_one_more(cast, number)] += weight * shares[role]
        found.append(dict(after))
    return found


def _posteriors(candidates: Sequence[Shares], factors: Factors) -> list[Shares]:
    before = _forward(candidates)
    ahead = {cast: factors.get(cast, 1.0) for cast in before[-1]}
    found: list[Shares] = []
    for shares, casts in zip(reversed(candidates), reversed(before[:-1]), strict=True):
        weights, ahead = _step_back(shares, casts, ahead)
        whole = sum(weights.values())
        found.append({name: weight / whole for name, weight in weights.items()})
    return found[::-1]


def _step_back(
    shares: Shares, casts: Mapping[Cast, float], ahead: Mapping[Cast, float]
) -> tuple[dict[str, float], dict[Cast, float]]:
    """The weight of each role of one candidate, and what lies ahead of it by cast."""
    weights = dict.fromkeys((NO_PARTY, *_ROLES), 0.0)
    here = {}
    for cast, weight in casts.items():
        ways = {NO_PARTY: shares[NO_PARTY] * ahead[cast]}
        for number, role in enumerate(_ROLES):
            ways[role] = shares[role] * ahead[with_one_more(cast, number)]
        here[cast] = sum(ways.values())
        for name, way in ways.items():
            weights[name] += weight * way
    return weights, here


@cache
def load_casts() -> Casts:
    """The factors that ship with the package."""
    raw = json.loads((files("extractor.models") / CASTS).read_text(encoding="utf-8"))
    return Casts(raw["name"], _by_event(raw["heard"]), _by_event(raw["unheard"]))


def _by_event(raw: Mapping[str, Mapping[str, float]]) -> dict[Event, Factors]:
    return {Event(event): factors for event, factors in parse_factors(raw).items()}


def parse_factors(raw: Mapping[str, Mapping[str, float]]) -> dict[str, Factors]:
    """Tables of factors as JSON says them: casts are counts with spaces between."""
    return {
        name: {tuple(map(int, cast.split())): factor for cast, factor in table.items()}
        for name, table in raw.items()
    }
