"""Sitemaps, news sitemaps and sitemap indexes: the pages that they list."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from functools import partial

from extractor.errors import SourceError
from extractor.fetchers.ahead import in_order
from extractor.fetchers.closing import closing
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.links import REMOTE, readable
from extractor.fetchers.opening import Opened, downloaded, opened
from extractor.fetchers.sitemap_xml import MOST_BYTES, SitemapEntry, is_too_long, read_sitemap
from extractor.fetchers.trail import Trail
from extractor.records import Page


def read(document: Opened, context: Context) -> AsyncIterator[Item]:
    """The pages of an open sitemap, of its sitemaps if it is an index, in their order."""
    return _read(document, context, Trail.begin(document.url or document.source))


async def retrieve(source: str, context: Context) -> AsyncIterator[Item]:
    """What a name like ``sitemap:https://example.org/news`` says to be a sitemap."""
    name = source.partition(":")[2]
    async with (
        opened(name, context, MOST_BYTES) as document,
        closing(read(document, context)) as items,
    ):
        async for item in items:
            yield item


def parse(page: Page, context: Context) -> AsyncIterator[Item]:
    """A sitemap that is here already."""
    return read(Opened(page.source, io.BytesIO(page.content), page.url), context)


async def _read(document: Opened, context: Context, trail: Trail) -> AsyncIterator[Item]:
    try:
        for entries in read_sitemap(document.stream, document.source):
            async with closing(_entry_items(document, entries, context, trail)) as items:
                async for item in items:
                    yield item
    except SourceError as error:
        yield error.failure()
    if document.fault:
        yield document.fault.failure()


async def _entry_items(
    document: Opened, entries: list[SitemapEntry], context: Context, trail: Trail
) -> AsyncIterator[Item]:
    pages = (entry for entry in entries if not entry.is_sitemap)
    jobs = (partial(_page, document, entry, context) for entry in pages)
    async with closing(in_order(jobs, context.options.requests_at_once)) as found:
        async for item in found:
            yield item
    for inner in (entry for entry in entries if entry.is_sitemap):
        async with closing(_inner(document, inner, context, trail)) as found:
            async for item in found:
                yield item


async def _page(document: Opened, entry: SitemapEntry, context: Context) -> Item:
    _refuse_bad(document, entry)
    try:
        page = await context.client.get(entry.location, trusted_host=document.trusted_host)
        return readable(page).model_copy(update={"hints": entry.hints})
    except SourceError as error:
        message = f"{error.message} (entry {entry.number} of {document.source})"
        return error.failure().model_copy(update={"message": message})


def _refuse_bad(document: Opened, entry: SitemapEntry) -> None:
    if not entry.location:
        message = f"entry {entry.number} of the sitemap has no address; tell the publisher"
        raise fetch_error(f"{document.source}#{entry.number}", FetchCode.NO_LINK, message)
    if is_too_long(entry.location) or not entry.location.lower().startswith(REMOTE):
        message = (
            f"entry {entry.number} of {document.source} is no web address of at most "
            "2,048 letters; tell the publisher"
        )
        raise fetch_error(entry.location[:200], FetchCode.BAD_URL, message)


async def _inner(
    document: Opened, entry: SitemapEntry, context: Context, trail: Trail
) -> AsyncIterator[Item]:
    """The pages of a sitemap that an index lists; what is wrong with it stops only it."""
    try:
        _refuse_bad(document, entry)
        inner_trail = trail.to(entry.location)
        async with (
            downloaded(entry.location, context, MOST_BYTES, document.trusted_host) as inner,
            closing(_read(inner, context, inner_trail)) as items,
        ):
            async for item in items:
                yield item
    except SourceError as error:
        yield error.failure()
