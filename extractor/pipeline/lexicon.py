"""Language knowledge as data: cue files are read, validated and compiled here, once.

A cue file is TOML with an array ``[[cue]]``; every cue has an ``id`` that ends up in the records,
a ``category``, and a ``pattern``: a regular expression, matched on word boundaries without regard
to case (``case = true`` to respect it). A space in a pattern stands for any white space.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from extractor.errors import DataError
from extractor.pipeline.discourse import Hit, Span

_Shape = TypeVar("_Shape")


class Cue(BaseModel):
    """One entry of a cue file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    category: str
    pattern: str
    weight: float = 1.0
    case: bool = False


class CueFile(BaseModel):
    """A whole cue file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cue: tuple[Cue, ...]


class Matcher:
    """The compiled cues of one file."""

    def __init__(self, cues: Iterable[tuple[Cue, re.Pattern[str]]]) -> None:
        self._cues = tuple(cues)

    def hits(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Every cue in ``text[start:end]``, rule by rule."""
        stop = len(text) if end is None else end
        for cue, regex in self._cues:
            for match in regex.finditer(text, start, stop):
                yield Hit(match.start(), match.end(), cue.id, cue.category, cue.weight)

    def in_span(self, text: str, span: Span) -> list[Hit]:
        """The cues inside one stretch, in text order, longest first at the same place."""
        found = self.hits(text, span.start, span.end)
        return sorted(found, key=lambda hit: (hit.start, -hit.end, hit.rule))


def data_text(name: str) -> str:
    """The content of a data file of the package."""
    return (files("extractor.pipeline") / "data" / name).read_text(encoding="utf-8")


def load_data(name: str, shape: type[_Shape]) -> _Shape:
    """A TOML data file of the package, validated.

    Raises:
        DataError: the file is not valid TOML or does not have the shape.
    """
    try:
        return TypeAdapter(shape).validate_python(tomllib.loads(data_text(name)))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise DataError(name, str(error)) from error


def compile_pattern(pattern: str, *, case: bool = False, file: str = "pattern") -> re.Pattern[str]:
    """A cue pattern as a regular expression bounded by word edges.

    Raises:
        DataError: the pattern is not a valid regular expression.
    """
    source = rf"(?<!\w)(?:{pattern})(?!\w)".replace(" ", r"\s+")
    try:
        return re.compile(source, 0 if case else re.IGNORECASE)
    except re.error as error:
        raise DataError(file, f"{pattern!r}: {error}") from error


@cache
def matcher(name: str) -> Matcher:
    """The compiled cues of a cue file."""
    cues = load_data(name, CueFile).cue
    _refuse_doubles(name, (cue.id for cue in cues))
    return Matcher(
        (cue, compile_pattern(cue.pattern, case=cue.case, file=f"{name}: {cue.id}")) for cue in cues
    )


def _refuse_doubles(name: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for rule in ids:
        if rule in seen:
            raise DataError(name, f"the id {rule!r} stands twice")
        seen.add(rule)


@cache
def fingerprint() -> str:
    """A hash of all data files: it changes whenever a rule does."""
    digest = blake2b(digest_size=8)
    folder = files("extractor.pipeline") / "data"
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        digest.update(item.name.encode() + b"\0" + item.read_bytes() + b"\0")
    return digest.hexdigest()
