"""RSS and Atom feeds: each entry's page, or the article that the feed itself carries."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import feedparser

from extractor.errors import SourceError
from extractor.fetchers.ahead import in_order
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.feed_entry import Entry, Feed, carried_article, entry_hints, entry_link
from extractor.fetchers.file import path_of_uri, printable, read_file
from extractor.fetchers.http import host_of
from extractor.fetchers.media_types import HTML, MARKDOWN, PLAIN, XHTML, effective_type
from extractor.fetchers.off_loop import off_loop
from extractor.fetchers.page import unsupported
from extractor.fetchers.stdin import STDIN
from extractor.records import Page

# What feedparser reports though it read the feed well.
_HARMLESS: Final = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
_PAGE_TYPES: Final = frozenset({None, HTML, XHTML, PLAIN, MARKDOWN})
_REMOTE: Final = ("http://", "https://")


async def parse(page: Page, context: Context) -> AsyncIterator[Item]:
    """The pages of a feed's entries in the order of the feed.

    A broken feed gives a ``broken_feed`` failure and then the entries that could be saved. An
    entry that can't be read is a failure and the others go on.
    """
    if not page.content.strip():
        message = "it is empty; give a file with content"
        raise fetch_error(page.source, FetchCode.EMPTY, message)
    # A large feed takes seconds, in which others go on.
    feed = await off_loop(partial(_parsed, page))
    for fault in _faults(page, feed):
        yield fault
    limit = context.options.max_feed_items
    jobs = (
        partial(_entry_item, page, feed, numbered, context)
        for numbered in enumerate(feed["entries"][:limit], start=1)
    )
    async with aclosing(in_order(jobs, context.options.requests_at_once)) as items:
        async for item in items:
            yield item
    if len(feed["entries"]) > limit:
        message = (
            f"only the first {limit} of its {len(feed['entries'])} entries were read; "
            "raise the limit (max_feed_items)"
        )
        raise fetch_error(page.source, FetchCode.TOO_MANY_ITEMS, message)


def _parsed(page: Page) -> Feed:
    # A stream and our own headers: feedparser fetches whatever looks like an address.
    media_type = page.media_type or "application/xml"
    charset = f"; charset={page.charset}" if page.charset else ""
    headers = {"content-type": media_type + charset}
    if page.url:
        headers["content-location"] = page.url
    stream = io.BytesIO(page.content)
    feed: Feed = feedparser.parse(stream, response_headers=headers, sanitize_html=False)
    return feed


def _faults(page: Page, feed: Feed) -> Iterator[Item]:
    reason = feed.get("bozo_exception")
    broken = bool(feed["bozo"]) and not isinstance(reason, _HARMLESS)
    if not feed.get("version") and not feed["entries"]:
        message = f"it is no RSS or Atom feed ({reason or 'unknown root element'})"
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
            url=link if link and link.startswith(_REMOTE) else None,
            media_type=HTML,
            charset="utf-8",
            fetched_at=page.fetched_at,
            hints=hints,
        )
    if not link:
        title = hints.title or "without a title"
        message = f"the entry {title!r} has neither a link nor its article"
        raise fetch_error(page.source, FetchCode.NO_LINK, message)
    linked = await _linked_page(page, link, context)
    return _readable(linked).model_copy(update={"hints": hints})


async def _linked_page(page: Page, link: str, context: Context) -> Page:
    is_local = page.url is None and page.source != STDIN
    if is_local and not link.startswith(_REMOTE):
        return await off_loop(partial(_local_page, page, link, context))
    trusted_host = host_of(page.url) if page.url else None
    return await context.client.get(link, trusted_host=trusted_host)


def _local_page(page: Page, link: str, context: Context) -> Page:
    """The file that a local feed points to, which must lie in the feed's folder or below."""
    folder = _folder_of(page)
    path = folder / _path_of_link(link)
    if not path.resolve().is_relative_to(folder.resolve()):
        message = "a local feed may point only to files in its own folder; move the file there"
        raise fetch_error(link, FetchCode.OUTSIDE_FOLDER, message)
    return read_file(path, printable(path), context.options.max_bytes)


def _folder_of(page: Page) -> Path:
    is_uri = page.source.lower().startswith("file:")
    return Path(path_of_uri(page.source) if is_uri else page.source).parent


def _path_of_link(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError as error:
        message = f"it is no valid address ({error})"
        raise fetch_error(link, FetchCode.BAD_URL, message) from error
    if parts.scheme not in ("", "file"):
        message = f"the scheme {parts.scheme!r} is not read; only http, https and files are"
        raise fetch_error(link, FetchCode.UNSUPPORTED_SCHEME, message)
    # feedparser makes file://folder/name of file:///folder/name; other machines are not read.
    path = unquote(f"/{parts.netloc}{parts.path}" if parts.netloc else parts.path)
    if not path or "\0" in path:
        raise fetch_error(link, FetchCode.BAD_URL, "it names no file")
    return path


def _readable(page: Page) -> Page:
    """The page with its type told apart; an entry leads to an article, not to another feed."""
    media_type = effective_type(page)
    if media_type not in _PAGE_TYPES:
        raise unsupported(page, media_type)
    return page.model_copy(update={"media_type": media_type})
