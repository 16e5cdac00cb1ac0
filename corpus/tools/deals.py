"""Labels of deals that are told without any figure: what their files hold and whether they agree.

    python -m corpus.tools.deals LABELS TEXTS

LABELS holds ``<name>.json``, TEXTS ``<name>.txt``. Prints one problem a line and ends with 1 when
there is any. What such a deal is: corpus/GUIDELINES.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, ValidationError

from corpus.tools.check_labels import read_text
from corpus.tools.labels import (
    Label,
    LabelledFigure,
    LabelledParty,
    LabelledSource,
    Problem,
    label_files,
)
from extractor.records import Event, Modality, Status


class LabelledDeal(Label):
    """A deal, with one word in each sentence that tells it."""

    id: str
    event: Event
    words: tuple[LabelledFigure, ...] = Field(min_length=1)
    parties: tuple[LabelledParty, ...] = Field(min_length=1)
    confirmation: Status
    modality: Modality
    attribution: tuple[LabelledSource, ...]


class LabelledDeals(Label):
    """The content of one label file."""

    doc: str
    deals: tuple[LabelledDeal, ...]


def read_deals(path: Path) -> LabelledDeals:
    """The labels of a file.

    Raises:
        pydantic.ValidationError: the file is not JSON, or a field is missing, unknown or no word
            of its vocabulary.
    """
    return LabelledDeals.model_validate_json(path.read_bytes())


def problems(path: Path, texts: Path) -> Iterator[Problem]:
    """What is wrong with a file of labels."""
    try:
        labels = read_deals(path)
        text = read_text(texts / f"{path.stem}.txt")
    except (ValidationError, OSError) as error:
        yield Problem(path.stem, "file", str(error))
        return
    for deal in labels.deals:
        for message in _deal_problems(deal, text):
            yield Problem(path.stem, deal.id, message)


def _deal_problems(deal: LabelledDeal, text: str) -> Iterator[str]:
    for word in deal.words:
        there = text[word.start : word.end]
        if there != word.quote:
            yield f"{word.quote!r} is labelled where the text has {there!r}"
    if deal.confirmation is Status.STATED and deal.attribution:
        yield "is stated by the outlet itself, yet has an attribution"
    if deal.confirmation in {Status.CONFIRMED, Status.DENIED} and not deal.attribution:
        yield f"is {deal.confirmation}, yet nobody is named who says so"


def main(arguments: list[str]) -> int:
    """Check a folder and print what is wrong with it."""
    parser = argparse.ArgumentParser(prog="deals", description="Check labels of deals.")
    parser.add_argument("labels", type=Path, help="folder of <name>.json")
    parser.add_argument("texts", type=Path, help="folder of <name>.txt")
    options = parser.parse_args(arguments)
    found = [p for path in label_files(options.labels) for p in problems(path, options.texts)]
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
