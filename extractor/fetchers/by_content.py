"""What a source holds is seen from its first bytes, so that nothing large is ever held whole.

WARC files and sitemaps are read as streams, from wherever they come; everything else goes the way
of its kind of source, and lists of URLs are told from articles once they are here.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, cast
from urllib.parse import urlsplit

from extractor.errors import SourceError
from extractor.fetchers import file, page, sitemap, url_list, warc
from extractor.fetchers.closing import closing
from extractor.fetchers.contract import Context, Item, Retriever
from extractor.fetchers.file import read_limited
from extractor.fetchers.media_types import PLAIN, SITEMAP, WARC, large_type
from extractor.fetchers.off_loop import off_loop
from extractor.fetchers.opening import (
    HEAD_BYTES,
    HeadFirst,
    Opened,
    local_path,
    opened,
    standard_input,
)
from extractor.records import Failure, Page

_Reader = Callable[[Opened, Context], AsyncIterator[Item]]
# A URL whose name says that much may lead there, so that it is not asked for as one page.
_LARGE_NAME: Final = re.compile(r"sitemap|\.warc(?:\.gz|\.zst)?\Z|\.xml\.gz\Z", re.IGNORECASE)
# The largest that is downloaded under such a name: web archives have some gigabytes.
_MOST_DOWNLOADED: Final = warc.MOST_DOWNLOADED


def readers() -> Mapping[str, _Reader]:
    """What reads the kinds that may be too large to hold, by media type."""
    return MappingProxyType({WARC: warc.read, SITEMAP: sitemap.read})


async def retrieve_path(source: str, context: Context) -> AsyncIterator[Item]:
    """The file at a path."""
    async with closing(_file_items(source, file.retrieve, context)) as items:
        async for item in items:
            yield item


async def retrieve_uri(source: str, context: Context) -> AsyncIterator[Item]:
    """The file at a ``file:`` URI."""
    async with closing(_file_items(source, file.retrieve_uri, context)) as items:
        async for item in items:
            yield item


async def retrieve_url(source: str, context: Context) -> AsyncIterator[Item]:
    """What is at a URL that the user named."""
    may_be_large = _LARGE_NAME.search(_path_of(source))
    items = _url_items(source, context) if may_be_large else page.retrieve(source, context)
    async with closing(items) as found:
        async for item in found:
            yield item


async def retrieve_stdin(source: str, context: Context) -> AsyncIterator[Item]:
    """Everything on standard input."""
    stream = standard_input()
    head = await off_loop(partial(_head, stream))
    document = Opened(source, cast("BinaryIO", HeadFirst(head, stream)))
    async with closing(_stream_items(document, head, context)) as items:
        async for item in items:
            yield item


async def _file_items(source: str, whole: Retriever, context: Context) -> AsyncIterator[Item]:
    media_type = await off_loop(partial(_type_of_file, source))
    reader = readers().get(media_type or "")
    items = _listed(whole(source, context), context)
    if reader:
        items = _large_file(source, reader, context)
    async with closing(items) as found:
        async for item in found:
            yield item


async def _large_file(source: str, reader: _Reader, context: Context) -> AsyncIterator[Item]:
    async with opened(source, context, 0) as document, closing(reader(document, context)) as items:
        async for item in items:
            yield item


def _type_of_file(source: str) -> str | None:
    """The kind that a regular file's first bytes show; reading it says what is wrong with it."""
    try:
        path = Path(local_path(source))
        # A pipe or device can't be opened twice.
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return large_type(stream.read(HEAD_BYTES))
    except (OSError, ValueError, SourceError):
        return None


async def _url_items(source: str, context: Context) -> AsyncIterator[Item]:
    async with opened(source, context, _MOST_DOWNLOADED) as document:
        head = document.stream.read(HEAD_BYTES)
        document.stream.seek(0)
        async with closing(_stream_items(document, head, context)) as items:
            async for item in items:
                yield item


async def _stream_items(document: Opened, head: bytes, context: Context) -> AsyncIterator[Item]:
    """An open source read by what its first bytes show; as one page when they show nothing."""
    reader = readers().get(large_type(head) or "")
    items = reader(document, context) if reader else _listed(_whole(document, context), context)
    async with closing(items) as found:
        async for item in found:
            yield item


async def _whole(document: Opened, context: Context) -> AsyncIterator[Item]:
    if document.fault:
        raise document.fault
    limit = context.options.max_bytes
    read = partial(read_limited, document.stream, document.source, limit)
    yield document.page(await off_loop(read))


async def _listed(items: AsyncIterator[Item], context: Context) -> AsyncIterator[Item]:
    """The items, each text that is a list of URLs replaced by what its addresses lead to."""
    async with closing(items) as found:
        async for item in found:
            if isinstance(item, Failure) or not _is_list(item):
                yield item
                continue
            async with closing(url_list.read_page(item, context)) as listed:
                async for page_of_list in listed:
                    yield page_of_list


def _is_list(item: Page) -> bool:
    return item.url is None and item.media_type in (PLAIN, None) and url_list.is_list(item.content)


def _head(stream: BinaryIO) -> bytes:
    head = b""
    while len(head) < HEAD_BYTES and (piece := stream.read(HEAD_BYTES - len(head))):
        head += piece
    return head


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        # Fetching it says what is wrong with it.
        return ""
