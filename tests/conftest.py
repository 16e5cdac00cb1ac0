"""Shared fixtures: a real HTTP server on this machine that misbehaves on request."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Reply = Callable[[BaseHTTPRequestHandler], None]


class NewsServer(ThreadingHTTPServer):
    """Serves what a test adds; everything else is a 404.

    ``requests`` holds (path, headers) of everything that was asked for; robots.txt, which every
    polite client asks for first, is counted apart in ``robots_requests``.
    """

    daemon_threads = True

    def __init__(self):
        self.replies: dict[str, Reply] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.robots_requests: list[dict[str, str]] = []
        self.stopping = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def add(
        self,
        path: str,
        body: bytes | str,
        content_type: str | None = "text/html; charset=utf-8",
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> str:
        """A plain answer at a path; gives its URL."""
        content = body.encode("utf-8") if isinstance(body, str) else body
        stated = {"Content-Length": str(len(content))}
        if content_type:
            stated["Content-Type"] = content_type

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in (stated | (headers or {})).items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(content)

        return self.add_reply(path, reply)

    def add_redirect(self, path: str, target: str, status: int = 302) -> str:
        """A redirect from a path; gives its URL."""
        return self.add(path, b"", status=status, headers={"Location": target})

    def add_slow(self, path: str, pieces: list[bytes], pause: float) -> str:
        """An answer that drips: a pause (s) before each piece; gives its URL."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
            for piece in pieces:
                if self.stopping.wait(pause):
                    return
                handler.wfile.write(piece)
                handler.wfile.flush()

        return self.add_reply(path, reply)

    def add_reply(self, path: str, reply: Reply) -> str:
        """Any behaviour at a path; gives its URL."""
        self.replies[path] = reply
        return self.url(path)

    def handle_error(self, request, client_address):
        """A client that hangs up is part of the tests; nothing of it goes to stderr."""


class _Handler(BaseHTTPRequestHandler):
    server: NewsServer

    def do_GET(self):
        if self.path == "/robots.txt":
            self.server.robots_requests.append(dict(self.headers))
        else:
            self.server.requests.append((self.path, dict(self.headers)))
        reply = self.server.replies.get(self.path)
        if reply is None:
            self.send_error(404)
        else:
            reply(self)

    def log_message(self, format, *args):  # noqa: A002 - the name is http.server's
        pass


@pytest.fixture
def news_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NewsServer]:
    """A local HTTP server for one test."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    server = NewsServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.stopping.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def refusing_url() -> str:
    """A URL at whose port nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return f"http://127.0.0.1:{port}/"


@pytest.fixture
def stopwatch() -> Callable[[], float]:
    """Seconds since the test began."""
    start = time.monotonic()
    return lambda: time.monotonic() - start
