"""Worker processes: the same results as without, and what happens to those that break."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest
from batch_stories import everything_in, write_stories
from hostile_pipeline import HOSTILE, NEVER_READY

from extractor.batch import Limits, Recipe, RunOptions, RunSummary, Stop, WorkerError, run
from extractor.batch.running import crew_of, run_with
from extractor.errors import ModelError
from extractor.records import Stage
from extractor.sinks.sql import SqlStore

RULES = Recipe.of(model=None)
BAD = Recipe.of(HOSTILE)
TELL = "Nordwind AG will pay Pelagia Ltd $3 million. {deed}"


@pytest.fixture
def quick(tmp_path):
    """A store for tests in which the kind of database does not matter."""
    with SqlStore(str(tmp_path / "quick.db")) as opened:
        yield opened


@pytest.fixture
def stories(tmp_path) -> list[str]:
    return write_stories(tmp_path, 40)


def spoil(path: str, deed: str) -> None:
    Path(path).write_text(TELL.format(deed=deed))


def two_workers(**settings) -> RunOptions:
    return RunOptions(**{"workers": 2, "batch_size": 8, **settings})


def one_worker(**settings) -> RunOptions:
    return two_workers(workers=1, **settings)


def test_workers_give_what_one_process_gives(store, quick, rules, stories, tmp_path):
    (tmp_path / "page.html").write_text("<p>Too short.</p>")
    sources = [*stories[:20], str(tmp_path / "page.html"), "missing.txt", *stories[20:]]
    told = []
    options = two_workers(on_batch=told.append)
    summary = run(sources, store, Recipe.of(model=None), options)
    run(sources, quick, rules)
    assert (summary.articles, summary.failures) == (40, 2)
    assert everything_in(store) == everything_in(quick)
    assert [each.items for each in told] == [8, 16, 24, 32, 40, 42]
    assert run(sources, store, RULES, two_workers()) == RunSummary(skipped=40, failures=2)


def test_workers_serve_several_runs(quick, stories):
    """A worker loads once; none is ended because it has not said yet that it is done."""
    options, seen = one_worker(), []
    with crew_of(RULES, options) as crew:
        for first in range(0, 40, 8):
            assert run_with(crew, stories[first : first + 8], quick, options).articles == 8
            seen.append({each.pid for each in multiprocessing.active_children()})
    assert len(seen[0]) == 1
    assert seen == seen[:1] * 5


BREAKING = [
    pytest.param("SEGFAULT", "crashed", "SIGSEGV", id="segmentation fault"),
    pytest.param("LEAVE", "crashed", "exit code 7", id="exit"),
    pytest.param("SLEEP", "stalled", "not done after 3 s, in sleep (hostile_", id="sleep"),
    pytest.param("LOOP", "stalled", "in hold_the_interpreter", id="loop in C"),
    pytest.param("EAT", "out_of_memory", "more memory", id="memory"),
    pytest.param("DIVIDE", "bug", "ZeroDivisionError: nothing to share at hostile", id="bug"),
]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="names signals")
@pytest.mark.parametrize(("deed", "code", "reason"), BREAKING)
def test_article_that_breaks_its_worker_is_quarantined(quick, stories, deed, code, reason):
    spoil(stories[11], deed)
    options = one_worker(limits=Limits(seconds=3, memory=300 << 20))
    summary = run(stories[:20], quick, BAD, options)
    assert (summary.articles, summary.failures) == (19, 1)
    (failure,) = quick.failures()
    assert (failure.source, failure.stage, failure.error) == (stories[11], Stage.PIPELINE, code)
    assert reason in failure.message
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_quarantined_article_is_left_alone_until_it_changes(quick, stories):
    spoil(stories[1], "LEAVE")
    sources = stories[:3]
    assert run(sources, quick, BAD, one_worker()).failures == 1
    before = quick.failures()
    assert run(sources, quick, BAD, one_worker()) == RunSummary(skipped=2, quarantined=1)
    assert quick.failures() == before
    retried = run(sources, quick, BAD, one_worker(retry_quarantined=True))
    assert (retried.failures, retried.quarantined) == (1, 0)
    spoil(stories[1], "and no more")
    assert run(sources, quick, BAD, one_worker()).articles == 1
    assert quick.failures() == []


@pytest.mark.slow
def test_quarantine_is_void_for_another_extractor(quick, stories):
    spoil(stories[0], "LEAVE")
    run(stories[:1], quick, BAD, one_worker())
    other = Recipe.of(model=None, dollar="CAD")
    assert run(stories[:1], quick, other, one_worker()).articles == 1


@pytest.mark.slow
def test_page_that_stalls_its_reader_is_quarantined(quick, stories, tmp_path):
    page = tmp_path / "endless.html"
    page.write_text("<p>" + "<b>Nordwind will <i>pay</i></b> it. " * 250_000)
    sources = [stories[0], str(page), stories[1]]
    summary = run(sources, quick, RULES, one_worker(limits=Limits(seconds=4)))
    assert (summary.articles, summary.failures) == (2, 1)
    (failure,) = quick.failures()
    assert (failure.stage, failure.error) == (Stage.ARTICLE, "stalled")
    again = run(sources, quick, RULES, one_worker())
    assert again == RunSummary(skipped=2, quarantined=1)


@pytest.mark.slow
def test_every_article_may_be_hostile(quick, tmp_path):
    sources = write_stories(tmp_path, 3)
    for source in sources:
        spoil(source, f"LEAVE {source}")
    assert run(sources, quick, BAD, one_worker()) == RunSummary(failures=3)


@pytest.mark.slow
def test_killed_worker_costs_nothing_but_time(quick, rules, stories, tmp_path):
    killed = []

    def kill_one(_summary):
        # Twice: workers that are killed again and again before they are ready end the run.
        for child in multiprocessing.active_children()[: len(killed) < 2]:
            child.kill()
            killed.append(child)

    notes = []
    options = two_workers(on_batch=kill_one, on_note=notes.append)
    assert run(stories, quick, RULES, options).articles == 40
    assert killed
    with SqlStore(str(tmp_path / "undisturbed.db")) as undisturbed:
        run(stories, undisturbed, rules)
        assert everything_in(quick) == everything_in(undisturbed)


def test_workers_that_never_get_ready_are_an_error(quick, stories):
    with pytest.raises(WorkerError, match="exit code 3"):
        run(stories, quick, Recipe.of(NEVER_READY), one_worker())


def test_missing_model_is_told_by_the_worker(quick, stories):
    with pytest.raises(ModelError, match="xx_no_such_model"):
        run(stories, quick, Recipe.of(model="xx_no_such_model"), one_worker())


@pytest.mark.slow
def test_endless_sources_are_read_only_a_little_ahead(quick, tmp_path):
    asked = []
    stop = Stop()

    def endless():
        for number in itertools.count():
            asked.append(number)
            yield write_stories(tmp_path, 1, first=number)[0]

    def enough(summary):
        assert len(asked) - summary.items <= 8 + 2 * 64 + 64 + 16
        if summary.items >= 300:
            stop.request()

    summary = run(endless(), quick, RULES, two_workers(on_batch=enough, stop=stop))
    assert summary.interrupted
    assert summary.articles >= 300
    assert quick.counts().articles == summary.articles


def test_error_of_the_sources_is_raised(quick, stories):
    def sources():
        yield from stories[:10]
        raise RuntimeError("the list broke off")

    with pytest.raises(RuntimeError, match="broke off"):
        run(sources(), quick, RULES, one_worker())
    assert multiprocessing.active_children() == []
    assert not [each for each in threading.enumerate() if each.name == "newsclaims feed"]


def test_interrupted_loop_leaves_no_process_behind(quick, stories):
    def break_off(_summary):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stories, quick, RULES, one_worker(on_batch=break_off))
    assert multiprocessing.active_children() == []
    assert quick.counts().articles % 8 == 0


@pytest.mark.skipif(os.name != "posix", reason="names signals")
def test_worker_is_deaf_to_interrupts(quick, stories):
    def interrupt(_summary):
        for child in multiprocessing.active_children():
            os.kill(child.pid, signal.SIGINT)
            os.kill(child.pid, signal.SIGTERM)

    notes = []
    options = two_workers(on_batch=interrupt, on_note=notes.append)
    assert run(stories, quick, RULES, options).articles == 40
    assert notes == []
