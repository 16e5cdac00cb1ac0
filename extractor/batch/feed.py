"""Where a run gets its pages: read ahead in a thread, or taken as they are asked for."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import islice
from typing import Final, Protocol

from extractor.records import Failure, Page

Item = Page | Failure
_MOST_AHEAD: Final = 64
_MOST_BYTES: Final = 32_000_000
_GRACE_SECONDS: Final = 2.0


class Feed(Protocol):
    """Pages and failures in the order of the sources."""

    finished: bool

    def take(self, most: int) -> list[Item]:
        """What is there, at most so many; sets ``finished`` when nothing more will come."""

    def stop(self) -> None:
        """Read no further."""

    def close(self) -> None:
        """Read no further, and end what reads."""


class DirectFeed:
    """Takes each item when it is asked for, and waits for it."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.finished = False
        self._items = iter(items)

    def take(self, most: int) -> list[Item]:
        """The next items."""
        taken = list(islice(self._items, most))
        self.finished = len(taken) < most
        return taken

    def stop(self) -> None:
        """Read no further."""
        self.finished = True

    def close(self) -> None:
        """Let the sources go."""
        _close(self._items)


class ThreadFeed:
    """Reads ahead in a thread, so that waiting for the network holds up nothing else.

    It waits itself when 64 items or 32 MB lie ready: memory is bounded however many sources there
    are and however large they are. What the iteration raises is raised by ``take``, in its place.
    """

    def __init__(self, items: Iterable[Item], ring: Callable[[], None]) -> None:
        self.finished = False
        self._items = iter(items)
        self._ring = ring
        self._ready: deque[Item] = deque()
        self._bytes = 0
        self._ended = False
        self._stopped = False
        self._error: BaseException | None = None
        self._room = threading.Condition()
        self._thread = threading.Thread(target=self._read, name="newsclaims feed", daemon=True)
        self._thread.start()

    def take(self, most: int) -> list[Item]:
        """What lies ready; an empty list when one has to wait for the bell."""
        with self._room:
            taken = [self._ready.popleft() for _ in range(min(most, len(self._ready)))]
            self._bytes -= sum(map(_size, taken))
            self._room.notify()
            if self._error is not None and not taken:
                raise self._error
            self.finished = self._ended and not self._ready and self._error is None
            return taken

    def stop(self) -> None:
        """Read no further."""
        with self._room:
            self._stopped = True
            self._ready.clear()
            self._room.notify()
        self.finished = True

    def close(self) -> None:
        """End the thread; one that waits for a silent source is left behind after a moment."""
        self.stop()
        self._thread.join(_GRACE_SECONDS)

    def _read(self) -> None:
        error: BaseException | None = None
        try:
            for item in self._items:
                if not self._put(item):
                    break
        except BaseException as raised:  # noqa: BLE001 - it is raised again where items are taken
            error = raised
        finally:
            _close(self._items)
        with self._room:
            self._error, self._ended = error, True
        self._ring()

    def _put(self, item: Item) -> bool:
        with self._room:
            self._room.wait_for(lambda: self._stopped or self._has_room(item))
            if self._stopped:
                return False
            self._ready.append(item)
            self._bytes += _size(item)
        self._ring()
        return True

    def _has_room(self, item: Item) -> bool:
        fits = self._bytes + _size(item) <= _MOST_BYTES and len(self._ready) < _MOST_AHEAD
        return fits or not self._ready


def _size(item: Item) -> int:
    return len(item.content) if isinstance(item, Page) else 0


def _close(items: Iterator[Item]) -> None:
    if isinstance(items, Generator):
        items.close()
