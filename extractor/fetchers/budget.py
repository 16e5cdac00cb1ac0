"""Time that is used up by what we wait for, not by waiting for our turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class BudgetSpentError(Exception):
    """The time is used up.

    Fields: ``seconds`` that there were.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"more than {seconds:g} s")
        self.seconds = seconds


class Budget:
    """Seconds to spend; only what runs inside ``spending`` costs."""

    def __init__(self, seconds: float) -> None:
        self._granted = seconds
        self._spent = 0.0

    @property
    def left(self) -> float:
        """Seconds not yet spent."""
        return max(self._granted - self._spent, 0.0)

    def grant(self, seconds: float) -> None:
        """Add to what may be spent."""
        self._granted += seconds

    @asynccontextmanager
    async def spending(self) -> AsyncIterator[None]:
        """Count the time inside.

        Raises:
            BudgetSpentError: It would be more than is left; what ran was cancelled.
        """
        clock = asyncio.get_running_loop().time
        start = clock()
        limit = asyncio.timeout(self.left)
        try:
            async with limit:
                yield
        except TimeoutError as error:
            if limit.expired():
                raise BudgetSpentError(self._granted) from error
            raise
        finally:
            self._spent += clock() - start
