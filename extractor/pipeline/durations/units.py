"""Units of time: the words that name them and what they are worth, read from the data file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from extractor.pipeline.lexicon import load_data

_FILE = "duration_units.toml"


class Unit(BaseModel):
    """A unit of time.

    ``count`` ISO 8601 designators make one unit; without a designator its length is not known.
    ``rank`` orders units from long to short.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    rank: int
    designator: str | None = Field(default=None, pattern="^[YMWDHS]$")
    time: bool = False
    count: int = 1
    words: tuple[str, ...]
    short: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()


class _UnitFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    units: tuple[Unit, ...]


@dataclass(frozen=True)
class UnitHit:
    """A unit word in a text."""

    start: int
    end: int
    unit: Unit
    plural: bool
    short: bool = False


class UnitTable:
    """All units, by the words that name them."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self._words = {word: unit for unit in units for word in unit.words}
        self._short = {word: unit for unit in units for word in unit.short}
        self._letters = {letter: unit for unit in units for letter in unit.letters}
        self._scan = re.compile(_scan_pattern(self._words, self._short))
        self.letters = "".join(self._letters)

    def hits(self, text: str) -> Iterator[UnitHit]:
        """Every unit word that is a whole word, in text order."""
        for match in self._scan.finditer(text):
            word = match[0]
            unit = self._short.get(word)
            found = unit or self._words.get(word.lower())
            if found:
                plural = word[-1] in "sS"
                yield UnitHit(match.start(), match.end(), found, plural, unit is not None)

    def by_letter(self, letter: str) -> Unit:
        """The unit that a single letter behind digits stands for."""
        return self._letters[letter]

    def by_id(self, name: str) -> Unit:
        """The unit of that id."""
        return next(unit for unit in self._words.values() if unit.id == name)


@cache
def unit_table() -> UnitTable:
    """The units of the data file.

    Raises:
        DataError: the data file is not valid.
    """
    return UnitTable(load_data(_FILE, _UnitFile).units)


def _scan_pattern(words: dict[str, Unit], short: dict[str, Unit]) -> str:
    """A pattern that skips through text by first letters, three times faster than word by word.

    The letter class comes first because the regex engine can run through text with it; what
    stands before the word is looked at only behind a matching letter.
    """
    initials = {word[0] for word in (*words, *short)}
    branches = [
        rf"(?<=[{initial}{initial.upper()}])(?:{_tails(initial, words, short)})"
        for initial in sorted(initials)
    ]
    letters = "".join(sorted(initials))
    initial = rf"[{letters}{letters.upper()}](?:(?<![^\W\d_].)|(?<=[Mm]ulti.))"
    return rf"{initial}(?:{'|'.join(branches)})(?:(?=long\b)|(?![^\W_]))"


def _tails(initial: str, words: dict[str, Unit], short: dict[str, Unit]) -> str:
    tails = {word[1:] for word in (*words, *short) if word[0] == initial}
    longest_first = sorted(tails, key=lambda tail: (-len(tail), tail))
    return "|".join(f"(?ai:{re.escape(tail)})" for tail in longest_first)
