"""A run that is killed or interrupted leaves a consistent database, and a re-run gives the same.

The command runs as users run it, in a session of its own; only processes of that session are
killed.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_stories import everything_in, write_stories

from extractor.batch import run
from extractor.errors import StoreError
from extractor.sinks.sql import SqlStore

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

ARTICLES = 400
KILLS = 20
BATCH = 4
WAIT_SECONDS = 120
AT_ONCE = 5.0
# 190,000 characters, just below what is refused: they take a worker much longer than AT_ONCE.
DENSE_LINES = 2700


@pytest.fixture(scope="module")
def stories(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    write_stories(folder, ARTICLES)
    return folder


@pytest.fixture(scope="module")
def undisturbed(rules, stories, tmp_path_factory):
    with SqlStore(str(tmp_path_factory.mktemp("undisturbed") / "claims.db")) as store:
        assert run([str(stories)], store, rules).articles == ARTICLES
        return everything_in(store)


@pytest.fixture
def start(database, stories):
    """Starts the command; whatever of it is left at the end of the test is killed."""
    running = []

    def begin(*more: str) -> subprocess.Popen[bytes]:
        options = ["--db", database, "--model", "none", "--batch-size", str(BATCH)]
        command = [sys.executable, "-m", "extractor.cli", "run", *options, *more, str(stories)]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        running.append(process)
        return process

    yield begin
    for process in running:
        kill_group(process)
        process.wait()


def kill_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def kill_parent(process):
    process.kill()


def kill_worker(process):
    workers = workers_of(process)
    if not workers:
        return False
    os.kill(workers[-1], signal.SIGKILL)
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


def moved_on(database, process, before):
    return lambda: done(database) > before or process.poll() is not None


@pytest.mark.slow
def test_killed_runs_lose_and_double_nothing(database, start, rules, stories, undisturbed):
    moments = random.Random(7)
    kinds = itertools.cycle([kill_group, kill_worker, kill_parent, kill_worker])
    process = start("--workers", "2")
    for kind in itertools.islice(kinds, KILLS):
        before = done(database)
        wait_until(moved_on(database, process, before), "the run does not move on")
        time.sleep(moments.uniform(0, 0.05))
        assert process.poll() is None, "all was done before the last kill"
        if kind is kill_worker:
            wait_until(lambda: kill_worker(process), "no worker to kill")  # noqa: B023
            continue
        workers = workers_of(process)
        kind(process)
        wait_until(lambda: not any(map(command_of, workers)), "workers outlive")  # noqa: B023
        process.wait()
        assert_consistent(database)
        process = start("--workers", "2")
    kill_group(process)
    process.wait()
    assert_consistent(database)
    with SqlStore(database) as store:
        assert run([str(stories)], store, rules).failures == 0
        assert everything_in(store) == undisturbed


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
    options = ["--db", database, "--model", "none", "--batch-size", str(BATCH), "--workers", "1"]
    return subprocess.Popen(
        [sys.executable, "-m", "extractor.cli", "run", *options, str(stories)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
