"""What may be used again: the rules of RFC 9111 against a server that states them."""

from __future__ import annotations

import gzip
import logging
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from extractor.errors import StoreError
from extractor.fetchers import FetchOptions, fetch
from extractor.fetchers.cache_store import Answer, CacheStore, Stored
from extractor.records import Failure, Page

FIRST = "<html><body><p>Norvale buys Tarn for £1.2bn.</p></body></html>"
SECOND = FIRST.replace("Tarn", "Besk")


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def read(folder):
    """Reads one URL in a fetch of its own, as a later run would."""

    def once(url: str, **options: object) -> Page | Failure:
        usual = {"cache": folder, "retries": 0, "rate": 1000}
        (item,) = fetch([url], FetchOptions(**{**usual, **options}))
        return item

    return once


def http_date(**shift: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(**shift), usegmt=True)


def serve(server, headers: dict[str, str], body: str | bytes = FIRST, path: str = "/a") -> str:
    return server.add(path, body, headers=headers)


def conditional(server, etag: str, body: bytes | str = FIRST, **headers: str) -> str:
    """A page with a validator, which answers 304 to those who have it."""
    content = body.encode() if isinstance(body, str) else body

    def reply(handler):
        is_known = handler.headers.get("If-None-Match") == etag
        handler.send_response(304 if is_known else 200)
        handler.send_header("ETag", etag)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if not is_known:
            handler.send_header("Content-Type", "text/html; charset=utf-8")
            handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        if not is_known:
            handler.wfile.write(content)

    return server.add_reply("/a", reply)


FRESH = {
    "max-age": {"Cache-Control": "max-age=600"},
    "private": {"Cache-Control": "private, max-age=600"},
    "for us rather than for shared caches": {"Cache-Control": "max-age=600, s-maxage=0"},
    # Days, since the tests may run long after this line was read.
    "Expires": {"Expires": http_date(days=2)},
    "by a clock that is ahead": {"Cache-Control": "max-age=600", "Date": http_date(days=300)},
    "Expires by a clock that is behind": {
        "Date": http_date(days=-300),
        "Expires": http_date(days=-299),
        "Cache-Control": "max-age=30000000",
    },
    "fresh though it must be asked for later": {"Cache-Control": "max-age=600, must-revalidate"},
    "varies by what stays the same": {"Cache-Control": "max-age=600", "Vary": "User-Agent"},
}
NOT_FRESH = {
    "nothing said": {},
    "no-store": {"Cache-Control": "no-store"},
    "no-store and max-age": {"Cache-Control": "no-store, max-age=600"},
    "no-cache": {"Cache-Control": "no-cache"},
    "no-cache and max-age": {"Cache-Control": "no-cache, max-age=600"},
    "over at once": {"Cache-Control": "max-age=0"},
    "over at once, must-revalidate": {"Cache-Control": "max-age=0, must-revalidate"},
    "over on arrival": {"Cache-Control": "max-age=600", "Age": "700"},
    "over on arrival, by a clock that is ahead": {
        "Cache-Control": "max-age=600",
        "Age": "700",
        "Date": http_date(days=300),
    },
    "sent long ago": {"Cache-Control": "max-age=600", "Date": http_date(minutes=-20)},
    "expired by a clock that is ahead": {
        "Date": http_date(days=300),
        "Expires": http_date(days=299),
    },
    "expired": {"Expires": http_date(minutes=-10)},
    "no date": {"Expires": "0"},
    "varies by everything": {"Cache-Control": "max-age=600", "Vary": "*"},
    "old, without a lifetime": {"Last-Modified": http_date(days=-300)},
    "for shared caches alone": {"Cache-Control": "s-maxage=600"},
    "stale while asking": {"Cache-Control": "max-age=0, stale-while-revalidate=600"},
}


@pytest.mark.parametrize("headers", FRESH.values(), ids=FRESH.keys())
def test_used_again_without_asking(news_server, read, headers):
    url = serve(news_server, headers)
    first = read(url)
    serve(news_server, headers, SECOND)
    assert read(url) == first
    assert len(news_server.requests) == 1
    assert len(news_server.robots_requests) == 1


@pytest.mark.parametrize("headers", NOT_FRESH.values(), ids=NOT_FRESH.keys())
def test_asked_for_again(news_server, read, headers):
    url = serve(news_server, headers)
    assert read(url).content == FIRST.encode()
    serve(news_server, headers, SECOND)
    assert read(url).content == SECOND.encode()
    assert len(news_server.requests) == 2


@pytest.mark.parametrize("control", ["no-cache", "max-age=0", "max-age=0, must-revalidate", ""])
def test_a_validator_saves_the_content(news_server, read, control):
    url = conditional(news_server, '"one"', Cache_Control=control)
    first = read(url)
    again = read(url)
    assert again.content == first.content == FIRST.encode()
    assert again.media_type == "text/html"
    assert again.charset == "utf-8"
    _, headers = news_server.requests[1]
    assert {name.lower(): value for name, value in headers.items()}["if-none-match"] == '"one"'
    conditional(news_server, '"two"', SECOND)
    assert read(url).content == SECOND.encode()
    assert read(url).content == SECOND.encode()


def test_a_modification_date_saves_the_content(news_server, read):
    changed = http_date(days=-2)
    url = serve(news_server, {"Last-Modified": changed})
    first = read(url)
    news_server.add("/a", b"", None, status=304, headers={"Last-Modified": changed})
    assert read(url).content == first.content
    _, headers = news_server.requests[1]
    assert {name.lower(): value for name, value in headers.items()}["if-modified-since"] == changed


def test_an_answer_that_still_holds_was_fetched_now(news_server, read):
    url = conditional(news_server, '"one"', Cache_Control="no-cache")
    first = read(url)
    time.sleep(1.1)
    assert read(url).fetched_at > first.fetched_at


def test_no_store_leaves_nothing(news_server, read, folder):
    read(serve(news_server, {"Cache-Control": "no-store", "ETag": '"one"'}))
    assert not list(folder.iterdir())


def test_another_agent_where_the_answer_varies_by_it(news_server, read):
    headers = {"Cache-Control": "max-age=600", "Vary": "User-Agent"}
    url = serve(news_server, headers)
    read(url)
    serve(news_server, headers, SECOND)
    assert read(url, user_agent="desk/2").content == SECOND.encode()


def test_compressed_answers_stay_compressed(news_server, read, folder):
    body = gzip.compress(FIRST.encode() * 1000)
    url = serve(news_server, {"Cache-Control": "max-age=600", "Content-Encoding": "gzip"}, body)
    assert read(url) == read(url)
    assert len(news_server.requests) == 1
    (file,) = folder.iterdir()
    assert file.stat().st_size < len(body) + 2000


def test_a_bomb_in_the_cache_is_still_a_bomb(news_server, read):
    headers = {"Cache-Control": "max-age=600", "Content-Encoding": "gzip"}
    url = serve(news_server, headers, gzip.compress(bytes(1_000_000)))
    assert [read(url, max_bytes=100_000).error for _ in range(2)] == ["too_large"] * 2


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_errors_are_not_kept(news_server, read, status):
    url = news_server.add("/a", "gone", status=status, headers={"Cache-Control": "max-age=600"})
    assert read(url).error == "http_status"
    serve(news_server, {})
    assert read(url).content == FIRST.encode()


def test_an_error_does_not_take_the_kept_answer_away(news_server, read):
    url = conditional(news_server, '"one"')
    read(url)
    news_server.add("/a", "", status=500)
    assert read(url).error == "http_status"
    conditional(news_server, '"one"')
    assert read(url).content == FIRST.encode()
    assert any("if-none-match" in map(str.lower, headers) for _, headers in news_server.requests)


def test_a_304_that_nobody_asked_for(news_server, read):
    assert read(news_server.add("/a", b"", status=304)).error == "http_status"


def test_an_answer_that_broke_off_is_not_kept(news_server, read, folder):
    url = serve(news_server, {"Cache-Control": "max-age=600", "Content-Length": "5000"})
    assert read(url).error == "broken_response"
    assert not list(folder.iterdir())


def test_permanent_redirects_are_kept(news_server, read):
    news_server.add("/c", FIRST)
    url = news_server.add(
        "/a", "", status=301, headers={"Location": "/c", "Cache-Control": "max-age=600"}
    )
    assert [read(url).url for _ in range(2)] == [news_server.url("/c")] * 2
    assert [path for path, _ in news_server.requests] == ["/a", "/c", "/c"]


def test_passwords_keep_an_answer_out(news_server, read, folder):
    url = serve(news_server, {"Cache-Control": "max-age=600"})
    read(url.replace("//", "//user:pass@"))
    assert not list(folder.iterdir())


def test_a_page_never_gets_at_what_only_the_user_may_see(news_server, folder):
    """The user's own copy of an inside page is not handed to a feed from outside."""
    secret = serve(news_server, {"Cache-Control": "max-age=600"}, path="/secret")
    inside = secret.replace("127.0.0.1", "localhost")
    feed = f"<rss version='2.0'><channel><item><link>{inside}</link></item></channel></rss>"
    outside = news_server.add("/feed", feed)
    options = FetchOptions(cache=folder, rate=1000)
    first, second = fetch([inside, outside], options)
    assert isinstance(first, Page)
    assert second.error == "private_address"


def stored(content: bytes = b"x") -> Stored:
    moment = datetime(2024, 3, 5, tzinfo=UTC)
    headers = (("ETag", '"é"'), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    return Stored((("Accept", "*/*"),), Answer("http://a/", 200, "OK", headers, content, moment))


class TestStore:
    def test_what_was_kept_comes_back(self, folder):
        CacheStore(folder, 10**9).save("key", stored(b"\n\0\xff" * 1000))
        assert CacheStore(folder, 10**9).load("key") == stored(b"\n\0\xff" * 1000)
        assert CacheStore(folder, 10**9).load("other") is None

    @pytest.mark.parametrize(
        "damage",
        [
            lambda content: b"",
            lambda content: content[:-1],
            lambda content: content[:40],
            lambda content: content + b"x",
            lambda content: content.replace(b"200", b"201"),
            lambda content: content.replace(b"newsclaims-cache-1", b"newsclaims-cache-9"),
            lambda content: b"\0" * len(content),
        ],
    )
    def test_damaged_files_count_as_missing(self, folder, news_server, read, damage):
        url = serve(news_server, {"Cache-Control": "max-age=600"})
        read(url)
        (file,) = folder.iterdir()
        file.write_bytes(damage(file.read_bytes()))
        assert read(url).content == FIRST.encode()
        assert len(news_server.requests) == 2
        assert read(url).content == FIRST.encode()
        assert len(news_server.requests) == 2

    def test_the_longest_unused_goes_first(self, folder):
        store = CacheStore(folder, 50_000)
        for number in range(10):
            store.save(f"key {number}", stored(bytes(10_000)))
            time.sleep(0.01)
            store.load("key 0")
        kept = [number for number in range(10) if store.load(f"key {number}")]
        assert sum(path.stat().st_size for path in folder.iterdir()) <= 50_000
        assert 0 in kept
        assert 9 in kept
        assert 1 not in kept

    def test_what_a_killed_process_left_is_swept(self, folder):
        CacheStore(folder, 1000)
        left, young = folder / "old.part", folder / "young.part"
        left.write_bytes(b"half")
        young.write_bytes(b"half")
        os.utime(left, (0, 0))
        CacheStore(folder, 1000)
        assert not left.exists()
        assert young.exists()

    def test_a_folder_that_cannot_be_used(self, tmp_path, news_server):
        (tmp_path / "file").write_text("x")
        url = serve(news_server, {})
        with pytest.raises(StoreError, match="name another folder"):
            list(fetch([url], FetchOptions(cache=tmp_path / "file" / "cache")))

    def test_a_folder_that_vanishes_costs_only_the_cache(self, folder, caplog):
        store = CacheStore(folder, 1000)
        folder.rmdir()
        with caplog.at_level(logging.WARNING):
            store.save("key", stored())
            store.save("other", stored())
        assert store.load("key") is None
        assert len(caplog.records) == 1
        assert "keeps nothing more" in caplog.text


READ = """
import sys
from pathlib import Path
from extractor.fetchers import FetchOptions, fetch
options = FetchOptions(cache=Path(sys.argv[1]), rate=10_000, requests_per_host=4)
for turn in range(5):
    for item in fetch(sys.argv[2:], options):
        assert b"Norvale" in item.content, item
"""


def test_two_processes_share_a_folder(news_server, folder):
    urls = [
        serve(news_server, {"Cache-Control": "max-age=600"}, FIRST * 500, f"/{number}")
        for number in range(8)
    ]
    command = [sys.executable, "-c", READ, str(folder), *urls]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    ended = [process.communicate(timeout=60)[1].decode() for process in running]
    assert ended == ["", ""]
    assert len(news_server.requests) <= 16
    assert {path.suffix for path in folder.iterdir()} == {".answer"}


def test_many_readers_of_one_page(news_server, folder):
    url = serve(news_server, {"Cache-Control": "max-age=600"})
    errors = []

    def read():
        try:
            (item,) = fetch([url], FetchOptions(cache=folder, rate=1000))
            assert item.content == FIRST.encode()
        except AssertionError as error:
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
