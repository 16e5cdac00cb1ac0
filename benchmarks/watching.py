"""What ``newsclaims watch`` costs: ``PYTHONPATH=. python benchmarks/watching.py [CLAIMS]``."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.sinks import article, batches
from extractor.sinks.following import Follower
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter

_TIMES = 50


def _median(question: Callable[[], object]) -> float:
    """Milliseconds."""
    took = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        question()
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[_TIMES // 2]


def main(arguments: list[str]) -> None:
    """Fill a database, then look at it with nothing new, with one article, and from the start."""
    count = int(arguments[0]) if arguments else 100_000
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "claims.db")
        with SqlStore(database) as store:
            for batch in batches(count):
                store.save(batch)
            _look(store, database, count)
        with closing(Follower(database, ClaimFilter(), from_start=True)) as follower:
            began = time.perf_counter()
            told = sum(1 for _ in follower.landed())
            print(f"| {told:,} told from the start | {time.perf_counter() - began:.1f} s |")


def _look(store: SqlStore, database: str, count: int) -> None:
    with closing(Follower(database, ClaimFilter(), from_start=False)) as follower:
        list(follower.landed())
        idle = _median(lambda: list(follower.landed()))
        print(f"| {count:,} claims, nothing new | {idle:.1f} ms |")
        store.save([article(count)])
        began = time.perf_counter()
        told = len(list(follower.landed()))
        took = (time.perf_counter() - began) * 1000
        print(f"| one article has landed, {told} told | {took:.1f} ms |")


if __name__ == "__main__":
    main(sys.argv[1:])
