"""Pages over HTTP, from a server that does what real ones do."""

from __future__ import annotations

import gzip
import socket
import struct
import threading

import pytest

from extractor.fetchers import FetchOptions, fetch
from extractor.records import Failure, Page

STORY = "<html><body><p>Norvale buys Tarn for £1.2bn.</p></body></html>"


def fetched(*sources: str, **options: object) -> list[Page | Failure]:
    return list(fetch(sources, FetchOptions(**{"retries": 0, **options})))


def only_page(*sources: str, **options: object) -> Page:
    (item,) = fetched(*sources, **options)
    assert isinstance(item, Page), item
    return item


def only_failure(*sources: str, **options: object) -> Failure:
    (item,) = fetched(*sources, **options)
    assert isinstance(item, Failure), item
    return item


def test_a_page(news_server):
    url = news_server.add("/story", STORY)
    page = only_page(url)
    assert page.content == STORY.encode()
    assert (page.source, page.url, page.media_type, page.charset) == (
        url,
        url,
        "text/html",
        "utf-8",
    )
    assert page.fetched_at is not None
    assert page.fetched_at.utcoffset().total_seconds() == 0


def test_we_say_who_we_are(news_server):
    only_page(news_server.add("/story", STORY))
    only_page(news_server.add("/story", STORY), user_agent="example-desk/2 (desk@example.org)")
    agents = [headers["User-Agent"] for _, headers in news_server.requests]
    assert agents[0].startswith("newsclaims/")
    assert "(+http" in agents[0]
    assert agents[1] == "example-desk/2 (desk@example.org)"


def test_the_charset_is_what_the_server_says_even_if_wrong(news_server):
    url = news_server.add("/story", STORY, "text/html; charset=iso-8859-1")
    assert only_page(url).charset == "iso-8859-1"


def test_compressed_answers_are_expanded(news_server):
    url = news_server.add(
        "/story", gzip.compress(STORY.encode()), headers={"Content-Encoding": "gzip"}
    )
    assert only_page(url).content == STORY.encode()


def test_redirects_are_followed_to_the_final_address(news_server):
    news_server.add("/c", STORY)
    news_server.add_redirect("/b", "c", 301)
    url = news_server.add_redirect("/a", news_server.url("/b"), 307)
    page = only_page(url)
    assert (page.source, page.url) == (url, news_server.url("/c"))


def test_a_page_does_not_depend_on_cookies_of_an_earlier_one(news_server):
    first = news_server.add("/a", STORY, headers={"Set-Cookie": "seen=1"})
    assert len(fetched(first, news_server.add("/b", STORY))) == 2
    assert "Cookie" not in news_server.requests[1][1]


def test_secrets_in_the_address_are_not_kept(news_server):
    url = news_server.add("/story", STORY).replace("http://", "http://user:secret@")
    assert only_page(url + "#part").url == news_server.url("/story")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503])
def test_error_statuses(news_server, status):
    url = news_server.add("/story", "<p>sorry</p>", status=status)
    failure = only_failure(url)
    assert failure.error == "http_status"
    assert str(status) in failure.message


def test_a_redirect_loop(news_server):
    news_server.add_redirect("/b", "/a")
    url = news_server.add_redirect("/a", "/b")
    assert only_failure(url).error == "too_many_redirects"
    assert len(news_server.requests) == 6


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("file:///etc/hostname", "unsupported_scheme"),
        ("ftp://example.org/x", "unsupported_scheme"),
        ("http://[::bad", "broken_response"),
        ("http://169.254.169.254/latest", "private_address"),
        ("http://localhost:1/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("http://[::ffff:127.0.0.1]/", "private_address"),
    ],
)
def test_redirects_to_where_nobody_sent_us(news_server, target, code):
    assert only_failure(news_server.add_redirect("/a", target)).error == code


def test_refused(refusing_url):
    assert only_failure(refusing_url).error == "refused"


def test_unknown_host():
    assert only_failure("http://no-such-host.invalid/").error == "dns"


def test_no_tls_where_https_is_asked_for(news_server):
    url = news_server.add("/story", STORY).replace("http:", "https:")
    assert only_failure(url).error == "tls"


def test_a_server_that_says_nothing(news_server, stopwatch):
    url = news_server.add_slow("/story", [b"<p>late</p>"], pause=30)
    assert only_failure(url, read_timeout=0.2).error == "timeout"
    assert stopwatch() < 15


def test_a_server_that_drips(news_server, stopwatch):
    url = news_server.add_slow("/story", [b"<p>drip</p>"] * 1000, pause=0.02)
    assert only_failure(url, read_timeout=5, total_timeout=0.3).error == "timeout"
    assert stopwatch() < 15


def test_larger_than_it_may_be(news_server):
    url = news_server.add("/story", b"x" * 20_000_000)
    assert only_failure(url).error == "too_large"


def test_larger_than_it_says(news_server):
    """Without a length, the bytes are counted as they arrive."""
    pieces = [b"x" * 60_000] * 100
    url = news_server.add_slow("/story", pieces, pause=0)
    assert only_failure(url, max_bytes=100_000).error == "too_large"


def test_larger_once_expanded(news_server):
    bomb = gzip.compress(b"\0" * 20_000_000)
    assert len(bomb) < 100_000
    url = news_server.add("/story", bomb, headers={"Content-Encoding": "gzip"})
    assert only_failure(url).error == "too_large"


def test_shorter_than_it_says(news_server):
    url = news_server.add("/story", STORY, headers={"Content-Length": "5000"})
    assert only_failure(url).error == "broken_response"


def test_damaged_compression(news_server):
    url = news_server.add("/story", b"no gzip", headers={"Content-Encoding": "gzip"})
    assert only_failure(url).error == "broken_response"


@pytest.fixture
def raw_server():
    """Answers one connection with whatever bytes a test wants, then closes or resets it."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads = []

    def serve(answer: bytes, *, reset: bool = False) -> str:
        def talk():
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                try:
                    connection.sendall(answer)
                except ConnectionError:
                    return
                if reset:
                    linger = struct.pack("ii", 1, 0)
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

        threads.append(threading.Thread(target=talk))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield serve
    for thread in threads:
        thread.join()
    listener.close()


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
NO_HTTP = {
    "nothing": b"",
    "no HTTP": b"no HTTP at all\r\n\r\n",
    "strange status": b"HTTP/1.1 999999 Strange\r\n",
    "HTTP/2 unasked": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "half a header": OK + b"X-Half: ",
    "no header": b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
    "NUL in a header": OK + b"X-Nul: a\0b\r\n\r\n",
    "headers without end": OK + b"X-Long: yes\r\n" * 100_000,
    "a header without end": OK + b"X-Long: " + b"x" * 1_000_000,
    "two lengths": OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "negative length": OK + b"Content-Length: -5\r\n\r\nabcdef",
    "a length that is none": OK + b"Content-Length: many\r\n\r\nabcdef",
    "shorter than its length": OK + b"Content-Length: 500\r\n\r\n<p>Norvale",
    "no last chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>No\r\n",
    "half a chunk": OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\n<p>No",
    "a chunk that is none": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>No\r\n0\r\n\r\n",
    "unknown encoding": OK + b"Content-Encoding: rot13\r\nContent-Length: 5\r\n\r\n<p>No",
    "many layers": OK + b"Content-Encoding: gzip,gzip,gzip\r\nContent-Length: 3\r\n\r\n<p>",
}


@pytest.mark.parametrize("answer", NO_HTTP.values(), ids=NO_HTTP.keys())
def test_answers_that_are_no_http(raw_server, answer):
    own = frozenset({"127.0.0.1"})
    assert only_failure(raw_server(answer), ignore_robots=own).error == "broken_response"


def test_a_connection_that_is_reset(raw_server):
    own = frozenset({"127.0.0.1"})
    url = raw_server(OK + b"Content-Length: 500\r\n\r\n<p>", reset=True)
    assert only_failure(url, ignore_robots=own).error == "broken_response"


def test_more_than_its_length_is_passed_over(raw_server):
    own = frozenset({"127.0.0.1"})
    url = raw_server(OK + b"Content-Length: 3\r\nConnection: close\r\n\r\n<p>and more")
    assert only_page(url, ignore_robots=own).content == b"<p>"


@pytest.mark.parametrize(
    "location", [b"//[", b"http://a:b:c/", b"\xff\xfe", b"http://\xe9\xff/", b""]
)
def test_redirects_to_nonsense(raw_server, location):
    own = frozenset({"127.0.0.1"})
    answer = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    url = raw_server(answer)
    failure = only_failure(url, ignore_robots=own, max_redirects=0)
    assert failure.error in ("bad_url", "broken_response", "too_many_redirects", "dns")


@pytest.mark.parametrize(
    "media_type", ["application/pdf", "image/png", "application/json", "video/mp4"]
)
def test_types_that_are_not_read(news_server, media_type):
    failure = only_failure(news_server.add("/story", b"data", media_type))
    assert failure.error == "unsupported_type"
    assert media_type in failure.message


@pytest.mark.parametrize("media_type", [None, "application/octet-stream", "text/plain; charset=x"])
def test_types_that_say_little_are_read(news_server, media_type):
    assert only_page(news_server.add("/story", STORY, media_type)).content == STORY.encode()


@pytest.mark.parametrize(
    "url", ["http://", "http:///path", "http://[::1", "http://exa mple.org/", "https://:80/"]
)
def test_addresses_that_are_none(url):
    assert only_failure(url).error in ("bad_url", "dns")


def test_one_bad_address_does_not_stop_the_rest(news_server, refusing_url):
    good = news_server.add("/story", STORY)
    items = fetched(good, refusing_url, news_server.url("/none"), good)
    assert [getattr(item, "error", "page") for item in items] == [
        "page",
        "refused",
        "http_status",
        "page",
    ]
