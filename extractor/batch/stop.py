"""Stopping a run: once finishes what is in hand, twice stops at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import FrameType
from typing import Final, Self

from extractor.batch.bell import Bell

_Handler = Callable[[int, FrameType | None], object] | int | None
_ONCE: Final = ("SIGINT", "SIGTERM")


class Stop:
    """The wish to stop; in a ``with`` block, Ctrl-C and SIGTERM express it.

    The first makes the run finish what its workers have in hand. The second ends it at the next
    ``check``; raised by the signal itself, an exception may fall where Python drops it, in the
    callback of a weak reference say. The third is for what never comes to a ``check``.
    """

    def __init__(self) -> None:
        self.requested = False
        self._at_once = False
        self._bells: list[Bell] = []
        self._before: dict[int, _Handler] = {}

    def request(self) -> None:
        """Ask the run to finish what it has in hand and then to end."""
        self.requested = True
        for bell in self._bells:
            bell.ring()

    def check(self) -> None:
        """Go on, unless the run is to stop at once.

        Raises:
            KeyboardInterrupt: it is; nothing may be saved any more.
        """
        if self._at_once:
            raise KeyboardInterrupt

    @contextmanager
    def rings(self) -> Iterator[Bell]:
        """A bell that rings when a stop is requested."""
        bell = Bell()
        self._bells.append(bell)
        try:
            yield bell
        finally:
            self._bells.remove(bell)
            bell.close()

    def wait(self, seconds: float) -> bool:
        """Sleep, or less when a stop is requested; says whether it is."""
        with self.rings() as bell:
            if not self.requested:
                wait([bell.listener], seconds)
        self.check()
        return self.requested

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for name in _ONCE:
                number = getattr(signal, name)
                self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.check()
        # Nothing is said here: what is interrupted may be speaking itself.
        self._at_once = self.requested
        self.request()
