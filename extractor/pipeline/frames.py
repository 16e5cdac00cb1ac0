"""What verbs and nouns of giving, getting and having say about the parties beside them.

A frame's word is found in the sentence; each mention stands in a slot of it (subject, object,
after a preposition, possessive, modifier); the frame tells which role the slot plays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from extractor.pipeline.discourse import Mention, Reading, Span
from extractor.pipeline.lexicon import compile_pattern, load_data
from extractor.records import Role

_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:\w+ly\s+|not\s+|also\s+)?$", re.IGNORECASE
)
_PARTICIPLE = re.compile(r"(?:ed|en|aid|old|ought|uilt|on|ent|id|ung)$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(to|from|with|for|in|into|of|on|against|by|between|at|upon|over|under|about)\s+"
    r"(?:(?:the|a|an|its|their|his|her|former|U\.S\.|rival|\w+-based|\w+ian|\w+ish|\w+ese|German|"
    r"French|Dutch|Swiss|private equity firm|carmaker|bank|company|firm|chief executive)\s+)*$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"^(?:['’]s?)(?=\s)")
_REACH = 200
_OWNERS = frozenset({"its", "his", "her", "their", "our", "my"})


class Frame(BaseModel):
    """One frame of ``data/frames.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    pattern: str
    slots: dict[str, Role]
    passive: dict[str, Role] = {}


class FrameFile(BaseModel):
    """``data/frames.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    frame: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Trigger(Span):
    """A frame's word in the text."""

    frame: Frame
    passive: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """A mention in a slot that has a role."""

    trigger: Trigger
    mention: Mention
    slot: str
    role: Role


@cache
def _frames() -> tuple[tuple[Frame, re.Pattern[str]], ...]:
    frames = load_data("frames.toml", FrameFile).frame
    return tuple((f, compile_pattern(f.pattern, file=f"frames.toml: {f.id}")) for f in frames)


def triggers_in(text: str, span: Span) -> list[Trigger]:
    """The frames' words of a stretch, in text order."""
    found = [
        Trigger(m.start(), m.end(), frame, _is_passive(text, m.start(), m.end()))
        for frame, regex in _frames()
        for m in regex.finditer(text, span.start, span.end)
    ]
    return sorted(found, key=lambda trigger: (trigger.start, trigger.frame.id))


def _is_passive(text: str, start: int, end: int) -> bool:
    if not _PARTICIPLE.search(text[start:end]):
        return False
    return _BE.search(text, max(0, start - 24), start) is not None or bool(
        re.match(r"\s+(?:\w+\s+)?by\b", text[end : end + 20])
    )


def filled_slots(reading: Reading, stretch: Span) -> Iterator[Filled]:
    """Every mention of a stretch in every slot of its frames that has a role."""
    for trigger in triggers_in(reading.text, stretch):
        roles = trigger.frame.passive if trigger.passive else {}
        roles = roles or trigger.frame.slots
        start, end = max(stretch.start, trigger.start - _REACH), trigger.end + _REACH
        mentions = reading.mentions_in(Span(start, min(stretch.end, end)))
        for mention in mentions:
            slot = slot_of(reading.text, trigger, mention, mentions)
            if slot in roles:
                yield Filled(trigger, mention, slot, roles[slot])


def slot_of(text: str, trigger: Trigger, mention: Mention, mentions: list[Mention]) -> str | None:
    """How a mention stands to a frame's word; None when others stand between."""
    if mention.meets(trigger):
        return None
    preposition = _preposition(text, mention)
    if mention.end <= trigger.start:
        return _slot_before(text, trigger, mention, preposition)
    between = text[trigger.end : mention.start]
    if preposition:
        return preposition
    crowded = any(trigger.end <= m.start < mention.start for m in mentions)
    return None if crowded or len(between) > 60 else "obj"  # noqa: PLR2004 - an object stands near


def _slot_before(
    text: str, trigger: Trigger, mention: Mention, preposition: str | None
) -> str | None:
    between = text[mention.end : trigger.start]
    if _POSSESSIVE.match(between) or text[mention.start : mention.end].lower() in _OWNERS:
        return "poss" if len(between) < 40 else None  # noqa: PLR2004 - possessor and noun
    if not between.strip():
        return "mod" if not _is_verb(text, trigger) else "subj"
    if preposition and preposition != "of":
        return None
    return "subj"


def _is_verb(text: str, trigger: Trigger) -> bool:
    word = text[trigger.start : trigger.end].lower()
    return word.endswith(("ed", "id", "ought", "old", "ent", "on", "ll", "ys"))


def _preposition(text: str, mention: Mention) -> str | None:
    match = _PREPOSITION.search(text, max(0, mention.start - 50), mention.start)
    return match[1].lower() if match else None
