"""The command ``run`` as a process in a session of its own, and ways to end it.

Only processes of that session are killed. Reads /proc: Linux.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from extractor.errors import StoreError
from extractor.sinks.sql import SqlStore

BATCH = 4
WAIT_SECONDS = 120


def started(database, folder, *more: str) -> subprocess.Popen[str]:
    """The command, by rules alone, in small batches; what it says comes by a pipe."""
    options = ["--db", database, "--model", "none", "--batch-size", str(BATCH)]
    return subprocess.Popen(
        [sys.executable, "-m", "extractor.cli", "run", *options, *more, str(folder)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def kill_parent(process):
    process.kill()


def kill_worker(process) -> bool:
    """Whether there was one."""
    workers = workers_of(process)
    if not workers:
        return False
    try:
        os.kill(workers[-1], signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def workers_of(process) -> list[int]:
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in children if "spawn_main" in command_of(child)]


def command_of(pid) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def wait_until(condition, what):
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def done(database) -> int:
    """How many articles the database holds; 0 while there is none."""
    try:
        with SqlStore(database, create=False) as store:
            return store.counts().articles
    except StoreError:
        return 0


def assert_consistent(database):
    """Whole batches, and the ledger knows of exactly what is there."""
    if not done(database):
        return
    with SqlStore(database, create=False) as store:
        articles = list(store.articles())
        ledger = store.known(each.article.source for each in articles)
        assert len(articles) % BATCH == 0
        for each in articles:
            assert ledger[each.article.source].text_sha256 == each.article.text_sha256
