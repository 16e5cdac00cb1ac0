"""What runs in a worker process: it loads a pipeline once, then does what it is told.

A worker has no signals of its own (Ctrl-C is for the process that supervises it), ends when that
process ends, and never touches the database.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

from spacy.language import Language

from extractor.batch.codes import QuarantineCode
from extractor.batch.limits import Limits
from extractor.batch.messages import Finished, NotLoaded, Order, Ready, Result
from extractor.batch.perform import perform
from extractor.batch.work import Broken, Recipe, Work
from extractor.errors import ModelError
from extractor.pipeline.road import info
from extractor.records import Article, Page

_LINUX: Final = sys.platform == "linux"
_PR_SET_PDEATHSIG: Final = 1
_WARM_UP: Final = (
    "<html lang=en><title>A company pays another</title><h1>A company pays another</h1><p>"
    + "One company said on Monday that it would pay another $3 million over two years. " * 5
)
# Only a text without English words needs the language model (some 70 MB): were it loaded with the
# first such article, a worker would grow by that after hours.
_WARM_UP_FOREIGN: Final = "Eine Firma zahlt einer anderen drei Millionen und verspricht bald mehr."
_STATM: Final = Path("/proc/self/statm")


def serve(orders: Connection, traces: Connection, recipe: Recipe, limits: Limits) -> None:
    """Do orders until nobody is at the other end.

    Args:
        orders: Two-way connection to the supervisor.
        traces: Where the trace goes when the process is torn down from within.
        recipe: How to load the pipeline.
        limits: What one article may cost.
    """
    _end_with_supervisor()
    trace = traces.fileno() if os.name == "posix" else os.open(os.devnull, os.O_WRONLY)
    faulthandler.enable(trace, all_threads=False)
    try:
        nlp = recipe.load()
    except ModelError as error:
        orders.send(NotLoaded(error.model, error.reason))
        return
    _warm_up(nlp)
    orders.send(Ready(info(nlp)))
    _limit_memory(limits.memory)
    with _supervisor_gone():
        while True:
            order: Order = orders.recv()
            with _alarm(limits, trace) as rewind:
                broken = _do(order, nlp, orders, rewind)
            orders.send(Finished(broken))


def _warm_up(nlp: Language) -> None:
    """Load what is loaded on first use, so that no article is charged with it.

    It is done outside of spaCy's memory zones: what is cached now outlives them.
    """
    pages = [
        Page(source="warm-up", content=_WARM_UP.encode(), media_type="text/html"),
        Page(source="warm-up", content=_WARM_UP_FOREIGN.encode(), media_type="text/plain"),
    ]
    articles = [item for item in perform(Work.READ, pages, nlp) if isinstance(item, Article)]
    for _ in perform(Work.EXTRACT, articles, nlp):
        pass


@contextmanager
def _supervisor_gone() -> Iterator[None]:
    """A closed connection means: nobody needs this worker any more."""
    try:
        yield
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _end_with_supervisor() -> None:
    """Die when the supervisor dies, also in the middle of an article.

    The thread does it on every system, but not while C code holds the interpreter; Linux has a
    signal for that, elsewhere ``_alarm`` ends such a worker when its time is over.
    """
    threading.Thread(target=_die_with_supervisor, daemon=True).start()
    if _LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _die_with_supervisor() -> None:
    supervisor = parent_process()
    if supervisor is not None:
        wait([supervisor.sentinel])
        os._exit(1)


def _limit_memory(growth: int) -> None:
    """Let allocation fail in this process before the system picks a process to kill."""
    if not _LINUX:
        return
    import resource  # noqa: PLC0415 - not on Windows

    # A worker that dies is told of in words; nobody reads its core.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    now = int(_STATM.read_text().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard in (resource.RLIM_INFINITY, -1) or now + growth < hard:
        resource.setrlimit(resource.RLIMIT_AS, (now + growth, hard))


def _do(
    order: Order, nlp: Language, orders: Connection, rewind: Callable[[], None]
) -> Broken | None:
    """Send each result as it is ready; what breaks is told, since the supervisor decides on it."""
    try:
        # What spaCy keeps of a text (strings, lexemes) is given back at the end of the zone.
        with nlp.memory_zone():
            for record in perform(order.work, order.items, nlp):
                orders.send(Result(record))
                rewind()
    except MemoryError:
        return Broken(QuarantineCode.OUT_OF_MEMORY, "it needs more memory than a worker may have")
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as bug:  # noqa: BLE001 - the process ends here: the supervisor hears of it
        return Broken(QuarantineCode.BUG, _described(bug))
    return None


@contextmanager
def _alarm(limits: Limits, trace: int) -> Iterator[Callable[[], None]]:
    """End this process, from a thread that needs no interpreter, should nobody else do it.

    The supervisor ends it earlier, unless it was killed itself.
    """

    def rewind() -> None:
        faulthandler.dump_traceback_later(2 * limits.seconds + 1, exit=True, file=trace)

    rewind()
    try:
        yield rewind
    finally:
        faulthandler.cancel_dump_traceback_later()


def _described(bug: Exception) -> str:
    frames = traceback.extract_tb(bug.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(bug).__name__}: {bug}{place}"
