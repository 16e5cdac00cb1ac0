"""Where a worker process begins: deaf to signals before anything large is loaded.

The process that supervises workers imports this module too, and needs nothing of what they load.
"""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection

from extractor.batch.limits import Limits
from extractor.batch.work import Recipe


def begin(orders: Connection, traces: Connection, recipe: Recipe, limits: Limits) -> None:
    """Become a worker; see ``worker.serve``."""
    _leave_signals_to_supervisor()
    from extractor.batch.worker import serve  # noqa: PLC0415 - loads spaCy, in the worker alone

    serve(orders, traces, recipe, limits)


def _leave_signals_to_supervisor() -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
