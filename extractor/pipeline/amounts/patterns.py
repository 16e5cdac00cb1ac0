"""The regular expressions of the amount recogniser, built once from data.

All run on folded text, all repetitions are bounded, so every match takes bounded time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from extractor.pipeline.amounts.data import magnitude_data, rate_data, reading_data
from extractor.pipeline.amounts.units import catalogue
from extractor.pipeline.numbers import NUMBER_WORDS, NUMERAL, SCALE_WORDS

SPACE: Final = r"[ \t\xa0\u202f\u2009]"
GAP: Final = rf"{SPACE}{{0,3}}(?:\n{SPACE}{{0,2}})?"
DASH: Final = "[-‐‑‒–−]"
_BLANK: Final = "[ \xa0\n-]"
NO_LETTER: Final = r"(?![^\W\d_])"
_SPACED: Final = r"[0-9]{1,3}(?:[ \xa0\u202f][0-9]{3}){1,5}(?:[.,][0-9]{1,2})?(?![0-9]|[.,][0-9])"
NUMBER: Final = (
    rf"(?:{_SPACED}|\.[0-9]{{1,8}}|{NUMERAL}(?:[ -](?:and[ -])?{SCALE_WORDS})?|{NUMBER_WORDS})"
)
NUMBER_START: Final = r"(?<![^\W_])(?<![0-9][.,/:])"


def alternatives(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first; a blank matches any blank or hyphen."""
    longest_first = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", rf"(?:{SPACE}|-)") for word in longest_first)


_Tree = dict[str, "_Tree"]


def trie(words: Iterable[str]) -> str:
    """An alternation of literal words in the shape of a prefix tree, which ``re`` walks fast."""
    tree: _Tree = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _trie_source(tree)


def _trie_source(node: _Tree) -> str:
    branches = [
        re.escape(letter) + _trie_source(child) for letter, child in sorted(node.items()) if letter
    ]
    if not branches:
        return ""
    source = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{source}?" if "" in node else source


@cache
def anchor_regex() -> re.Pattern[str]:
    """Everything that can name a currency; a sign must have a number or word beside it."""
    surfaces = catalogue().units
    words = [surface for surface in surfaces if surface[0].isalpha()]
    signs = [surface for surface in surfaces if not surface[0].isalpha()]
    first = "".join(sorted({re.escape(surface[0]) for surface in signs}))
    behind = "|".join(rf"(?<=[0-9a-z½¼¾]{blanks})" for blanks in ("", _BLANK, _BLANK * 2))
    ahead = rf"(?=[:.]?{GAP}[0-9a-z½¼¾.])"
    sign = rf"(?=[{first}])(?:(?:{behind})(?:{trie(signs)})|(?:{trie(signs)}){ahead})"
    word = rf"(?<![^\W\d_])(?:{trie(words)}){NO_LETTER}"
    return re.compile(rf"{word}|{sign}")


@cache
def magnitude_source() -> str:
    """An optional magnitude after a number, as the group ``mag``."""
    free, glued = (
        alternatives(
            text
            for entry in magnitude_data().magnitude
            if entry.glued is kind
            for text in entry.texts
        )
        for kind in (False, True)
    )
    end = rf"(?:{NO_LETTER}|(?<=illion)(?!s|air))"
    return rf"(?:(?:{GAP}|{SPACE}?-{SPACE}?)(?P<mag>{free}){end}|(?P<glued>{glued}){NO_LETTER})?"


@cache
def right_regex() -> re.Pattern[str]:
    """A number after a sign, code or noun."""
    return re.compile(rf"(?::|\.(?=\.))?{GAP}(?P<num>{NUMBER}){magnitude_source()}")


@cache
def plain_right_regex() -> re.Pattern[str]:
    """The same without number words after the numeral: "$5 one-way"."""
    return re.compile(rf":?{GAP}(?P<num>{NUMERAL}){magnitude_source()}")


@cache
def right_range_regex() -> re.Pattern[str]:
    """The end of a range that was written with one currency: "$5-7 million"."""
    joint = rf"(?P<joint>{SPACE}?{DASH}{SPACE}?|—|{SPACE}to{SPACE}|{SPACE}and{SPACE})"
    return re.compile(rf"{joint}(?P<num>{NUMERAL}){magnitude_source()}(?![0-9%])")


@cache
def left_regex() -> re.Pattern[str]:
    """A number that ends where the search ends: before a currency word."""
    join = rf"(?:{GAP}(?:of{SPACE})?|{SPACE}?{DASH}{SPACE}?)"
    return re.compile(rf"{NUMBER_START}(?P<num>{NUMBER}){magnitude_source()}(?:,-)?{join}\Z")


@cache
def left_range_regex() -> re.Pattern[str]:
    """The start of a range that ends where the search ends: "between 40 and" 45 million pounds."""
    joint = rf"(?P<joint>{SPACE}?{DASH}{SPACE}?|—|{SPACE}to{SPACE}|{SPACE}and{SPACE})"
    return re.compile(rf"{NUMBER_START}(?P<num>{NUMBER}){magnitude_source()}{joint}\Z")


@cache
def open_regex() -> re.Pattern[str]:
    """An amount without a figure before a currency word: "tens of millions of" euros."""
    data = magnitude_data()
    words = alternatives((*data.open_words, *data.unknown_words))
    counts = alternatives(data.open_counts)
    sizes = alternatives(("hundred", "thousand", "million", "billion", "trillion"))
    plural = rf"(?P<first>{words})(?:{SPACE}of{SPACE}(?P<second>{words}))?{SPACE}of{SPACE}"
    size = rf"(?P<size>(?:{sizes})(?:(?:{SPACE}|-)(?:{sizes}))?s?)"
    counted = rf"(?P<count>{counts})(?:{SPACE}|-)?{size}(?:{SPACE}of)?(?:{GAP}|{DASH})"
    return re.compile(rf"(?<![^\W_])(?:{plural}|{counted})\Z")


@cache
def rate_regex() -> re.Pattern[str]:
    """What stands after an amount and says what it is per."""
    data = rate_data()
    units = alternatives(text for texts in data.units.values() for text in texts)
    adverbs = alternatives(text for texts in data.adverbs.values() for text in texts)
    article = rf"{SPACE}{{1,3}}(?:per|a|an|(?:for{SPACE})?(?:each|every)){SPACE}{{1,3}}"
    lead = rf"(?:{SPACE}{{0,3}}/{SPACE}{{0,3}}|{article}|-(?:per|a|an)-|-?{SPACE}per-)"
    later = rf"(?!{SPACE}(?:ago|earlier|before|later|prior|previously|old|apart)\b)"
    anything = rf"(?:{SPACE}{{0,3}}/|{SPACE}{{1,3}}per{SPACE}{{1,3}})(?P<other>[^\W\d_]{{2,20}})"
    return re.compile(
        rf"{lead}(?:[a-z]{{2,12}} (?=share))?(?P<unit>{units}){NO_LETTER}{later}|{anything}"
        rf"|{SPACE}{{1,3}}(?P<adverb>{adverbs}){NO_LETTER}|{SPACE}{{1,3}}(?P<each>each){NO_LETTER}(?!{SPACE}(?!in|of|to|from|for|on|by)[a-z])"
    )


@cache
def change_regex() -> re.Pattern[str]:
    """A verb of change anywhere in a stretch of text."""
    return re.compile(rf"\b(?:{trie(reading_data().change_verbs)})\b")
