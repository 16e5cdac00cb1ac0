"""Working ahead: in order, by a bounded number of steps, and cleaned up whatever happens."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import aclosing
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import SourceError
from extractor.fetchers import FetchOptions, fetch
from extractor.fetchers.ahead import RunAhead, in_order
from extractor.fetchers.loop import BackgroundLoop
from extractor.fetchers.off_loop import off_loop
from extractor.records import Failure, Page, Stage

STORY = "<html><body><p>Norvale buys Tarn for £1.2bn.</p></body></html>"


def page(number: int) -> Page:
    return Page(source=str(number), content=b"")


async def after(seconds: float, number: int) -> Page:
    await asyncio.sleep(seconds)
    return page(number)


async def failing(error: Exception) -> Page:
    raise error


async def append_sources(items, found) -> None:
    async for item in items:
        found.append(item.source)


def fetch_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "newsclaims-fetch"]


class TestInOrder:
    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.integers(0, 3), max_size=12), st.integers(1, 5))
    def test_whatever_the_timing(self, delays, limit):
        async def collect():
            jobs = [partial(after, delay / 500, number) for number, delay in enumerate(delays)]
            return [int(item.source) async for item in in_order(jobs, limit)]

        assert asyncio.run(collect()) == list(range(len(delays)))

    def test_jobs_are_taken_as_they_are_needed(self):
        taken = []

        def jobs():
            for number in range(100):
                taken.append(number)
                yield partial(after, 0, number)

        async def ask():
            counts = []
            async with aclosing(in_order(jobs(), 3)) as items:
                async for _ in items:
                    counts.append(len(taken))
                    await asyncio.sleep(0.001)
                    if len(counts) == 3:
                        break
            return counts

        assert asyncio.run(ask()) == [4, 5, 6]

    def test_no_more_at_once_than_the_limit(self):
        running, most = 0, 0

        async def job():
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.002)
            running -= 1
            return page(0)

        async def collect():
            return [item async for item in in_order([job] * 20, 4)]

        assert len(asyncio.run(collect())) == 20
        assert most == 4

    def test_a_failure_stands_in_its_place(self):
        error = SourceError("b", Stage.FETCH, "missing", "gone")
        jobs = [partial(after, 0.01, 1), partial(failing, error), partial(after, 0, 3)]

        async def collect():
            return [item async for item in in_order(jobs, 3)]

        first, failure, last = asyncio.run(collect())
        assert (first.source, last.source) == ("1", "3")
        assert failure == Failure(source="b", stage=Stage.FETCH, error="missing", message="gone")

    def test_a_bug_is_raised_in_its_place_and_the_rest_cancelled(self):
        cancelled = []

        async def endless():
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                cancelled.append(True)
                raise

        async def collect():
            jobs = [partial(after, 0, 1), partial(failing, ZeroDivisionError()), endless]
            found = []
            with pytest.raises(ZeroDivisionError):
                await append_sources(in_order(jobs, 3), found)
            return found

        assert asyncio.run(collect()) == ["1"]
        assert cancelled == [True]

    def test_closing_cancels_what_runs(self):
        async def start_and_close():
            jobs = [partial(after, 0, 1), *[partial(after, 60, 2)] * 3]
            items = in_order(jobs, 3)
            await anext(items)
            await items.aclose()
            return len(asyncio.all_tasks())

        assert asyncio.run(start_and_close()) == 1


class TestRunAhead:
    def test_goes_ahead_so_far_and_no_further(self):
        made = []

        async def numbers():
            for number in range(10):
                made.append(number)
                yield number

        async def ask():
            ahead = RunAhead(numbers(), 2)
            await asyncio.sleep(0.01)
            before = len(made)
            first = await ahead.next()
            await ahead.aclose()
            return before, first

        # Two wait, and one more is in the hand of the one who puts them there.
        assert asyncio.run(ask()) == (3, (0,))

    def test_raises_after_what_came_before(self):
        async def numbers():
            yield 1
            raise ZeroDivisionError

        async def ask():
            ahead = RunAhead(numbers(), 5)
            assert await ahead.next() == (1,)
            with pytest.raises(ZeroDivisionError):
                await ahead.next()

        asyncio.run(ask())


class TestOffLoop:
    def test_gives_and_raises(self):
        async def ask():
            assert await off_loop(lambda: 7) == 7
            with pytest.raises(ZeroDivisionError):
                await off_loop(lambda: 1 // 0)

        asyncio.run(ask())

    def test_nobody_waits_for_what_is_left_behind(self, stopwatch):
        release = threading.Event()

        async def ask():
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await off_loop(partial(release.wait, 20))

        asyncio.run(ask())
        assert stopwatch() < 15
        release.set()


def slow_feed(news_server, count: int = 6) -> str:
    links = [news_server.add_slow(f"/{number}", [STORY.encode()], 0.02) for number in range(count)]
    items = "".join(f"<item><title>T</title><link>{link}</link></item>" for link in links)
    feed = f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
    return news_server.add("/feed", feed, "application/rss+xml")


class TestFetch:
    def test_sources_and_entries_come_in_order(self, news_server):
        feed = slow_feed(news_server)
        quick = [news_server.add(f"/quick{number}", STORY) for number in range(3)]
        options = FetchOptions(rate=1000)
        runs = [[item.source for item in fetch([feed, *quick], options)] for _ in range(2)]
        entries = [news_server.url(f"/{number}") for number in range(6)]
        assert runs == [[*entries, *quick]] * 2

    def test_sources_are_fetched_at_once(self, news_server):
        """Each source waits for the others to be asked for: one after the other would never end."""
        gate = threading.Barrier(3)

        def reply(handler):
            gate.wait(10)
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
            handler.wfile.write(STORY.encode())

        first = news_server.add("/first", STORY)
        rest = [news_server.add_reply(f"/{number}", reply) for number in range(3)]
        options = FetchOptions(rate=1000, requests_per_host=4)
        items = list(fetch([first, *rest], options))
        assert all(isinstance(item, Page) for item in items), items

    def test_stopping_early_leaves_nothing(self, news_server, stopwatch):
        news_server.add_slow("/never", [b"x"], 30)
        sources = [slow_feed(news_server), news_server.url("/never"), news_server.url("/never")]
        items = fetch(sources, FetchOptions(rate=1000))
        next(items)
        assert len(fetch_threads()) == 1
        items.close()
        assert not fetch_threads()
        assert stopwatch() < 15

    def test_forgetting_it_leaves_nothing(self, news_server):
        items = fetch([slow_feed(news_server)], FetchOptions(rate=1000))
        next(items)
        del items
        gc.collect()
        assert not fetch_threads()

    def test_an_exception_of_the_caller_leaves_nothing(self, news_server):
        def read():
            for _ in fetch([slow_feed(news_server)], FetchOptions(rate=1000)):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            read()
        gc.collect()
        assert not fetch_threads()

    def test_names_come_from_the_callers_thread(self, tmp_path):
        (tmp_path / "a.txt").write_text("a")
        threads = set()

        def names():
            for _ in range(6):
                threads.add(threading.current_thread())
                yield str(tmp_path / "a.txt")

        assert len(list(fetch(names()))) == 6
        assert threads == {threading.current_thread()}

    def test_what_the_names_raise_is_raised(self, tmp_path):
        def names():
            yield str(tmp_path)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            list(fetch(names()))
        assert not fetch_threads()

    def test_works_inside_a_running_loop(self, news_server):
        async def inside():
            return [item.source for item in fetch([news_server.add("/a", STORY)])]

        assert asyncio.run(inside()) == [news_server.url("/a")]


HANGING = """
import sys
from extractor.fetchers import fetch
kept = fetch(sys.argv[1:])
print("started", flush=True)
print(len(list(kept)), flush=True)
"""
KEPT = """
import sys
from extractor.fetchers import fetch
kept = fetch(sys.argv[1:])
next(kept)
print("started", flush=True)
"""


def started(code: str, *sources: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-X", "dev", "-c", code, *sources],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"started\n"
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="signals and named pipes")
class TestInterrupts:
    @pytest.fixture(params=["stdin", "named pipe", "slow server"])
    def source(self, request, tmp_path, news_server):
        if request.param == "stdin":
            return "-"
        if request.param == "named pipe":
            os.mkfifo(tmp_path / "pipe")
            return str(tmp_path / "pipe")
        return news_server.add_slow("/never", [b"x"], 30)

    def test_ctrl_c_while_nothing_comes(self, source, stopwatch):
        process = started(HANGING, source)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        assert process.returncode in (-signal.SIGINT, 130)
        assert b"KeyboardInterrupt" in errors
        assert b"Fatal" not in errors
        assert b"Warning" not in errors
        assert b"never" not in errors

    def test_an_iterator_that_nobody_closes_does_not_hold_up_the_end(self, tmp_path):
        for name in ("a.txt", "b.txt", "c.txt"):
            (tmp_path / name).write_text("a")
        process = started(KEPT, str(tmp_path))
        _, errors = process.communicate(timeout=20)
        # On a busy machine asyncio's debug mode (-X dev) tells which steps took long.
        told = [line for line in errors.splitlines() if not line.startswith(b"Executing <Task")]
        assert (process.returncode, told) == (0, [])


def test_a_loop_runs_and_ends():
    ended = []

    async def clean_up():
        ended.append(asyncio.get_running_loop().is_running())

    with BackgroundLoop(clean_up) as background:
        assert background.run(after(0, 5)).source == "5"
        with pytest.raises(ZeroDivisionError):
            background.run(failing(ZeroDivisionError()))
    assert ended == [True]
    assert not fetch_threads()
