"""Compare two label sets by field, over the articles that both have.

    python -m corpus.tools.compare ONE OTHER [--texts TEXTS] [--disagreements N]

ONE and OTHER hold ``<name>.json``. Prints a table of agreement: F1, or accuracy, macro F1 (the
mean over the words that ONE uses) and Cohen's kappa over the amounts that both have. How things
are paired and counted: ``corpus.tools.agreement``. With ``--disagreements`` the first N of them
follow, with ``--texts`` each in its sentence.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from corpus.tools.agreement import (
    Counts,
    Pair,
    accuracy,
    amount_counts,
    amount_pairs,
    claim_counts,
    duration_counts,
    kappa,
    macro_f1,
    party_counts,
    same_claim_counts,
    source_counts,
    span_counts,
    total,
)
from corpus.tools.check_labels import read_text
from corpus.tools.disagreements import Disagreement, disagreements
from corpus.tools.labels import label_files, read_labels

_COUNTERS: dict[str, Callable[[Pair], Counts]] = {
    "amount span": span_counts,
    "amount value and currency": amount_counts,
    "duration": duration_counts,
    "party": lambda pair: party_counts(pair, roles=False),
    "party with role": lambda pair: party_counts(pair, roles=True),
    "attribution kind": source_counts,
    "same-claim pairs": same_claim_counts,
    "claim, lenient": claim_counts,
    "claim, strict": lambda pair: claim_counts(pair, strict=True),
}
_CONTEXT = 60


class Row(NamedTuple):
    """A line of the table: a share between 0 and 1, and what it is out of."""

    field: str
    measure: str
    figure: float
    counts: Counts


def folder_pairs(one: Path, other: Path) -> list[Pair]:
    """The articles that two folders of labels have in common, by name."""
    return [
        Pair(read_labels(path), read_labels(other / path.name))
        for path in label_files(one)
        if (other / path.name).is_file()
    ]


def table(pairs: Sequence[Pair]) -> list[Row]:
    """Agreement by field over a set of articles."""
    counted = {name: total(map(count, pairs)) for name, count in _COUNTERS.items()}
    rows = [Row(name, "F1", counts.f1, counts) for name, counts in counted.items()]
    return [*rows[:2], *_word_rows(pairs), *rows[2:]]


def _word_rows(pairs: Sequence[Pair]) -> Iterator[Row]:
    amounts = [both for pair in pairs for both in amount_pairs(pair)]
    claims = [(one.claim, other.claim) for one, other in amounts]
    modality = [(one.modality, other.modality) for one, other in claims]
    status = [(one.status, other.status) for one, other in claims]
    modifiers = [(one.sum.modifier, other.sum.modifier) for one, other in amounts]
    yield _row("modifier", "accuracy", modifiers)
    yield _row("event", "accuracy", [(one.event, other.event) for one, other in claims])
    for measure in ("macro F1", "accuracy"):
        yield _row("modality", measure, modality)
    for measure in ("macro F1", "accuracy", "kappa"):
        yield _row("confirmation", measure, status)


def _row(field: str, measure: str, words: Sequence[tuple[str, str]]) -> Row:
    figures = {"accuracy": accuracy, "macro F1": macro_f1, "kappa": kappa}
    same = sum(one == other for one, other in words)
    return Row(field, measure, figures[measure](words), Counts(same, len(words), len(words)))


def table_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The table for a terminal."""
    yield f"{'field':27}{'measure':10}{'figure':>8}{'same':>8}{'one':>8}{'other':>8}"
    for field, measure, figure, counts in rows:
        sides = f"{counts.hits:8}{counts.gold:8}{counts.found:8}"
        yield f"{field:27}{measure:10}{figure:8.4f}{sides}"


def in_context(found: Disagreement, texts: Path) -> str:
    """The words around the place of a disagreement, on one line."""
    text = read_text(texts / f"{found.doc}.txt")
    around = text[max(0, found.start - _CONTEXT) : found.start + len(found.quote) + _CONTEXT]
    return f"    …{around}…".replace("\n", " / ")


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="compare", description="Compare two label sets.")
    parser.add_argument("one", type=Path, help="folder of <name>.json, the reference")
    parser.add_argument("other", type=Path, help="folder of <name>.json")
    parser.add_argument("--texts", type=Path, help="folder of <name>.txt, to show the place")
    parser.add_argument("--disagreements", type=int, default=0, metavar="N", help="print the first")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Print the table and the disagreements: 0 there was something to compare, 1 not."""
    options = _options(arguments)
    pairs = folder_pairs(options.one, options.other)
    if not pairs:
        print(f"{options.one} and {options.other} have no article in common", file=sys.stderr)
        return 1
    print(f"{len(pairs)} articles")
    for line in table_lines(table(pairs)):
        print(line)
    every = (found for pair in pairs for found in disagreements(pair))
    for found in islice(every, options.disagreements):
        print(found)
        if options.texts:
            print(in_context(found, options.texts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
