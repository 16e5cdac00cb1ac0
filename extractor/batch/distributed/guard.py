"""A process that may die, and somebody who stands by it: a page that kills it is found out.

Spark tries a task again when its worker dies, with the same page in it, until the job is given up.
So pages are read in a process of their own beside each worker: when it dies or hangs, the worker
knows of which page, starts another one, and goes on.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Final

from extractor.batch.arrow import Row, result_rows
from extractor.batch.codes import QuarantineCode
from extractor.batch.distributed.codes import work_failure
from extractor.batch.distributed.messages import Reply
from extractor.batch.distributed.options import WorkOptions
from extractor.errors import NewsclaimsError
from extractor.records import Page

# Loading the model from a slow disk takes long; a process that takes longer never starts.
_START_SECONDS: Final = 300.0
_END_SECONDS: Final = 10.0
_STDERR: Final = 2
_MODULE: Final = "extractor.batch.distributed.child"
# Workers run side by side, one a core: libraries must not take all cores each.
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class WorkerError(NewsclaimsError):
    """The machine of a worker can't do the work at all, whatever the page.

    Fields: ``reason`` what is wrong and what to do.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"a worker can't start: {reason}")
        self.reason = reason


class Guard:
    """Reads pages in a process of its own, which it replaces when one kills it."""

    def __init__(self, options: WorkOptions) -> None:
        self._options = options
        self._child: _Child | None = None
        self._done = 0

    @property
    def pid(self) -> int | None:
        """The process that reads pages now; None before the first one and after a death."""
        return self._child.pid if self._child else None

    def rows(self, page: Page) -> list[Row]:
        """The rows of a page; whatever it does to the process that reads it.

        Raises:
            WorkerError: the process does not even start.
        """
        reply = self._tried(page)
        if reply.problem is None:
            return reply.rows
        message = _explained(reply, self._options)
        return result_rows(work_failure(page.source, reply.problem, message))

    def close(self) -> None:
        """End the process; the next page starts another one."""
        if self._child:
            self._child.end()
        self._child, self._done = None, 0

    def _tried(self, page: Page) -> Reply:
        reply = Reply()
        for _ in range(self._options.attempts):
            reply = self._ready_child().answer(page)
            if reply.problem in (None, QuarantineCode.BUG):
                self._count()
                break
            self.close()
        return reply

    def _ready_child(self) -> _Child:
        # Killed by somebody while it waited: no page is to blame.
        if self._child and not self._child.lives():
            self.close()
        if not self._child:
            self._child = _Child(self._options)
        return self._child

    def _count(self) -> None:
        self._done += 1
        if self._done >= self._options.renew_after:
            self.close()


class _Child:
    """One life of the process."""

    def __init__(self, options: WorkOptions) -> None:
        self._seconds = options.seconds
        self._link, theirs = Pipe()
        with theirs:
            self._process = _started(theirs)
        reply = self._asked(options, _START_SECONDS)
        if reply.problem:
            self.end()
            raise WorkerError(_unstarted(reply))

    @property
    def pid(self) -> int:
        return self._process.pid

    def lives(self) -> bool:
        return self._process.poll() is None

    def answer(self, page: Page) -> Reply:
        """What became of the page."""
        return self._asked(page, self._seconds)

    def end(self) -> None:
        self._link.close()
        self._process.kill()
        self._process.wait()

    def _asked(self, message: WorkOptions | Page, seconds: float) -> Reply:
        try:
            self._link.send(message)
            if not self._link.poll(seconds):
                return Reply(problem=QuarantineCode.STALLED)
            reply: Reply = self._link.recv()
        except (EOFError, OSError):
            return self._death()
        return reply

    def _death(self) -> Reply:
        # It has closed its end, so it is gone or about to go.
        try:
            status = self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        return Reply(problem=QuarantineCode.CRASHED, message=_manner(status))


def _started(link: Connection) -> subprocess.Popen[bytes]:
    handle = link.fileno()
    command = [sys.executable, "-m", _MODULE, str(handle)]
    # It must not read what is meant for the worker, nor write into what the worker sends.
    return subprocess.Popen(  # noqa: S603 - our own module, nothing of a page
        command,
        pass_fds=(handle,),
        env=_environment(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=_STDERR,
    )


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """The worker's, with the places where it finds modules: Spark adds some at run time."""
    return {**given, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _manner(status: int) -> str:
    if status >= 0:
        return f"it ended with exit code {status}"
    try:
        return f"it was killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"it was killed by signal {-status}"


def _unstarted(reply: Reply) -> str:
    if reply.problem is QuarantineCode.BUG:
        return reply.message
    return f"the process that reads pages {reply.problem}, {reply.message}; its log says why"


def _explained(reply: Reply, options: WorkOptions) -> str:
    """What happened and what to do: the same words whenever the same happens."""
    times = f"tried {options.attempts} times"
    match reply.problem:
        case QuarantineCode.CRASHED:
            return f"the process that read it died, {times}: {reply.message}; report the page"
        case QuarantineCode.STALLED:
            return f"not done after {options.seconds:g} s, {times}; raise `seconds`"
        case QuarantineCode.OUT_OF_MEMORY:
            return f"more than {options.memory_mb} MiB needed, {times}; raise `memory_mb`"
        case _:
            return f"a bug of newsclaims, report it with the page: {reply.message}"


@cache
def guard_of(options: WorkOptions) -> Guard:
    """The guard of this worker: kept from task to task, and with it the loaded model."""
    return Guard(options)
