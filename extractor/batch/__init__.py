"""Many sources into a database, and again without doing anything twice."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from extractor.batch.codes import QuarantineCode, WorkerError
    from extractor.batch.following import Rounds, follow
    from extractor.batch.limits import Limits
    from extractor.batch.options import RunOptions, RunSummary, usual_workers
    from extractor.batch.running import run
    from extractor.batch.stop import Stop
    from extractor.batch.work import Recipe

# A worker process imports this package too, and needs no database and no network.
_ON_DEMAND: Final = {
    "Limits": "limits",
    "QuarantineCode": "codes",
    "Recipe": "work",
    "Rounds": "following",
    "RunOptions": "options",
    "RunSummary": "options",
    "Stop": "stop",
    "WorkerError": "codes",
    "follow": "following",
    "run": "running",
    "usual_workers": "options",
}

__all__ = [
    "Limits",
    "QuarantineCode",
    "Recipe",
    "Rounds",
    "RunOptions",
    "RunSummary",
    "Stop",
    "WorkerError",
    "follow",
    "run",
    "usual_workers",
]


def __getattr__(name: str) -> object:
    if name not in _ON_DEMAND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
    return found
