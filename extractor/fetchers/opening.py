"""Sources that may be too large to hold, opened as streams: files, standard input, URLs.

What is behind a URL is kept in a temporary file first: reading a sitemap to its end means asking
for all its pages politely, for which no server keeps a connection open.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final, cast

from extractor.errors import SourceError
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context
from extractor.fetchers.file import path_error, path_of_uri, printable
from extractor.fetchers.http import host_of
from extractor.fetchers.links import REMOTE
from extractor.fetchers.stdin import STDIN
from extractor.records import Page

HEAD_BYTES: Final = 4096
# A temporary file of this size is still in memory.
_IN_MEMORY: Final = 1 << 20
_CHARSET: Final = re.compile(r";\s*charset\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that is being read.

    Attributes:
        source: Its name in records.
        stream: Its bytes.
        url: Its final address; None when it came from no network.
        media_type: As the server declared it.
        charset: As the server declared it.
        fault: What stopped a download before its end; the stream holds what had arrived.
    """

    source: str
    stream: BinaryIO
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    fault: SourceError | None = None

    @property
    def trusted_host(self) -> str | None:
        """The host that its links may lead to though its address is private."""
        return host_of(self.url) if self.url else None

    def page(self, content: bytes) -> Page:
        """The source as one page."""
        fetched_at = datetime.now(UTC).replace(microsecond=0) if self.url else None
        return Page(
            source=self.source,
            content=content,
            url=self.url,
            media_type=self.media_type,
            charset=self.charset,
            fetched_at=fetched_at,
        )


class HeadFirst(io.RawIOBase):
    """A stream whose beginning was read already, as if it had not been."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """The beginning, then what the stream gives."""
        piece = self._head[: len(buffer)] or self._stream.read(len(buffer))
        self._head = self._head[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


@asynccontextmanager
async def opened(source: str, context: Context, max_bytes: int) -> AsyncIterator[Opened]:
    """The source that a user named: a path, a ``file:`` URI, an ``http(s)`` URL, or ``-``.

    Args:
        source: The name.
        context: Of this call.
        max_bytes: The most that is downloaded; files are read as far as the reader goes.

    Raises:
        SourceError: It can't be opened.
    """
    if source.lower().startswith(REMOTE):
        async with downloaded(source, context, max_bytes, host_of(source)) as document:
            yield document
    elif source == STDIN:
        yield Opened(source, standard_input())
    else:
        with open_file(local_path(source), printable(source)) as stream:
            yield Opened(printable(source), stream)


def open_file(path: str, source: str) -> BinaryIO:
    """A local file.

    Raises:
        SourceError: It is missing or may not be read.
    """
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise path_error(source, error) from error


def standard_input() -> BinaryIO:
    """Standard input below its buffer.

    A thread that is left behind reading it (Ctrl-C) would hold the buffer's lock, and the
    interpreter dies of that when it ends.
    """
    stream: BinaryIO = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
    return stream


def local_path(source: str) -> str:
    """The path that a path or a ``file:`` URI names.

    Raises:
        SourceError: The URI is none, or names another machine.
    """
    if not source.lower().startswith("file:"):
        return source
    try:
        return path_of_uri(source)
    except ValueError as error:
        message = f"it is no valid file address ({error}); give the path instead"
        raise fetch_error(source, FetchCode.BAD_URL, message) from error


@asynccontextmanager
async def downloaded(
    url: str, context: Context, max_bytes: int, trusted_host: str | None
) -> AsyncIterator[Opened]:
    """What is at a URL, in a temporary file that is gone with the last who reads it.

    Raises:
        SourceError: Nothing of it could be had, or the temporary folder is full.
    """
    # Without a name of its own, so that nothing stays behind even after kill -9.
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
        async with context.client.stream(
            url, trusted_host=trusted_host, max_bytes=max_bytes
        ) as body:
            declared = body.headers.get("content-type")
            page_url = body.page_url
            fault = await _keep(url, body.pieces(), kept)
        kept.seek(0)
        yield Opened(url, cast("BinaryIO", kept), page_url, declared, charset_of(declared), fault)


async def _keep(
    url: str, pieces: AsyncIterator[bytes], kept: tempfile.SpooledTemporaryFile[bytes]
) -> SourceError | None:
    """Write what arrives; gives what broke it off, if something had arrived by then."""
    try:
        async for piece in pieces:
            kept.write(piece)
    except SourceError as error:
        if not kept.tell():
            raise
        return error
    except OSError as error:
        message = (
            f"it can't be kept in the temporary folder ({error.strerror or error}); "
            "make room there, or name another one in TMPDIR"
        )
        raise fetch_error(url, FetchCode.UNREADABLE, message) from error
    return None


def charset_of(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header."""
    found = _CHARSET.search(content_type or "")
    return found[1] if found else None
