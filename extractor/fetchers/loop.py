"""An event loop in a thread of its own, for callers who are not asynchronous."""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Awaitable, Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

Result = TypeVar("Result")


class BackgroundLoop:
    """Runs coroutines for a caller that waits; leaving it cancels what still runs.

    An iterator that nobody closes keeps its loop until the interpreter ends. The loop is stopped
    before that, while threads still run: who waited for it later would wait for ever.
    """

    def __init__(self, clean_up: Callable[[], Awaitable[None]]) -> None:
        """Make the loop; ``clean_up`` runs in it at its end."""
        self._clean_up = clean_up
        self._thread = threading.Thread(target=self._live, name="newsclaims-fetch", daemon=True)
        self._started = threading.Event()
        self._loop: asyncio.AbstractEventLoop
        self._stop: asyncio.Event

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.wait()
        atexit.register(self._end)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What a coroutine gives or raises; when waiting for it is interrupted, it is cancelled."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        finally:
            future.cancel()

    def _end(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()
        atexit.unregister(self._end)

    def _live(self) -> None:
        asyncio.run(self._until_stopped())

    async def _until_stopped(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._started.set()
        try:
            await self._stop.wait()
        finally:
            await self._clean_up()
