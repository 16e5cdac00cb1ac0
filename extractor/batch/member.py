"""One worker process, seen from the process that supervises it."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from extractor.batch.codes import QuarantineCode
from extractor.batch.entry import begin
from extractor.batch.limits import Limits
from extractor.batch.messages import Message, Order
from extractor.batch.work import Broken, Recipe, Ticket, Work

_FRAME: Final = re.compile(r'File "(?P<file>[^"\n]+)", line (?P<line>\d+) in (?P<function>\S+)')
_GRACE_SECONDS: Final = 2.0
_GONE: Final = (EOFError, OSError)
# Several workers share the cores: each works with one thread.
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Task:
    """What one worker is given at a time."""

    work: Work
    tickets: tuple[Ticket, ...]

    def left(self) -> list[Ticket]:
        """What is not done yet."""
        return [ticket for ticket in self.tickets if not ticket.settled]


class Member:
    """A worker process with its connections and what it has in hand."""

    def __init__(self, recipe: Recipe, limits: Limits) -> None:
        self.ready = False
        self.task: Task | None = None
        self._limits = limits
        self._sign_of_life = time.monotonic()
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._traces, their_traces = context.Pipe(duplex=False)
        self.process = context.Process(
            target=begin,
            args=(theirs, their_traces, recipe, limits),
            daemon=True,
            name="newsclaims worker",
        )
        with _unsignalled(), _one_thread():
            self.process.start()
        # Only the worker holds its ends now, so that its death is heard of at once.
        theirs.close()
        their_traces.close()

    def waited_for(self) -> tuple[Connection, int]:
        """What becomes readable when there is something to hear."""
        return self.connection, self.process.sentinel

    def give(self, task: Task) -> bool:
        """Hand over a task; false when the worker died before it could take it."""
        try:
            self.connection.send(Order(task.work, tuple(each.item for each in task.tickets)))
        except _GONE:
            return False
        self.task = task
        self.hear()
        return True

    def hear(self) -> None:
        """Take note of a sign of life."""
        self._sign_of_life = time.monotonic()

    def messages(self) -> Iterator[Message]:
        """What it has said since it was last asked."""
        try:
            while self.connection.poll():
                yield self.connection.recv()
        except _GONE:
            return

    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.is_alive()

    def seconds_left(self) -> float | None:
        """Until its article has taken too long; None when it has none."""
        if self.task is None:
            return None
        return self._sign_of_life + self._limits.seconds - time.monotonic()

    def stop_stalled(self) -> Broken:
        """End a worker that takes too long; says where it was."""
        if hasattr(signal, "SIGABRT") and self.process.pid and os.name == "posix":
            os.kill(self.process.pid, signal.SIGABRT)
            self.process.join(_GRACE_SECONDS)
        self.kill()
        place = self._place()
        reason = f"it was not done after {self._limits.seconds:g} s{place}"
        return Broken(QuarantineCode.STALLED, reason)

    def cause_of_death(self) -> Broken:
        """Why a process ended that should not have."""
        self.process.join()
        code = self.process.exitcode or 0
        how = _signal_words(-code) if code < 0 else f"exit code {code}"
        return Broken(QuarantineCode.CRASHED, f"it ended its worker: {how}{self._place()}")

    def _place(self) -> str:
        """Where in the code it was, as far as the process could still tell."""
        frame = _FRAME.search(self._last_words())
        if frame is None:
            return ""
        return f", in {frame['function']} ({Path(frame['file']).name}:{frame['line']})"

    def _last_words(self) -> str:
        if os.name != "posix" or not self._traces.poll():
            return ""
        return os.read(self._traces.fileno(), 1 << 16).decode("utf-8", "replace")

    def dismiss(self) -> None:
        """Let it end by itself, when it has nothing in hand."""
        self.connection.close()

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.join()

    def bury(self) -> None:
        """Give back what the system holds for it."""
        self.connection.close()
        self._traces.close()
        self.process.join(_GRACE_SECONDS)
        if self.process.is_alive():
            self.kill()
        self.process.close()


def _signal_words(number: int) -> str:
    name = signal.Signals(number).name if number in list(signal.Signals) else f"signal {number}"
    if name == "SIGKILL":
        return "SIGKILL (by the system for want of memory, or by somebody)"
    return name


@contextmanager
def _unsignalled() -> Iterator[None]:
    """Let a process be born deaf to Ctrl-C: its own deafness begins only after its imports."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It would set the signals of this process free again, were it started in between.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Set what numeric libraries read when they are loaded, for the process that is started."""
    ours = [name for name in _ONE_THREAD if name not in os.environ]
    os.environ.update(dict.fromkeys(ours, "1"))
    try:
        yield
    finally:
        for name in ours:
            del os.environ[name]
