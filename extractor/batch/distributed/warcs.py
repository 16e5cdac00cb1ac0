"""Pages out of WARC files as they stream by, over connections that may break."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, cast

import httpx

from extractor.fetchers import FetchCode, FetchOptions, warc
from extractor.fetchers.codes import fetch_error
from extractor.records import Failure, Page

_WEB: Final = ("http://", "https://")
_ATTEMPTS: Final = 4


def read_warc(path: str, max_bytes: int) -> Iterator[Page | Failure]:
    """The pages in a WARC file: HTML and text that a server gave with status 200.

    A connection that breaks is made anew and goes on after the last page that was read.

    Args:
        path: A local file or an ``http(s)`` URL, as ``fetchers.warc`` reads it.
        max_bytes: The largest page read.

    Yields:
        Pages and failures as ``fetchers.warc.pages`` gives them; a ``Failure`` with the file as
        its source where a connection can't be kept.
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
    """As ``fetchers.warc`` reads them; a page is known by its URL, in whichever file it stands."""
    with _opened(path) as stream:
        for item in warc.pages(stream, path, max_bytes):
            if isinstance(item, Page) and item.url:
                yield item.model_copy(update={"source": item.url})
            else:
                yield item


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if not path.startswith(_WEB):
        with Path(path.removeprefix("file://")).open("rb") as file:
            yield file
        return
    manners = FetchOptions()
    headers = {"User-Agent": manners.user_agent, "Accept-Encoding": "identity"}
    timeout = httpx.Timeout(manners.read_timeout)
    with httpx.stream("GET", path, headers=headers, timeout=timeout) as answer:
        answer.raise_for_status()
        yield cast("BinaryIO", _Body(answer))


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
