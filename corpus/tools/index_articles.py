"""Write the index of our own articles.

    python -m corpus.tools.index_articles META.jsonl [META.jsonl ...] [--articles FOLDER]

A line of META is ``{"id", "kind", "country", "year"}``; words, hash and split come from
``texts/<id>.txt``. Nothing is written unless the lines and the texts are of the same articles.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from corpus.tools.assemble import split_of
from corpus.tools.own_articles import ARTICLES, Facts, OwnEntry, OwnFolder, word_count
from extractor.hashing import sha256_of


class IndexingError(Exception):
    """The index can't be written: the message says which article or line, and why."""


def read_facts(paths: Iterable[Path]) -> list[Facts]:
    """What files of JSON lines say of articles.

    Raises:
        IndexingError: a line is not JSON, or a field is missing, unknown or malformed.
    """
    return [facts for path in paths for facts in _facts_of(path)]


def _facts_of(path: Path) -> Iterator[Facts]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                yield Facts.model_validate_json(line)
            except ValidationError as error:
                raise IndexingError(f"{path.name}, line {number}: {error}") from error


def entry_of(facts: Facts, content: bytes) -> OwnEntry:
    """The entry of an article with the given bytes."""
    return OwnEntry(
        **facts.model_dump(),
        words=word_count(content.decode("utf-8")),
        sha256=sha256_of(content),
        split=split_of(facts.id),
    )


def entries_of(facts: Sequence[Facts], texts: Path) -> list[OwnEntry]:
    """The entries of all texts of a folder, by id.

    Raises:
        IndexingError: an article is told of twice, has no text, or a text is not told of.
    """
    told = Counter(each.id for each in facts)
    there = {path.stem for path in texts.glob("*.txt")}
    complaints = {
        "twice in the lines": {name for name, times in told.items() if times > 1},
        f"without a text in {texts}": told.keys() - there,
        "without a line": there - told.keys(),
    }
    for complaint, names in complaints.items():
        if names:
            raise IndexingError(f"{complaint}: {', '.join(sorted(names))}")
    ordered = sorted(facts, key=lambda each: each.id)
    return [entry_of(each, (texts / f"{each.id}.txt").read_bytes()) for each in ordered]


def index_json(entries: Sequence[OwnEntry]) -> str:
    """The content of the index, one article a line."""
    lines = ",\n".join(f" {json.dumps(entry.model_dump(mode='json'))}" for entry in entries)
    return f"[\n{lines}\n]\n"


def main(arguments: list[str]) -> int:
    """Write the index, and say how it went: 0 it is there, 1 not."""
    parser = argparse.ArgumentParser(
        prog="index_articles", description="Write the index of our own articles."
    )
    parser.add_argument("meta", type=Path, nargs="+", help="lines of id, kind, country and year")
    parser.add_argument("--articles", type=Path, default=ARTICLES, help="default: corpus/articles")
    options = parser.parse_args(arguments)
    folder = OwnFolder(options.articles)
    try:
        entries = entries_of(read_facts(options.meta), folder.texts)
    except IndexingError as error:
        print(error, file=sys.stderr)
        return 1
    folder.index.write_text(index_json(entries), encoding="utf-8", newline="\n")
    print(f"{len(entries)} articles in {folder.index}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
