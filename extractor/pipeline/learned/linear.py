"""Multinomial logistic regression over named features, read from JSON.

The weights are trained by ``models/training`` and ship in ``models/``. A model is a table of
feature → one weight a class; a prediction is the softmax of their sums, so that every decision
can be traced to the features that made it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

WEIGHTS: Final = "claims-linear.json"
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """One decision: its classes, the bias of each, and the weights of each feature."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def probabilities(self, features: Features) -> dict[str, float]:
        """How likely each class is; the values sum to 1."""
        sums = list(self.bias)
        for name, value in features.items():
            row = self.weights.get(name)
            if row:
                for index, weight in enumerate(row):
                    sums[index] += value * weight
        top = max(sums)
        powers = [math.exp(total - top) for total in sums]
        whole = sum(powers)
        return {name: power / whole for name, power in zip(self.classes, powers, strict=True)}

    def best(self, features: Features) -> tuple[str, float]:
        """The likeliest class and its probability."""
        found = self.probabilities(features)
        name = max(found, key=lambda key: found[key])
        return name, found[name]


@dataclass(frozen=True, slots=True)
class Weights:
    """All models of one training run and their name, which stands in every record."""

    name: str
    models: Mapping[str, LinearModel]


@cache
def load_weights() -> Weights:
    """The weights that ship with the package."""
    raw = json.loads((files("extractor.models") / WEIGHTS).read_text(encoding="utf-8"))
    models = {key: parse_model(value) for key, value in raw["models"].items()}
    return Weights(raw["name"], models)


def parse_model(raw: dict[str, list[str] | list[float] | dict[str, list[float]]]) -> LinearModel:
    """A model as its JSON table says."""
    return LinearModel(
        tuple(str(name) for name in raw["classes"]),
        tuple(float(value) for value in raw["bias"]),
        {key: tuple(row) for key, row in raw["weights"].items()},  # type: ignore[union-attr]
    )
