"""The values that the pipeline's rooms hand to each other: sentences, mentions, entities, sources.

All offsets are half-open code points into the article's text. Everything here is frozen and made
of plain values, so that ``as_data`` gives JSON-able data for ``Doc._``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from extractor.pipeline.opinions import Opinion
from extractor.records import Amount, Duration, Event, PartyKind, SourceKind

Form = Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def places(self) -> range:
        """The offsets that it covers."""
        return range(self.start, self.end)

    def gap(self, other: Span) -> int:
        """Characters between the two; 0 when they touch or overlap."""
        return max(0, other.start - self.end, self.start - other.end)


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """A sentence; the headline is sentence 0 of an article that has one."""

    index: int
    paragraph: int
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Hit(Span):
    """A cue found in the text: its category, the rule that found it, its weight."""

    rule: str
    category: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Mention(Span):
    """A place where the text names, describes or points at someone."""

    kind: PartyKind
    form: Form
    rule: str
    entity: int = -1


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone the article speaks of: all its mentions under the fullest name."""

    index: int
    name: str
    kind: PartyKind
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Source(Span):
    """Words that say who stands behind a statement, and the stretch that they cover."""

    kind: SourceKind
    rule: str
    name: str | None
    entity: int
    verb: str
    scope_start: int
    scope_end: int

    @property
    def scope(self) -> Span:
        """The stretch of text that the source stands behind."""
        return Span(self.scope_start, self.scope_end)


@dataclass(frozen=True, slots=True)
class Deal(Span):
    """A word that may tell a deal, of which kind, the rule that found it, and how much it says."""

    event: Event
    rule: str
    weight: float = 1.0


Figure = Amount | Duration
"""What most claims hang on."""

Anchor = Figure | Deal
"""What a claim hangs on: its figures, or the words of a deal that is told without any."""


def _start(span: Span) -> int:
    return span.start


def _scope_start(source: Source) -> int:
    return source.scope_start


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of an article before claims are put together."""

    text: str
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sources: tuple[Source, ...] = ()
    focus: int = -1
    """The entity that the article is about; -1 when it names none."""
    opinions: Mapping[int, Opinion] = field(default_factory=dict)
    """What the encoder thinks of figures, by their start; empty when it was not asked."""

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds an offset, or the last one that begins before it."""
        return self.sentences[max(0, bisect_right(self.sentences, offset, key=_start) - 1)]

    def mentions_in(self, span: Span) -> list[Mention]:
        """The mentions inside a stretch, in text order."""
        first = bisect_left(self.mentions, span.start, key=_start)
        last = bisect_right(self.mentions, span.end, key=_start)
        return [mention for mention in self.mentions[first:last] if mention.end <= span.end]

    def first_mention_in(self, span: Span) -> Mention | None:
        """The first mention that begins in a stretch."""
        first = bisect_left(self.mentions, span.start, key=_start)
        found = self.mentions[first] if first < len(self.mentions) else None
        return found if found and found.start < span.end else None

    def sources_over(self, span: Span) -> list[Source]:
        """The sources whose sentence holds a stretch."""
        home = self.sentence_at(span.start)
        first = bisect_left(self.sources, home.start, key=_scope_start)
        last = bisect_right(self.sources, home.start, key=_scope_start)
        return [source for source in self.sources[first:last] if source.scope.holds(span)]


def as_data(value: Mention | Entity | Source | Deal) -> dict[str, Any]:
    """A frozen value as JSON-able data for ``Doc._``."""
    return asdict(value)
