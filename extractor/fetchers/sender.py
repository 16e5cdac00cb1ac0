"""One request to one address, in its turn, with robots.txt asked and busy servers given time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

import httpcore
import httpx

from extractor.fetchers.budget import Budget
from extractor.fetchers.expand import ACCEPTED
from extractor.fetchers.faults import is_no_connection
from extractor.fetchers.host_memory import HostMemory
from extractor.fetchers.options import FetchOptions
from extractor.fetchers.pace import Pace
from extractor.fetchers.retry import RETRIED_STATUSES, asked_pause, back_off
from extractor.fetchers.robots import Asker, Robots
from extractor.fetchers.transport import Connections

_ACCEPT: Final = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What holds for one URL on all its hops.

    Attributes:
        source: What failures are recorded under.
        trusted_hosts: Hosts that may be private.
        max_bytes: Limit of the answer, as it arrives and expanded.
        budget: Seconds.
        is_long: Whether the answer is read while other requests go on, so that it must not keep
            its turn.
        asks_robots: Whether robots.txt has a say.
    """

    source: str
    trusted_hosts: frozenset[str]
    max_bytes: int
    budget: Budget
    is_long: bool = False
    asks_robots: bool = True

    def trusts(self, url: httpx.URL) -> bool:
        """Whether a URL's host may be private."""
        return url.host.lower() in self.trusted_hosts


class Sender:
    """Sends requests politely."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        memory = options.host_memory or HostMemory()
        self._connections = Connections(options, memory.public)
        self._pace = Pace(options, time.monotonic, memory.schedules)
        self._robots = MappingProxyType(
            {
                trusted: Robots(options.user_agent, time.monotonic, verdicts)
                for trusted, verdicts in memory.verdicts.items()
            }
        )

    @property
    def headers(self) -> Mapping[str, str]:
        """What every request says of us."""
        return {
            "User-Agent": self._options.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED,
        }

    async def aclose(self) -> None:
        """Close every connection."""
        await self._connections.aclose()

    async def met(self, url: httpx.URL, visit: Visit) -> None:
        """Keep in mind where a host is whose answer may have come out of the cache."""
        await self._connections.met(url, trusted=visit.trusts(url))

    @asynccontextmanager
    async def response(
        self, url: httpx.URL, visit: Visit, headers: Mapping[str, str], ask: Asker
    ) -> AsyncIterator[httpx.Response]:
        """The answer of a server, its content not yet read.

        Args:
            url: Where to.
            visit: On whose behalf.
            headers: All of the request.
            ask: Fetches a robots.txt.
        """
        delay = await self._crawl_delay(url, visit, ask)
        for attempt in range(self._options.retries + 1):
            async with AsyncExitStack() as closing:
                await closing.enter_async_context(self._pace.turn(url.host, delay, visit.budget))
                outcome = await self._outcome(url, visit, headers)
                asked = _asked(outcome)
                if asked:
                    # The host is busy, not this one URL of it.
                    self._pace.hold(url.host, asked)
                if visit.is_long:
                    await closing.aclose()
                if isinstance(outcome, httpx.Response):
                    closing.push_async_callback(outcome.aclose)
                pause = self._pause(outcome, attempt, asked)
                if pause is None or pause >= visit.budget.left:
                    yield _given(outcome)
                    return
            async with visit.budget.spending():
                await asyncio.sleep(pause)

    async def _crawl_delay(self, url: httpx.URL, visit: Visit, ask: Asker) -> float | None:
        if not visit.asks_robots or url.host.lower() in self._options.ignore_robots:
            return None
        return await self._robots[visit.trusts(url)].delay_for(url, visit.source, ask)

    async def _outcome(
        self, url: httpx.URL, visit: Visit, headers: Mapping[str, str]
    ) -> httpx.Response | httpcore.ConnectError | httpcore.ConnectTimeout:
        async with visit.budget.spending():
            client = await self._connections.client(url, trusted=visit.trusts(url))
            request = client.build_request("GET", url, headers=headers, timeout=self._time_limits())
            try:
                return await client.send(request, stream=True)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                return error

    def _time_limits(self) -> httpx.Timeout:
        read = self._options.read_timeout
        return httpx.Timeout(read, connect=self._options.connect_timeout, pool=None)

    def _pause(
        self,
        outcome: httpx.Response | httpcore.ConnectError | httpcore.ConnectTimeout,
        attempt: int,
        asked: float | None,
    ) -> float | None:
        """Seconds until the next attempt; None when this outcome stands."""
        if attempt >= self._options.retries:
            return None
        pause = back_off(attempt, self._options.retry_pause)
        if not isinstance(outcome, httpx.Response):
            return pause if is_no_connection(outcome) else None
        if outcome.status_code not in RETRIED_STATUSES:
            return None
        return pause if asked is None else max(asked, pause)


def _asked(
    outcome: httpx.Response | httpcore.ConnectError | httpcore.ConnectTimeout,
) -> float | None:
    """Seconds that a busy server asks to be left alone; None when it says nothing."""
    if not isinstance(outcome, httpx.Response) or outcome.status_code not in RETRIED_STATUSES:
        return None
    return asked_pause(outcome.headers.get("retry-after"), lambda: datetime.now(UTC))


def _given(
    outcome: httpx.Response | httpcore.ConnectError | httpcore.ConnectTimeout,
) -> httpx.Response:
    if isinstance(outcome, httpx.Response):
        return outcome
    raise outcome
