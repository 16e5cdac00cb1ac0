"""Score extracted claims against labels.

    python -m corpus.tools.score_labels LABELS TEXTS [--model none]

LABELS holds ``<name>.json``, TEXTS ``<name>.txt``. Every figure is a share between 0 and 1.

Amounts are paired with the labelled ones that they overlap most. Party figures count an amount
that is missed, or invented, with all its parties. Statuses are compared over the paired amounts.
A claim is right (leniently) when it shares an amount with a labelled one of the same value and
currency, has the same status, and at least half of all their parties in common.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import extractor
from corpus.tools.agreement import (
    Counts,
    Pair,
    amount_counts,
    amount_pairs,
    claim_counts,
    class_counts,
    duration_counts,
    macro_f1,
    pair_up,
    party_counts,
    total,
)
from corpus.tools.check_labels import read_text
from corpus.tools.labels import label_files, read_labels
from corpus.tools.names import same_name, shared_names
from extractor.records import ArticleClaims, Status

__all__ = [
    "Counts",
    "Pair",
    "claim_counts",
    "labelled_pairs",
    "macro_f1",
    "main",
    "pair_up",
    "party_counts",
    "same_name",
    "score",
    "score_folder",
    "shared_names",
]

_FLAGS = frozenset({Status.UNCONFIRMED, Status.DENIED})


def score(pairs: Sequence[Pair]) -> dict[str, float]:
    """All figures over a set of articles."""
    statuses = [
        (gold.claim.status, found.claim.status)
        for pair in pairs
        for gold, found in amount_pairs(pair)
    ]
    flags = [(gold in _FLAGS, found in _FLAGS) for gold, found in statuses]
    counters: dict[str, Callable[[Pair], Counts]] = {
        "amount": amount_counts,
        "duration": duration_counts,
        "party": lambda pair: party_counts(pair, roles=False),
        "party_role": lambda pair: party_counts(pair, roles=True),
        "claim": claim_counts,
    }
    figures = {name: total(map(count, pairs)).f1 for name, count in counters.items()}
    figures |= {"confirmation": macro_f1(statuses), "flag": class_counts(flags, True).f1}
    return {name: round(figure, 4) for name, figure in figures.items()}


def labelled_pairs(labels: Path, texts: Path, claims: Callable[[str], ArticleClaims]) -> list[Pair]:
    """Every label file of a folder with the claims of its text."""
    return [
        Pair(read_labels(path), claims(read_text(texts / f"{path.stem}.txt")).claims)
        for path in label_files(labels)
    ]


def score_folder(labels: Path, texts: Path, model: str | None) -> dict[str, float]:
    """The figures of a pipeline (``model`` as in ``extractor.load``) on a folder."""
    nlp = extractor.load(model=model)
    return score(labelled_pairs(labels, texts, lambda text: extractor.extract(text, nlp)))


def main(arguments: list[str]) -> int:
    """Score and print one figure a line."""
    parser = argparse.ArgumentParser(prog="score_labels", description="Score against labels.")
    parser.add_argument("labels", type=Path, help="folder of <name>.json")
    parser.add_argument("texts", type=Path, help="folder of <name>.txt")
    parser.add_argument("--model", default="auto", help='spaCy model; "none" for rules alone')
    options = parser.parse_args(arguments)
    model = None if options.model == "none" else options.model
    for name, figure in score_folder(options.labels, options.texts, model).items():
        print(f"{name:14}{figure:.4f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
