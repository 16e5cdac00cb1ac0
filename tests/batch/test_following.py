"""``run --follow`` as users run it: new entries are found, failing rounds are told, Ctrl-C ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

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


@pytest.mark.skipif(os.name != "posix", reason="sends signals")
def test_feed_is_followed_until_interrupted(news_server, tmp_path):
    database = str(tmp_path / "claims.db")
    feed = publish(news_server, 1)
    options = ["--db", database, "--model", "none", "--workers", "1", "--follow", "1s"]
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor.cli", "run", *options, feed],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        wait_for(1, 0, database)
        publish(news_server, 1, 2)
        wait_for(2, 0, database)
        news_server.add("/feed.xml", b"gone", status=500)
        wait_for(2, 1, database)
        publish(news_server, 1, 2, 3)
        wait_for(3, 0, database)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=WAIT_SECONDS)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert process.returncode == 130
    assert "1 article, 1 claim, 0 failures, 0 unchanged" in said
    assert "(http_status)" in said
    assert "Traceback" not in said
