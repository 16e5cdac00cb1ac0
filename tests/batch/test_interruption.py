"""A run that is killed or interrupted leaves a consistent database, and a re-run gives the same."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from extractor.batch import run
from extractor.pipeline import road
from extractor.sinks.sql import SqlStore

SENTENCE = "Nordwind{number} AG will pay Pelagia Ltd ${number} million over three years, it said. "
ARTICLES = 100
WAIT_SECONDS = 30


@pytest.fixture(scope="module")
def stories(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    for number in range(ARTICLES):
        text = "\n".join(SENTENCE.format(number=number + step) for step in range(4))
        (folder / f"{number:03}.txt").write_text(f"Headline {number}\n{text}")
    return folder


def command(database, stories):
    options = ["--db", str(database), "--model", "none", "--batch-size", "4"]
    return [sys.executable, "-m", "extractor.cli", "run", *options, str(stories)]


def started(database, stories):
    return subprocess.Popen(command(database, stories), stderr=subprocess.PIPE, text=True)


def done(database) -> int:
    """How many articles the ledger holds; 0 while there is none."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        try:
            return connection.execute("SELECT count(*) FROM ledger").fetchone()[0]
        except sqlite3.OperationalError:
            return 0


def wait_for_more(database, process, before):
    deadline = time.monotonic() + WAIT_SECONDS
    while done(database) <= before and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def assert_consistent(database):
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        torn = connection.execute(
            "SELECT source FROM ledger LEFT JOIN articles USING (source) WHERE claim_count !="
            " (SELECT count(*) FROM claims WHERE claims.article_key = articles.article_key)"
            " OR article_key IS NULL"
        )
        assert torn.fetchall() == []
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("ledger", "articles")
        ]
        assert counts[0] == counts[1]
        assert counts[0] % 4 == 0


def everything_in(database):
    with SqlStore(str(database), create=False) as store:
        ledger = store.known(each.article.source for each in store.articles())
        return [each.model_dump_json() for each in store.articles()], ledger, store.failures()


def finish(database, nlp, stories):
    with SqlStore(str(database)) as store:
        return run([str(stories)], store, nlp)


@pytest.fixture(scope="module")
def nlp():
    return road.load(None)


@pytest.fixture(scope="module")
def undisturbed(nlp, stories, tmp_path_factory):
    database = tmp_path_factory.mktemp("undisturbed") / "claims.db"
    assert finish(database, nlp, stories).articles == ARTICLES
    return everything_in(database)


def test_killed_runs_lose_and_double_nothing(stories, tmp_path, nlp, undisturbed):
    database = tmp_path / "claims.db"
    moments = random.Random(7)
    kills = 0
    for _ in range(3):
        process = started(database, stories)
        wait_for_more(database, process, done(database))
        time.sleep(moments.uniform(0, 0.05))
        kills += process.poll() is None
        process.kill()
        process.communicate()
        assert_consistent(database)
    assert kills >= 2
    assert finish(database, nlp, stories).failures == 0
    assert everything_in(database) == undisturbed


def test_interrupted_run_says_so_and_is_resumed(stories, tmp_path, nlp, undisturbed):
    database = tmp_path / "claims.db"
    process = started(database, stories)
    wait_for_more(database, process, 0)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert_consistent(database)
    assert finish(database, nlp, stories).skipped > 0
    assert everything_in(database) == undisturbed
