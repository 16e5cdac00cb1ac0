"""What the encoder reads of an article: windows that hold the sentences around its figures.

A window is the headline, the lead and, for each sentence with a figure, the sentence itself, the
one before and the one after where that tells a source, as word pieces; where neither the sentence
nor the one before tells a source, also the last one that does, since its source may carry on. It
takes as many sentences with figures as fit, so that most articles are read in one pass. The
network reads no more than 512 pieces: context is cut, so that even a single sentence with figures
and all that belongs to it has fewer.
Every piece has a tag (part of an amount, of a mention of some kind) and a type (1 in sentences
whose figures are asked for).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from extractor.pipeline.discourse import Anchor, Mention, Reading, Sentence, Span
from extractor.pipeline.learned.encoder.wordpiece import WordPieces
from extractor.records import Amount, PartyKind

FORMS: Final = ("name", "ref")
TAGS: Final = (
    "none", "amount", "term", *(f"{kind.value}.{form}" for kind in PartyKind for form in FORMS),
)  # fmt: skip
SIDES: Final = ("opening", "left", "right", "before", "after", "elsewhere")
GAPS, MARKS, OFTEN = 8, 4, 5
_OPEN, _CLOSE = 101, 102
_LONGEST_WINDOW = 320
_CONTEXT_PIECES = 64
_LONG_SENTENCE, _LONGEST_SENTENCE = 110, 160
_BEFORE, _AFTER = 60, 50


@dataclass(frozen=True, slots=True)
class Marked:
    """A figure in a window: its place in the text, its sentence, and the pieces of both."""

    figure: Span
    pieces: tuple[int, ...]
    home: Sentence
    home_pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention in a window: its entity, its pieces, and the number of its sentence."""

    mention: Mention
    pieces: tuple[int, ...]
    sentence: int


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces with tags and types, and the figures and mentions among them."""

    ids: tuple[int, ...]
    tags: tuple[int, ...]
    types: tuple[int, ...]
    figures: tuple[Marked, ...]
    mentions: tuple[Seen, ...]
    focus: int
    often: Mapping[int, int]

    def traits(self, marked: Marked, seen: Seen) -> tuple[int, int, int, int]:
        """Side, distance, form and focus, and frequency of a mention as seen from a figure."""
        mention = seen.mention
        inside = seen.sentence == marked.home.index
        gap = min(GAPS - 1, int(log2(1 + mention.gap(marked.figure)))) if inside else 0
        mark = (mention.form == "name") + 2 * (mention.entity == self.focus)
        often = min(OFTEN - 1, self.often[mention.entity])
        return SIDES.index(_side(marked, seen)), gap, mark, often


def _side(marked: Marked, seen: Seen) -> str:
    """Where a mention stands, as seen from a figure."""
    match seen.sentence - marked.home.index:
        case 0:
            return "left" if seen.mention.start < marked.figure.start else "right"
        case -1:
            return "before"
        case 1:
            return "after"
    return "opening" if seen.sentence <= 1 else "elsewhere"


@dataclass(frozen=True, slots=True)
class _Piece(Span):
    token: int
    tag: int
    sentence: int


_Plan = dict[int, list[_Piece]]
"""The pieces of the sentences of a window, by the sentence's number."""


def windows_of(
    reading: Reading, figures: Sequence[Anchor], tokenizer: WordPieces
) -> Iterator[Window]:
    """Windows that hold every figure once, in text order."""
    reader = _Reader(reading, figures, tokenizer)
    for homes, plan in reader.plans():
        yield reader.window(homes, plan)


class _Reader:
    """Cuts one article into windows."""

    def __init__(self, reading: Reading, figures: Sequence[Anchor], tokenizer: WordPieces) -> None:
        self._reading = reading
        self._tokenizer = tokenizer
        self._often = Counter(mention.entity for mention in reading.mentions)
        self._homes: dict[int, list[Anchor]] = defaultdict(list)
        for figure in figures:
            self._homes[reading.sentence_at(figure.start).index].append(figure)
        self._telling = {reading.sentence_at(source.start).index for source in reading.sources}

    def plans(self) -> Iterator[tuple[list[int], _Plan]]:
        """The sentences with figures of each window, and all that it holds."""
        homes: list[int] = []
        plan: _Plan = {}
        for home in sorted(self._homes):
            added = self._around(home)
            if homes and _length(_merged(plan, added)) > _LONGEST_WINDOW:
                yield homes, plan
                homes, plan = [], {}
            homes.append(home)
            plan = _merged(self._opening(), plan, added)
        if homes:
            yield homes, plan

    def _opening(self) -> _Plan:
        return {index: self._context(index) for index in (0, 1) if self._exists(index)}

    def _around(self, home: int) -> _Plan:
        wanted = [*self._carried(home), home - 1, *({home + 1} & self._telling)]
        context = {index: self._context(index) for index in wanted if self._exists(index)}
        return context | {home: self._pieces(home)}

    def _carried(self, home: int) -> list[int]:
        """The last sentence that tells a source, where neither home nor the one before does."""
        if {home - 1, home} & self._telling:
            return []
        earlier = [index for index in self._telling if index < home]
        return [max(earlier)] if earlier else []

    def _exists(self, index: int) -> bool:
        return 0 <= index < len(self._reading.sentences)

    def _context(self, index: int) -> list[_Piece]:
        """What is seen of a sentence whose figures are not asked for."""
        return self._pieces(index)[:_CONTEXT_PIECES]

    def _pieces(self, index: int) -> list[_Piece]:
        """The pieces of a sentence; a long one is cut to what stands around its figures."""
        sentence = self._reading.sentences[index]
        figures = self._homes.get(index, ())
        tagged = [*_mention_tags(self._reading.mentions_in(sentence)), *_figure_tags(figures)]
        last = {place: number for number, (span, _) in enumerate(tagged) for place in span.places()}
        found = [
            _Piece(start, end, token, _tag(range(start, end), last, tagged), index)
            for token, start, end in self._tokenizer.encode(
                self._reading.text, sentence.start, sentence.end
            )
        ]
        return _cut(found, figures) if figures else found

    def window(self, homes: Sequence[int], plan: _Plan) -> Window:
        """The window of a plan."""
        pieces = list(_joined(plan))
        figures = [figure for home in homes for figure in self._homes[home]]
        places = {i: [n for n, piece in enumerate(pieces) if piece.sentence == i] for i in plan}
        return Window(
            tuple(piece.token for piece in pieces),
            tuple(piece.tag for piece in pieces),
            tuple(int(piece.sentence in homes) for piece in pieces),
            tuple(self._marked(figures, pieces, places)),
            tuple(self._seen(pieces, places)),
            self._reading.focus,
            self._often,
        )

    def _marked(
        self, figures: Sequence[Anchor], pieces: Sequence[_Piece], places: Mapping[int, list[int]]
    ) -> Iterator[Marked]:
        for figure in figures:
            home = self._reading.sentence_at(figure.start)
            if inside := _within(pieces, places[home.index], figure):
                span = Span(figure.start, figure.end)
                yield Marked(span, inside, home, tuple(places[home.index]))

    def _seen(self, pieces: Sequence[_Piece], places: Mapping[int, list[int]]) -> Iterator[Seen]:
        for index in sorted(places):
            for mention in self._reading.mentions_in(self._reading.sentences[index]):
                if inside := _within(pieces, places[index], mention):
                    yield Seen(mention, inside, index)


def _merged(*plans: _Plan) -> _Plan:
    """All sentences of some plans; of one in several, the most that any of them sees."""
    whole: _Plan = {}
    for index, pieces in (item for plan in plans for item in plan.items()):
        whole[index] = max(whole.get(index, []), pieces, key=len)
    return whole


def _length(plan: _Plan) -> int:
    return 1 + sum(1 + len(pieces) for pieces in plan.values())


def _joined(plan: _Plan) -> Iterator[_Piece]:
    """All pieces in text order, each sentence closed."""
    yield _Piece(-1, -1, _OPEN, 0, -1)
    for index in sorted(plan):
        yield from plan[index]
        yield _Piece(-1, -1, _CLOSE, 0, index)


def _mention_tags(mentions: Sequence[Mention]) -> Iterator[tuple[Span, int]]:
    for mention in mentions:
        form = "name" if mention.form == "name" else "ref"
        kind = PartyKind(mention.kind).value
        yield Span(mention.start, mention.end), TAGS.index(f"{kind}.{form}")


def _figure_tags(figures: Sequence[Anchor]) -> Iterator[tuple[Span, int]]:
    for figure in figures:
        kind = "amount" if isinstance(figure, Amount) else "term"
        yield Span(figure.start, figure.end), TAGS.index(kind)


def _tag(places: Iterable[int], last: Mapping[int, int], tagged: Sequence[tuple[Span, int]]) -> int:
    """The tag of the last span that covers any place; ``last`` names that span for each place."""
    number = max((last[place] for place in places if place in last), default=None)
    return 0 if number is None else tagged[number][1]


def _cut(pieces: list[_Piece], figures: Sequence[Anchor]) -> list[_Piece]:
    """A long sentence is cut to what stands around its figures."""
    if len(pieces) <= _LONG_SENTENCE:
        return pieces
    start = min(figure.start for figure in figures)
    end = max(figure.end for figure in figures)
    inside = [i for i, piece in enumerate(pieces) if piece.meets(Span(start, end))] or [0]
    first = max(0, inside[0] - _BEFORE)
    return pieces[first : min(inside[-1] + _AFTER, first + _LONGEST_SENTENCE)]


def _within(
    pieces: Sequence[_Piece], places: Sequence[int], span: Anchor | Mention
) -> tuple[int, ...]:
    return tuple(i for i in places if pieces[i].start < span.end and pieces[i].end > span.start)
