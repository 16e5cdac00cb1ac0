"""A good citizen: robots.txt, the pace, retries, time as a whole."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import ThreadingHTTPServer
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.fetchers import FetchOptions, HostMemory, fetch
from extractor.fetchers.host_memory import Schedule
from extractor.fetchers.pace import Lane
from extractor.fetchers.retry import asked_pause, back_off
from extractor.records import Failure, Page

STORY = "<html><body><p>Norvale buys Tarn for £1.2bn.</p></body></html>"
QUICK = {"rate": 1000.0, "retry_pause": 0.01}


def fetched(*sources: str, **options: object) -> list[Page | Failure]:
    return list(fetch(sources, FetchOptions(**{**QUICK, **options})))


def codes(items: list[Page | Failure]) -> list[str]:
    return [item.error if isinstance(item, Failure) else "page" for item in items]


class TestRobots:
    def add(self, server, *lines: str, status: int = 200) -> str:
        server.add("/robots.txt", "\n".join(lines), "text/plain", status=status)
        return server.add("/news/a", STORY)

    @pytest.mark.parametrize(
        ("lines", "code"),
        [
            pytest.param(["User-agent: *", "Disallow: /"], "robots_refused", id="everybody"),
            pytest.param(["User-agent: newsclaims", "Disallow: /news"], "robots_refused", id="us"),
            pytest.param(
                ["user-AGENT: NewsClaims", "disallow: /news"], "robots_refused", id="case"
            ),
            pytest.param(["User-agent: otherbot", "Disallow: /"], "page", id="others"),
            pytest.param(
                ["User-agent: *", "Disallow: /", "User-agent: newsclaims", "Allow: /"],
                "page",
                id="us alone",
            ),
            pytest.param(
                ["User-agent: *", "Disallow: /news", "Allow: /news/a"], "page", id="longest wins"
            ),
            pytest.param(["User-agent: *", "Disallow: /*/a$"], "robots_refused", id="wildcards"),
            pytest.param(["User-agent: *", "Disallow:"], "page", id="nothing disallowed"),
            pytest.param(["User-agent: pypi", "Disallow: /"], "page", id="a word of our comment"),
            pytest.param(["<html>no robots here</html>"], "page", id="no robots.txt at all"),
            pytest.param([""], "page", id="empty"),
        ],
    )
    def test_rules(self, news_server, lines, code):
        assert codes(fetched(self.add(news_server, *lines))) == [code]
        assert bool(news_server.requests) == (code == "page")

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
    def test_none_there_allows(self, news_server, status):
        url = self.add(news_server, "User-agent: *", "Disallow: /", status=status)
        assert codes(fetched(url)) == ["page"]

    @pytest.mark.parametrize("status", [429, 500, 502, 503, 599])
    def test_none_to_be_had_refuses_for_now(self, news_server, status):
        url = self.add(news_server, "User-agent: *", "Allow: /", status=status)
        assert codes(fetched(url, retries=0)) == ["robots_unavailable"]
        assert not news_server.requests

    def test_the_user_may_ignore_it_for_a_host(self, news_server):
        url = self.add(news_server, "User-agent: *", "Disallow: /")
        assert codes(fetched(url, ignore_robots=frozenset({"127.0.0.1"}))) == ["page"]
        assert codes(fetched(url, ignore_robots=frozenset({"localhost"}))) == ["robots_refused"]
        assert len(news_server.robots_requests) == 1

    def test_is_asked_for_once(self, news_server):
        urls = [news_server.add(f"/{number}", STORY) for number in range(6)]
        assert codes(fetched(*urls)) == ["page"] * 6
        assert len(news_server.robots_requests) == 1
        assert news_server.robots_requests[0]["User-Agent"].startswith("newsclaims/")

    def test_goes_by_the_name_that_the_user_gave(self, news_server):
        url = self.add(news_server, "User-agent: example-desk", "Disallow: /")
        assert codes(fetched(url)) == ["page"]
        assert codes(fetched(url, user_agent="Example-Desk/2 (+mail)")) == ["robots_refused"]

    def test_each_hop_of_a_redirect_is_asked_about(self, news_server):
        self.add(news_server, "User-agent: *", "Disallow: /news")
        url = news_server.add_redirect("/a", "/news/a")
        assert codes(fetched(url)) == ["robots_refused"]
        assert [path for path, _ in news_server.requests] == ["/a"]

    def test_redirects_of_itself_are_followed(self, news_server):
        news_server.add("/rules", "User-agent: *\nDisallow: /news", "text/plain")
        news_server.add_redirect("/robots.txt", "/rules")
        assert codes(fetched(news_server.add("/news/a", STORY))) == ["robots_refused"]

    def test_endless_redirects_of_itself_count_as_none(self, news_server):
        news_server.add_redirect("/robots.txt", "/robots.txt")
        assert codes(fetched(news_server.add("/news/a", STORY))) == ["page"]

    def test_only_its_beginning_is_read(self, news_server):
        filler = "# filler\n" * 60_000
        url = self.add(news_server, "User-agent: *", "Disallow: /news", filler, "Disallow: /")
        other = news_server.add("/other", STORY)
        assert codes(fetched(url, other)) == ["robots_refused", "page"]

    def test_what_keeps_it_from_us_is_the_failure(self, refusing_url):
        (failure,) = fetched(refusing_url, retries=0)
        assert failure.error == "refused"
        assert "robots.txt" in failure.message

    @pytest.mark.parametrize("rule", ["Crawl-delay: 0.3", "Request-rate: 10/3"])
    def test_its_delay_is_kept(self, news_server, rule, stopwatch):
        self.add(news_server, "User-agent: *", rule)
        urls = [news_server.add(f"/{number}", STORY) for number in range(4)]
        assert codes(fetched(*urls)) == ["page"] * 4
        assert stopwatch() > 0.85

    def test_a_delay_that_nobody_waits(self, news_server):
        url = self.add(news_server, "User-agent: *", "Crawl-delay: 3600")
        (failure,) = fetched(url)
        assert failure.error == "robots_refused"
        assert "3600 s" in failure.message


class TestPace:
    @settings(deadline=None)
    @given(st.lists(st.floats(0, 3), max_size=40), st.floats(0.01, 5), st.integers(1, 6))
    def test_never_more_than_the_rate_after_a_burst(self, pauses, interval, burst):
        now = 0.0
        lane = Lane(1, lambda: now, Schedule())
        starts = []
        for pause in pauses:
            now += pause
            starts.append(now + lane.seconds_to_wait(interval, burst))
            now = max(now, starts[-1])
        for (early, start), (late, end) in combinations(enumerate(starts), 2):
            assert end - start >= (late - early - burst + 1) * interval - 1e-6

    def test_a_host_is_asked_no_faster_than_the_rate(self, news_server, stopwatch):
        urls = [news_server.add(f"/{number}", STORY) for number in range(8)]
        fetched(*urls, rate=10)
        assert stopwatch() > 0.4

    def test_waiting_for_a_turn_costs_no_time_limit(self, news_server):
        urls = [news_server.add(f"/{number}", STORY) for number in range(10)]
        assert codes(fetched(*urls, rate=3, total_timeout=1.5)) == ["page"] * 10

    def test_no_more_at_once_than_allowed(self, news_server):
        running, seen, lock = Counter(), [], threading.Lock()

        def reply(handler):
            with lock:
                running["now"] += 1
                seen.append(running["now"])
            time.sleep(0.03)
            with lock:
                running["now"] -= 1
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.send_header("Content-Length", "3")
            handler.end_headers()
            handler.wfile.write(b"<p>")

        links = [news_server.add_reply(f"/{number}", reply) for number in range(10)]
        entries = "".join(f"<item><link>{link}</link></item>" for link in links)
        feed = news_server.add("/feed", f"<rss version='2.0'><channel>{entries}</channel></rss>")
        assert codes(fetched(feed, requests_per_host=3)) == ["page"] * 10
        assert max(seen) == 3
        seen.clear()
        assert codes(fetched(feed, requests_per_host=3, requests_at_once=1)) == ["page"] * 10
        assert max(seen) == 1

    @pytest.mark.parametrize("name", ["rate", "requests_at_once", "requests_per_host"])
    @pytest.mark.parametrize("value", [0, -1, float("nan")])
    def test_nothing_at_all_is_no_pace(self, name, value):
        with pytest.raises(ValueError, match=name):
            FetchOptions(**{name: value})


def busy(server, path: str, times: int, status: int = 503, **headers: str) -> str:
    """A page that is busy so many times."""
    left = Counter(times=times)

    def reply(handler):
        left["times"] -= 1
        is_busy = left["times"] >= 0
        handler.send_response(status if is_busy else 200)
        for name, value in headers.items() if is_busy else ():
            handler.send_header(name.replace("_", "-"), value)
        content = b"" if is_busy else STORY.encode()
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return server.add_reply(path, reply)


class TestRetries:
    @pytest.mark.parametrize("status", [429, 502, 503, 504])
    def test_a_busy_server_is_asked_again(self, news_server, status):
        assert codes(fetched(busy(news_server, "/a", 2, status))) == ["page"]
        assert len(news_server.requests) == 3

    @pytest.mark.parametrize("status", [400, 404, 408, 500, 501])
    def test_other_errors_stand(self, news_server, status):
        assert codes(fetched(busy(news_server, "/a", 1, status))) == ["http_status"]
        assert len(news_server.requests) == 1

    def test_not_for_ever(self, news_server):
        (failure,) = fetched(busy(news_server, "/a", 99))
        assert failure.error == "http_status"
        assert "503" in failure.message
        assert len(news_server.requests) == 3

    def test_the_server_says_when(self, news_server, stopwatch):
        assert codes(fetched(busy(news_server, "/a", 1, Retry_After="1"))) == ["page"]
        assert stopwatch() >= 1

    def test_the_server_says_when_as_a_date(self, news_server, stopwatch):
        moment = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        assert codes(fetched(busy(news_server, "/a", 1, Retry_After=moment))) == ["page"]
        assert stopwatch() >= 0.9

    @pytest.mark.parametrize(
        "when", ["3600", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"]
    )
    def test_later_than_the_time_limit_is_too_late(self, news_server, when, stopwatch):
        assert codes(fetched(busy(news_server, "/a", 1, Retry_After=when))) == ["http_status"]
        assert len(news_server.requests) == 1
        assert stopwatch() < 15

    def feed_of(self, server, *links: str) -> str:
        entries = "".join(f"<item><link>{link}</link></item>" for link in links)
        return server.add("/feed", f"<rss version='2.0'><channel>{entries}</channel></rss>")

    @pytest.mark.parametrize("status", [429, 503])
    def test_a_pause_that_is_too_long_holds_for_the_whole_host(self, news_server, status):
        links = [busy(news_server, f"/{number}", 9, status, Retry_After="120") for number in "abcd"]
        feed = self.feed_of(news_server, *links)
        options = {"requests_per_host": 1, "total_timeout": 30}
        first, *others = fetched(feed, **options)
        assert [path for path, _ in news_server.requests] == ["/feed", "/a"]
        assert first.error == "http_status"
        assert str(status) in first.message
        for failure in others:
            assert failure.error == "http_status"
            assert "asks for no request before" in failure.message
        assert len(others) == 3

    def test_others_of_the_host_wait_for_a_pause_that_is_short(self, news_server, stopwatch):
        links = [busy(news_server, "/a", 1, Retry_After="1"), news_server.add("/b", STORY)]
        feed = self.feed_of(news_server, *links)
        assert codes(fetched(feed, requests_per_host=1, retries=0)) == ["http_status", "page"]
        assert stopwatch() >= 1

    def test_one_that_was_about_to_be_sent_is_held_too(self, news_server):
        """Its turn is half a second off when the host asks for the pause."""
        links = [news_server.add(f"/{number}", STORY) for number in "abc"]
        links.append(busy(news_server, "/d", 9, Retry_After="120"))
        links.append(news_server.add("/e", STORY))
        feed = self.feed_of(news_server, *links)
        *pages, failure, held = codes(fetched(feed, rate=2, total_timeout=30))
        assert pages == ["page"] * 3
        assert (failure, held) == ("http_status", "http_status")
        assert "/e" not in [path for path, _ in news_server.requests]

    def test_another_host_is_not_held(self, news_server):
        slow = busy(news_server, "/a", 9, Retry_After="120")
        other = news_server.add("/b", STORY).replace("127.0.0.1", "localhost")
        options = {"requests_per_host": 1, "sources_at_once": 1}
        assert codes(fetched(slow, other, **options)) == ["http_status", "page"]

    @pytest.mark.parametrize(
        ("asked", "held"), [(120.0, 120.0), (5 * 3600.0, 5 * 3600.0), (999_999_999.0, 86_400.0)]
    )
    def test_a_hold_ends(self, asked, held):
        """In a run that goes on for days too."""
        now = 1000.0
        lane = Lane(1, lambda: now, Schedule())
        lane.hold(asked)
        lane.hold(1.0)
        now += held - 1
        assert lane.held_for == pytest.approx(1)
        assert not lane.is_idle()
        now += 1
        assert lane.held_for == 0
        assert lane.is_idle()

    def test_a_server_that_starts_late(self, refusing_url, news_server):
        """Refused connections are tried again: the server comes up in between."""
        port = int(refusing_url.rsplit(":", 1)[1].strip("/"))
        handler = news_server.RequestHandlerClass
        late = []

        def start():
            server = ThreadingHTTPServer(("127.0.0.1", port), handler, bind_and_activate=False)
            server.allow_reuse_address = True
            server.server_bind()
            server.server_activate()
            server.replies = news_server.replies
            server.requests, server.robots_requests = [], []
            late.append(server)
            server.serve_forever(poll_interval=0.01)

        news_server.add("/", STORY)
        thread = threading.Timer(0.3, start)
        thread.start()
        items = fetched(refusing_url, retries=8, retry_pause=0.1)
        late[0].shutdown()
        late[0].server_close()
        thread.join()
        assert codes(items) == ["page"]

    @pytest.mark.parametrize(
        ("words", "seconds"),
        [
            (None, None),
            ("", None),
            ("soon", None),
            ("-5", None),
            ("1.5", None),
            ("٣", None),
            ("0", 0),
            (" 120 ", 120),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 7),
            ("Sun, 06 Nov 1994 08:49:37 -0000", 7),
            ("Sun, 06 Nov 1994 08:49:20 GMT", 0),
        ],
    )
    def test_what_a_server_asks_for(self, words, seconds):
        now = datetime(1994, 11, 6, 8, 49, 30, tzinfo=UTC)
        assert asked_pause(words, lambda: now) == seconds

    @settings(deadline=None)
    @given(st.text(max_size=40))
    def test_whatever_it_says(self, words):
        pause = asked_pause(words, lambda: datetime.now(UTC))
        assert pause is None or pause >= 0

    @settings(deadline=None)
    @given(st.integers(0, 50), st.floats(0.001, 10))
    def test_backing_off(self, attempt, first):
        longest = min(first * 2**attempt, 30)
        assert longest / 2 <= back_off(attempt, first) <= longest * 1.5


class TestTimeAsAWhole:
    def test_redirects_share_it(self, news_server, stopwatch):
        def hop(number: int):
            def reply(handler):
                time.sleep(0.15)
                handler.send_response(302)
                handler.send_header("Location", f"/hop{number + 1}")
                handler.send_header("Content-Length", "0")
                handler.end_headers()

            return reply

        for number in range(5):
            news_server.add_reply(f"/hop{number}", hop(number))
        (failure,) = fetched(news_server.url("/hop0"), total_timeout=0.4)
        assert failure.error == "timeout"
        assert stopwatch() < 15

    def test_slow_headers(self, news_server, stopwatch):
        def reply(handler):
            for letter in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 1000:
                if news_server.stopping.wait(0.02):
                    return
                handler.wfile.write(bytes([letter]))

        url = news_server.add_reply("/a", reply)
        assert codes(fetched(url, total_timeout=0.3, read_timeout=5)) == ["timeout"]
        assert stopwatch() < 15


class TestHostMemory:
    """Calls that follow each other, as the rounds of a run that goes on, may share it."""

    def test_robots_is_asked_for_once(self, news_server):
        url = news_server.add("/a", STORY)
        memory = HostMemory()
        for _ in range(3):
            assert codes(fetched(url, host_memory=memory)) == ["page"]
        assert len(news_server.robots_requests) == 1
        assert codes(fetched(url)) == ["page"]
        assert len(news_server.robots_requests) == 2

    def test_a_pause_that_was_asked_for_lasts(self, news_server):
        busy = news_server.add("/a", "", status=429, headers={"Retry-After": "3600"})
        other = news_server.add("/b", STORY)
        memory = HostMemory()
        for url in (busy, other, busy):
            assert codes(fetched(url, host_memory=memory)) == ["http_status"]
        assert [path for path, _ in news_server.requests] == ["/a"]

    def test_the_pace_is_kept(self, news_server, stopwatch):
        url = news_server.add("/a", STORY)
        memory = HostMemory()
        for _ in range(6):
            assert codes(fetched(url, host_memory=memory, rate=5.0)) == ["page"]
        # robots.txt is a request too: four at once, then three at five a second.
        assert stopwatch() > 0.5

    def test_it_serves_many_requests_at_once(self, news_server):
        """In one call after the other, each with an event loop of its own."""
        urls = [news_server.add(f"/{number}", STORY) for number in range(20)]
        memory = HostMemory()
        for _ in range(3):
            assert codes(fetched(*urls, host_memory=memory)) == ["page"] * 20
        assert len(news_server.robots_requests) == 1

    def test_a_host_that_was_public_stays_so(self, news_server):
        memory = HostMemory()
        memory.public.add("127.0.0.1")
        url = news_server.add("/a", STORY)
        assert codes(fetched(url, host_memory=memory)) == ["private_address"]
        assert news_server.requests == []
