"""Lists of URLs, one a line: a local file, standard input, or what ``urls:`` names.

A text is taken for a list only when every line of it that is neither blank nor a comment is a web
address, which no article is. ``urls:NAME`` says that it is one: it is read line by line as it
comes, without a limit of size, and each line that is no address is a failure.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from functools import partial
from typing import BinaryIO, Final

from extractor.errors import SourceError
from extractor.fetchers.ahead import in_order
from extractor.fetchers.closing import closing
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.http import host_of
from extractor.fetchers.off_loop import off_loop
from extractor.fetchers.opening import Opened, opened
from extractor.records import Page

_MOST_DOWNLOADED: Final = 1_000_000_000
_READ: Final = 1 << 14
_LONGEST_LINE: Final = 8192
_COMMENT: Final = b"#"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_ADDRESS: Final = re.compile(rb"https?://[^\s\x00-\x1f<>\"]+", re.IGNORECASE)

# A line and its number, from 1.
_Line = tuple[int, bytes]


def is_list(content: bytes) -> bool:
    """Whether every line that says something is a web address, and there is one."""
    lines = _stating(enumerate(content.splitlines(), start=1))
    first = next(lines, None)
    return first is not None and all(_ADDRESS.fullmatch(line) for _, line in (first, *lines))


async def read_page(page: Page, context: Context) -> AsyncIterator[Item]:
    """What each address of a list that is here already leads to, in its order."""
    lines = _stating(enumerate(page.content.splitlines(), start=1))
    jobs = (partial(_page, line, page.source, context) for line in lines)
    async with closing(in_order(jobs, context.options.requests_at_once)) as items:
        async for item in items:
            yield item


async def retrieve(source: str, context: Context) -> AsyncIterator[Item]:
    """What the addresses of ``urls:list.txt``, ``urls:https://...`` or ``urls:-`` lead to."""
    name = source.partition(":")[2]
    is_empty = True
    async with (
        opened(name, context, _MOST_DOWNLOADED) as document,
        closing(_read(document, context)) as items,
    ):
        async for item in items:
            is_empty = False
            yield item
    if document.fault:
        raise document.fault
    if is_empty:
        message = "the list has no addresses; give one with a web address on each line"
        raise fetch_error(document.source, FetchCode.EMPTY, message)


async def _read(document: Opened, context: Context) -> AsyncIterator[Item]:
    job = partial(_page, source=document.source, context=context, host=document.trusted_host)
    async with closing(_blocks(document)) as blocks:
        async for block in blocks:
            jobs = (partial(job, line) for line in _stating(block))
            async with closing(in_order(jobs, context.options.requests_at_once)) as items:
                async for item in items:
                    yield item


def _stating(lines: Iterable[_Line]) -> Iterator[_Line]:
    """The lines that say something, without the white space around them."""
    for number, line in lines:
        stated = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if (stated := stated.strip()) and not stated.startswith(_COMMENT):
            yield number, stated


async def _blocks(document: Opened) -> AsyncIterator[list[_Line]]:
    """All whole lines that are there, each time some are: a pipe may be slow to give more."""
    number = 1
    rest = b""
    while block := await off_loop(partial(_some, document.stream)):
        whole, end, rest = (rest + block).rpartition(b"\n")
        lines = whole.splitlines() if end else []
        _refuse_no_text(document.source, block, rest, number + len(lines))
        yield list(enumerate(lines, start=number))
        number += len(lines)
    yield list(enumerate(rest.splitlines(), start=number))


def _some(stream: BinaryIO) -> bytes:
    # Not read(), which would wait until a slow pipe has filled it.
    read_once = getattr(stream, "read1", stream.read)
    block: bytes = read_once(_READ)
    return block


def _refuse_no_text(source: str, block: bytes, rest: bytes, number: int) -> None:
    if b"\0" in block or len(rest) > _LONGEST_LINE:
        message = f"line {number} is no text in UTF-8; give a list with a web address on each line"
        raise fetch_error(source, FetchCode.UNSUPPORTED_TYPE, message)


async def _page(line: _Line, source: str, context: Context, host: str | None = None) -> Item:
    """What an address leads to; in a list of the user's own, each host is one the user named."""
    number, stated = line
    address = stated.decode("utf-8", "replace")
    try:
        if not _ADDRESS.fullmatch(stated):
            message = "it is no web address; give one that begins with http:// or https://"
            raise fetch_error(address[:200].replace("\0", "\\0"), FetchCode.BAD_URL, message)
        return await context.client.get(address, trusted_host=host or host_of(address))
    except SourceError as error:
        message = f"{error.message} (line {number} of {source})"
        return error.failure().model_copy(update={"message": message})
