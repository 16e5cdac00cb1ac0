"""The cheap pass over a text: where a currency is named, and which one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from extractor.pipeline.amounts.data import currency_data
from extractor.pipeline.amounts.patterns import anchor_regex
from extractor.pipeline.amounts.units import Unit, catalogue
from extractor.pipeline.numbers import fold

_ADJECTIVE_REACH: Final = 34
_ADJECTIVE_WORDS: Final = 3
_PREFIX: Final = re.compile(r"(?<![^\W\d_])([a-z][a-z.]{0,3})([ \xa0]?)\Z")


@dataclass(frozen=True, slots=True)
class View:
    """A text and its folded copy of the same length, in which all searching is done."""

    text: str
    folded: str
    counts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> View:
        """Fold a text once."""
        return cls(text, fold(text))

    def mentions(self, words: Collection[str]) -> int:
        """How often any of the words stands in the text; each is counted once per text."""
        for word in words:
            if word not in self.counts:
                self.counts[word] = _occurrences(self.folded, word)
        return sum(self.counts[word] for word in words)


def _occurrences(folded: str, word: str) -> int:
    if not folded.count(word):
        return 0
    left = r"(?<![^\W_])" if word[0].isalnum() else ""
    right = r"(?![^\W_])" if word[-1].isalnum() else ""
    return sum(1 for _ in re.finditer(rf"{left}{re.escape(word)}{right}", folded))


@dataclass(frozen=True, slots=True)
class Anchor:
    """A currency name in the text, with the adjective or letters before it.

    ``currency`` is what those say ("Canadian" dollars, "HK"$), else None.
    """

    start: int
    end: int
    unit: Unit
    currency: str | None


def anchors(view: View) -> Iterator[Anchor]:
    """Every place that may name a currency, in text order."""
    known = catalogue()
    for match in anchor_regex().finditer(view.folded):
        unit = known.unit(view.text[match.start() : match.end()])
        if unit is not None:
            start, currency = _qualified(view, match.start(), unit)
            yield Anchor(start, match.end(), unit, currency)


def _qualified(view: View, start: int, unit: Unit) -> tuple[int, str | None]:
    """Where the name with its adjective or prefix starts, and the code that they tell."""
    if unit.kind == "code" or not unit.family:
        return start, None
    if unit.kind == "sign" and unit.family == "dollar":
        prefixed = _dollar_prefix(view.folded, start)
        if prefixed:
            return prefixed
    return _adjective(view.folded, start, unit.family)


def _dollar_prefix(folded: str, start: int) -> tuple[int, str] | None:
    data = currency_data()
    match = _PREFIX.search(folded, max(0, start - 6), start)
    if not match:
        return None
    letters, blank = match.groups()
    code = data.dollar_prefixes.get(letters)
    if code is None and letters in data.lowercase_codes:
        code = letters.upper()
    spaced = letters in data.spaced_dollar_prefixes or letters in data.lowercase_codes
    return (match.start(), code) if code and (spaced or not blank) else None


def _adjective(folded: str, start: int, family: str) -> tuple[int, str | None]:
    table = catalogue().adjectives.get(family)
    if not table or not start or folded[start - 1 : start].strip(" \xa0-\n"):
        return start, None
    low = max(0, start - _ADJECTIVE_REACH)
    window = folded[low:start].replace("\xa0", " ").replace("-", " ").replace("\n", " ").rstrip()
    words = window.split(" ")
    for count in range(min(_ADJECTIVE_WORDS, len(words)), 0, -1):
        phrase = " ".join(words[-count:])
        if phrase in table:
            return low + len(window) - len(phrase), table[phrase]
    return start, None
