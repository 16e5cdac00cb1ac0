"""The content of answers: whole, only the beginning, or piece by piece while it arrives."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import httpx

from extractor.fetchers.budget import BudgetSpentError
from extractor.fetchers.cache_store import Answer
from extractor.fetchers.expand import STEP, TooLargeError, expanded
from extractor.fetchers.faults import faults_as_failures, status_error, took_too_long
from extractor.fetchers.sender import Visit
from extractor.fetchers.urls import public_url
from extractor.records import Page

# Bytes a second: a large file may take as long as it needs at this speed.
_SLOWEST: Final = 20_000


@contextmanager
def failures(visit: Visit) -> Iterator[None]:
    """Whatever the network does inside becomes a ``SourceError`` of the visit's source."""
    try:
        with faults_as_failures(visit.source):
            yield
    except BudgetSpentError as error:
        raise took_too_long(visit.source, error.seconds) from error


@dataclass(frozen=True, slots=True)
class Body:
    """A large answer that is read while it arrives.

    Attributes:
        page_url: The final URL, redirects followed, without secrets.
        headers: Of the answer; names in any case.
    """

    page_url: str
    headers: httpx.Headers
    _response: httpx.Response
    _visit: Visit

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """The content, expanded, in pieces of some kilobytes.

        Raises:
            SourceError: It broke off, took too long, or is over the limit.
        """
        encoding = self.headers.get("content-encoding", "")
        with failures(self._visit):
            async with (
                aclosing(self._arriving()) as arrived,
                aclosing(expanded(arrived, encoding, self._visit.max_bytes)) as content,
            ):
                async for piece in content:
                    yield piece

    async def _arriving(self) -> AsyncGenerator[bytes, None]:
        async with aclosing(arriving(self._response, self._visit)) as pieces:
            async for piece in pieces:
                self._visit.budget.grant(len(piece) / _SLOWEST)
                yield piece


async def arriving(response: httpx.Response, visit: Visit) -> AsyncGenerator[bytes, None]:
    """The bytes of an answer as they come in, still compressed, each in time.

    Raises:
        TooLargeError: The server announces more than the limit.
        BudgetSpentError: It took too long.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > visit.max_bytes:
        raise TooLargeError(visit.max_bytes)
    pieces = response.aiter_raw()
    while True:
        async with visit.budget.spending():
            piece = await anext(pieces, None)
        if piece is None:
            return
        yield piece


async def whole(response: httpx.Response, url: str, visit: Visit) -> Answer:
    """An answer with all of its content, still compressed.

    Raises:
        TooLargeError: It is over the limit.
        BudgetSpentError: It took too long.
    """
    content = bytearray()
    async with aclosing(arriving(response, visit)) as pieces:
        async for piece in pieces:
            content += piece
            if len(content) > visit.max_bytes:
                raise TooLargeError(visit.max_bytes)
    return Answer(
        url=url,
        status=response.status_code,
        reason=response.reason_phrase,
        headers=tuple(response.headers.multi_items()),
        content=bytes(content),
        fetched_at=datetime.now(UTC).replace(microsecond=0),
    )


async def beginning(body: Body, most_bytes: int) -> bytes:
    """The first bytes of what may be larger."""
    content = bytearray()
    async with aclosing(body.pieces()) as pieces:
        async for piece in pieces:
            content += piece
            if len(content) >= most_bytes:
                break
    return bytes(content[:most_bytes])


async def page_of(answer: Answer, url: httpx.URL, visit: Visit) -> Page:
    """The page that an answer holds.

    Raises:
        SourceError: The answer is no success.
        TooLargeError: It is over the limit when expanded.
        ExpansionError: It is damaged.
    """
    headers = httpx.Headers(list(answer.headers), encoding="utf-8")
    if not httpx.codes.is_success(answer.status):
        raise status_error(visit.source, answer.status, answer.reason)
    encoding = headers.get("content-encoding", "")
    content = bytearray()
    async for piece in expanded(_sliced(answer.content), encoding, visit.max_bytes):
        content += piece
    return Page(
        source=visit.source,
        content=bytes(content),
        url=public_url(url),
        media_type=headers.get("content-type"),
        charset=httpx.Response(answer.status, headers=headers).charset_encoding,
        fetched_at=answer.fetched_at,
    )


async def _sliced(content: bytes) -> AsyncIterator[bytes]:
    # Expanders keep what they can't take yet: of small slices that is little.
    for start in range(0, len(content), STEP):
        yield content[start : start + STEP]
