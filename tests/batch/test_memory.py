"""A worker does not grow with the number of articles; benchmarks/batch.py has the long version."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

import pytest
from batch_stories import write_stories

from extractor.batch import Recipe, RunOptions, run
from extractor.sinks.sql import SqlStore

ARTICLES = 20_000
# By then a worker has loaded what it loads when it is first needed.
SETTLED = 1_000
PROMISED = 50
# The supervisor's SQLite may keep as many megabytes of pages.
CACHE = 64
MEGABYTE = 1 << 20
ROUTINE = 200
# Just below the length at which an article is refused as too long.
LONGEST = 199_000
DENSE = "Keld{number} paid Acme{number} ${number} million for {number} years, it said on Monday."
SPARSE = "The {number}th speaker of the evening thanked everybody who had come and sat down again."
FOREIGN = "Eine Firma zahlt einer anderen heute drei Millionen und verspricht morgen mehr."


def resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def write_tiny_stories(folder: Path, count: int) -> None:
    """Each with words that no other has, which spaCy would keep without a memory zone."""
    folder.mkdir()
    for number in range(count):
        text = f"Nordwind{number} AG paid Pelagia{number} ${number} million."
        (folder / f"{number}.txt").write_text(text)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_and_supervisor_do_not_grow_in_twenty_thousand_articles(tmp_path):
    """Sizes are taken from outside, when a batch is saved, of the two processes that work."""
    sizes = {}

    def weigh(summary):
        pids = [each.pid for each in multiprocessing.active_children()]
        sizes[summary.items] = {pid: resident(pid) for pid in [*pids, os.getpid()]}

    write_tiny_stories(tmp_path / "stories", ARTICLES)
    with SqlStore(str(tmp_path / "claims.db")) as store:
        options = RunOptions(workers=2, batch_size=100, on_batch=weigh)
        done = run([str(tmp_path / "stories")], store, Recipe.of(model=None), options)
    assert (done.articles, done.claims, done.failures) == (ARTICLES, ARTICLES, 0)
    settled = sizes[SETTLED]
    assert len(settled) == 3
    most = {pid: max(each[pid] for at, each in sizes.items() if at > SETTLED) for pid in settled}
    grown = {pid: round(most[pid] - settled[pid], 1) for pid in settled}
    assert grown.pop(os.getpid()) < PROMISED + CACHE
    assert max(grown.values()) < PROMISED, grown


def longest_article():
    """As long as an article may be, with figures in every fifth paragraph."""
    lines, length = ["The longest evening"], 0
    while length < LONGEST:
        kind = SPARSE if len(lines) % 5 else DENSE
        lines.append(kind.format(number=len(lines)))
        length += len(lines[-1]) + 1
    return "\n".join(lines[:-1])


RARE = [
    pytest.param(longest_article, id="the longest article"),
    pytest.param(lambda: FOREIGN, id="an article in another language"),
]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("text", RARE)
def test_worker_does_not_keep_what_a_rare_article_needed(text, tmp_path):
    sizes = []

    def weigh(_summary):
        (worker,) = multiprocessing.active_children()
        sizes.append(resident(worker.pid))

    rare = tmp_path / "story-rare.txt"
    rare.write_text(text())
    before = write_stories(tmp_path, ROUTINE)
    after = write_stories(tmp_path, ROUTINE, first=ROUTINE)
    with SqlStore(str(tmp_path / "claims.db")) as store:
        options = RunOptions(workers=1, on_batch=weigh)
        done = run([*before, str(rare), *after], store, Recipe.of(model=None), options)
    assert done.items == 2 * ROUTINE + 1
    assert sizes[-1] - sizes[0] < 25, sizes
