"""Names of one bearer: “Acme” and “Acme Holdings Inc”, “Dunn” and “Brian Dunn”.

A short name stands for the longer one that begins or ends with it, has its initials, is known by it
(``data/aliases.toml``) or that the article says it stands for (“Keld Rail Agency (KRA)”). Names of
the same letters are one: “Exxon Mobil”, “ExxonMobil”.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Final, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.pipeline.discourse import Mention
from extractor.pipeline.lexicon import load_data
from extractor.pipeline.owners import is_place
from extractor.records import PartyKind

UNLINKED: Final = frozenset({PartyKind.GENERIC, PartyKind.PRODUCT})
Key: TypeAlias = tuple[str, ...]
_WORDS: Final = re.compile(r"[\w&.’'-]*\w|&")
_DEFINED: Final = re.compile(r"\s*\((?:the\s+|or\s+)?|,?\s+(?:or|known\s+as)\s+(?:the\s+)?")
_DEFINED_TO: Final = re.compile(r"[),]")
# “Orvale Semi” stands for “Orvale Semiconductor”: so many letters are left, so many cut.
_LEAST_LEFT: Final = 3
_LEAST_CUT: Final = 3
# Nobody shortens a name to so many words.
_MOST_WORDS: Final = 8


class AliasForms(BaseModel):
    """``data/aliases.toml``: how short names find their long ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    legal_forms: str
    too_common: str
    titles: str
    small: frozenset[str]
    nicknames: Mapping[str, str]


@cache
def _forms() -> AliasForms:
    return load_data("aliases.toml", AliasForms)


@cache
def _pattern(which: str) -> re.Pattern[str]:
    return re.compile(getattr(_forms(), which), re.IGNORECASE)


def key_words(name: str) -> Key:
    """A name's words without legal form, titles and possessives, lower case.

    "Acme Holdings Inc's" gives ("acme",); a name made of nothing else keeps its words.
    """
    words = _plain_words(name)
    kept = words[: words[:1] != ("the",)] + tuple(w for w in words[1:] if not _is_legal_form(w))
    return kept or words or (name.lower(),)


def _is_legal_form(word: str) -> bool:
    return _pattern("legal_forms").fullmatch(word.strip(".")) is not None


def _plain_words(name: str) -> Key:
    words = (re.sub(r"[’']s?$", "", word) for word in _WORDS.findall(without_title(name)))
    return tuple(word.lower() for word in words if word)


def without_title(name: str) -> str:
    """A name without the office before it: “Chief Executive Jane Roe” gives “Jane Roe”."""
    match = re.match(rf"(?:{_pattern('titles').pattern})\s+(?=\w)", name, re.IGNORECASE)
    return name[match.end() :] if match else name


def group_names(text: str, names: Iterable[Mention]) -> list[list[Mention]]:
    """The mentions of each bearer, in text order; bearers in the order of their first mention."""
    known = _known_names(text, sorted(names, key=_start))
    near = _neighbours(known)
    meant = _defined(text, known)
    fuller = {key: meant.get(key) or _longer_name(name, known, near) for key, name in known.items()}
    # A way from name to name ends, whatever the rules: each step leads to one of more letters.
    home = {key: long for key, long in fuller.items() if long and _size(long) > _size(key)}
    groups: dict[Key, list[Mention]] = defaultdict(list)
    for key, name in known.items():
        groups[_root(key, home)].extend(name.mentions)
    merged = [sorted(group, key=_start) for group in groups.values()]
    return sorted(merged, key=lambda group: group[0].start)


def _start(mention: Mention) -> int:
    return mention.start


@dataclass(frozen=True)
class _Name:
    """A name and where it stands."""

    key: Key
    sample: str
    mentions: list[Mention]

    @property
    def is_linked(self) -> bool:
        return self.mentions[0].kind not in UNLINKED

    @cached_property
    def letters(self) -> str | None:
        """What may be initials: “P&G” gives “pg”."""
        bare = re.sub(r"[.&]", "", self.sample)
        is_short = len(self.key) == 1 and len(bare) > 1 and self.sample.isupper()
        return re.sub(r"[.&]", "", self.key[0]) if is_short else None

    @cached_property
    def initials(self) -> tuple[str, ...]:
        """Its initials: without and with its legal form, without the place that it begins with."""
        whole = _initials(self.key), _initials(_plain_words(self.sample))
        return (*whole, _initials(self.key[1:])) if is_place(self.sample.split()[0]) else whole

    @cached_property
    def capitals(self) -> str:
        """The capital letters in it: “KeldMarineBank” gives “kmb”."""
        return re.sub(r"[^A-Z]", "", self.sample).lower()

    @cached_property
    def core(self) -> Key:
        """Its words without the small ones between them."""
        kept = tuple(word for word in self.key if word not in _forms().small)
        return kept if len(kept) > 1 else self.key


def _initials(words: Key) -> str:
    return "".join(word[0] for word in words if word not in _forms().small)


def _known_names(text: str, mentions: Iterable[Mention]) -> dict[Key, _Name]:
    """Each name once; of several with the same letters, the one with the most words."""
    spelled: dict[tuple[str, bool], list[tuple[Key, Mention]]] = defaultdict(list)
    for mention in mentions:
        key = key_words(text[mention.start : mention.end])
        spelled[_run_together(key), mention.kind in UNLINKED].append((key, mention))
    known: dict[Key, _Name] = {}
    for same in spelled.values():
        key = max((key for key, _ in same), key=len)
        found = [mention for _, mention in same]
        sample = next(text[m.start : m.end] for other, m in same if other == key)
        known.setdefault(key, _Name(key, sample, [])).mentions.extend(found)
    return known


def _run_together(key: Key) -> str:
    return re.sub(r"\W", "", "".join(key)) or " ".join(key)


def _defined(text: str, known: Mapping[Key, _Name]) -> dict[Key, Key]:
    """The short names that the article itself explains, with the long ones."""
    places = [(mention, key) for key, name in known.items() for mention in name.mentions]
    places.sort(key=lambda place: place[0].start)
    return {
        short: full
        for (long, full), (brief, short) in pairwise(places)
        if len(full) > 1
        and _abbreviates(known[short], full)
        and known[full].is_linked
        and _DEFINED.fullmatch(text, long.end, brief.start)
        and _DEFINED_TO.match(text, brief.end)
    }


def _abbreviates(short: _Name, full: Key) -> bool:
    """Whether a name is initials, or one word of letters of the other, in their order."""
    left = iter("".join(full))
    in_order = short.key[0][0] == full[0][0] and all(letter in left for letter in short.key[0])
    return short.letters is not None or (len(short.key) == 1 and in_order)


def _size(key: Key) -> int:
    return len(_run_together(key))


def _root(key: Key, home: Mapping[Key, Key]) -> Key:
    while key in home:
        key = home[key]
    return key


def _neighbours(known: Iterable[Key]) -> dict[str, list[Key]]:
    """The names that begin or end with a word or its half, or begin with a letter or its place."""
    near: dict[str, list[Key]] = defaultdict(list)
    for key in known:
        ends = {key[0], key[-1], key[0].partition("-")[0], *(word[:1] for word in key[:2])}
        for word in ends.union(_beginnings(key)):
            near[word].append(key)
    return near


def _longer_name(
    name: _Name, known: Mapping[Key, _Name], near: Mapping[str, list[Key]]
) -> Key | None:
    """The longer name that this one stands for: the most often used of the fitting ones."""
    if not name.is_linked:
        return None
    nickname = tuple(_forms().nicknames.get(" ".join(name.key), "").split())
    if nickname in known:
        return nickname
    begun = {name.key[0], _run_together(name.key), name.key[0][:1] if name.letters else ""}
    alike = [other for word in sorted(begun) for other in near.get(word, ())]
    fitting = [
        known[other]
        for other in dict.fromkeys(alike)
        if other != name.key
        and known[other].is_linked
        and _stands_for(name, known[other])
        and not (_is_hyphened(name.key, other) and _joins_two(other, near))
    ]
    best = max(fitting, key=lambda other: (len(other.mentions), len(other.key)), default=None)
    return None if best is None else best.key


def _is_hyphened(short: Key, full: Key) -> bool:
    return len(short) == 1 and full[0].startswith(f"{short[0]}-")


def _joins_two(full: Key, near: Mapping[str, list[Key]]) -> bool:
    """“Keld-Orvale” where “Orvale” has a name of its own: the two of them, and not Keld."""
    seconds = full[0].split("-")[1:]
    return any(other[0] == second for second in seconds for other in near.get(second, ()))


def _stands_for(short: _Name, full: _Name) -> bool:
    if short.letters:
        return not full.letters and _has_letters(short.letters, short.key, full)
    if is_place(short.sample) or _pattern("too_common").fullmatch(" ".join(short.key)):
        return False
    if _is_hyphened(short.key, full.key):
        return True
    begins = _is_part(short.key, full.key) or _is_part(short.core, full.core)
    return begins or _is_cut(short.key, full.key)


def _has_letters(letters: str, short: Key, full: _Name) -> bool:
    begun = len(full.key) > 1 and any(each.startswith(letters) for each in full.initials)
    return begun or full.capitals == letters or (full.key[0] == short[0] and len(full.key) > 1)


def _is_part(short: Key, full: Key) -> bool:
    """Whether a name begins the other or is its last word."""
    is_last = len(short) == 1 < len(full) and full[-1] == short[0]
    return is_last or _run_together(short) in _beginnings(full)


def _beginnings(full: Key) -> list[str]:
    return [_run_together(full[:length]) for length in range(1, min(len(full), _MOST_WORDS))]


def _is_cut(short: Key, full: Key) -> bool:
    """Whether a name begins the other, with the last word cut: “Orvale Semi”."""
    *same, last = short
    if not same or len(full) < len(short) or full[: len(same)] != tuple(same):
        return False
    whole = full[len(same)]
    enough = len(last) >= _LEAST_LEFT and len(whole) - len(last) >= _LEAST_CUT
    return enough and whole.startswith(last) and "-" not in whole
