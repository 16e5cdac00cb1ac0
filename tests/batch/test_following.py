"""``run --follow`` as users run it: new entries are found, failing rounds are told, Ctrl-C ends."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from extractor.batch import Recipe, Rounds, RunOptions, follow
from extractor.errors import StoreError
from extractor.sinks.sql import SqlStore

ENTRY = "<item><title>Story {number}</title><link>{link}</link></item>"
FEED = "<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>"
PAGE = "<html lang='en'><title>Port {number} sold</title><article><h1>Port {number} sold</h1>{body}"
WAIT_SECONDS = 120


def publish(server, *numbers: int) -> str:
    """A feed with these stories; gives its URL."""
    links = []
    for number in numbers:
        sentence = (
            f"Nordwind{number} AG said on Monday it would buy the port for ${number} million. "
        )
        page = PAGE.format(number=number, body=f"<p>{sentence * 3}</p>" * 3)
        links.append((number, server.add(f"/story-{number}.html", page)))
    items = "".join(ENTRY.format(number=number, link=link) for number, link in links)
    return server.add("/feed.xml", FEED.format(items=items), "application/rss+xml")


def wait_for(articles, failures, database):
    deadline = time.monotonic() + WAIT_SECONDS
    while counts(database) != (articles, failures):
        assert time.monotonic() < deadline, counts(database)
        time.sleep(0.1)


def counts(database):
    try:
        with SqlStore(database, create=False) as store:
            found = store.counts()
            return found.articles, found.failures
    except StoreError:
        return 0, 0


@contextmanager
def following(database, feed, *options, env=None):
    """The command at work in a process group of its own, which does not outlive the block."""
    usual = ["--db", database, "--model", "none", "--workers", "1", "--follow", "1s"]
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor.cli", "run", *usual, *options, feed],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | (env or {}),
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def interrupt(process) -> str:
    """Ctrl-C; what the command said."""
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 130
    assert "Traceback" not in said
    return said


@pytest.mark.skipif(os.name != "posix", reason="sends signals")
def test_feed_is_followed_until_interrupted(news_server, tmp_path):
    database = str(tmp_path / "claims.db")
    feed = publish(news_server, 1)
    with following(database, feed) as process:
        wait_for(1, 0, database)
        publish(news_server, 1, 2)
        wait_for(2, 0, database)
        news_server.add("/feed.xml", b"gone", status=500)
        wait_for(2, 1, database)
        publish(news_server, 1, 2, 3)
        wait_for(3, 0, database)
        said = interrupt(process)
    assert "1 article, 1 claim, 0 failures, 0 unchanged" in said
    assert "(http_status)" in said


def validated(server, path, answered, lifetime: str | None = None) -> None:
    """Makes what is at a path an answer with validators, and notes each status that is given."""
    written = server.replies[path]

    def reply(handler):
        etag = f'"{hashlib.sha256(repr(written).encode()).hexdigest()}"'
        known = handler.headers.get("If-None-Match") == etag
        answered[path, 304 if known else 200] += 1
        if known:
            handler.send_response(304)
            handler.send_header("ETag", etag)
            handler.end_headers()
            return
        # Goes out with the headers of the answer itself, which come next.
        send_response = handler.send_response

        def with_validators(status):
            send_response(status)
            handler.send_header("ETag", etag)
            if lifetime:
                handler.send_header("Cache-Control", lifetime)

        handler.send_response = with_validators
        try:
            written(handler)
        finally:
            del handler.send_response

    server.replies[path] = reply


def asked(server, path) -> int:
    return sum(requested == path for requested, _ in server.requests)


@pytest.mark.skipif(os.name != "posix", reason="sends signals")
@pytest.mark.parametrize("named", [False, True], ids=["no cache named", "--cache"])
def test_later_rounds_ask_only_for_what_changed(named, news_server, tmp_path):
    answered: Counter[tuple[str, int]] = Counter()
    feed = publish(news_server, 1, 2, 3)
    validated(news_server, "/feed.xml", answered)
    validated(news_server, "/story-1.html", answered)
    validated(news_server, "/story-2.html", answered, "max-age=3600")
    places = {name: tmp_path / name for name in ("cache", "temporary")}
    places["temporary"].mkdir()
    options = ["--cache", str(places["cache"])] if named else []
    environment = {"TMPDIR": str(places["temporary"])}
    database = str(tmp_path / "claims.db")
    with following(database, feed, *options, env=environment) as process:
        wait_for(3, 0, database)
        deadline = time.monotonic() + WAIT_SECONDS
        while asked(news_server, "/story-3.html") < 3:
            assert time.monotonic() < deadline, answered
            time.sleep(0.1)
        is_private = [path.stat().st_mode & 0o077 for path in places["temporary"].iterdir()]
        said = interrupt(process)
    # Once in full, then only whether it changed.
    assert answered["/feed.xml", 200] == answered["/story-1.html", 200] == 1
    assert answered["/feed.xml", 304] >= 2
    assert answered["/story-1.html", 304] >= 1
    # Fresh for an hour: not even that is asked.
    assert asked(news_server, "/story-2.html") == 1
    # Without validators there is only the whole page.
    conditions = {"If-None-Match", "If-Modified-Since"}
    assert not any(
        conditions & set(headers)
        for path, headers in news_server.requests
        if path == "/story-3.html"
    )
    assert len(news_server.robots_requests) == 1
    assert "0 articles, 0 claims, 0 failures, 3 unchanged" in said
    assert is_private == ([] if named else [0])
    assert list(places["temporary"].iterdir()) == []
    assert named == places["cache"].exists()


@pytest.mark.skipif(os.name != "posix", reason="sends signals")
def test_interrupted_twice_leaves_no_folder_behind(news_server, tmp_path):
    feed = publish(news_server, 1)
    database = str(tmp_path / "claims.db")
    (tmp_path / "temporary").mkdir()
    with following(database, feed, env={"TMPDIR": str(tmp_path / "temporary")}) as process:
        wait_for(1, 0, database)
        # A page that never ends keeps the round in hand.
        news_server.add_slow("/story-1.html", [b"<p>" for _ in range(1000)], 0.1)
        before = asked(news_server, "/story-1.html")
        deadline = time.monotonic() + WAIT_SECONDS
        while asked(news_server, "/story-1.html") == before:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        for _ in range(2):
            os.killpg(process.pid, signal.SIGINT)
            time.sleep(0.3)
        process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 130
    assert list((tmp_path / "temporary").iterdir()) == []


def test_without_a_temporary_folder_it_goes_on_and_says_so(news_server, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    feed = publish(news_server, 1)
    said, done = [], []
    options = RunOptions(workers=1, on_note=said.append)

    def on_round(summary):
        done.append(summary.articles)
        options.stop.request()

    rounds = Rounds(every=1, on_round=on_round, on_error=said.append)
    with SqlStore(str(tmp_path / "claims.db")) as store:
        follow([feed], store, Recipe.of(model=None), options, rounds)
    assert done == [1]
    assert said[0].startswith("each round fetches everything again: ")
