"""Pages out of WARC files as they stream by: the one place that knows how such a file is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import RawIOBase
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, Protocol, cast

import httpx
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from extractor.errors import SourceError
from extractor.fetchers import FetchCode, FetchOptions
from extractor.fetchers.codes import fetch_error
from extractor.records import Failure, Page

_READ_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_WEB: Final = ("http://", "https://")
_ATTEMPTS: Final = 4
_FOUND: Final = "200"


class _Record(Protocol):
    """What is used of warcio's records, which have no types."""

    rec_type: str
    rec_headers: Any
    http_headers: Any

    def content_stream(self) -> IO[bytes]: ...


def read_warc(path: str, max_bytes: int) -> Iterator[Page | Failure]:
    """The pages in a WARC file: HTML and text that a server gave with status 200.

    A connection that breaks is made anew and goes on after the last page that was read.

    Args:
        path: A local file or an ``http(s)`` URL, compressed record by record or not at all.
        max_bytes: The largest page read.

    Yields:
        Pages whose ``source`` is their URL; a ``Failure`` for a page that is too large, and one
        with the file as its source where the file can't be read any further.
    """
    done = 0
    for attempt in range(_ATTEMPTS):
        try:
            for item in islice(_items(path, max_bytes), done, None):
                yield item
                done += 1
        except (OSError, httpx.HTTPError) as error:
            failure = _unreadable(path, error)
            if isinstance(error, FileNotFoundError) or attempt + 1 == _ATTEMPTS:
                yield failure
                return
        else:
            return


def _unreadable(path: str, error: Exception) -> Failure:
    if isinstance(error, FileNotFoundError):
        message = "there is no such WARC file on this worker; give a path that all workers see"
        return fetch_error(path, FetchCode.MISSING, message).failure()
    message = f"can't be read any further: {type(error).__name__}: {error}"
    return fetch_error(path, FetchCode.UNREADABLE, message).failure()


def _items(path: str, max_bytes: int) -> Iterator[Page | Failure]:
    number = 0
    with _opened(path) as stream:
        try:
            for record in ArchiveIterator(stream):
                number += 1
                if _is_page(record):
                    yield _page(record, max_bytes)
        except ArchiveLoadFailed as error:
            message = f"damaged after record {number}: {error}; what came before was read"
            yield fetch_error(path, FetchCode.BROKEN_RESPONSE, message).failure()


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    if not path.startswith(_WEB):
        with Path(path.removeprefix("file://")).open("rb") as file:
            yield file
        return
    manners = FetchOptions()
    headers = {"User-Agent": manners.user_agent, "Accept-Encoding": "identity"}
    timeout = httpx.Timeout(manners.read_timeout)
    with httpx.stream("GET", path, headers=headers, timeout=timeout) as answer:
        answer.raise_for_status()
        yield cast("IO[bytes]", _Body(answer))


class _Body(RawIOBase):
    """The bytes of an answer, as a file that is read once from the start."""

    def __init__(self, answer: httpx.Response) -> None:
        self._pieces = answer.iter_raw()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if not self._rest:
            self._rest = next(self._pieces, b"")
        end = len(self._rest) if size < 0 else size
        piece, self._rest = self._rest[:end], self._rest[end:]
        return piece


def _is_page(record: _Record) -> bool:
    headers = record.http_headers
    if record.rec_type != "response" or headers is None:
        return False
    return headers.get_statuscode() == _FOUND and _media_type(record) in _READ_TYPES


def _media_type(record: _Record) -> str:
    declared: str = record.http_headers.get_header("Content-Type") or ""
    return declared.partition(";")[0].strip().lower()


def _page(record: _Record, max_bytes: int) -> Page | Failure:
    url: str = record.rec_headers.get_header("WARC-Target-URI")
    content = record.content_stream().read(max_bytes + 1)
    if len(content) > max_bytes:
        return _too_large(url, max_bytes).failure()
    return Page(
        source=url,
        url=url,
        content=content,
        media_type=_media_type(record),
        charset=_charset(record),
        fetched_at=_moment(record.rec_headers.get_header("WARC-Date")),
    )


def _too_large(url: str, max_bytes: int) -> SourceError:
    message = f"more than {max_bytes} bytes; raise `max_bytes`"
    return fetch_error(url, FetchCode.TOO_LARGE, message)


def _charset(record: _Record) -> str | None:
    declared: str = record.http_headers.get_header("Content-Type") or ""
    for parameter in declared.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def _moment(stated: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stated or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None
