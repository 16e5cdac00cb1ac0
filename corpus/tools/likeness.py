"""How much articles have in common word by word: templates and copies are found out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

_WORD = re.compile(r"\w+(?:['’]\w+)*")

Run = tuple[str, ...]
"""Words that follow each other, in lower case."""


def runs(text: str, length: int) -> set[Run]:
    """All runs of a number of words; punctuation and lines do not part them."""
    words = _WORD.findall(text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def shared_runs(texts: Mapping[str, str], length: int) -> dict[Run, list[str]]:
    """Runs that stand in several articles, with the names of these."""
    return {run: names for run, names in _holders(texts, length).items() if len(names) > 1}


def _holders(texts: Mapping[str, str], length: int) -> dict[Run, list[str]]:
    holders = defaultdict(list)
    for name, text in texts.items():
        for run in runs(text, length):
            holders[run].append(name)
    return holders


def shares(texts: Mapping[str, str], length: int) -> dict[tuple[str, str], float]:
    """For each two articles with a run in common: the share of the runs of the poorer one."""
    sizes = {name: len(runs(text, length)) for name, text in texts.items()}
    common = _pairs(_holders(texts, length).values())
    return {
        (one, other): count / min(sizes[one], sizes[other])
        for (one, other), count in common.items()
    }


def _pairs(groups: Iterable[list[str]]) -> Counter[tuple[str, str]]:
    return Counter(pair for names in groups for pair in combinations(sorted(names), 2))
