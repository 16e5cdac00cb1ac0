"""OPML: lists of feeds, however nested, each of which is followed."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from extractor.errors import SourceError
from extractor.fetchers import feed
from extractor.fetchers.ahead import in_order
from extractor.fetchers.closing import closing
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.links import clean_link, linked_page
from extractor.fetchers.media_types import FEED_TYPES, OPML, effective_type
from extractor.fetchers.page import unsupported
from extractor.fetchers.safe_xml import BrokenXmlError, UnsafeXmlError, read_xml
from extractor.fetchers.trail import Trail
from extractor.records import Failure, Page

# Feeds may be large, so fewer of them are asked for ahead than pages.
_AHEAD: Final = 4
_MOST_FEEDS: Final = 10_000
_LISTS: Final = frozenset({"include", "link"})


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed or another list that an OPML list names."""

    number: int
    link: str


def parse(page: Page, context: Context) -> AsyncIterator[Item]:
    """The pages of every feed of a list, in its order.

    A feed or list that can't be read is a failure and the others go on; a feed that is named
    twice is read once.
    """
    return _parse(page, context, Trail.begin(page.url or page.source))


async def _parse(page: Page, context: Context, trail: Trail) -> AsyncIterator[Item]:
    try:
        outlines = read_outlines(page)
    except SourceError as error:
        yield error.failure()
        return
    if outlines.fault:
        yield outlines.fault.failure()
    jobs = (partial(_document, page, outline, context) for outline in outlines.found)
    async with closing(in_order(jobs, _AHEAD)) as documents:
        async for document in documents:
            async with closing(_items(document, context, trail)) as items:
                async for item in items:
                    yield item


async def _document(page: Page, outline: Outline, context: Context) -> Item:
    try:
        document = await linked_page(page, outline.link, context)
    except SourceError as error:
        message = f"{error.message} (outline {outline.number} of {page.source})"
        return error.failure().model_copy(update={"message": message})
    return document.model_copy(update={"media_type": effective_type(document)})


async def _items(document: Item, context: Context, trail: Trail) -> AsyncIterator[Item]:
    """What a feed or list stands for; whatever is wrong with it is its own failure."""
    if isinstance(document, Failure):
        yield document
        return
    try:
        async with closing(_reader(document, context, trail)) as items:
            async for item in items:
                yield item
    except SourceError as error:
        yield error.failure()


def _reader(document: Page, context: Context, trail: Trail) -> AsyncIterator[Item]:
    if document.media_type == OPML:
        inner = trail.to(document.url or document.source)
        return _parse(document, context, inner)
    if document.media_type in FEED_TYPES:
        return feed.parse(document, context)
    raise unsupported(document, document.media_type)


@dataclass(frozen=True, slots=True)
class Outlines:
    """What a list names, and what stopped the reading of it."""

    found: tuple[Outline, ...]
    fault: SourceError | None = None


def read_outlines(page: Page) -> Outlines:
    """The feeds and lists that an OPML document names, each once.

    Raises:
        SourceError: ``broken_opml``, ``unsafe_xml`` or ``empty`` when nothing could be read.
    """
    links: dict[str, None] = {}
    fault = None
    try:
        for link in _links(page):
            links.setdefault(link)
    except UnsafeXmlError as error:
        raise fetch_error(page.source, FetchCode.UNSAFE_XML, f"{error}; it is not read") from error
    except BrokenXmlError as error:
        fault = _broken(page, str(error), len(links))
    if fault and not links:
        raise fault
    if not links:
        message = "the list names no feed (no outline has an xmlUrl); name another one"
        raise fetch_error(page.source, FetchCode.EMPTY, message)
    found = tuple(Outline(number, link) for number, link in enumerate(links, start=1))
    return Outlines(found[:_MOST_FEEDS], fault or _excess(page, len(found)))


def _links(page: Page) -> Iterator[str]:
    reader = _Reader()
    for links in read_xml(io.BytesIO(page.content), reader):
        yield from links
    if reader.root != "opml":
        raise BrokenXmlError(f"its root element is <{reader.root}>")


def _broken(page: Page, reason: str, count: int) -> SourceError:
    message = (
        f"the list is broken ({reason}); {count} feeds could be saved, others may be lost: "
        "mend its XML"
    )
    return fetch_error(page.source, FetchCode.BROKEN_OPML, message)


def _excess(page: Page, count: int) -> SourceError | None:
    if count <= _MOST_FEEDS:
        return None
    message = f"only the first {_MOST_FEEDS:,} of its {count:,} feeds are read; split the list"
    return fetch_error(page.source, FetchCode.TOO_MANY_ITEMS, message)


class _Reader:
    """Finds the links of outlines."""

    def __init__(self) -> None:
        self.root = ""
        self._found: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        link = clean_link(attributes.get("xmlurl", "") or _link_of_list(attributes))
        if name == "outline" and link:
            self._found.append(link)

    def end(self, _name: str, _text: str) -> None:
        return

    def take(self) -> list[str]:
        found, self._found = self._found, []
        return found


def _link_of_list(attributes: dict[str, str]) -> str:
    """The address of another list; other outlines with an address lead to pages for people."""
    link = attributes.get("url", "")
    kind = attributes.get("type", "").lower()
    is_list = kind == "include" or (kind in _LISTS and link.lower().endswith(".opml"))
    return link if is_list else ""
