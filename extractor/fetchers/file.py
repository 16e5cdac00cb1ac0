"""Local files."""

from __future__ import annotations

import errno
import os
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from extractor.errors import SourceError
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.media_types import type_of_name
from extractor.fetchers.off_loop import off_loop
from extractor.records import Page, PageHints

_REASONS: Final = {
    errno.ENOENT: (FetchCode.MISSING, "there is no such file or folder; check the path"),
    errno.ENOTDIR: (FetchCode.MISSING, "a part of the path is no folder; check the path"),
    errno.ENAMETOOLONG: (FetchCode.MISSING, "the path is too long to exist; check the path"),
    errno.ELOOP: (FetchCode.MISSING, "the path runs in a circle of links; check the path"),
    errno.EACCES: (FetchCode.PERMISSION_DENIED, "no permission to read it; change its rights"),
    errno.EPERM: (FetchCode.PERMISSION_DENIED, "no permission to read it; change its rights"),
}


def printable(path: str | os.PathLike[str]) -> str:
    """The path as a string that any file can hold: undecodable bytes of a name are escaped."""
    return os.fspath(path).encode("utf-8", "backslashreplace").decode("utf-8")


def path_error(source: str, error: OSError) -> SourceError:
    """The failure that an error of the operating system stands for."""
    fallback = (
        FetchCode.UNREADABLE,
        f"the system cannot read it ({error.strerror or error}); check the device",
    )
    code, message = _REASONS.get(error.errno or 0, fallback)
    return fetch_error(source, code, message)


def read_limited(stream: BinaryIO, source: str, max_bytes: int) -> bytes:
    """All bytes of a stream.

    Raises:
        SourceError: ``too_large`` when there are more than ``max_bytes``.
    """
    # Read piece by piece: a stream may hand out less than it was asked for.
    content = bytearray()
    while piece := stream.read(min(1 << 20, max_bytes + 1 - len(content))):
        content += piece
        if len(content) > max_bytes:
            raise too_large(source, max_bytes)
    return bytes(content)


def too_large(source: str, max_bytes: int) -> SourceError:
    """The failure of a source over the limit."""
    return fetch_error(
        source,
        FetchCode.TOO_LARGE,
        f"it is larger than the limit of {max_bytes:,} bytes; "
        "split it, or raise the limit (max_bytes)",
    )


def read_file(
    path: str | os.PathLike[str], source: str, max_bytes: int, hints: PageHints | None = None
) -> Page:
    """One local file as a page of raw bytes; its media type comes from its name.

    Raises:
        SourceError: The file is missing, may not be read, or is too large.
    """
    try:
        with Path(path).open("rb") as stream:
            content = read_limited(stream, source, max_bytes)
    except OSError as error:
        raise path_error(source, error) from error
    return Page(
        source=source,
        content=content,
        media_type=type_of_name(os.fspath(path)),
        hints=hints or PageHints(),
    )


async def retrieve(source: str, context: Context) -> AsyncIterator[Item]:
    """The file at a path."""
    limit = context.options.max_bytes
    # It may be a pipe that nobody writes to.
    yield await off_loop(partial(read_file, source, printable(source), limit))


def path_of_uri(uri: str) -> str:
    """The local path that a ``file:`` URI names.

    Raises:
        ValueError: It names another machine, or is no valid URI.
    """
    parts = urlsplit(uri)
    if parts.netloc not in ("", "localhost"):
        raise ValueError("it names another machine")
    return url2pathname(parts.path)


async def retrieve_uri(source: str, context: Context) -> AsyncIterator[Item]:
    """The file at a ``file:`` URI."""
    try:
        path = path_of_uri(source)
    except ValueError as error:
        message = f"it is no valid file address ({error}); give the path instead"
        raise fetch_error(source, FetchCode.BAD_URL, message) from error
    yield await off_loop(partial(read_file, path, source, context.options.max_bytes))
