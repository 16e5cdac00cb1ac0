"""RSS, Atom and JSON feeds: each entry's page, or the article that the feed itself carries."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Final

import feedparser

from extractor.errors import SourceError
from extractor.fetchers import json_feed
from extractor.fetchers.ahead import in_order
from extractor.fetchers.closing import closing
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.feed_entry import Entry, Feed, carried_article, entry_hints, entry_link
from extractor.fetchers.links import REMOTE, linked_page, readable
from extractor.fetchers.media_types import HTML, JSON_FEED
from extractor.fetchers.off_loop import off_loop
from extractor.fetchers.safe_xml import UnsafeXmlError, refuse_crowded
from extractor.records import Page

# What feedparser reports though it read the feed well.
_HARMLESS: Final = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
# What feedparser raises over markup that it was not made for: half a character, numbers out of any
# range, elements that end before they begin.
_GIVES_UP: Final = (
    ValueError,
    OverflowError,
    LookupError,
    AttributeError,
    TypeError,
    AssertionError,
    RecursionError,
)
_REFERENCE: Final = re.compile(rb"&#(?:(\d{5,9})|[xX]([0-9a-fA-F]{4,9}));?")
# Two of these stand for one character in UTF-16, and for none in a reference.
_HALVES: Final = range(0xD800, 0xE000)


async def parse(page: Page, context: Context) -> AsyncIterator[Item]:
    """The pages of a feed's entries in the order of the feed.

    A broken feed gives a ``broken_feed`` failure and then the entries that could be saved. An
    entry that can't be read is a failure and the others go on.
    """
    if not page.content.strip():
        message = "it is empty; give a file with content"
        raise fetch_error(page.source, FetchCode.EMPTY, message)
    # A feed of some megabytes takes seconds, during which Ctrl-C and other hosts must not wait.
    feed = await off_loop(partial(_parsed, page))
    for fault in _faults(page, feed):
        yield fault
    limit = context.options.max_feed_items
    numbered = enumerate(feed["entries"][:limit], start=1)
    jobs = (partial(_entry_item, page, feed, entry, context) for entry in numbered)
    async with closing(in_order(jobs, context.options.requests_at_once)) as items:
        async for item in items:
            yield item
    if len(feed["entries"]) > limit:
        message = (
            f"only the first {limit} of its {len(feed['entries'])} entries were read; "
            "raise the limit (max_feed_items)"
        )
        raise fetch_error(page.source, FetchCode.TOO_MANY_ITEMS, message)


def _parsed(page: Page) -> Feed:
    return json_feed.read(page) if page.media_type == JSON_FEED else _parsed_xml(page)


def _parsed_xml(page: Page) -> Feed:
    try:
        refuse_crowded(page.content)
    except UnsafeXmlError as error:
        message = f"{error}; it is not read: tell the publisher"
        raise fetch_error(page.source, FetchCode.UNSAFE_XML, message) from error
    # A stream and our own headers: feedparser fetches whatever looks like an address.
    media_type = page.media_type or "application/xml"
    charset = f"; charset={page.charset}" if page.charset else ""
    headers = {"content-type": media_type + charset}
    if page.url:
        headers["content-location"] = page.url
    try:
        return _saved(page.content, headers)
    except _GIVES_UP as error:
        message = f"its XML is so broken that nothing could be saved ({error}): tell the publisher"
        raise fetch_error(page.source, FetchCode.BROKEN_FEED, message) from error


def _saved(content: bytes, headers: dict[str, str]) -> Feed:
    """The feed; where one half of a character keeps feedparser from it, without such halves."""
    try:
        return _read(content, headers)
    except UnicodeEncodeError as error:
        feed = _read(_REFERENCE.sub(_whole_character, content), headers)
        return feed | {"bozo": True, "bozo_exception": error.reason}


def _read(content: bytes, headers: dict[str, str]) -> Feed:
    stream = io.BytesIO(content)
    feed: Feed = feedparser.parse(stream, response_headers=headers, sanitize_html=False)
    return feed


def _whole_character(reference: re.Match[bytes]) -> bytes:
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    return b"&#xFFFD;" if code in _HALVES else reference[0]


def _faults(page: Page, feed: Feed) -> Iterator[Item]:
    reason = feed.get("bozo_exception")
    broken = bool(feed["bozo"]) and not isinstance(reason, _HARMLESS)
    if not feed.get("version") and not feed["entries"]:
        message = f"it is no feed ({reason or 'unknown root element'})"
        raise fetch_error(page.source, FetchCode.BROKEN_FEED, message)
    if broken:
        saved = len(feed["entries"])
        message = (
            f"its XML is broken ({reason}); {saved} entries could be saved, others may be lost: "
            "tell the publisher"
        )
        yield fetch_error(page.source, FetchCode.BROKEN_FEED, message).failure()
    elif not feed["entries"]:
        message = "the feed has no entries; try again when it has news"
        raise fetch_error(page.source, FetchCode.EMPTY, message)


async def _entry_item(
    page: Page, feed: Feed, numbered: tuple[int, Entry], context: Context
) -> Item:
    number, entry = numbered
    try:
        return await _entry_page(page, feed, entry, context)
    except SourceError as error:
        message = f"{error.message} (entry {number} of {page.source})"
        return error.failure().model_copy(update={"message": message})


async def _entry_page(page: Page, feed: Feed, entry: Entry, context: Context) -> Page:
    hints = entry_hints(feed, entry)
    link = entry_link(entry)
    carried = carried_article(entry, context.options.full_content_letters, has_link=bool(link))
    if carried is not None:
        name = link or f"{page.source}#{entry.get('id') or hints.title or 'entry'}"
        return Page(
            source=name,
            content=carried,
            url=link if link and link.startswith(REMOTE) else None,
            media_type=HTML,
            charset="utf-8",
            fetched_at=page.fetched_at,
            hints=hints,
        )
    if not link:
        title = hints.title or "without a title"
        message = f"the entry {title!r} has neither a link nor its article"
        raise fetch_error(page.source, FetchCode.NO_LINK, message)
    linked = await linked_page(page, link, context)
    return readable(linked).model_copy(update={"hints": hints})
