"""Large sources through the command itself: constant memory, progress, and gone at Ctrl-C.

The memory is the greatest that any process of the command had, as the system tells it. A process
that is started begins with the memory of who starts it, so a small one stands in between.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from extractor.errors import StoreError
from extractor.records import ArticleClaims, Failure
from extractor.sinks.sql import SqlStore

pytest.importorskip("resource", reason="only POSIX systems tell the peak of memory")

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000
WAIT_SECONDS = 120
# Passes Ctrl-C on by being in the same group, and tells the peak in kilobytes at its own end.
BETWEEN = """
import resource, signal, subprocess, sys
signal.signal(signal.SIGINT, lambda *_: None)
code = subprocess.call([sys.executable, "-m", "extractor.cli", *sys.argv[2:]])
with open(sys.argv[1], "w") as told:
    told.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""


class Command:
    """The command in a process group of its own."""

    def __init__(self, folder: Path, *arguments: object) -> None:
        self._peak = folder / "peak.txt"
        program = [sys.executable, "-c", BETWEEN, str(self._peak), *map(str, arguments)]
        self._errors = (folder / "errors.txt").open("w+")
        self._output = (folder / "output.txt").open("w+")
        self.process = subprocess.Popen(
            program,
            cwd=folder,
            stdout=self._output,
            stderr=self._errors,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )

    def interrupt(self) -> float:
        """Ctrl-C; seconds until it was over."""
        began = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(WAIT_SECONDS)
        return time.monotonic() - began

    def wait(self) -> int:
        """The exit code."""
        return self.process.wait(WAIT_SECONDS * 10)

    @property
    def megabytes(self) -> float:
        """The greatest memory of any of its processes."""
        unit = 1 if sys.platform == "darwin" else 1024
        return int(self._peak.read_text()) * unit / MEGABYTE

    @property
    def said(self) -> str:
        self._errors.seek(0)
        return self._errors.read()

    @property
    def written(self) -> list[str]:
        self._output.seek(0)
        return self._output.read().splitlines()

    def close(self) -> None:
        """Leave nothing behind, whatever the test found."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._errors.close()
        self._output.close()


@pytest.fixture
def command(tmp_path):
    """Starts commands, each in a folder of its own."""
    started: list[Command] = []

    def start(*arguments: object) -> Command:
        folder = tmp_path / f"command-{len(started)}"
        folder.mkdir()
        started.append(Command(folder, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.close()


def until(condition, what: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def prose(number: int, letters: int) -> str:
    """An article of so many letters, with one sum in it."""
    line = "The harbour board met on Tuesday and the ferries went on as they had before, it said. "
    return f"Norvale {number} bought the yard for ${number + 1} million. " + line * (
        letters // len(line)
    )


def feed(entries: int, letters: int) -> str:
    # Pictures within, as feeds have them: they are most of it, and cost no reading of claims.
    picture = f"<img alt='' src='data:image/png;base64,{'iVBORw0KGgoA' * (letters // 12)}'>"
    items = "".join(
        f"<item><title>Yard {number} sold</title><guid>{number}</guid><content:encoded>"
        f"<![CDATA[<p>{prose(number, 3000)}</p>{picture}]]></content:encoded></item>"
        for number in range(entries)
    )
    name = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<rss version='2.0' {name}><channel><title>Wire</title>{items}</channel></rss>"


def test_a_feed_of_five_megabytes_with_its_articles(command, tmp_path):
    (tmp_path / "few.xml").write_text(feed(5, 50_000))
    (tmp_path / "many.xml").write_text(feed(100, 50_000))
    assert (tmp_path / "many.xml").stat().st_size > 5 * MEGABYTE
    few = command("extract", "--model", "none", tmp_path / "few.xml")
    assert few.wait() == 0
    many = command("extract", "--model", "none", tmp_path / "many.xml")
    assert many.wait() == 0
    records = [ArticleClaims.model_validate_json(line) for line in many.written]
    assert len(records) == 100
    assert all(record.claims for record in records)
    # feedparser builds the whole feed.
    assert many.megabytes - few.megabytes < 100


def listed(server, sitemaps: int, each: int, location: str) -> str:
    """An index and its sitemaps on the server; gives the index's URL."""
    for number in range(sitemaps):
        urls = "".join(
            f"<url><loc>{location.format(number * each + entry)}</loc></url>"
            for entry in range(each)
        )
        server.add(f"/sitemap-{number}.xml.gz", gzip.compress(f"<urlset>{urls}</urlset>".encode()))
    inner = "".join(
        f"<sitemap><loc>{server.url(f'/sitemap-{number}.xml.gz')}</loc></sitemap>"
        for number in range(sitemaps)
    )
    return server.add("/sitemap.xml", f"<sitemapindex>{inner}</sitemapindex>", "text/xml")


def test_an_index_of_fifty_thousand_addresses(command, news_server):
    """Addresses that can't be fetched: the way of each through the command is what is measured."""
    few = command("extract", "--model", "none", listed(news_server, 1, 50, "unknown://a/{}"))
    assert few.wait() == 3
    many = command("extract", "--model", "none", listed(news_server, 5, 10_000, "unknown://a/{}"))
    assert many.wait() == 3
    assert len(many.written) == 50_000
    assert Failure.model_validate_json(many.written[-1]).error == "bad_url"
    assert many.megabytes - few.megabytes < 30


def count(database: Path) -> int:
    try:
        with SqlStore(str(database), create=False) as store:
            return store.counts().articles
    except StoreError:
        # The run has not made it yet, or not all of its tables.
        return 0


def test_an_index_of_fifty_thousand_is_interrupted(command, news_server, tmp_path):
    where = news_server.url("/story-{}.html")
    index = listed(news_server, 5, 10_000, where)
    for number in range(200):
        story = f"<html lang='en'><title>Yard {number}</title><p>{prose(number, 500)}</p>"
        news_server.add(f"/story-{number}.html", story)
    database = tmp_path / "claims.db"
    options = ("--db", database, "--model", "none", "--workers", "1", "--rate", "1000")
    run = command("run", *options, "--batch-size", "8", index)
    until(lambda: "Traceback" in run.said or count(database) >= 16, run.said)
    assert run.interrupt() < 20
    assert run.process.returncode == 130
    assert "interrupted: " in run.said
    assert "Traceback" not in run.said
    assert 16 <= count(database) <= 200


def write_warc(path: Path, size: int) -> int:
    """A WARC file of about so many bytes, most of it pictures; gives how many pages are in it."""
    picture = os.urandom(200_000)
    repeats = size // len(picture) + 1
    with path.open("wb") as file:
        for number in range(repeats):
            file.write(record(number, "image/png", picture))
            if number % 8 == 0:
                page = f"<html lang='en'><title>Yard {number}</title><p>{prose(number, 2000)}</p>"
                file.write(record(number, "text/html", page.encode()))
    return (repeats + 7) // 8


def record(number: int, media_type: str, content: bytes) -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n".encode() + content
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Target-URI: https://ledger.example/{number}\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", 1)


def test_a_warc_file_and_a_truncated_one(command, tmp_path):
    write_warc(tmp_path / "few.warc.gz", MEGABYTE)
    pages = write_warc(tmp_path / "many.warc.gz", 100 * MEGABYTE)
    few = command("extract", "--model", "none", tmp_path / "few.warc.gz")
    assert few.wait() == 0
    os.truncate(tmp_path / "many.warc.gz", (tmp_path / "many.warc.gz").stat().st_size - 100)
    many = command("extract", "--model", "none", tmp_path / "many.warc.gz")
    assert many.wait() == 3
    *articles, last = many.written
    assert len(articles) == pages
    assert Failure.model_validate_json(last).error == "truncated_warc"
    assert "(truncated_warc)" in many.said
    assert many.megabytes - few.megabytes < 40


def test_a_warc_file_is_interrupted_and_what_is_written_is_whole(command, tmp_path):
    write_warc(tmp_path / "a.warc.gz", 100 * MEGABYTE)
    extract = command("extract", "--model", "none", tmp_path / "a.warc.gz")
    until(lambda: len(extract.written) > 5, "nothing is written")
    assert extract.interrupt() < 20
    assert extract.process.returncode == 130
    assert "Traceback" not in extract.said
    for line in extract.written:
        assert json.loads(line)["claims"]


@pytest.mark.slow
def test_a_warc_file_of_a_gigabyte_into_a_database(command, tmp_path):
    write_warc(tmp_path / "few.warc.gz", MEGABYTE)
    pages = write_warc(tmp_path / "many.warc.gz", 1000 * MEGABYTE)
    options = ("--model", "none", "--workers", "1", "--db")
    few = command("run", *options, tmp_path / "few.db", tmp_path / "few.warc.gz")
    assert few.wait() == 0
    try:
        many = command("run", *options, tmp_path / "many.db", tmp_path / "many.warc.gz")
        assert many.wait() == 0
    finally:
        (tmp_path / "many.warc.gz").unlink()
    assert count(tmp_path / "many.db") == pages
    assert many.megabytes - few.megabytes < 60


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_progress_is_shown_while_a_warc_file_is_read(tmp_path):
    import pty  # noqa: PLC0415 - not on Windows

    pages = write_warc(tmp_path / "a.warc.gz", 20 * MEGABYTE)
    ours, theirs = pty.openpty()
    shown: list[bytes] = []

    def listen() -> None:
        try:
            while piece := os.read(ours, 10_000):
                shown.append(piece)
        except OSError:
            # The other end is closed.
            return

    listener = threading.Thread(target=listen)
    listener.start()
    options = ["--model", "none", "--workers", "1", "--batch-size", "1", "--db", "claims.db"]
    finished = subprocess.run(
        [sys.executable, "-m", "extractor.cli", "run", *options, "a.warc.gz"],
        cwd=tmp_path,
        stderr=theirs,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=WAIT_SECONDS,
        check=False,
    )
    os.close(theirs)
    listener.join()
    os.close(ours)
    said = b"".join(shown).decode()
    assert finished.returncode == 0
    assert f"{pages} articles" in said
    assert "a minute" in said
