"""Check a folder of label files against a folder of texts.

    python -m corpus.tools.check_labels LABELS TEXTS [--complete] [--warn]

LABELS holds ``<name>.json``, TEXTS ``<name>.txt``; an ``index.json`` is no label file. Prints one
problem a line and ends with 1 when there is any. Amounts that the extractor sees and no label
covers are printed too: they may be forgotten ones. They count as problems only with
``--complete``, because the extractor may err. With ``--warn`` what is merely odd is printed as
well (see ``corpus.tools.plausibility``); it never counts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from corpus.tools.labels import LabelledArticle, Problem, label_files, problems, read_labels
from corpus.tools.plausibility import oddities
from extractor.pipeline.amounts import find_amounts


def forgotten(labels: LabelledArticle, text: str) -> list[Problem]:
    """Amounts in the text that overlap no labelled amount."""
    spans = [(amount.start, amount.end) for claim in labels.claims for amount in claim.amounts]
    return [
        Problem(labels.doc, str(amount.start), f"{amount.text!r} has no label")
        for amount in find_amounts(text)
        if not any(start < amount.end and amount.start < end for start, end in spans)
    ]


def check_file(labels_path: Path, texts: Path) -> tuple[list[Problem], list[Problem]]:
    """The problems of one label file, and the amounts that it may have forgotten."""
    name = labels_path.stem
    try:
        labels = read_labels(labels_path)
        text = read_text(texts / f"{name}.txt")
    except (ValidationError, OSError) as error:
        return [Problem(name, "file", str(error))], []
    misnamed = [] if labels.doc == name else [Problem(name, "doc", f"says {labels.doc!r}")]
    return [*misnamed, *problems(labels, text)], forgotten(labels, text)


def read_text(path: Path) -> str:
    """A text as its offsets count it: UTF-8, newlines as they are in the file."""
    return path.read_bytes().decode("utf-8")


def unlabelled(labels: Path, texts: Path) -> Iterator[Problem]:
    """Texts without a label file."""
    for path in sorted(texts.glob("*.txt")):
        if not (labels / f"{path.stem}.json").exists():
            yield Problem(path.stem, "file", "has no labels")


def check_folder(labels: Path, texts: Path) -> tuple[list[Problem], list[Problem]]:
    """The problems of all label files of a folder, and the amounts that they may have forgotten."""
    wrong, missing = list(unlabelled(labels, texts)), []
    for path in label_files(labels):
        found, overlooked = check_file(path, texts)
        wrong += found
        missing += overlooked
    return wrong, missing


def odd_in_folder(labels: Path, texts: Path) -> Iterator[Problem]:
    """What is odd in the label files of a folder; those that can't be read are left out."""
    for path in label_files(labels):
        try:
            yield from oddities(read_labels(path), read_text(texts / f"{path.stem}.txt"))
        except (ValidationError, OSError):
            # Already reported as a problem.
            continue


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="check_labels", description="Check label files against texts."
    )
    parser.add_argument("labels", type=Path, help="folder of <name>.json")
    parser.add_argument("texts", type=Path, help="folder of <name>.txt")
    parser.add_argument(
        "--complete", action="store_true", help="an amount without a label is a problem"
    )
    parser.add_argument("--warn", action="store_true", help="print what is odd, too")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Check, print, and say how it went: 0 all agrees, 1 problems."""
    options = _options(arguments)
    wrong, missing = check_folder(options.labels, options.texts)
    for problem in (*wrong, *missing):
        print(problem)
    for oddity in odd_in_folder(options.labels, options.texts) if options.warn else ():
        print(f"{oddity} (warning)")
    checked = len(label_files(options.labels))
    print(
        f"{checked} label files: {len(wrong)} problems, {len(missing)} amounts without a label",
        file=sys.stderr,
    )
    return 1 if wrong or not checked or (options.complete and missing) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
