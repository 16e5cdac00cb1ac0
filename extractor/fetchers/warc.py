"""WARC files, as web archives and Common Crawl write them: each HTML or text page that they hold.

Read record by record in constant memory, from a file, standard input, or a URL.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import BinaryIO, Final

from extractor.errors import SourceError
from extractor.fetchers.closing import closing
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.file import path_error
from extractor.fetchers.off_loop import off_loop
from extractor.fetchers.opening import Opened, opened
from extractor.fetchers.warc_page import may_hold_page, page_of
from extractor.fetchers.warc_records import Fault, Record, read_records
from extractor.records import Page

# Header fields of an answer stand before the page in its record.
_HEADER_BYTES: Final = 65_536
_BATCH_BYTES: Final = 1_000_000
_BATCH_ITEMS: Final = 64
# Common Crawl's files have about 1 GB; a hundred times that is none.
MOST_DOWNLOADED: Final = 100_000_000_000


def pages(stream: BinaryIO, source: str, max_bytes: int) -> Iterator[Item]:
    """The pages of a WARC file, in its order, for synchronous callers.

    Args:
        stream: The file, plain or compressed (gzip, zstd); it need not be seekable.
        source: Its name; the page of record 7 is called ``name#7``.
        max_bytes: The largest record and the largest page that is read.

    Yields:
        Pages; a failure in the place of each record that should be one but can't be read. The last
        failure is ``truncated_warc`` or ``broken_warc`` when the file could not be read to its end,
        ``empty`` when it holds no page at all.
    """
    is_empty = True
    try:
        for item in read_records(stream, may_hold_page, max_bytes + _HEADER_BYTES):
            found = _item(item, source, max_bytes)
            if found is not None:
                is_empty = False
                yield found
    except OSError as error:
        yield path_error(source, error).failure()
        return
    if is_empty:
        message = "it holds no HTML or text page that a server answered with status 200"
        yield fetch_error(source, FetchCode.EMPTY, message).failure()


def _item(item: Record | Fault, source: str, max_bytes: int) -> Item | None:
    name = f"{source}#{item.number}"
    try:
        if isinstance(item, Fault):
            raise _fault_error(item, name)
        return _page(item, name, max_bytes)
    except SourceError as error:
        message = f"{error.message} (record {item.number}, {item.place})"
        return error.failure().model_copy(update={"message": message})


def _fault_error(fault: Fault, name: str) -> SourceError:
    if not fault.is_fatal:
        return fetch_error(name, fault.code, f"{fault.reason}; the others are read")
    advice = "what stands before it was read, the rest was not; get the file again"
    return fetch_error(name, fault.code, f"{fault.reason}; {advice}")


def _page(record: Record, name: str, max_bytes: int) -> Page | None:
    return page_of(record, name, max_bytes) if may_hold_page(record.headers) else None


def _some(items: Iterator[Item]) -> list[Item]:
    """The next items, a megabyte of them: going to a thread and back for each costs more."""
    some = []
    size = 0
    for item in items:
        some.append(item)
        size += len(item.content) if isinstance(item, Page) else 0
        if size > _BATCH_BYTES or len(some) == _BATCH_ITEMS:
            break
    return some


async def read(document: Opened, context: Context) -> AsyncIterator[Item]:
    """The pages of an open WARC file; what broke off its download stands at the end."""
    items = pages(document.stream, document.source, context.options.max_bytes)
    # In a thread, since a record may be long and standard input may keep us waiting.
    while some := await off_loop(partial(_some, items)):
        for item in some:
            yield item
    if document.fault:
        yield document.fault.failure()


async def retrieve(source: str, context: Context) -> AsyncIterator[Item]:
    """What a name like ``warc:crawl.gz`` or ``warc:-`` says to be a WARC file."""
    name = source.partition(":")[2]
    async with (
        opened(name, context, MOST_DOWNLOADED) as document,
        closing(read(document, context)) as items,
    ):
        async for item in items:
            yield item


def parse(page: Page, context: Context) -> AsyncIterator[Item]:
    """A small WARC file that is here already."""
    return read(Opened(page.source, io.BytesIO(page.content), page.url), context)
