"""The options that say how to fetch, against a real server."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

STORY = (
    "<html><head><title>Nordwind sells its port</title></head><body><article><h1>Nordwind sells its"
    " port</h1><p>Nordwind AG will buy Pelagia Ltd for $2.5 billion, the company said on Tuesday"
    " after a meeting of its board in the city, where both firms have offices.</p></article></body>"
)
RULES = ("--model", "none", "--format", "jsonl")


# Ctrl-C is ignored in what a script starts in the background; a person's shell does not do that.
LISTENING = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "runpy.run_module('extractor.cli', run_name='__main__')"
)


def codes(finished: subprocess.CompletedProcess[bytes]) -> list[str]:
    records = map(json.loads, finished.stdout.decode().splitlines())
    return [record.get("error", "article") for record in records]


def test_who_we_are_and_what_is_kept(newsclaims, news_server, tmp_path):
    url = news_server.add("/a", STORY, headers={"Cache-Control": "max-age=600"})
    options = ("--user-agent", "desk-bot/2 (+mail)", "--cache", "pages", "--rate", "50")
    for _ in range(2):
        finished = newsclaims("extract", *RULES, url, *options)
        assert (codes(finished), finished.returncode) == (["article"], 0), finished.stderr
    ((_, headers),) = news_server.requests
    assert headers["user-agent"] == "desk-bot/2 (+mail)"
    assert list((tmp_path / "pages").iterdir())


def test_hosts_that_are_allowed(newsclaims, news_server):
    inside = news_server.add("/a", STORY).replace("127.0.0.1", "localhost")
    url = news_server.add_redirect("/hop", inside)
    assert codes(newsclaims("extract", *RULES, url)) == ["private_address"]
    allowed = newsclaims("extract", *RULES, url, "--allow-host", "localhost")
    assert codes(allowed) == ["article"]


def test_hosts_of_ones_own(newsclaims, news_server):
    news_server.add("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    url = news_server.add("/a", STORY)
    refused = newsclaims("run", "--model", "none", url)
    assert refused.returncode == 3
    assert b"(robots_refused)" in refused.stderr
    own = newsclaims("run", "--model", "none", url, "--ignore-robots", "127.0.0.1")
    assert own.returncode == 0


@pytest.mark.parametrize(
    "options",
    [("--rate", "0"), ("--rate", "nan"), ("--user-agent", "two\nlines"), ("--user-agent", "ü")],
)
def test_what_cannot_be_meant(newsclaims, story, options):
    finished = newsclaims("extract", *RULES, story, *options)
    assert finished.returncode == 2
    assert b"Traceback" not in finished.stderr


def test_a_cache_that_cannot_be(newsclaims, story):
    finished = newsclaims("extract", *RULES, story, "--cache", story)
    assert finished.returncode == 1
    assert b"name another folder" in finished.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_while_a_server_is_silent(news_server, tmp_path):
    url = news_server.add_slow("/never", [b"x"], 30)
    command = [sys.executable, "-c", LISTENING, "extract", *RULES, url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not news_server.requests and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors.decode().splitlines()[-1]) == (130, "interrupted")
