"""What a quote is made of, marked where it stands: amounts, terms, parties, cues, who says so.

On a terminal with colours marks are styles, which differ in more than colour; everywhere else they
are signs around the words, so that nothing is lost in a pipe, a log or without colours. Marked text
is harmless for a terminal, as ``plain.one_line`` makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from rich.console import Console
from rich.text import Text

from extractor.records import Claim, Cue, Quote
from extractor.sinks.plain import is_unsafe

_ELLIPSIS: Final = "…"
_LEAD: Final = 60


class Kind(StrEnum):
    """What a marked piece is, in the words of the legend; the later a kind, the more it counts."""

    QUOTE = "quote"
    PARTY = "party"
    CUE = "cue"
    SOURCE = "who says so"
    TERM = "term"
    AMOUNT = "amount"


STYLES: Final = {
    Kind.QUOTE: "",
    Kind.PARTY: "bold",
    Kind.CUE: "yellow underline",
    Kind.SOURCE: "magenta italic",
    Kind.TERM: "cyan underline",
    Kind.AMOUNT: "cyan bold",
}
SIGNS: Final = {
    Kind.QUOTE: (">> ", " <<"),
    Kind.PARTY: ("{", "}"),
    Kind.CUE: ("*", "*"),
    Kind.SOURCE: ("_", "_"),
    Kind.TERM: ("<", ">"),
    Kind.AMOUNT: ("[", "]"),
}


class Mark(NamedTuple):
    """A half-open range of a text, and what stands there."""

    start: int
    end: int
    kind: Kind


class Marked(NamedTuple):
    """A line of text and its marks."""

    line: str
    marks: tuple[Mark, ...]


def claim_marks(claim: Claim, *, every_cue: bool = False) -> list[Mark]:
    """The marks of a claim in its article's text.

    Args:
        claim: The claim.
        every_cue: Also what event and modality were read from, not only the status.
    """
    sources = {(source.start, source.end) for source in claim.attribution}
    cues = [cue for cue in _cues(claim, every_cue) if (cue.start, cue.end) not in sources]
    return [
        *_of_kind(Kind.PARTY, (quote for party in claim.parties for quote in party.mentions)),
        *_of_kind(Kind.CUE, cues),
        *_of_kind(Kind.SOURCE, claim.attribution),
        *_of_kind(Kind.TERM, claim.durations),
        *_of_kind(Kind.AMOUNT, claim.amounts),
    ]


def _cues(claim: Claim, every_cue: bool) -> Iterator[Cue]:
    yield from claim.confirmation.cues
    if claim.event_cue and not claim.figures():
        yield claim.event_cue
    if every_cue:
        yield from (cue for cue in (claim.event_cue, claim.modality_cue) if cue)


def _of_kind(kind: Kind, quotes: Iterable[Quote]) -> list[Mark]:
    """Marks of one kind, those that overlap as one."""
    joined: list[Mark] = []
    for start, end in sorted((quote.start, quote.end) for quote in quotes):
        if joined and start < joined[-1].end:
            joined[-1] = joined[-1]._replace(end=max(end, joined[-1].end))
        else:
            joined.append(Mark(start, end, kind))
    return joined


def marked_line(text: str, marks: Iterable[Mark], begin: int = 0) -> Marked:
    """The text as ``plain.one_line`` makes it, and its marks where they stand then.

    Args:
        text: A piece of an article.
        marks: In the article; what reaches beyond the piece is cut.
        begin: Where the piece begins in the article.
    """
    line, starts, ends = _placed(text)
    placed = []
    for mark in marks:
        start, end = max(mark.start - begin, 0), min(mark.end - begin, len(text))
        if start < end and starts[start] < ends[end]:
            placed.append(Mark(starts[start], ends[end], mark.kind))
    return Marked(line, tuple(placed))


def _placed(text: str) -> tuple[str, list[int], list[int]]:
    """The text on one line; where a range that begins or ends at an offset does so there."""
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    blank = False
    for character in text:
        ends.append(len(kept))
        unsafe = is_unsafe(character)
        if character.isspace() or unsafe:
            blank = bool(kept) and (blank or not unsafe)
            starts.append(len(kept) + blank)
            continue
        if blank:
            kept.append(" ")
            blank = False
        starts.append(len(kept))
        kept.append(character)
    return "".join(kept), starts, [*ends, len(kept)]


def excerpt(marked: Marked, length: int) -> Marked:
    """At most ``length`` characters of the line, cut at words; the first amount is among them."""
    if len(marked.line) <= length:
        return marked
    first = _first_shown(marked, length)
    last = first + length - 2
    if last < len(marked.line):
        last = _word_end(marked.line, first, last)
    return _window(marked, first, min(last, len(marked.line)))


def _first_shown(marked: Marked, length: int) -> int:
    """The beginning, or a word before the first amount where the amount would be cut off."""
    amounts = [mark for mark in marked.marks if mark.kind is Kind.AMOUNT]
    if not amounts or min(amounts).end <= length - 2:
        return 0
    wanted = max(0, min(min(amounts).start - _LEAD, len(marked.line) - length + 2))
    after = marked.line.find(" ", wanted, min(amounts).start)
    return wanted if after < 0 else after + 1


def _word_end(line: str, first: int, last: int) -> int:
    blank = line.rfind(" ", first + (last - first) // 2, last + 1)
    return last if blank < 0 else blank


def _window(marked: Marked, first: int, last: int) -> Marked:
    before = _ELLIPSIS if first else ""
    after = _ELLIPSIS if last < len(marked.line) else ""
    shift = len(before) - first
    inside = (
        Mark(max(mark.start, first) + shift, min(mark.end, last) + shift, mark.kind)
        for mark in marked.marks
        if mark.start < last and mark.end > first
    )
    return Marked(before + marked.line[first:last] + after, tuple(inside))


def needs_signs(console: Console) -> bool:
    """Whether colours get lost, so that marks must be signs."""
    return console.no_color or console.color_system is None


def shown(marked: Marked, *, signs: bool, style: str = "") -> Text:
    """The line with its marks as styles, or as signs in the line."""
    if signs:
        return Text(_with_signs(marked), style=style)
    text = Text(marked.line, style=style)
    for mark in sorted(marked.marks, key=lambda mark: _RANK[mark.kind]):
        text.stylize(STYLES[mark.kind], mark.start, mark.end)
    return text


_RANK: Final = {kind: rank for rank, kind in enumerate(Kind)}


def _with_signs(marked: Marked) -> str:
    """Signs around each mark: the longer one outside, what ends before what begins."""
    # Of two that are equally long the one that counts more is inside.
    outside_first = sorted(marked.marks, key=lambda mark: (mark.start, -mark.end, _RANK[mark.kind]))
    opening: dict[int, str] = {}
    closing: dict[int, str] = {}
    for mark in outside_first:
        opens, closes = SIGNS[mark.kind]
        opening[mark.start] = opening.get(mark.start, "") + opens
        closing[mark.end] = closes + closing.get(mark.end, "")
    pieces = []
    for place in range(len(marked.line) + 1):
        pieces += [closing.get(place, ""), opening.get(place, ""), marked.line[place : place + 1]]
    return "".join(pieces)


def legend(kinds: Sequence[Kind], *, signs: bool) -> Text:
    """What the marks of these kinds mean, on one line."""
    text = Text("marked: ", style="dim")
    for position, kind in enumerate(kinds):
        text.append("  " if position else "")
        word = Marked(kind.value, (Mark(0, len(kind.value), kind),))
        text.append_text(shown(word, signs=signs, style="not dim"))
    return text
