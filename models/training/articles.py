"""Labelled articles as the pipeline reads them, each group of figures with its labelled claim."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from corpus.tools.assemble import split_of
from corpus.tools.labels import label_files
from extractor.pipeline import components
from extractor.pipeline.components import reading_of
from extractor.pipeline.discourse import Reading
from extractor.pipeline.grouping import Group, group_figures
from extractor.pipeline.road import load
from extractor.records import Amount, Duration

PARTS = ("train", "dev")


def arguments_of(
    arguments: Sequence[str], description: str | None
) -> tuple[list[tuple[Path, Path]], Path | None]:
    """A training command's folders of labels, each with its texts, and its ``--output``."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folders", nargs="+", type=Path, metavar="LABELS TEXTS")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args(arguments)
    if len(options.folders) % 2:
        parser.error("name a folder of texts after each folder of labels")
    return list(zip(options.folders[::2], options.folders[1::2], strict=True)), options.output


@dataclass(frozen=True)
class Labelled:
    """An article's reading with its labelled claims."""

    doc: str
    reading: Reading
    groups: list[tuple[Group, dict]]


def labelled_articles(
    labels: Path, texts: Path, nlp: Language | None = None, parts: Sequence[str] = PARTS
) -> Iterator[Labelled]:
    """The labelled articles of some parts as a pipeline reads them (by default by rules alone).

    Each of their groups of figures comes with its labelled claim.
    """
    nlp = nlp or load(learned=False, encoder=False)
    for file in label_files(labels):
        if split_of(file.stem) not in parts:
            continue
        gold = json.loads(file.read_text(encoding="utf-8"))
        text = (texts / f"{gold['doc']}.txt").read_text(encoding="utf-8")
        doc = nlp.make_doc(text)
        for name, pipe in nlp.pipeline:
            if name != components.CLAIMS:
                doc = pipe(doc)
        reading = reading_of(doc)
        yield Labelled(gold["doc"], reading, list(_groups(reading, gold)))


def _groups(reading: Reading, gold: dict) -> Iterator[tuple[Group, dict]]:
    amounts = sorted(
        (_amount(reading.text, raw) for claim in gold["claims"] for raw in claim["amounts"]),
        key=lambda amount: amount.start,
    )
    terms = sorted(
        (_term(reading.text, raw) for claim in gold["claims"] for raw in claim["durations"]),
        key=lambda term: term.start,
    )
    homes = {
        raw["start"]: claim
        for claim in gold["claims"]
        for raw in (*claim["durations"], *claim["amounts"])
    }
    for group in group_figures(reading, amounts, terms):
        yield group, homes[group.anchors[0].start]


def _amount(text: str, raw: dict) -> Amount:
    return Amount(
        text=text[raw["start"] : raw["end"]], start=raw["start"], end=raw["end"],
        value_min=_decimal(raw["min"]), value_max=_decimal(raw["max"]),
        currency=raw["currency"], modifier=raw["modifier"], per=raw["per"], rule="label",
    )  # fmt: skip


def _decimal(value: float | None) -> str | None:
    return None if value is None else str(value)


def _term(text: str, raw: dict) -> Duration:
    return Duration(
        text=text[raw["start"] : raw["end"]], start=raw["start"], end=raw["end"],
        iso8601=raw["iso"], modifier=raw["modifier"], kind="term", rule="label",
    )  # fmt: skip
