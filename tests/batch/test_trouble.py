"""Databases that fail in the middle of a run: a clear error, nothing torn, and it can go on."""

from __future__ import annotations

import multiprocessing
import sqlite3
from contextlib import closing
from importlib.util import find_spec

import pytest
from batch_stories import everything_in, write_stories
from sqlalchemy import Engine, event

from extractor.batch import Recipe, Rounds, RunOptions, Stop, follow, run
from extractor.errors import StoreError
from extractor.sinks.sql import SqlStore

RULES = Recipe.of(model=None)


@pytest.fixture
def stories(tmp_path) -> list[str]:
    return write_stories(tmp_path, 40)


@pytest.fixture
def undisturbed(tmp_path, rules, stories):
    with SqlStore(str(tmp_path / "undisturbed.db")) as store:
        run(stories, store, rules)
        return everything_in(store)


class FullDisk:
    """Lets SQLite databases grow by a few pages only, until it is freed."""

    def __init__(self, database: str) -> None:
        with SqlStore(database):
            pass
        with closing(sqlite3.connect(database)) as connection:
            self.most = connection.execute("PRAGMA page_count").fetchone()[0] + 60
        event.listen(Engine, "connect", self.limit)

    def limit(self, connection, _record):
        connection.execute(f"PRAGMA max_page_count = {self.most}")

    def free(self):
        if event.contains(Engine, "connect", self.limit):
            event.remove(Engine, "connect", self.limit)


@pytest.fixture
def full_disk(tmp_path, undisturbed):
    disk = FullDisk(str(tmp_path / "claims.db"))
    yield disk
    disk.free()


def test_full_disk_is_told_and_what_was_saved_stays(tmp_path, full_disk, stories, undisturbed):
    database = str(tmp_path / "claims.db")
    seen = []
    options = RunOptions(workers=1, batch_size=4, on_batch=seen.append)
    with SqlStore(database) as store, pytest.raises(StoreError, match="full"):
        run(stories, store, RULES, options)
    assert multiprocessing.active_children() == []
    full_disk.free()
    with SqlStore(database) as store:
        assert 0 < store.counts().articles == seen[-1].articles < 40
        assert run(stories, store, RULES, RunOptions(workers=1)).skipped == seen[-1].articles
        assert everything_in(store) == undisturbed


@pytest.mark.slow
def test_followed_run_outlives_a_full_disk(tmp_path, full_disk, stories, undisturbed):
    stop, errors, done = Stop(), [], []

    def failed(error):
        errors.append(error)
        full_disk.free()
        # Its next connection knows of no limit.
        store.close()

    def ended(summary):
        done.append(summary)
        stop.request()

    rounds = Rounds(every=0.1, on_round=ended, on_error=failed)
    with SqlStore(str(tmp_path / "claims.db")) as store:
        follow(stories, store, RULES, RunOptions(workers=1, batch_size=4, stop=stop), rounds)
        assert (len(errors), len(done)) == (1, 1)
        assert everything_in(store) == undisturbed
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(not find_spec("postgres_server"), reason="there is no postgres_server module")
def test_lost_connection_is_told_and_what_was_saved_stays(request, stories, undisturbed):
    server = request.getfixturevalue("postgres_server")
    database = server.new_database()

    seen, cuts = [], []

    def cut(_connection):
        """The server ends the connection when a transaction is about to be committed."""
        if seen and seen[-1].items >= 12 and not cuts:
            cuts.append(seen[-1])
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname LIKE 'test_%' AND pid <> pg_backend_pid()"
            )

    with SqlStore(database) as store:
        event.listen(Engine, "commit", cut)
        with pytest.raises(StoreError):
            run(stories, store, RULES, RunOptions(workers=1, batch_size=4, on_batch=seen.append))
        event.remove(Engine, "commit", cut)
        assert store.counts().articles == seen[-1].articles == 12
        assert run(stories, store, RULES, RunOptions(workers=1)).skipped == 12
        assert everything_in(store) == undisturbed
