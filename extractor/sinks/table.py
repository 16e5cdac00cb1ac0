"""Claims as a table for a terminal of 80 columns or more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.records import Claim, Status
from extractor.sinks.files import store_errors
from extractor.sinks.marks import (
    Kind,
    Marked,
    claim_marks,
    excerpt,
    legend,
    marked_line,
    needs_signs,
    shown,
)
from extractor.sinks.plain import (
    claim_amounts,
    claim_durations,
    claim_parties,
    one_line,
    shortened,
    status_words,
)
from extractor.sinks.stored import ArticleRef, StoredClaim

_STATUS_STYLES: Final = {
    Status.CONFIRMED: "green",
    Status.STATED: "",
    Status.UNCONFIRMED: "yellow",
    Status.DENIED: "red",
}
_QUOTE_LENGTH: Final = 220
_SOURCE_LENGTH: Final = 70
_MOST_FIGURES: Final = 3
_ENOUGH_WIDTH: Final = 110
# Headings and widths of all columns but the last, which Rich would cut off if left to itself.
_WIDE: Final = (("Status", 13), ("Amount", 18), ("Term", 10), ("Parties", 24))
_NARROW: Final = (("Status", 13), ("Amount, term, parties", 25))
_GAP: Final = 3
_LEAST_QUOTE: Final = 20
_ID_LENGTH: Final = 11


class PlainConsole(Console):
    """A console that leaves a broken pipe to its caller."""

    def on_broken_pipe(self) -> None:
        """Rich would end the process."""
        raise BrokenPipeError


def print_claims_table(claims: Iterable[StoredClaim], stream: TextIO, width: int | None) -> None:
    """Print a table of claims, ``width`` columns wide or as wide as the terminal.

    Raises:
        StoreError: the stream can't be written.
        BrokenPipeError: nobody reads the stream any more.
    """
    console = plain_console(stream, width)
    with store_errors("output"):
        show_claims_table(console, list(claims))


def plain_console(stream: TextIO, width: int | None = None) -> PlainConsole:
    """A console that reads no text as markup."""
    return PlainConsole(file=stream, width=width, highlight=False, markup=False, emoji=False)


def show_claims_table(console: Console, claims: Sequence[StoredClaim]) -> None:
    """Print a table and, below it, what its marks mean."""
    signs = needs_signs(console)
    console.print(claims_table(claims, console.width, signs=signs))
    there = {mark.kind for stored in claims for mark in _quote(stored).marks}
    if there:
        console.print(legend([kind for kind in reversed(Kind) if kind in there], signs=signs))


def claims_table(claims: Iterable[StoredClaim], width: int, *, signs: bool) -> Table:
    """A Rich table of claims; no text of an article is read as markup or as an escape sequence.

    Args:
        claims: In order.
        width: How many columns there are; with few, figures and parties share one.
        signs: Mark what the quotes are made of by signs instead of styles.
    """
    narrow = width < _ENOUGH_WIDTH
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    columns = _NARROW if narrow else _WIDE
    for heading, fixed in columns:
        table.add_column(heading, width=fixed)
    taken = sum(fixed + _GAP for _, fixed in columns)
    table.add_column("Quote and source", width=max(_LEAST_QUOTE, width - taken), overflow="fold")
    for stored in claims:
        facts = _facts(stored.in_force())
        cells = [_together(facts)] if narrow else [cell or Text("–") for cell in facts]
        table.add_row(_status_cell(stored), *cells, _quote_cell(stored, signs), end_section=True)
    return table


def _facts(claim: Claim) -> tuple[Text, Text, Text]:
    amounts, terms = claim_amounts(claim), claim_durations(claim)
    return _figures_cell(amounts), _figures_cell(terms), _parties_cell(claim)


def _together(facts: Iterable[Text]) -> Text:
    return Text("\n").join([fact for fact in facts if fact.plain] or [Text("–")])


def short_id(claim_id: str) -> str:
    """As much of a claim's id as tells it from others; ``show`` takes it."""
    return one_line(claim_id)[:_ID_LENGTH]


def status_text(status: Status) -> Text:
    """The status by symbol, word and colour."""
    return Text(status_words(status), style=_STATUS_STYLES[status])


def _status_cell(stored: StoredClaim) -> Text:
    claim = stored.in_force()
    review = [Text("corrected")] if stored.corrected else []
    words = (claim.event.value, claim.modality.value, short_id(claim.id))
    return Text("\n").join([status_text(claim.confirmation.status), *review, *_dim(words)])


def _dim(lines: Iterable[str]) -> list[Text]:
    return [Text(line, style="dim") for line in lines]


def _figures_cell(figures: list[str]) -> Text:
    lines = [shortened(figure, 60) for figure in figures[:_MOST_FIGURES]]
    if len(figures) > _MOST_FIGURES:
        lines.append(f"and {len(figures) - _MOST_FIGURES} more")
    return Text("\n".join(lines))


def _parties_cell(claim: Claim) -> Text:
    cell = Text()
    for position, (role, name) in enumerate(claim_parties(claim)):
        cell.append("\n" if position else "")
        cell.append(f"{role.value} ", style="dim").append(shortened(name, 60))
    return cell


def _quote_cell(stored: StoredClaim, signs: bool) -> Text:
    quote = shown(_quote(stored), signs=signs)
    return quote.append(f"\n{source_words(stored.article)}", style="dim")


def _quote(stored: StoredClaim) -> Marked:
    """The first sentence that asserts the claim, or as much of it as fits."""
    evidence = stored.claim.evidence
    if not evidence:
        return Marked("–", ())
    sentence = evidence[0]
    marks = claim_marks(stored.claim)
    return excerpt(marked_line(sentence.text, marks, sentence.start), _QUOTE_LENGTH)


def source_words(article: ArticleRef) -> str:
    """Publisher, day and source of an article, as far as they are known, on one line."""
    day = article.published_at.strftime("%Y-%m-%d") if article.published_at else None
    source = one_line(article.source)
    parts = (shortened(article.publisher or "", 40), day, _tail(source))
    return ", ".join(part for part in parts if part)


def _tail(source: str) -> str:
    """The end of a long path or URL, where it differs from others."""
    return source if len(source) <= _SOURCE_LENGTH else "…" + source[1 - _SOURCE_LENGTH :]
