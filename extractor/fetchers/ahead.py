"""Working ahead of the one who asks, by a bounded number of steps, without changing the order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from contextlib import aclosing
from itertools import islice
from typing import Generic, TypeVar, cast

from extractor.errors import SourceError
from extractor.fetchers.contract import Item

Job = Callable[[], Awaitable[Item]]
Value = TypeVar("Value")


async def in_order(jobs: Iterable[Job], limit: int) -> AsyncGenerator[Item, None]:
    """The results of jobs in the order of the jobs, up to ``limit`` of which run at once.

    Jobs are taken from the iterable as they are started, never more than ``limit`` ahead of what
    was asked for. A ``SourceError`` of a job becomes its failure, in place; anything else that a
    job raises is raised in its place. Closing the generator cancels what runs.
    """
    waiting = iter(jobs)
    running = deque(_started(job) for job in islice(waiting, limit))
    try:
        while running:
            item = await running[0]
            running.popleft()
            running.extend(_started(job) for job in islice(waiting, 1))
            yield item
    finally:
        await _cancelled(running)


def _started(job: Job) -> asyncio.Task[Item]:
    return asyncio.create_task(_settled(job))


async def _settled(job: Job) -> Item:
    try:
        return await job()
    except SourceError as error:
        return error.failure()


async def _cancelled(tasks: Iterable[asyncio.Task[Item]]) -> None:
    started = list(tasks)
    for task in started:
        task.cancel()
    await asyncio.gather(*started, return_exceptions=True)


class RunAhead(Generic[Value]):
    """Runs an asynchronous iterator up to ``limit`` values ahead of who asks for them."""

    def __init__(self, values: AsyncIterator[Value], limit: int) -> None:
        self._room = asyncio.Semaphore(limit)
        # Ends with None: what it raised, if anything, is then in the task.
        self._ready: asyncio.Queue[tuple[Value] | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._pump(values))
        self._task.add_done_callback(lambda _task: self._ready.put_nowait(None))

    async def next(self) -> tuple[Value] | None:
        """The next value in a tuple; None at the end. Raises what the iterator raised."""
        found = await self._ready.get()
        if found is None:
            await self._task
        self._room.release()
        return found

    async def aclose(self) -> None:
        """Stop the iterator and wait until it has cleaned up."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _pump(self, values: AsyncIterator[Value]) -> None:
        # Every iterator here is a generator; only those can be closed.
        async with aclosing(cast("AsyncGenerator[Value, None]", values)):
            async for value in values:
                await self._room.acquire()
                self._ready.put_nowait((value,))
