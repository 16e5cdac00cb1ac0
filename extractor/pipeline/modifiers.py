"""The words beside a figure that qualify it: "more than $5bn", "three years or so".

Shared by the amount and duration recognisers. ``find_modifier(text, start, end)`` looks on both
sides of ``text[start:end]`` and gives the modifier, the quoted words and the id of the rule.
Rules are data: ``data/modifiers.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from extractor.pipeline.lexicon import load_data
from extractor.pipeline.numbers import fold
from extractor.records import Modifier, Quote

_FILE: Final = "modifiers.toml"
_REACH: Final = 60
_WORD: Final = re.compile(r"[^\s()\[\]{}\"“”‘’~≈∼<>≤≥=⩾⩽±]+|[~≈∼±]|[<>]=?|[≤≥⩾⩽]")
_AFTER_GAP: Final = re.compile(r"[ \t\xa0]{0,2}")


class ModifierRule(BaseModel):
    """One entry of the data file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    modifier: Modifier
    side: Literal["before", "after"]
    phrases: tuple[str, ...] = Field(min_length=1)
    unless_after: frozenset[str] = frozenset()
    direct: frozenset[str] = frozenset()


class ModifierFile(BaseModel):
    """The whole data file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    skip: tuple[str, ...]
    modifier: tuple[ModifierRule, ...]


class FoundModifier(NamedTuple):
    """How a figure is qualified: the vocabulary word, the words in the text, the rule."""

    modifier: Modifier
    cue: Quote
    rule: str


class _Rules(NamedTuple):
    before: dict[tuple[str, ...], ModifierRule]
    after: dict[str, ModifierRule]
    after_regex: re.Pattern[str]
    skip: frozenset[tuple[str, ...]]
    longest: int


@cache
def _rules() -> _Rules:
    data = load_data(_FILE, ModifierFile)
    before, after = (
        {phrase: rule for rule in data.modifier if rule.side == side for phrase in rule.phrases}
        for side in ("before", "after")
    )
    longest_first = sorted(after, key=len, reverse=True)
    return _Rules(
        {tuple(_WORD.findall(phrase)): rule for phrase, rule in before.items()},
        after,
        re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"),
        frozenset(tuple(phrase.split()) for phrase in data.skip),
        max(len(phrase.split()) for phrase in (*before, *data.skip)),
    )


def find_modifier(text: str, start: int, end: int) -> FoundModifier | None:
    """The modifier of the figure ``text[start:end]``; what stands before wins.

    Returns:
        None for a figure without one (``Modifier.EXACT``). The cue never overlaps the figure.
    """
    return _modifier_before(text, start) or _modifier_after(text, end)


def _modifier_before(text: str, start: int) -> FoundModifier | None:
    low = max(0, start - _REACH)
    window = fold(text[low:start])
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(window)]
    if low and words and words[0][1] == 0:
        words = words[1:]  # the edge of the window may have cut it
    if not words or not _touches(window, words[-1][2]):
        return None
    found = _longest_phrase(words)
    if found is None:
        found = _longest_phrase(_without_skipped(words))
        if found and found[0].direct & {window[found[1] : found[2]]}:
            return None
    if found is None:
        return None
    rule, first, last = found
    quote = Quote(text=text[low + first : low + last], start=low + first, end=low + last)
    return FoundModifier(rule.modifier, quote, rule.id)


def _touches(window: str, end: int) -> bool:
    """Only white space (or an opening bracket or quotation mark) between phrase and figure."""
    return not window[end:].strip(" \t\n\xa0\u202f(“\"‘'") and window[end:].count("\n") < 2  # noqa: PLR2004


_Word = tuple[str, int, int]


def _longest_phrase(words: list[_Word]) -> tuple[ModifierRule, int, int] | None:
    rules = _rules()
    for count in range(min(rules.longest, len(words)), 0, -1):
        phrase = words[-count:]
        rule = rules.before.get(tuple(word for word, _, _ in phrase))
        if rule is not None:
            previous = words[-count - 1][0] if len(words) > count else ""
            return None if previous in rule.unless_after else (rule, phrase[0][1], phrase[-1][2])
    return None


def _without_skipped(words: list[_Word]) -> list[_Word]:
    """The words without "a", "an additional", ... at their end."""
    skip = _rules().skip
    for count in range(min(3, len(words)), 0, -1):
        if tuple(word for word, _, _ in words[-count:]) in skip:
            return words[:-count]
    return []


def _modifier_after(text: str, end: int) -> FoundModifier | None:
    rules = _rules()
    window = fold(text[end : end + _REACH])
    gap = _AFTER_GAP.match(window)
    match = rules.after_regex.match(window, gap.end() if gap else 0)
    if not match:
        return None
    rule = rules.after[match[0]]
    first, last = end + match.start(), end + match.end()
    return FoundModifier(
        rule.modifier, Quote(text=text[first:last], start=first, end=last), rule.id
    )
