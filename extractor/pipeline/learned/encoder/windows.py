"""What the encoder reads of an article: a window for each sentence that holds a figure.

A window is the headline, the lead, the sentence before and the sentence itself, as word pieces.
Every piece has a tag (part of an amount, of a mention of some kind) and a type (1 in the figure's
own sentence), so that one pass over a window serves all its figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from extractor.pipeline.discourse import Mention, Reading, Sentence, Span
from extractor.pipeline.learned.encoder.wordpiece import WordPieces
from extractor.records import Amount, Duration, PartyKind

FORMS: Final = ("name", "ref")
TAGS: Final = (
    "none", "amount", "term", *(f"{kind.value}.{form}" for kind in PartyKind for form in FORMS),
)  # fmt: skip
SIDES, GAPS, MARKS, OFTEN = 3, 8, 4, 5
_OPEN, _CLOSE = 101, 102
_CONTEXT_PIECES = 64
_LONG_SENTENCE, _LONGEST = 110, 160
_BEFORE, _AFTER = 60, 50

Figure = Amount | Duration


@dataclass(frozen=True, slots=True)
class Marked:
    """A figure in a window: where it starts in the text, and its pieces."""

    figure: Span
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention in a window: its entity, and its pieces."""

    mention: Mention
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces with tags and types, and the figures and mentions among them."""

    ids: tuple[int, ...]
    tags: tuple[int, ...]
    types: tuple[int, ...]
    figures: tuple[Marked, ...]
    mentions: tuple[Seen, ...]
    home: Sentence
    focus: int
    often: Counter[int]

    def traits(self, marked: Marked, seen: Seen) -> tuple[int, int, int, int]:
        """Side, distance, form and focus, and frequency of a mention as seen from a figure."""
        mention = seen.mention
        inside = self.home.start <= mention.start < self.home.end
        side = (1 if mention.start < marked.figure.start else 2) if inside else 0
        gap = min(GAPS - 1, int(log2(1 + mention.gap(marked.figure)))) if inside else 0
        mark = (mention.form == "name") + 2 * (mention.entity == self.focus)
        return side, gap, mark, min(OFTEN - 1, self.often[mention.entity])


@dataclass(frozen=True, slots=True)
class _Piece(Span):
    token: int
    tag: int
    type: int


def windows_of(
    reading: Reading, figures: Sequence[Figure], tokenizer: WordPieces
) -> Iterator[Window]:
    """One window for each sentence with a figure, in text order."""
    homes: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        homes[reading.sentence_at(figure.start).index].append(figure)
    often = Counter(mention.entity for mention in reading.mentions)
    for index, members in sorted(homes.items()):
        yield _window(reading, index, members, _Reader(tokenizer, often))


@dataclass(frozen=True, slots=True)
class _Reader:
    tokenizer: WordPieces
    often: Counter[int]


def _window(reading: Reading, index: int, figures: Sequence[Figure], reader: _Reader) -> Window:
    home = reading.sentences[index]
    context = sorted({0, min(1, index), max(0, index - 1), index})
    sentences = [reading.sentences[place] for place in context]
    mentions = [m for sentence in sentences for m in reading.mentions_in(sentence)]
    tagged = [*_mention_tags(mentions), *_figure_tags(figures)]
    pieces = [_Piece(-1, -1, _OPEN, 0, 0)]
    for sentence in sentences:
        own = sentence is home
        found = _pieces(reading.text, sentence, tagged, reader.tokenizer, int(own))
        pieces += _cut(found, figures) if own else found[:_CONTEXT_PIECES]
        pieces.append(_Piece(-1, -1, _CLOSE, 0, int(own)))
    return Window(
        tuple(piece.token for piece in pieces),
        tuple(piece.tag for piece in pieces),
        tuple(piece.type for piece in pieces),
        tuple(Marked(Span(f.start, f.end), w) for f in figures if (w := _within(pieces, f))),
        tuple(Seen(m, w) for m in mentions if (w := _within(pieces, m))),
        home,
        reading.focus,
        reader.often,
    )


def _mention_tags(mentions: Sequence[Mention]) -> Iterator[tuple[Span, int]]:
    for mention in mentions:
        form = "name" if mention.form == "name" else "ref"
        kind = PartyKind(mention.kind).value
        yield Span(mention.start, mention.end), TAGS.index(f"{kind}.{form}")


def _figure_tags(figures: Sequence[Figure]) -> Iterator[tuple[Span, int]]:
    for figure in figures:
        kind = "amount" if isinstance(figure, Amount) else "term"
        yield Span(figure.start, figure.end), TAGS.index(kind)


def _pieces(
    text: str,
    sentence: Sentence,
    tagged: Sequence[tuple[Span, int]],
    tokenizer: WordPieces,
    own: int,
) -> list[_Piece]:
    near = [(span, tag) for span, tag in tagged if span.meets(sentence)]
    found = []
    for token, start, end in tokenizer.encode(text, sentence.start, sentence.end):
        place = Span(start, end)
        tag = next((tag for span, tag in reversed(near) if span.meets(place)), 0)
        found.append(_Piece(start, end, token, tag, own))
    return found


def _cut(pieces: list[_Piece], figures: Sequence[Figure]) -> list[_Piece]:
    """A long sentence is cut to what stands around its figures."""
    if len(pieces) <= _LONG_SENTENCE:
        return pieces
    start = min(figure.start for figure in figures)
    end = max(figure.end for figure in figures)
    inside = [i for i, piece in enumerate(pieces) if piece.meets(Span(start, end))] or [0]
    first = max(0, inside[0] - _BEFORE)
    return pieces[first : min(inside[-1] + _AFTER, first + _LONGEST)]


def _within(pieces: Sequence[_Piece], span: Figure | Mention) -> tuple[int, ...]:
    return tuple(
        i for i, piece in enumerate(pieces) if piece.start < span.end and piece.end > span.start
    )
