"""TLS and HTTP/2, from a real server with certificates of our own making."""

from __future__ import annotations

import asyncio
import http.server
import ssl
import threading
from collections.abc import Sequence

import pytest
import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config

from extractor.fetchers import FetchOptions, fetch
from extractor.records import Failure, Page

STORY = b"<html><body><p>Norvale buys Tarn for 1.2bn.</p></body></html>"
NAME = "news.example"


def here(_host: str, _port: int) -> Sequence[str]:
    return ("127.0.0.1",)


class SecureServer:
    """Serves one story under TLS; ``seen`` has HTTP version, host and path of each request."""

    def __init__(self, authority: trustme.CA, folder) -> None:
        certificate = authority.issue_cert(NAME)
        certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
        certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
        self.config = Config()
        self.config.bind = ["127.0.0.1:0"]
        self.config.keyfile = str(folder / "key.pem")
        self.config.certfile = str(folder / "cert.pem")
        self.config.loglevel = "CRITICAL"
        self.seen: list[tuple[str, str, str]] = []
        self.port = 0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        # The port is taken here, so that nobody else can take it in between.
        sockets = self.config.create_sockets()
        self.port = sockets.secure_sockets[0].getsockname()[1]
        self.config.create_sockets = lambda: sockets
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_error):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def url(self, path: str, host: str = NAME) -> str:
        return f"https://{host}:{self.port}{path}"

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._ready.set()
        await serve(self._app, self.config, shutdown_trigger=self._stop.wait)

    async def _app(self, scope, receive, send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.seen.append((scope["http_version"], headers.get("host", ""), scope["path"]))
        is_story = scope["path"].startswith("/story")
        length = [(b"content-length", b"5000")] if scope["path"] == "/story/short" else []
        await send(
            {
                "type": "http.response.start",
                "status": 200 if is_story else 404,
                "headers": [(b"content-type", b"text/html"), *length],
            }
        )
        if scope["path"] == "/story/slow":
            await send({"type": "http.response.body", "body": b"<p>", "more_body": True})
            await asyncio.sleep(1.5)
        if scope["path"] == "/story/endless":
            for _ in range(1000):
                await send({"type": "http.response.body", "body": b"x" * 10_000, "more_body": True})
        await send({"type": "http.response.body", "body": STORY if is_story else b""})


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def server(authority, tmp_path_factory):
    with SecureServer(authority, tmp_path_factory.mktemp("tls")) as running:
        yield running


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def fetched(*sources: str, **options: object) -> list[Page | Failure]:
    usual = {"resolver": here, "retries": 0, "rate": 1000}
    return list(fetch(sources, FetchOptions(**{**usual, **options})))


def codes(items: list[Page | Failure]) -> list[str]:
    return [item.error if isinstance(item, Failure) else "page" for item in items]


@pytest.mark.usefixtures("trusted")
class TestTrusted:
    def test_http2_to_the_checked_address_under_the_hosts_name(self, server):
        server.seen.clear()
        (page,) = fetched(server.url("/story"))
        assert page.content == STORY
        assert page.url == server.url("/story")
        # The certificate is for the name, so TLS was told the name and not the address.
        assert set(server.seen) == {
            ("2", f"{NAME}:{server.port}", "/robots.txt"),
            ("2", f"{NAME}:{server.port}", "/story"),
        }

    def test_many_at_once(self, server):
        urls = [server.url(f"/story/{number}") for number in range(20)]
        items = fetched(*urls, requests_per_host=6)
        assert [item.source for item in items] == urls
        assert codes(items) == ["page"] * 20

    def test_a_certificate_for_another_name(self, server):
        assert codes(fetched(server.url("/story", host="other.example"))) == ["tls"]

    def test_the_guard_comes_before_tls(self, server, tmp_path):
        feed = tmp_path / "feed.xml"
        link = f"<item><link>{server.url('/story')}</link></item>"
        feed.write_text(f"<rss version='2.0'><channel>{link}</channel></rss>")
        server.seen.clear()
        assert codes(fetched(str(feed))) == ["private_address"]
        assert not server.seen
        assert codes(fetched(str(feed), allow_hosts=frozenset({NAME}))) == ["page"]

    def test_larger_than_it_may_be(self, server):
        assert codes(fetched(server.url("/story/endless"), max_bytes=100_000)) == ["too_large"]

    def test_shorter_than_it_says(self, server):
        assert codes(fetched(server.url("/story/short"))) == ["broken_response"]

    def test_slower_than_it_may_be(self, server, stopwatch):
        assert codes(fetched(server.url("/story/slow"), total_timeout=0.5)) == ["timeout"]
        assert stopwatch() < 15


def test_an_unknown_authority(server):
    assert codes(fetched(server.url("/story"))) == ["tls"]


def test_certificates_that_are_not_there(server, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "no-such-file.pem")
    assert codes(fetched(server.url("/story"))) == ["tls"]


def test_http_1_where_the_server_has_nothing_else(authority, trusted, tmp_path):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(STORY)

        def log_message(self, *_words):
            pass

    plain = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAME).configure_cert(context)
    plain.socket = context.wrap_socket(plain.socket, server_side=True)
    thread = threading.Thread(target=plain.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    items = fetched(f"https://{NAME}:{plain.server_port}/story")
    plain.shutdown()
    thread.join()
    plain.server_close()
    assert codes(items) == ["page"]
