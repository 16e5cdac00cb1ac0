"""Windows of labelled articles, with what the labels say of each figure and entity in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.tools.names import same_name
from extractor.pipeline.learned.encoder.windows import Window, windows_of
from extractor.pipeline.learned.encoder.wordpiece import WordPieces
from extractor.pipeline.opinions import NO_PARTY
from models.training.train import Labelled, labelled_articles


@dataclass(frozen=True)
class Example:
    """A window, and by the start of each of its figures the labelled claim and the roles in it."""

    doc: str
    window: Window
    claims: dict[int, dict[str, Any]]
    roles: dict[int, dict[int, str]]


def read_examples(labels: Path, texts: Path, pieces: WordPieces) -> Iterator[Example]:
    """The examples of all labelled articles of a folder."""
    for article in labelled_articles(labels, texts):
        yield from _examples(article, pieces)


def _examples(article: Labelled, pieces: WordPieces) -> Iterator[Example]:
    claims = {f.start: claim for group, claim in article.groups for f in group.anchors}
    figures = [figure for group, _ in article.groups for figure in group.anchors]
    roles = {id(claim): _roles(article, claim) for _, claim in article.groups}
    for window in windows_of(article.reading, figures, pieces):
        starts = [marked.figure.start for marked in window.figures]
        if starts:
            yield Example(
                article.doc,
                window,
                {start: claims[start] for start in starts},
                {start: roles[id(claims[start])] for start in starts},
            )


def _roles(article: Labelled, claim: dict[str, Any]) -> dict[int, str]:
    """The role of each entity of the article in a claim; those without one are left out."""
    found = {}
    for entity in article.reading.entities:
        parties: Sequence[dict[str, str]] = claim["parties"]
        role = next((p["role"] for p in parties if same_name(p["name"], entity.name)), NO_PARTY)
        if role != NO_PARTY:
            found[entity.index] = role
    return found
