"""Sources of a gigabyte and lists of fifty thousand: constant memory, and gone at Ctrl-C.

Each is read in a process of its own, whose greatest memory the system tells.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_sources import answer, rss, warc

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000
# Seconds: one on an idle machine; one that runs other tests too may take some to look at a signal.
SOON = 10
# Counts what a source gives; prints the peak of its memory in kilobytes before and after.
PROGRAM = """
import json, resource, signal, sys
from collections import Counter
from extractor.fetchers import fetch
# Who starts the tests in the background makes them ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = Counter()
most = int(sys.argv[2])
before = peak()
items = fetch([sys.argv[1]])
for count, item in enumerate(items, start=1):
    found[getattr(item, "error", "page")] += 1
    if count == 1:
        print("begun", flush=True)
    if count == most:
        break
items.close()
print(json.dumps({"found": found, "grown": peak() - before}))
"""
resource = pytest.importorskip("resource", reason="only POSIX systems tell the peak of memory")


def started(source: object, most: int = -1) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(source), str(most)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
    )


def measured(source: object, most: int = -1) -> tuple[dict[str, int], float]:
    """What a source gives, and by how many megabytes memory grew."""
    with started(source, most) as reader:
        output, errors = reader.communicate()
    assert reader.returncode == 0, errors
    result = json.loads(output.splitlines()[-1])
    unit = 1 if sys.platform == "darwin" else 1024
    return result["found"], result["grown"] * unit / MEGABYTE


def interrupted(source: object, after: float = 0.0) -> float:
    """Seconds until Ctrl-C has ended the reading of a source."""
    with started(source) as reader:
        if after:
            time.sleep(after)
        else:
            assert reader.stdout.readline() == "begun\n"
        begin = time.monotonic()
        reader.send_signal(signal.SIGINT)
        _, errors = reader.communicate(timeout=60)
        assert "KeyboardInterrupt" in errors
        assert reader.returncode != 0
        return time.monotonic() - begin


def write_warc(path: Path, size: int) -> int:
    """A WARC file of about so many bytes; gives how many of its records are pages."""
    numbers = random.Random(7)
    records = [answer(numbers.randbytes(60_000), "image/png") for _ in range(50)]
    words = [f"word{number}" for number in range(3000)]
    records += [answer("<p>" + " ".join(numbers.choices(words, k=8000))) for _ in range(100)]
    block, _ = warc(*records)
    with path.open("wb") as file:
        repeats = size // len(block) + 1
        for _ in range(repeats):
            file.write(block)
    return repeats * 100


def test_a_warc_file_in_constant_memory(tmp_path):
    pages = write_warc(tmp_path / "a.warc.gz", 60 * MEGABYTE)
    found, grown = measured(tmp_path / "a.warc.gz")
    assert found == {"page": pages}
    assert grown < 40


@pytest.mark.slow
def test_a_warc_file_of_a_gigabyte(tmp_path):
    path = tmp_path / "a.warc.gz"
    try:
        pages = write_warc(path, 1000 * MEGABYTE)
        found, grown = measured(path)
        assert found == {"page": pages}
        assert grown < 40
        assert interrupted(path) < SOON
        os.truncate(path, path.stat().st_size - 1000)
        found, _ = measured(path)
        assert found == {"page": pages - 1, "truncated_warc": 1}
    finally:
        path.unlink()


def test_a_warc_file_is_interrupted(tmp_path):
    write_warc(tmp_path / "a.warc.gz", 100 * MEGABYTE)
    assert interrupted(tmp_path / "a.warc.gz") < SOON


def test_one_endless_record_is_interrupted(tmp_path):
    """Passing over a record that is no page is work too."""
    members = 300
    size = members * 100 * MEGABYTE
    head = f"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: {size}\r\n\r\n"
    with (tmp_path / "a.warc.gz").open("wb") as file:
        file.write(gzip.compress(head.encode()))
        zeros = gzip.compress(bytes(100 * MEGABYTE), 1)
        for _ in range(members):
            file.write(zeros)
    assert interrupted(tmp_path / "a.warc.gz", after=3) < SOON


def sitemap(locations: int) -> str:
    entries = (
        f"<url><loc>unknown://ledger.example/story/{number}</loc><lastmod>2024-03-05</lastmod>"
        f"<news:news><news:publication><news:name>The Ledger</news:name>"
        f"<news:language>en</news:language></news:publication><news:title>Story {number}"
        f"</news:title></news:news></url>"
        for number in range(locations)
    )
    names = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f"<urlset {names}>{''.join(entries)}</urlset>"


def test_a_sitemap_of_fifty_thousand_in_constant_memory(tmp_path):
    """Its addresses are none that can be fetched, so that nothing but the list is measured."""
    (tmp_path / "few.xml").write_text(sitemap(100))
    (tmp_path / "many.xml").write_text(sitemap(50_000))
    _, of_few = measured(tmp_path / "few.xml")
    found, of_many = measured(tmp_path / "many.xml")
    assert found == {"bad_url": 50_000}
    assert of_many - of_few < 10
    assert interrupted(tmp_path / "many.xml") < SOON


def test_a_sitemap_of_fifty_thousand_from_the_network(news_server):
    url = news_server.add("/sitemap.xml.gz", gzip.compress(sitemap(50_000).encode()))
    found, grown = measured(url, most=100)
    assert found == {"bad_url": 100}
    assert grown < 40


def test_a_feed_of_five_megabytes(tmp_path):
    (tmp_path / "a.html").write_text("<p>Norvale buys Tarn.</p>")
    feed = rss(*["a.html"] * 2000).replace("</title><link>", f" {'word ' * 500}</title><link>")
    (tmp_path / "feed.xml").write_text(feed)
    assert (tmp_path / "feed.xml").stat().st_size > 5 * MEGABYTE
    found, grown = measured(tmp_path / "feed.xml")
    assert found == {"page": 1000, "too_many_items": 1}
    assert grown < 100
    assert interrupted(tmp_path / "feed.xml") < SOON
