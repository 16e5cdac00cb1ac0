"""A worker does not grow with the number of articles; benchmarks/batch.py has the long version."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

import pytest
from batch_stories import write_stories

from extractor.batch import Recipe, RunOptions, run
from extractor.sinks.sql import SqlStore

ARTICLES = 2000
SETTLED = 200
MEGABYTE = 1 << 20


def resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_worker_and_supervisor_do_not_grow(tmp_path):
    """Every story has words that no other has, which spaCy would keep without a memory zone."""
    sizes = {}

    def weigh(summary):
        (worker,) = multiprocessing.active_children()
        sizes[summary.items] = resident(worker.pid), resident(os.getpid())

    sources = write_stories(tmp_path, ARTICLES)
    with SqlStore(str(tmp_path / "claims.db")) as store:
        options = RunOptions(workers=1, batch_size=50, on_batch=weigh)
        assert run(sources, store, Recipe.of(model=None), options).articles == ARTICLES
    grown = [late - early for early, late in zip(sizes[SETTLED], sizes[ARTICLES], strict=True)]
    assert max(grown) < 15, grown
