"""The polite client: pages and large files by URL, under an honest name, within limits."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import httpx

from extractor.errors import SourceError
from extractor.fetchers.body import Body, beginning, failures, page_of, whole
from extractor.fetchers.budget import Budget
from extractor.fetchers.cache import HttpCache
from extractor.fetchers.cache_store import Answer, CacheStore
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.faults import status_error
from extractor.fetchers.options import FetchOptions
from extractor.fetchers.robots import MOST_BYTES, Asker, RobotsAnswer
from extractor.fetchers.sender import Sender, Visit
from extractor.fetchers.urls import host_of, is_redirect, next_url, public_url, valid_url
from extractor.records import Page

__all__ = ["Body", "HttpClient", "host_of"]


class HttpClient:
    """Fetches URLs; connections, robots.txt and the pace are kept while it lives."""

    def __init__(self, options: FetchOptions) -> None:
        """Make the client; nothing is opened yet but the cache's folder.

        Raises:
            StoreError: The cache's folder can't be used.
        """
        self._options = options
        self._sender = Sender(options)
        self._cache = (
            HttpCache(CacheStore(options.cache, options.max_cache_bytes)) if options.cache else None
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._sender.aclose()

    async def get(self, url: str, *, trusted_host: str | None = None) -> Page:
        """What is at a URL, redirects followed, as a page of raw bytes.

        Args:
            url: An http or https URL.
            trusted_host: The host that may have a private address, because the user named it, or
                because the document that points to it came from there.

        Raises:
            SourceError: With one of the codes of ``FetchCode``.
        """
        visit = self._visit(url, trusted_host, self._options.max_bytes)
        with failures(visit):
            target = valid_url(url, url)
            for _ in range(self._options.max_redirects + 1):
                answer = await self._answer(target, visit)
                headers = httpx.Headers(list(answer.headers), encoding="utf-8")
                if not is_redirect(answer.status, headers):
                    return await page_of(answer, target, visit)
                target = next_url(target, headers, url)
        raise self._too_many_redirects(url)

    @asynccontextmanager
    async def stream(
        self, url: str, *, trusted_host: str | None = None, max_bytes: int | None = None
    ) -> AsyncIterator[Body]:
        """What is at a URL, to be read piece by piece: for what must not be held in memory.

        It is never cached, and may take longer than a page, as long as it keeps coming. While it
        is open it takes no part in the limits of requests at once, so that others can be made.

        Args:
            url: As for ``get``.
            trusted_host: As for ``get``.
            max_bytes: Limit, as it arrives and expanded; that of the options by default.

        Raises:
            SourceError: With one of the codes of ``FetchCode``.
        """
        limit = self._options.max_bytes if max_bytes is None else max_bytes
        visit = replace(self._visit(url, trusted_host, limit), is_long=True)
        async with AsyncExitStack() as closing:
            with failures(visit):
                response = await self._final_response(url, visit, closing)
                if not response.is_success:
                    raise status_error(url, response.status_code, response.reason_phrase)
            yield _body(response, visit)

    def _visit(self, url: str, trusted_host: str | None, max_bytes: int) -> Visit:
        named = {trusted_host.lower()} if trusted_host else set()
        allowed = {host.lower().strip("[]") for host in self._options.allow_hosts}
        return Visit(
            source=url,
            trusted_hosts=frozenset(named | allowed),
            max_bytes=max_bytes,
            budget=Budget(self._options.total_timeout),
        )

    async def _answer(self, url: httpx.URL, visit: Visit) -> Answer:
        bare = str(url.copy_with(fragment=None))

        async def send(headers: Mapping[str, str]) -> Answer:
            ask = self._asker(visit)
            async with self._sender.response(url, visit, headers, ask) as response:
                return await whole(response, bare, visit)

        # What was sent for a password is not kept.
        if self._cache is None or url.userinfo:
            return await send(self._sender.headers)
        # Apart, so that no page gets at what only the user may see.
        key = f"{'trusted' if visit.trusts(url) else 'public'} {bare}"
        answer = await self._cache.answer(key, bare, self._sender.headers, send)
        await self._sender.met(url, visit)
        return answer

    async def _final_response(
        self, url: str, visit: Visit, closing: AsyncExitStack
    ) -> httpx.Response:
        target = valid_url(url, visit.source)
        for _ in range(self._options.max_redirects + 1):
            response = await closing.enter_async_context(
                self._sender.response(target, visit, self._sender.headers, self._asker(visit))
            )
            if not is_redirect(response.status_code, response.headers):
                return response
            await closing.aclose()
            target = next_url(target, response.headers, visit.source)
        raise self._too_many_redirects(visit.source)

    def _asker(self, visit: Visit) -> Asker:
        """Fetches a robots.txt on behalf of a visit; redirects are followed."""

        async def ask(url: str) -> RobotsAnswer:
            budget = Budget(self._options.total_timeout)
            errand = Visit(url, visit.trusted_hosts, sys.maxsize, budget, asks_robots=False)
            async with AsyncExitStack() as closing:
                with failures(errand):
                    response = await self._final_response(url, errand, closing)
                    is_there = response.is_success
                    body = _body(response, errand)
                    content = await beginning(body, MOST_BYTES) if is_there else b""
            return RobotsAnswer(response.status_code, content)

        return ask

    def _too_many_redirects(self, source: str) -> SourceError:
        message = f"it redirects more than {self._options.max_redirects} times; check the address"
        return fetch_error(source, FetchCode.TOO_MANY_REDIRECTS, message)


def _body(response: httpx.Response, visit: Visit) -> Body:
    return Body(public_url(response.url), response.headers, response, visit)
