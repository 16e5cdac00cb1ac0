"""Windows of articles, with what is to be learned of each figure and entity in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.tools.names import same_name
from extractor.pipeline.discourse import Reading
from extractor.pipeline.learned.encoder.windows import Figure, Window, windows_of
from extractor.pipeline.learned.encoder.wordpiece import WordPieces
from extractor.pipeline.opinions import NO_PARTY, NO_SOURCE, Opinion, Shares
from models.training.articles import Labelled, labelled_articles

CERTAIN: Shares = {NO_PARTY: 1.0}


@dataclass(frozen=True)
class Example:
    """A window and, by the start of each of its figures, the shares that are to be learned.

    Labels are shares of 1 for what is right. An entity that has no shares is no party.
    """

    doc: str
    window: Window
    wanted: Mapping[int, Opinion]

    def role(self, figure: int, entity: int) -> Shares:
        """The wanted shares of the roles of an entity for a figure."""
        return self.wanted[figure].roles.get(entity, CERTAIN)


def read_examples(labels: Path, texts: Path, pieces: WordPieces) -> Iterator[Example]:
    """The examples of all labelled articles of a folder."""
    for article in labelled_articles(labels, texts):
        wanted = {
            figure.start: _labelled(article, claim)
            for group, claim in article.groups
            for figure in group.anchors
        }
        figures = [figure for group, _ in article.groups for figure in group.anchors]
        yield from examples_of(article.doc, article.reading, figures, wanted, pieces)


def examples_of(
    doc: str,
    reading: Reading,
    figures: Sequence[Figure],
    wanted: Mapping[int, Opinion],
    pieces: WordPieces,
) -> Iterator[Example]:
    """The windows of an article's figures, each with what is wanted of them."""
    for window in windows_of(reading, figures, pieces):
        if window.figures:
            starts = [marked.figure.start for marked in window.figures]
            yield Example(doc, window, {start: wanted[start] for start in starts})


def _labelled(article: Labelled, claim: dict[str, Any]) -> Opinion:
    kinds = {source["kind"] for source in claim["attribution"]} or {NO_SOURCE}
    return Opinion(
        {claim["event"]: 1.0},
        {claim["modality"]: 1.0},
        {claim["confirmation"]: 1.0},
        dict.fromkeys(kinds, 1.0),
        _roles(article, claim),
    )


def _roles(article: Labelled, claim: dict[str, Any]) -> dict[int, Shares]:
    """The role of each entity of the article in a claim; those without one are left out."""
    found = {}
    for entity in article.reading.entities:
        parties: Sequence[dict[str, str]] = claim["parties"]
        role = next((p["role"] for p in parties if same_name(p["name"], entity.name)), NO_PARTY)
        if role != NO_PARTY:
            found[entity.index] = {role: 1.0}
    return found
