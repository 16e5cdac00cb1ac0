"""Stories to run on, and what a store holds of them, for comparing."""

from __future__ import annotations

from pathlib import Path

from extractor.sinks.sql import SqlStore

SENTENCE = "Nordwind{number} AG will pay Pelagia Ltd ${number} million over three years, it said. "


def write_stories(folder: Path, count: int, first: int = 0) -> list[str]:
    """Small articles, each with other claims; gives their paths in order."""
    paths = []
    for number in range(first, first + count):
        path = folder / f"story-{number:05}.txt"
        body = "\n".join(SENTENCE.format(number=number + step) for step in range(4))
        path.write_text(f"Headline {number}\n{body}")
        paths.append(str(path))
    return paths


def everything_in(store: SqlStore) -> tuple[list[str], object, list[str]]:
    """Articles with their claims as bytes, the ledger and the failures."""
    articles = list(store.articles())
    ledger = store.known(each.article.source for each in articles)
    failures = [failure.model_dump_json() for failure in store.failures()]
    return [each.model_dump_json() for each in articles], ledger, failures
