"""Single pages: by URL, and what is a page once its bytes are here."""

from __future__ import annotations

from collections.abc import AsyncIterator

from extractor.errors import SourceError
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.http import host_of
from extractor.records import Page


async def retrieve(source: str, context: Context) -> AsyncIterator[Item]:
    """What is at a URL that the user named: its own host is trusted, wherever it is."""
    yield await context.client.get(source, trusted_host=host_of(source))


async def parse(page: Page, _context: Context) -> AsyncIterator[Item]:
    """A page stands for itself."""
    yield page


def unsupported(page: Page, media_type: str | None) -> SourceError:
    """The failure of content that no parser reads."""
    message = (
        f"its type is {media_type}, which is not read here; "
        "give HTML, plain text, feeds, OPML, sitemaps or WARC files"
    )
    return fetch_error(page.source, FetchCode.UNSUPPORTED_TYPE, message)
