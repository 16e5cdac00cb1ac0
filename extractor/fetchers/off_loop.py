"""Blocking work beside the event loop, which can be left behind when nobody waits any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

Result = TypeVar("Result")


async def off_loop(work: Callable[[], Result]) -> Result:
    """What a blocking function gives or raises, computed in a thread of its own.

    A pool of threads would have to be joined at the end: a pipe that nobody writes to, or a name
    server that doesn't answer, would hold up Ctrl-C. This thread is left to end by itself.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()
    worker = threading.Thread(target=_settle, args=(work, loop, done), daemon=True)
    worker.start()
    return await done


def _settle(
    work: Callable[[], Result], loop: asyncio.AbstractEventLoop, done: asyncio.Future[Result]
) -> None:
    deliver: Callable[[], None]
    try:
        deliver = partial(_give, done, work())
    except BaseException as error:  # noqa: BLE001 - raised again where the result is awaited
        deliver = partial(_fail, done, error)
    try:
        loop.call_soon_threadsafe(deliver)
    except RuntimeError:
        # The loop is closed: whoever waited has gone.
        return


def _give(done: asyncio.Future[Result], result: Result) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: asyncio.Future[Result], error: BaseException) -> None:
    if not done.done():
        done.set_exception(error)
