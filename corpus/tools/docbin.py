"""Convert label files with their texts to spaCy's DocBin, one file a split.

    python -m corpus.tools.docbin LABELS TEXTS OUT [--split train]

Writes ``OUT/train.spacy``, ``dev.spacy`` and ``test.spacy``, or only the named split. Each doc has

- ``doc.spans["amounts"]``, ``["durations"]`` and ``["mentions"]``, with the labels ``AMOUNT``,
  ``DURATION`` and ``MENTION`` and the claim's id as ``span.id_``; spans are widened to whole
  tokens where they end inside one, and how many is printed;
- ``doc.user_data["doc"]``, the name of the article, and ``doc.user_data["claims"]``, all claims as
  JSON, with exact offsets.

Read them with ``DocBin(store_user_data=True).from_disk(path).get_docs(nlp.vocab)``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from corpus.tools.assemble import split_of
from corpus.tools.check_labels import read_text
from corpus.tools.labels import LabelledArticle, LabelledClaim, label_files, read_labels

SPLITS = ("train", "dev", "test")


class Place(NamedTuple):
    """A labelled range of characters and the claim that it is of."""

    start: int
    end: int
    claim: str


def places(claims: Iterable[LabelledClaim]) -> dict[str, list[Place]]:
    """What is labelled, by span group."""
    known = list(claims)
    return {
        "amounts": [
            Place(amount.start, amount.end, claim.id) for claim in known for amount in claim.amounts
        ],
        "durations": [
            Place(term.start, term.end, claim.id) for claim in known for term in claim.durations
        ],
        "mentions": [Place(*mention, claim.id) for claim in known for mention in claim.mentions],
    }


def doc_of(labels: LabelledArticle, text: str, nlp: Language) -> Doc:
    """A text as a doc with its labels."""
    doc = nlp.make_doc(text)
    for group, found in places(labels.claims).items():
        doc.spans[group] = [_span(doc, place, group) for place in found]
    doc.user_data["doc"] = labels.doc
    claims = [claim.model_dump(mode="json") for claim in labels.claims]
    doc.user_data["claims"] = json.dumps(claims, ensure_ascii=False)
    return doc


def _span(doc: Doc, place: Place, group: str) -> Span:
    label = group.removesuffix("s").upper()
    span = doc.char_span(
        place.start, place.end, label=label, span_id=place.claim, alignment_mode="expand"
    )
    if span is None:
        raise ValueError(f"{place.start}:{place.end} of claim {place.claim} is not in the text")
    return span


def widened(labels: LabelledArticle, doc: Doc) -> int:
    """How many labelled ranges do not end where tokens do."""
    return sum(
        (span.start_char, span.end_char) != (place.start, place.end)
        for group, found in places(labels.claims).items()
        for span, place in zip(doc.spans[group], found, strict=True)
    )


def write_split(paths: Iterable[Path], texts: Path, out: Path) -> tuple[int, int]:
    """Convert label files into one file; how many there were, and how many widened spans."""
    nlp = spacy.blank("en")
    docs = DocBin(store_user_data=True)
    wide = 0
    for path in paths:
        article = read_labels(path)
        doc = doc_of(article, read_text(texts / f"{path.stem}.txt"), nlp)
        wide += widened(article, doc)
        docs.add(doc)
    docs.to_disk(out)
    return len(docs), wide


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="docbin", description="Convert labels for spaCy.")
    parser.add_argument("labels", type=Path, help="folder of <name>.json")
    parser.add_argument("texts", type=Path, help="folder of <name>.txt")
    parser.add_argument("out", type=Path, help="folder for <split>.spacy")
    parser.add_argument("--split", choices=SPLITS, help="default: all")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Convert, and say what came: 0 there were articles, 1 not."""
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    files = label_files(options.labels)
    for split in (options.split,) if options.split else SPLITS:
        out = options.out / f"{split}.spacy"
        paths = [path for path in files if split_of(path.stem) == split]
        count, wide = write_split(paths, options.texts, out)
        print(f"{out}: {count} articles, {wide} spans widened to whole tokens", file=sys.stderr)
    return 0 if files else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
