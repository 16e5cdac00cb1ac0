"""Small pieces of Markdown for the generated pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table; a bar in a cell does not end it."""
    lines = [_row(head), "|" + "---|" * len(head)]
    return [*lines, *map(_row, rows)]


def code(text: str) -> str:
    """A text in code type, also one that holds backticks."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _row(cells: Sequence[str]) -> str:
    escaped = (" ".join(cell.split()).replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
