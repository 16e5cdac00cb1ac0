"""Twenty kills at random moments of real work lose nothing and double nothing.

A run is killed at any moment of its life: while it starts, reads, saves, ends, and between. It is
begun again until it comes to its end; then the database must hold what an undisturbed run leaves,
and the next one is begun in an empty database, until the kills are used up. What is random is told
when the test fails; ``NEWSCLAIMS_KILL_SEED=N`` draws the same moments again.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from batch_stories import everything_in
from run_process import (
    assert_consistent,
    command_of,
    done,
    kill_group,
    kill_parent,
    kill_worker,
    started,
    wait_until,
    workers_of,
)

from extractor.batch import run
from extractor.sinks.sql import SqlStore

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.slow,
]

ARTICLES = 120
KILLS = 20
# On a busy machine a run takes longer than anybody wants to wait for twenty kills.
LONGEST = 8.0
SEED = "NEWSCLAIMS_KILL_SEED"


@pytest.fixture
def moments() -> random.Random:
    seed = int(os.environ.get(SEED, random.SystemRandom().randrange(10**6)))
    print(f"{SEED}={seed}")  # noqa: T201 - pytest shows it with a failure
    return random.Random(seed)


@dataclass
class Killer:
    """Kills runs; a life of one has a worker killed, then all of it or its parent alone."""

    moments: random.Random
    longest: float
    killed: list[str] = field(default_factory=list)
    _ends: Any = field(default_factory=lambda: itertools.cycle([kill_group, kill_parent]))
    _end: Any = None

    def end_life(self, process, database) -> bool:
        """Whether the run was ended; False when it was through before."""
        began = time.monotonic()
        first, last = sorted(self.moments.uniform(0, self.longest) for _ in range(2))
        if not self._reach(began + first, process) or not self._kill_worker(process):
            return False
        self._note("worker", first, database)
        if not self._reach(began + last, process):
            return False
        # A kill that comes too late is tried again in the next life.
        self._end = self._end or next(self._ends)
        workers = workers_of(process)
        self._end(process)
        self._note(self._end.__name__, last, database)
        self._end = None
        process.wait()
        wait_until(lambda: not any(map(command_of, workers)), "workers outlive their parent")
        return True

    def _reach(self, moment, process) -> bool:
        while time.monotonic() < moment and process.poll() is None:
            time.sleep(0.002)
        return process.poll() is None

    def _kill_worker(self, process) -> bool:
        """Before there are any, the first one is killed as soon as it is born."""
        died = []
        wait_until(
            lambda: died.append(kill_worker(process)) or died[-1] or process.poll() is not None,
            "no worker to kill",
        )
        return died[-1]

    def _note(self, what, moment, database):
        self.killed.append(what)
        saved = done(database)
        print(f"{what} after {moment:.2f} of {self.longest:.2f} s, {saved} saved")  # noqa: T201


@pytest.fixture
def fresh(database, request, tmp_path):
    """URLs of empty databases of one kind."""

    def urls():
        yield database
        for number in itertools.count():
            if database.startswith("sqlite"):
                yield f"sqlite:///{tmp_path / f'claims-{number}.db'}"
            else:
                yield request.getfixturevalue("postgres_server").new_database()

    return urls()


@pytest.fixture
def start(stories):
    """Starts the command with two workers; what is left of it at the end of the test is killed."""
    running = []

    def begin(database):
        running.append(started(database, stories, "--workers", "2"))
        return running[-1]

    yield begin
    for process in running:
        kill_group(process)
        process.wait()
        process.stderr.close()


def through(process, database, undisturbed) -> None:
    """A run that was killed here and there came to its end all the same."""
    assert process.wait() == 0, process.stderr.read()
    with SqlStore(database) as store:
        assert everything_in(store) == undisturbed


def test_killed_runs_lose_and_double_nothing(fresh, start, moments, stories, rules, undisturbed):
    database, began = next(fresh), time.monotonic()
    through(start(database), database, undisturbed)
    killer = Killer(moments, min(LONGEST, time.monotonic() - began))
    database = next(fresh)
    while len(killer.killed) < KILLS:
        process = start(database)
        if killer.end_life(process, database):
            assert_consistent(database)
        else:
            through(process, database, undisturbed)
            database = next(fresh)
    with SqlStore(database) as store:
        assert run([str(stories)], store, rules).failures == 0
        assert everything_in(store) == undisturbed
    assert set(killer.killed) == {"worker", "kill_group", "kill_parent"}
