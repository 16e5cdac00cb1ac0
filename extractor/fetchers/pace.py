"""How fast: few requests at once, and a pause between those to one host."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from extractor.fetchers.budget import Budget
from extractor.fetchers.host_memory import Schedule
from extractor.fetchers.options import FetchOptions

# A reader who opens a page makes as many at once.
_BURST: Final = 4
# More hosts than these are forgotten when nothing of theirs is under way.
_MOST_LANES: Final = 1000
# Whoever asks for more is asked again after a day: nobody means to be left alone for years.
_LONGEST_HOLD: Final = 24 * 3600.0
Clock = Callable[[], float]


class HeldError(Exception):
    """A host asked to be left alone for longer than a request to it may take.

    Fields: ``host``, and ``until``, when it may be asked again.
    """

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asked for a pause of {seconds:.0f} s more")
        self.host = host
        self.until = datetime.now(UTC) + timedelta(seconds=seconds)


class Lane:
    """When the next request to one host may start (the generic cell rate algorithm)."""

    def __init__(self, at_once: int, clock: Clock, schedule: Schedule) -> None:
        self.free = asyncio.Semaphore(at_once)
        self.users = 0
        self._clock = clock
        self._schedule = schedule

    def seconds_to_wait(self, interval: float, burst: int) -> float:
        """Take the next start; seconds until it, when requests are ``interval`` seconds apart."""
        now = self._clock()
        paid_until = self._schedule.paid_until
        start = max(now, paid_until - (burst - 1) * interval)
        self._schedule.paid_until = max(now, paid_until) + interval
        return start - now

    def hold(self, seconds: float) -> None:
        """Start nothing for so many seconds; a shorter hold does not end a longer one."""
        until = self._clock() + min(seconds, _LONGEST_HOLD)
        self._schedule.held_until = max(self._schedule.held_until, until)

    @property
    def held_for(self) -> float:
        """Seconds until something may start; 0 when nothing is held."""
        return max(self._schedule.held_until - self._clock(), 0.0)

    def is_idle(self) -> bool:
        """Whether forgetting this lane changes nothing."""
        return not self.users and self._schedule.is_over(self._clock())


class Pace:
    """Gives turns: at most so many at once, fewer to one host, and these not too fast."""

    def __init__(self, options: FetchOptions, clock: Clock, schedules: dict[str, Schedule]) -> None:
        self._options = options
        self._schedules = schedules
        self._clock = clock
        self._all = asyncio.Semaphore(options.requests_at_once)
        self._lanes: dict[str, Lane] = {}

    def hold(self, host: str, seconds: float) -> None:
        """Send a host nothing for so many seconds, a day at most."""
        self._lane(host).hold(seconds)

    @asynccontextmanager
    async def turn(
        self, host: str, crawl_delay: float | None, budget: Budget
    ) -> AsyncIterator[None]:
        """Wait for the turn to send a request to a host, and keep it while inside.

        Args:
            host: Its name, or address.
            crawl_delay: Seconds between requests that its robots.txt asks for.
            budget: Pays for the pause that the host asked for; waiting for others is free.

        Raises:
            HeldError: The host asked for a longer pause than there is time left.
        """
        lane = self._lane(host)
        lane.users += 1
        try:
            while True:
                # Outside, so that whoever has no time for the pause is not kept waiting for it.
                await _wait_while_held(lane, host, budget)
                async with lane.free:
                    await asyncio.sleep(lane.seconds_to_wait(*self._rhythm(crawl_delay)))
                    # Last, so that whoever waits for one host takes no place from the others.
                    async with self._all:
                        # The host may have asked for a pause meanwhile.
                        if not lane.held_for:
                            yield
                            return
        finally:
            lane.users -= 1

    def _rhythm(self, crawl_delay: float | None) -> tuple[float, int]:
        interval = 1 / self._options.rate
        return (max(interval, crawl_delay), 1) if crawl_delay else (interval, _BURST)

    def _lane(self, host: str) -> Lane:
        if host not in self._lanes:
            self._forget_idle()
            schedule = self._schedules.setdefault(host, Schedule())
            self._lanes[host] = Lane(self._options.requests_per_host, self._clock, schedule)
        return self._lanes[host]

    def _forget_idle(self) -> None:
        if len(self._schedules) < _MOST_LANES:
            return
        self._lanes = {host: lane for host, lane in self._lanes.items() if not lane.is_idle()}
        now = self._clock()
        for host in [host for host in self._schedules if host not in self._lanes]:
            if self._schedules[host].is_over(now):
                del self._schedules[host]


async def _wait_while_held(lane: Lane, host: str, budget: Budget) -> None:
    while pause := lane.held_for:
        if pause >= budget.left:
            raise HeldError(host, pause)
        async with budget.spending():
            await asyncio.sleep(pause)
