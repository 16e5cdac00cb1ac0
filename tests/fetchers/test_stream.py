"""Large answers piece by piece: limits, patience, and what is held meanwhile."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc

import pytest

from extractor.errors import SourceError
from extractor.fetchers import FetchOptions
from extractor.fetchers.http import HttpClient


def streamed(url: str, *, trusted_host: str | None = "127.0.0.1", max_bytes=None, **options) -> int:
    """How many bytes come."""

    async def count() -> int:
        client = HttpClient(FetchOptions(**{"retries": 0, **options}))
        try:
            total = 0
            async with client.stream(url, trusted_host=trusted_host, max_bytes=max_bytes) as body:
                async for piece in body.pieces():
                    total += len(piece)
                    assert len(piece) <= 200_000
            return total
        finally:
            await client.aclose()

    return asyncio.run(count())


def code_of(url: str, **options) -> str:
    with pytest.raises(SourceError) as caught:
        streamed(url, **options)
    assert caught.value.source == url
    return caught.value.error


def large(server, pieces: int, size: int = 100_000, **headers: str) -> str:
    """So many pieces, none of which is held."""

    def reply(handler):
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        for _ in range(pieces):
            handler.wfile.write(b"x" * size)

    return server.add_reply("/large", reply)


def test_more_than_memory_is_meant_for(news_server):
    url = large(news_server, 600)
    tracemalloc.start()
    count = streamed(url, max_bytes=100_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000_000
    assert peak < 8_000_000


def test_the_limit_is_that_of_the_options_or_its_own(news_server):
    url = large(news_server, 10)
    assert code_of(url, max_bytes=999_999) == "too_large"
    assert streamed(url, max_bytes=1_000_000) == 1_000_000
    assert code_of(large(news_server, 110)) == "too_large"


def test_a_length_over_the_limit_is_enough(news_server):
    url = large(news_server, 0, Content_Length="99999999999")
    assert code_of(url) == "too_large"


def test_expanded_on_the_way(news_server):
    packed = gzip.compress(bytes(3_000_000))
    url = news_server.add("/large", packed, headers={"Content-Encoding": "gzip"})
    assert streamed(url) == 3_000_000
    assert code_of(url, max_bytes=2_999_999) == "too_large"


def test_a_compressed_file_stays_one(news_server):
    packed = gzip.compress(b"x" * 1000)
    assert streamed(news_server.add("/a.warc.gz", packed, "application/gzip")) == len(packed)


def test_broken_off(news_server):
    url = large(news_server, 3, Content_Length="5000000")
    assert code_of(url) == "broken_response"


def test_it_may_take_long_while_it_keeps_coming(news_server):
    url = news_server.add_slow("/slow", [b"x" * 50_000] * 10, 0.15)
    assert streamed(url, total_timeout=1) == 500_000


def test_a_drip_is_not_keeping_coming(news_server, stopwatch):
    url = news_server.add_slow("/slow", [b"x"] * 1000, 0.02)
    assert code_of(url, total_timeout=0.4) == "timeout"
    assert stopwatch() < 15


@pytest.mark.parametrize(("status", "code"), [(404, "http_status"), (500, "http_status")])
def test_errors(news_server, status, code):
    assert code_of(news_server.add("/a", "no", status=status)) == code


def test_redirects_are_followed_and_guarded(news_server):
    news_server.add("/b", "x" * 10)
    assert streamed(news_server.add_redirect("/a", "/b")) == 10
    inside = news_server.url("/b", host="localhost")
    assert code_of(news_server.add_redirect("/a", inside)) == "private_address"
    assert code_of(news_server.add_redirect("/a", "/a")) == "too_many_redirects"


def test_nobody_is_trusted_unasked(news_server):
    assert code_of(news_server.add("/a", "x"), trusted_host=None) == "private_address"


def test_robots_have_a_say(news_server):
    news_server.add("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    assert code_of(news_server.add("/a", "x")) == "robots_refused"


def test_pages_are_fetched_while_it_is_open(news_server):
    """An open stream keeps no turn, or a sitemap could never reach its own pages."""
    outer, inner = large(news_server, 5), news_server.add("/a", "<p>x")

    async def nested() -> int:
        options = FetchOptions(requests_per_host=1, requests_at_once=1, rate=1000)
        client = HttpClient(options)
        try:
            async with client.stream(outer, trusted_host="127.0.0.1") as body:
                pieces = body.pieces()
                await anext(pieces)
                page = await client.get(inner, trusted_host="127.0.0.1")
                await pieces.aclose()
                return len(page.content)
        finally:
            await client.aclose()

    assert asyncio.run(nested()) == 4


def test_headers_and_address(news_server):
    news_server.add("/b", "x", "text/xml", headers={"X-Kind": "small"})
    url = news_server.add_redirect("/a", "/b").replace("//", "//user:pass@")

    async def opened():
        client = HttpClient(FetchOptions())
        try:
            async with client.stream(url, trusted_host="127.0.0.1") as body:
                return body.page_url, body.headers["x-kind"], body.headers["Content-Type"]
        finally:
            await client.aclose()

    assert asyncio.run(opened()) == (news_server.url("/b"), "small", "text/xml")
