"""Answers that may be used again, as RFC 9111 has it: hishel decides, we fetch and keep.

The cache is a private one (of one user). It serves without asking only what the server gave a
lifetime; an answer without one is kept, but the server is always asked whether it still holds,
since a guess (RFC 9111, 4.2.2) would hold back news.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import hishel

from extractor.fetchers.cache_store import Answer, CacheStore, Stored
from extractor.fetchers.cache_times import dated
from extractor.fetchers.off_loop import off_loop

_OPTIONS: Final = hishel.CacheOptions(shared=False, supported_methods=["GET"], allow_stale=False)
# Errors are not kept, whatever lifetime a server gives them: a run again asks again.
_KEPT_STATUSES: Final = frozenset({200, 301, 308})
Send = Callable[[Mapping[str, str]], Awaitable[Answer]]


class HttpCache:
    """Answers requests from a store where that is allowed, and else asks the server."""

    def __init__(self, store: CacheStore) -> None:
        self._store = store

    async def answer(self, key: str, url: str, headers: Mapping[str, str], send: Send) -> Answer:
        """The answer to a GET.

        Args:
            key: What tells this request from others for the same URL.
            url: What is asked for.
            headers: Those of the request.
            send: Asks the server, with these headers.
        """
        stored = await off_loop(partial(self._store.load, key))
        exchange = _Exchange(url, headers, send, stored)
        kept = await exchange.run()
        if kept is not None:
            await off_loop(partial(self._store.save, key, kept))
        return exchange.answer


class _Exchange:
    """One request on its way through hishel's states; ``answer`` is what came of it."""

    answer: Answer

    def __init__(
        self, url: str, headers: Mapping[str, str], send: Send, stored: Stored | None
    ) -> None:
        self._request = hishel.Request("GET", url, hishel.Headers(dict(headers)))
        self._send = send
        self._stored = stored

    async def run(self) -> Stored | None:
        """Come to an answer; what has to be kept of it, None when that is nothing new."""
        entries = [_entry(self._stored)] if self._stored else []
        state: hishel.AnyState = hishel.IdleClient(_OPTIONS).next(self._request, entries)
        while True:
            match state:
                case hishel.CacheMiss() | hishel.NeedRevalidation():
                    state = state.next(await self._asked(state.request))
                case hishel.InvalidateEntries():
                    # There is one entry a key; the new answer takes its place.
                    state = state.next()
                case hishel.NeedToBeUpdated():
                    return self._refreshed(state.updating_entries[-1].response)
                case hishel.StoreAndUse():
                    return self._to_keep(state.response)
                case hishel.FromCache() if self._stored:
                    self.answer = self._stored.answer
                    return None
                case _:
                    return None

    async def _asked(self, request: hishel.Request) -> hishel.Response:
        self.answer = await self._send(dict(request.headers.items()))
        return hishel.Response(self.answer.status, _grouped(self.answer.headers))

    def _refreshed(self, response: hishel.Response) -> Stored | None:
        """The stored answer, which the server said still holds, under its new headers."""
        if self._stored is None:
            return None
        self.answer = replace(
            self._stored.answer,
            headers=_listed(response.headers),
            fetched_at=self.answer.fetched_at,
        )
        return self._to_keep(response)

    def _to_keep(self, response: hishel.Response) -> Stored | None:
        if self.answer.status not in _KEPT_STATUSES:
            return None
        headers = dated(_without_guesses(response.headers), self.answer.fetched_at)
        kept = replace(self.answer, headers=headers)
        return Stored(tuple(self._request.headers.items()), kept)


def _entry(stored: Stored) -> hishel.Entry:
    request = hishel.Request("GET", stored.answer.url, hishel.Headers(dict(stored.asked_with)))
    response = hishel.Response(stored.answer.status, _grouped(stored.answer.headers))
    return hishel.Entry(uuid.UUID(int=0), request, response)


def _grouped(headers: Iterable[tuple[str, str]]) -> hishel.Headers:
    grouped: dict[str, str | list[str]] = {}
    for name, value in headers:
        values = grouped.setdefault(name.lower(), [])
        if isinstance(values, list):
            values.append(value)
    return hishel.Headers(grouped)


def _listed(headers: hishel.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in headers for value in headers.get_list(name) or ())


def _without_guesses(headers: hishel.Headers) -> tuple[tuple[str, str], ...]:
    """The headers; where they give no lifetime, with word that the server must be asked."""
    listed = _listed(headers)
    control = headers.get("cache-control", "").lower()
    if "max-age" in control or "no-cache" in control or "expires" in headers:
        return listed
    return (*listed, ("cache-control", "no-cache"))
