"""What no part of a page states: the day, guessed by htmldate, and the byline, by trafilatura."""

from __future__ import annotations

from datetime import date
from typing import Final

from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura.metadata import extract_author

from extractor.articles.quiet import quieten
from extractor.records import Page

_OLDEST: Final = "1995-01-01"
# The same page must give the same day whenever it is read: today must not be the limit.
_LATEST: Final = "2100-01-01"


def guessed_day(tree: HtmlElement, page: Page) -> date | None:
    """The day of publication from markup and address, or None; never from numbers in the text."""
    quieten()
    latest = page.fetched_at.date().isoformat() if page.fetched_at else _LATEST
    found = find_date(
        tree,
        extensive_search=False,
        original_date=True,
        url=page.url,
        min_date=_OLDEST,
        max_date=latest,
    )
    return date.fromisoformat(found) if found else None


def guessed_authors(tree: HtmlElement) -> str:
    """The byline by the classes of the markup; empty where none is found."""
    quieten()
    found: str | None = extract_author(tree)
    return found or ""
