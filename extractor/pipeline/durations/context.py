"""What stands around a length of time: the words that decide what kind it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from extractor.pipeline.numbers import fold

_LEFT_REACH: Final = 110
_RIGHT_REACH: Final = 90
_LONGEST_PHRASE: Final = 4
_NEAR: Final = 9
_HEAD_REACH: Final = 7
_WORD: Final = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)?|\d[\d.,]*(?<=\d)|--+|[–—]|[$€£¥₹%]|[,;:()?!\"“”]|\.(?=\s|$)|/"
)
_CUT: Final = re.compile(
    r"\n|[.!?](?<!\b[A-Z].)(?<!\bInc.)(?<!\bCorp.)(?<!\bCo.)(?<!\bMr.)(?<!\bMs.)(?<!\bSt.)"
    r"(?<!\bDr.)[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z])"
)
_AMOUNT: Final = re.compile(
    r"[$€£¥₹]\s?\d|\d\s?(?:bn|mn|tn|m)\b|\b(?:m|b|tr)illion\b"
    r"|\b(?:dollars?|euros?|pounds?|yen|yuan|rupees?|pence|cents)\b",
    re.IGNORECASE,
)
_INITIALS: Final = re.compile(r"\b(?:[a-z]\.){2,}")
_NUMBER: Final = "#"
_FIGURES: Final = f"{_NUMBER}$€£¥₹"


@dataclass(frozen=True)
class Words:
    """The words on both sides within the sentence, lower case, numerals as "#".

    ``left`` and ``right`` both run outwards to the edge in text order; words that add nothing
    ("the", "its", "additional") are left out. ``start`` is where the words before end in the text.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    start: int
    before: str
    behind: str

    @cached_property
    def left_phrases(self) -> frozenset[str]:
        """The last words before, in one to four words."""
        return frozenset(
            " ".join(self.left[-count:])
            for count in range(1, min(_LONGEST_PHRASE, len(self.left)) + 1)
        )

    @cached_property
    def right_phrases(self) -> frozenset[str]:
        """The first words behind, in one to four words."""
        return frozenset(
            " ".join(self.right[:count])
            for count in range(1, min(_LONGEST_PHRASE, len(self.right)) + 1)
        )

    @cached_property
    def near_left(self) -> frozenset[str]:
        """The nearest words before, in any order."""
        return frozenset(self.left[-_NEAR:])

    @cached_property
    def near_right(self) -> frozenset[str]:
        """The nearest words behind, in any order."""
        return frozenset(self.right[:_NEAR])

    @cached_property
    def has_amount(self) -> bool:
        """Whether money is spoken of in the sentence."""
        return self.has_amount_left or _AMOUNT.search(self.behind) is not None

    @cached_property
    def has_amount_left(self) -> bool:
        """Whether money is spoken of in the sentence before the length."""
        return _AMOUNT.search(self.before) is not None

    def noun_phrase(self, stops: frozenset[str]) -> tuple[str, ...]:
        """The words of the noun phrase that an adjective opens: up to a preposition or stop.

        A comma directly behind the adjective is passed over: "a three-year, fixed-fee deal".
        """
        phrase: list[str] = []
        comma = int(self.right[:1] == (",",))
        for word in self.right[comma : _HEAD_REACH + comma]:
            if word in stops or not (word[0].isalpha() or word[0] in _FIGURES):
                break
            phrase.append(word)
        return tuple(phrase)


def words_around(text: str, start: int, end: int, transparent: frozenset[str]) -> Words:
    """The words on both sides of ``text[start:end]`` within its sentence."""
    before = text[max(0, start - _LEFT_REACH) : start]
    after = text[end : end + _RIGHT_REACH]
    before = before[max((cut.end() for cut in _CUT.finditer(before)), default=0) :]
    after = _CUT.split(after, maxsplit=1)[0]
    return Words(_plain(before, transparent), _plain(after, transparent), start, before, after)


def _plain(text: str, transparent: frozenset[str]) -> tuple[str, ...]:
    spelt = _INITIALS.sub(lambda match: match[0].replace(".", ""), fold(text).replace("’", "'"))
    words = (match[0].removesuffix("'s") for match in _WORD.finditer(spelt))
    return tuple(
        _NUMBER if word[0].isdigit() else word for word in words if word not in transparent
    )
