"""Claims as a table for a terminal of about 100 columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.records import Claim, Status
from extractor.sinks.files import store_errors
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
_QUOTE_LENGTH: Final = 180
_SOURCE_LENGTH: Final = 70
_MOST_FIGURES: Final = 3


class _PlainConsole(Console):
    """A console that leaves a broken pipe to its caller."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def print_claims_table(claims: Iterable[StoredClaim], stream: TextIO, width: int | None) -> None:
    """Print a table of claims, ``width`` columns wide or as wide as the terminal.

    Raises:
        StoreError: the stream can't be written.
        BrokenPipeError: nobody reads the stream any more.
    """
    console = _PlainConsole(file=stream, width=width, highlight=False, markup=False, emoji=False)
    with store_errors("output"):
        console.print(claims_table(claims))


def claims_table(claims: Iterable[StoredClaim]) -> Table:
    """A Rich table of claims; no text of an article is read as markup or as an escape sequence."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    table.add_column("Status", min_width=13, max_width=16)
    table.add_column("Amount", min_width=12, max_width=22)
    table.add_column("Term", min_width=7, max_width=12)
    table.add_column("Parties", min_width=16, max_width=26)
    table.add_column("Quote and source", min_width=26, overflow="fold")
    for stored in claims:
        table.add_row(*_cells(stored), end_section=True)
    return table


def _cells(stored: StoredClaim) -> tuple[Text, Text, Text, Text, Text]:
    claim = stored.in_force()
    return (
        _status_cell(claim, _review_mark(stored)),
        _figures_cell(claim_amounts(claim)),
        _figures_cell(claim_durations(claim)),
        _parties_cell(claim),
        _quote_cell(stored),
    )


def _review_mark(stored: StoredClaim) -> str:
    """What an editor's hand is seen by; nothing where nobody corrected the claim."""
    return "\ncorrected" if stored.corrected else ""


def _status_cell(claim: Claim, mark: str) -> Text:
    status = claim.confirmation.status
    cell = Text(status_words(status), style=_STATUS_STYLES[status]).append(mark)
    return cell.append(f"\n{claim.event.value}\n{claim.modality.value}", style="dim")


def _figures_cell(figures: list[str]) -> Text:
    shown = [shortened(figure, 60) for figure in figures[:_MOST_FIGURES]]
    if len(figures) > _MOST_FIGURES:
        shown.append(f"and {len(figures) - _MOST_FIGURES} more")
    return Text("\n".join(shown) or "–")


def _parties_cell(claim: Claim) -> Text:
    cell = Text()
    for position, (role, name) in enumerate(claim_parties(claim)):
        cell.append("\n" if position else "")
        cell.append(f"{role.value} ", style="dim").append(shortened(name, 60))
    return cell if cell.plain else Text("–")


def _quote_cell(stored: StoredClaim) -> Text:
    evidence = stored.claim.evidence
    quote = shortened(evidence[0].text, _QUOTE_LENGTH) if evidence else "–"
    return Text(quote).append(f"\n{source_words(stored.article)}", style="dim")


def source_words(article: ArticleRef) -> str:
    """Publisher, day and source of an article, as far as they are known, on one line."""
    day = article.published_at.strftime("%Y-%m-%d") if article.published_at else None
    source = one_line(article.source)
    parts = (shortened(article.publisher or "", 40), day, _tail(source))
    return ", ".join(part for part in parts if part)


def _tail(source: str) -> str:
    """The end of a long path or URL, where it differs from others."""
    return source if len(source) <= _SOURCE_LENGTH else "…" + source[1 - _SOURCE_LENGTH :]
