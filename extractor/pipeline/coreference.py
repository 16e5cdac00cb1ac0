"""Who is who: names of one bearer become an entity, descriptions and pronouns find theirs.

Names are linked by form (``aliases``); descriptions and pronouns by salience: how recently, how
often and how prominently an entity of a fitting kind was named before.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.pipeline.aliases import UNLINKED, group_names, key_words, without_title
from extractor.pipeline.discourse import Entity, Mention, Reading, Sentence
from extractor.pipeline.mentions import is_media, kind_by_form
from extractor.records import PartyKind

_BODIES = frozenset({PartyKind.ORGANISATION, PartyKind.GOVERNMENT})
_REACH = {"nominal": 6, "pronoun": 2}
_DECAY = 0.6
_FARTHEST = 12
_SHORTEST_REPEAT = 3
_MOST_REPEATED = 300
_FIRST_IN_SENTENCE = 1.0
_HEADLINE = 0.7
_RANK = {PartyKind.GOVERNMENT: 0.6}
_SAME_WORD = 3.0
_SHORTEST_HEAD = 4
_APPOSED = re.compile(r"\s*,\s*$")
_CLOSED = re.compile(r"\s*(?:[,;)]|[—–-] |that\b|which\b|whose\b)")


def resolve(text: str, sentences: tuple[Sentence, ...], mentions: Sequence[Mention]) -> Reading:
    """The article's entities, every mention that could be resolved pointing at its own."""
    groups = group_names(text, [m for m in mentions if m.form == "name"])
    named = sorted((m for group in groups for m in group), key=lambda m: m.start)
    more = list(_repeats(text, named))
    groups = group_names(text, [*named, *more])
    entities = [_entity(text, index, group) for index, group in enumerate(groups)]
    linked = [mention for entity in entities for mention in entity.mentions]
    reading = Reading(text, sentences, tuple(entities), tuple(sorted(linked, key=_start)))
    taken = bytearray(len(text))
    for mention in linked:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    free = [m for m in mentions if m.form != "name" and not any(taken[m.start : m.end])]
    resolved = _with_references(reading, free)
    return replace(resolved, focus=_focus_of(resolved))


def _start(mention: Mention) -> int:
    return mention.start


def _repeats(text: str, named: list[Mention]) -> Iterator[Mention]:
    """Further places where a known name stands and the model missed it (headlines above all)."""
    seen: dict[str, Mention] = {}
    for mention in named:
        seen.setdefault(text[mention.start : mention.end], mention)
    taken = bytearray(len(text))
    for mention in named:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    for name in sorted(list(seen)[:_MOST_REPEATED], key=len, reverse=True):
        if len(name) >= _SHORTEST_REPEAT and seen[name].kind not in UNLINKED:
            for start in _places_of(name, text):
                end = start + len(name)
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * len(name)
                    yield replace(seen[name], start=start, end=end, rule="name.repeat")


def _places_of(name: str, text: str) -> Iterator[int]:
    """Where a name stands as a word of its own."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        bounded = not _is_word(before) and before != "-" and not _is_word(after)
        if bounded:
            yield start
        start = text.find(name, end if bounded else start + 1)


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _entity(text: str, index: int, group: list[Mention]) -> Entity:
    texts = [without_title(text[m.start : m.end]) for m in group]
    name = max(texts, key=lambda name: (len(key_words(name)), not name.isupper(), len(name)))
    kinds = Counter(mention.kind for mention in group)
    kind = kind_by_form(name) or kinds.most_common(1)[0][0]
    return Entity(index, name, kind, tuple(replace(m, entity=index, kind=kind) for m in group))


def _with_references(reading: Reading, references: Sequence[Mention]) -> Reading:
    resolver = _Salience(reading)
    found = [replace(m, entity=resolver.antecedent(m)) for m in references]
    known = tuple(mention for mention in found if mention.entity >= 0)
    everything = tuple(sorted((*reading.mentions, *known), key=_start))
    return replace(reading, mentions=everything)


class _Salience:
    """How present each entity is to a reader at a point of the article."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._places: dict[int, list[Mention]] = defaultdict(list)
        self._first: dict[int, Mention] = {}
        for mention in reading.mentions:
            if mention.form == "name":
                place = reading.sentence_at(mention.start).index
                self._places[place].append(mention)
                if reading.entities[mention.entity].kind not in UNLINKED:
                    self._first.setdefault(place, mention)

    def antecedent(self, reference: Mention) -> int:
        """The entity that a description or pronoun points at; -1 when none fits."""
        beside = self._beside(reference) if reference.form == "nominal" else None
        return self._most_present(reference) if beside is None else beside.entity

    def _beside(self, reference: Mention) -> Mention | None:
        """The name that a description stands before ("the retailer Acme") or after, in commas."""
        text = self._reading.text
        for mention in self._places.get(self._reading.sentence_at(reference.start).index, ()):
            if not self._fits(reference, mention):
                continue
            if mention.start > reference.end and text[reference.end : mention.start].isspace():
                return mention
            between = text[mention.end : reference.start]
            if _APPOSED.fullmatch(between) and _CLOSED.match(text, reference.end):
                return mention
        return None

    def _most_present(self, reference: Mention) -> int:
        here = self._reading.sentence_at(reference.start).index
        scores: dict[int, float] = defaultdict(float)
        for place in {0, *range(max(0, here - _FARTHEST), here + 1)}:
            for mention in self._places.get(place, ()):
                if mention.start < reference.start and self._fits(reference, mention):
                    weight = self._weight(here, place, mention, reference)
                    scores[mention.entity] += weight * self._likeness(reference, mention)
        best = max(scores, key=lambda entity: scores[entity], default=-1)
        return best if best >= 0 and scores[best] > 0 else -1

    def _weight(self, here: int, place: int, mention: Mention, reference: Mention) -> float:
        distance = here - place
        if self._reading.sentences[place].headline:
            return _HEADLINE
        if distance > _REACH[reference.form]:
            return 0.05 if reference.form == "nominal" else 0.0
        first = _FIRST_IN_SENTENCE if self._first.get(place) is mention else 0.0
        rank = _RANK.get(self._reading.entities[mention.entity].kind, 1.0)
        return rank * (1.0 + first) * _DECAY**distance

    def _likeness(self, reference: Mention, mention: Mention) -> float:
        """More than 1 for a name that holds the word of a description: "the bank", "Umbra Bank"."""
        if reference.form != "nominal":
            return 1.0
        head = self._reading.text[reference.start : reference.end].split()[-1].lower()
        words = self._reading.entities[mention.entity].name.lower().split()
        held = len(head) >= _SHORTEST_HEAD and any(word.startswith(head) for word in words)
        return _SAME_WORD if held else 1.0

    def _fits(self, reference: Mention, mention: Mention) -> bool:
        kind = self._reading.entities[mention.entity].kind
        name = self._reading.entities[mention.entity].name
        if reference.kind is PartyKind.PERSON:
            return kind is PartyKind.PERSON
        if reference.kind is PartyKind.GOVERNMENT:
            return kind is PartyKind.GOVERNMENT
        if reference.form == "nominal":
            return kind in {PartyKind.ORGANISATION, PartyKind.UNKNOWN} and not is_media(name)
        return kind in {*_BODIES, PartyKind.UNKNOWN} and not is_media(name)


def _focus_of(reading: Reading) -> int:
    """The entity that the article is about; -1 when it names none."""
    scores: dict[int, float] = defaultdict(float)
    for entity in reading.entities:
        if entity.kind in UNLINKED or is_media(entity.name):
            continue
        for mention in entity.mentions:
            scores[entity.index] += _prominence(reading, mention)
    return max(scores, key=lambda index: scores[index], default=-1)


def _prominence(reading: Reading, mention: Mention) -> float:
    sentence = reading.sentence_at(mention.start)
    lead = 3.0 if sentence.index <= 1 else 0.0
    place = 1.0 if mention.start - sentence.start < 40 else 0.0  # noqa: PLR2004 - subject position
    body = {PartyKind.ORGANISATION: 1.0, PartyKind.UNKNOWN: 0.8}.get(mention.kind, 0.5)
    return body * (1.0 + lead + place)
