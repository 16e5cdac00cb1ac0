"""robots.txt as RFC 9309 has it: one for each scheme, host and port, asked for once."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from weakref import WeakValueDictionary

import httpx
from protego import Protego

from extractor.errors import SourceError
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.host_memory import Verdict

MOST_BYTES: Final = 512 * 1024
"""What is read of a robots.txt; the standard asks for at least 500 KiB."""

_PATH: Final = "/robots.txt"
_TOKEN: Final = re.compile(r"[A-Za-z_-]+")
_OLD_AFTER: Final = 24 * 3600.0
# An answer that says nothing but "not now" is asked for again sooner.
_UNAVAILABLE_FOR: Final = 300.0
_LONGEST_DELAY: Final = 60.0
_MOST_HOSTS: Final = 1000
_NOT_NOW: Final = frozenset({429})


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What a host answered when asked for its robots.txt."""

    status: int
    content: bytes


Asker = Callable[[str], Awaitable[RobotsAnswer]]


class Robots:
    """What hosts allow a robot of our name.

    Args:
        user_agent: Ours.
        clock: Seconds; never goes back.
        verdicts: What is known already, by the address of the robots.txt; kept up to date.
    """

    def __init__(
        self,
        user_agent: str,
        clock: Callable[[], float],
        verdicts: OrderedDict[str, Verdict],
    ) -> None:
        token = _TOKEN.match(user_agent)
        self._token = token[0] if token else "*"
        self._clock = clock
        self._verdicts = verdicts
        # A lock belongs to one event loop; what is known may outlive it.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def delay_for(self, url: httpx.URL, source: str, ask: Asker) -> float | None:
        """Seconds between requests that the host of a URL asks for; None when it doesn't.

        Args:
            url: What is about to be fetched.
            source: What failures are recorded under.
            ask: Fetches a robots.txt by its URL.

        Raises:
            SourceError: The URL may not be fetched, or not now.
        """
        verdict = await self._verdict(url, ask)
        if verdict.refusal:
            raise fetch_error(source, *verdict.refusal)
        if verdict.rules is None:
            return None
        if not verdict.rules.can_fetch(str(url), self._token):
            message = f"the robots.txt of {url.host} does not allow it for {self._token}"
            raise fetch_error(source, FetchCode.ROBOTS_REFUSED, f"{message}; ask the publisher")
        return self._delay(verdict.rules, url.host, source)

    def _delay(self, rules: Protego, host: str, source: str) -> float | None:
        rate = rules.request_rate(self._token)
        pauses = (
            rules.crawl_delay(self._token) or 0.0,
            rate.seconds / rate.requests if rate else 0.0,
        )
        delay = max(pauses)
        if delay > _LONGEST_DELAY:
            message = (
                f"the robots.txt of {host} asks for {delay:g} s between requests, "
                f"more than the {_LONGEST_DELAY:g} s that are waited; ask the publisher"
            )
            raise fetch_error(source, FetchCode.ROBOTS_REFUSED, message)
        return delay or None

    async def _verdict(self, url: httpx.URL, ask: Asker) -> Verdict:
        origin = str(url.copy_with(raw_path=_PATH.encode(), fragment=None, userinfo=b""))
        lock = self._locks.setdefault(origin, asyncio.Lock())
        async with lock:
            verdict = self._verdicts.pop(origin, None)
            if verdict is None or verdict.valid_until < self._clock():
                verdict = await self._asked(origin, ask)
            self._verdicts[origin] = verdict
        if len(self._verdicts) > _MOST_HOSTS:
            self._verdicts.popitem(last=False)
        return verdict

    async def _asked(self, origin: str, ask: Asker) -> Verdict:
        try:
            answer = await ask(origin)
        except SourceError as error:
            if error.error == FetchCode.TOO_MANY_REDIRECTS:
                # RFC 9309, 2.3.1.2: as if there were none.
                return Verdict(None, None, self._clock() + _OLD_AFTER)
            return self._refusing(FetchCode(error.error), f"{error.message} (its robots.txt)")
        if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR or answer.status in _NOT_NOW:
            message = f"its robots.txt can't be had now (status {answer.status}); try later"
            return self._refusing(FetchCode.ROBOTS_UNAVAILABLE, message)
        is_there = httpx.codes.is_success(answer.status)
        rules = Protego.parse(answer.content.decode("utf-8", "replace")) if is_there else None
        return Verdict(rules, None, self._clock() + _OLD_AFTER)

    def _refusing(self, code: FetchCode, message: str) -> Verdict:
        return Verdict(None, (code, message), self._clock() + _UNAVAILABLE_FOR)
