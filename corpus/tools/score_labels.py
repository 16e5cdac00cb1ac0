"""Score extracted claims against labels.

    python -m corpus.tools.score_labels LABELS TEXTS [--model none] [--part test]

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

from spacy.language import Language

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
from corpus.tools.assemble import split_of
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


def labelled_pairs(
    labels: Path,
    texts: Path,
    claims: Callable[[str], ArticleClaims],
    part: str | None = None,
) -> list[Pair]:
    """Every label file of a folder, or of one part of its split, with the claims of its text."""
    return [
        Pair(read_labels(path), claims(read_text(texts / f"{path.stem}.txt")).claims)
        for path in label_files(labels)
        if part is None or split_of(path.stem) == part
    ]


def score_folder(
    labels: Path, texts: Path, nlp: Language, part: str | None = None
) -> dict[str, float]:
    """The figures of a pipeline on a folder, or on one part of its split."""
    return score(labelled_pairs(labels, texts, lambda text: extractor.extract(text, nlp), part))


def main(arguments: list[str]) -> int:
    """Score and print one figure a line."""
    parser = argparse.ArgumentParser(prog="score_labels", description="Score against labels.")
    parser.add_argument("labels", type=Path, help="folder of <name>.json")
    parser.add_argument("texts", type=Path, help="folder of <name>.txt")
    parser.add_argument("--model", default="auto", help='spaCy model; "none" for rules alone')
    parser.add_argument("--no-encoder", action="store_true", help="linear weights alone")
    parser.add_argument("--part", choices=("train", "dev", "test"), help="one part of the split")
    options = parser.parse_args(arguments)
    model = None if options.model == "none" else options.model
    nlp = extractor.load(model=model, encoder=not options.no_encoder)
    for name, figure in score_folder(options.labels, options.texts, nlp, options.part).items():
        print(f"{name:14}{figure:.4f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
