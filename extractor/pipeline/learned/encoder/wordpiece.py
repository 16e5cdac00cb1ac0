"""Word pieces as BERT's uncased vocabulary cuts them, with their places in the text.

The library that is common for this brings a client for a model hub along, which a program that
works offline has no use for. Method: Wu et al. 2016, "Google's neural machine translation system",
and Devlin et al. 2019; the pieces are those of the ``tokenizers`` library, which the tests' table
was made with.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

_CHUNK = re.compile(r"\S+")
_UNKNOWN = "[UNK]"
_LONGEST_WORD = 100
_CACHED = 50_000
_CJK: Final = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2FA1F), (0xF900, 0xFAFF))


class Piece(NamedTuple):
    """A piece of a word: its number in the vocabulary and its half-open place."""

    token: int
    start: int
    end: int


class WordPieces:
    """Cuts text into the pieces of a vocabulary, which are given in the order of their numbers."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._chunk = lru_cache(maxsize=_CACHED)(self._cut_chunk)

    def encode(self, text: str, start: int = 0, end: int | None = None) -> list[Piece]:
        """The pieces of ``text[start:end]``; places are offsets into the whole text."""
        return [
            Piece(token, first + chunk.start(), last + chunk.start())
            for chunk in _CHUNK.finditer(text, start, len(text) if end is None else end)
            for token, first, last in self._chunk(chunk.group())
        ]

    def _cut_chunk(self, chunk: str) -> tuple[Piece, ...]:
        return tuple(piece for word in _words(chunk) for piece in self._cut_word(word))

    def _cut_word(self, word: list[tuple[str, int]]) -> list[Piece]:
        """Longest pieces first; one unknown piece if the word can't be cut to the end."""
        letters = "".join(letter for letter, _ in word)
        whole = Piece(self._numbers[_UNKNOWN], word[0][1], word[-1][1] + 1)
        found: list[Piece] = []
        position = len(letters) if len(letters) > _LONGEST_WORD else 0
        while position < len(letters):
            end = self._longest(letters, position)
            if end is None:
                return [whole]
            piece = letters[position:end] if position == 0 else f"##{letters[position:end]}"
            found.append(Piece(self._numbers[piece], word[position][1], word[end - 1][1] + 1))
            position = end
        return found or [whole]

    def _longest(self, letters: str, position: int) -> int | None:
        mark = "##" if position else ""
        ends = range(len(letters), position, -1)
        return next((end for end in ends if mark + letters[position:end] in self._numbers), None)


def _words(chunk: str) -> Iterator[list[tuple[str, int]]]:
    """Runs of letters with their places; punctuation and Chinese characters stand alone."""
    word: list[tuple[str, int]] = []
    for place, character in enumerate(chunk):
        alone = _is_alone(character)
        if alone and word:
            yield word
            word = []
        word += [(letter, place) for letter in _plain(character)]
        if alone and word:
            yield word
            word = []
    if word:
        yield word


def _plain(character: str) -> str:
    """A character in lower case without accents; empty for control characters."""
    if unicodedata.category(character).startswith("C") or character == "\ufffd":
        return ""
    apart = unicodedata.normalize("NFD", character)
    return "".join(c for c in apart if unicodedata.category(c) != "Mn").lower()


def _is_alone(character: str) -> bool:
    if character in string.punctuation or unicodedata.category(character).startswith("P"):
        return True
    code = ord(character)
    return any(first <= code <= last for first, last in _CJK)
