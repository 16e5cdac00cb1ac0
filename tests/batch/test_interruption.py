"""A run that is interrupted leaves a consistent database, and a re-run gives the same.

The command runs as users run it; test_kills.py has runs that are killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_stories import everything_in, write_stories
from run_process import (
    BATCH,
    WAIT_SECONDS,
    assert_consistent,
    command_of,
    done,
    kill_group,
    started,
    wait_until,
    workers_of,
)

from extractor.batch import run
from extractor.sinks.sql import SqlStore

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

ARTICLES = 400
AT_ONCE = 5.0
# 190,000 characters, just below what is refused: they take a worker much longer than AT_ONCE.
DENSE_LINES = 2700


def moved_on(database, process, before):
    return lambda: done(database) > before or process.poll() is not None


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_once_finishes_what_is_in_hand(how, database, stories, rules, undisturbed):
    process = started_alone(database, stories)
    wait_until(moved_on(database, process, 0), "the run does not begin")
    os.killpg(process.pid, how)
    _, said = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 130
    last = said.splitlines()[-1]
    assert "finishing what is in hand" in said
    assert last.startswith("interrupted: ")
    assert f" {done(database)} articles, " in last
    assert "Traceback" not in said
    with SqlStore(database) as store:
        assert run([str(stories)], store, rules).skipped > 0
        assert everything_in(store) == undisturbed


@pytest.fixture
def endless(tmp_path) -> Path:
    """Articles of which one, met after some batches, keeps a worker busy for a long time."""
    folder = tmp_path / "endless"
    folder.mkdir()
    write_stories(folder, 2 * BATCH)
    dense = "Keld{0} paid Acme{0} ${0} million for {0} years, it said on Monday.".format
    lines = ["A long day", *map(dense, range(DENSE_LINES))]
    (folder / "story-99999.txt").write_text("\n".join(lines))
    return folder


def interrupted(database, folder, times):
    """The run, interrupted so often while it is at the long article, and its workers."""
    process = started_alone(database, folder)
    wait_until(lambda: done(database) >= 2 * BATCH or process.poll() is not None, "no batch")
    workers = workers_of(process)
    assert workers
    for _ in range(times):
        time.sleep(0.5)
        assert process.poll() is None, "the long article is done already"
        os.killpg(process.pid, signal.SIGINT)
    return process, workers


def test_interrupted_twice_stops_at_once(database, endless):
    process, workers = interrupted(database, endless, times=2)
    try:
        _, said = process.communicate(timeout=AT_ONCE)
    finally:
        kill_group(process)
        process.wait()
    assert process.returncode == 130
    assert "interrupted" in said.splitlines()[-1]
    assert "Traceback" not in said
    assert not any(map(command_of, workers))
    assert_consistent(database)
    assert done(database) == 2 * BATCH


def test_interrupted_once_does_not_stop_at_once(database, endless):
    """Else the test above would say nothing about the second interruption."""
    process, _ = interrupted(database, endless, times=1)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.communicate(timeout=AT_ONCE)
    finally:
        kill_group(process)
        process.communicate()


def started_alone(database, stories):
    return started(database, stories, "--workers", "1")
