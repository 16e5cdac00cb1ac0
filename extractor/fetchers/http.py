"""The polite client: one GET with time-outs, bounded redirects, a byte limit and an honest name."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

import httpx

from extractor.errors import SourceError
from extractor.fetchers.addresses import is_private_host
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.options import FetchOptions
from extractor.records import Page, PageHints

_ACCEPT: Final = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5"
)
# From the most specific on: what a broken connection was broken by.
_CAUSES: Final[tuple[tuple[type[BaseException], FetchCode, str], ...]] = (
    (socket.gaierror, FetchCode.DNS, "its host name is not known; check the spelling"),
    (ConnectionRefusedError, FetchCode.REFUSED, "the server refuses connections; try later"),
    (ssl.SSLError, FetchCode.TLS, "no secure connection could be made; check its certificate"),
)
_FAULTS: Final[tuple[tuple[type[httpx.HTTPError], FetchCode, str], ...]] = (
    (httpx.TimeoutException, FetchCode.TIMEOUT, "the server took too long; try later"),
    (httpx.ConnectError, FetchCode.CONNECTION, "no connection could be made; try later"),
    (httpx.ProxyError, FetchCode.CONNECTION, "the proxy refused; check the proxy settings"),
    (httpx.DecodingError, FetchCode.BROKEN_RESPONSE, "its compressed content is damaged"),
    (httpx.HTTPError, FetchCode.BROKEN_RESPONSE, "the answer broke off or is no valid HTTP"),
)


def host_of(url: str) -> str | None:
    """The host name of a URL in lower case; None when there is none."""
    try:
        return httpx.URL(url).host.lower() or None
    except httpx.InvalidURL:
        return None


class HttpClient:
    """Fetches one URL after another over one pool of connections, opened when first needed."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._client: httpx.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._client is not None:
            self._client.close()

    def get(
        self,
        url: str,
        *,
        trusted_host: str | None,
        source: str | None = None,
        hints: PageHints | None = None,
    ) -> Page:
        """What is at a URL, redirects followed, as a page of raw bytes.

        Args:
            url: An http or https URL.
            trusted_host: The host that may have a private address, because the user named it;
                None when a local file names the URL: then every address may be fetched.
            source: What the page is called in records; the URL when None.
            hints: What the place that pointed here says of the page.

        Raises:
            SourceError: With one of the codes of ``FetchCode``.
        """
        name = source or url
        deadline = time.monotonic() + self._options.total_timeout
        target = _valid_url(url, name)
        for _ in range(self._options.max_redirects + 1):
            self._refuse_private(target, name, trusted_host)
            with _faults_as_failures(name), self._answer(target, deadline) as response:
                if not response.has_redirect_location:
                    return self._page(response, name, deadline, hints or PageHints())
                target = _valid_url(str(target.join(response.headers["location"])), name)
        message = f"it redirects more than {self._options.max_redirects} times; check the address"
        raise fetch_error(name, FetchCode.TOO_MANY_REDIRECTS, message)

    def _refuse_private(self, url: httpx.URL, source: str, trusted_host: str | None) -> None:
        allowed = {trusted_host, *self._options.allow_hosts}
        if trusted_host is None or url.host.lower() in allowed or not is_private_host(url.host):
            return
        message = (
            f"it points to {url.host}, an address inside a private network; "
            "allow the host (allow_hosts) if that is meant"
        )
        raise fetch_error(source, FetchCode.PRIVATE_ADDRESS, message)

    @contextmanager
    def _answer(self, url: httpx.URL, deadline: float) -> Iterator[httpx.Response]:
        client = self._opened()
        # A page must not depend on what earlier pages set.
        client.cookies.clear()
        left = max(deadline - time.monotonic(), 0.001)
        timeout = httpx.Timeout(
            min(self._options.read_timeout, left), connect=min(self._options.connect_timeout, left)
        )
        with client.stream("GET", url, timeout=timeout) as response:
            yield response

    def _opened(self) -> httpx.Client:
        if self._client is None:
            headers = {"User-Agent": self._options.user_agent, "Accept": _ACCEPT}
            self._client = httpx.Client(headers=headers, follow_redirects=False)
        return self._client

    def _page(
        self, response: httpx.Response, source: str, deadline: float, hints: PageHints
    ) -> Page:
        if not response.is_success:
            raise _status_error(response, source)
        return Page(
            source=source,
            content=self._content(response, source, deadline),
            url=str(response.url.copy_with(userinfo=b"", fragment=None)),
            media_type=response.headers.get("content-type"),
            charset=response.charset_encoding,
            fetched_at=datetime.now(UTC).replace(microsecond=0),
            hints=hints,
        )

    def _content(self, response: httpx.Response, source: str, deadline: float) -> bytes:
        self._refuse_announced_size(response, source)
        content = bytearray()
        # No chunk size: with one, slow bytes are collected before the clock is looked at.
        for piece in response.iter_bytes():
            content += piece
            if len(content) > self._options.max_bytes:
                raise self._too_large(source)
            if time.monotonic() > deadline:
                message = f"it took more than {self._options.total_timeout:g} s; try later"
                raise fetch_error(source, FetchCode.TIMEOUT, message)
        return bytes(content)

    def _refuse_announced_size(self, response: httpx.Response, source: str) -> None:
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self._options.max_bytes:
            raise self._too_large(source)

    def _too_large(self, source: str) -> SourceError:
        message = (
            f"it is larger than the limit of {self._options.max_bytes:,} bytes; "
            "raise the limit (max_bytes) if that is meant"
        )
        return fetch_error(source, FetchCode.TOO_LARGE, message)


def _valid_url(url: str, source: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        message = f"it is no valid URL ({error}); check the address"
        raise fetch_error(source, FetchCode.BAD_URL, message) from error
    if not parsed.scheme:
        message = "it is no full address; give one that begins with http:// or https://"
        raise fetch_error(source, FetchCode.BAD_URL, message)
    if parsed.scheme not in ("http", "https"):
        message = f"it points to the scheme {parsed.scheme!r}; only http and https are fetched"
        raise fetch_error(source, FetchCode.UNSUPPORTED_SCHEME, message)
    if not parsed.host:
        raise fetch_error(source, FetchCode.BAD_URL, "it names no host; check the address")
    return parsed


def _status_error(response: httpx.Response, source: str) -> SourceError:
    message = (
        f"the server answered {response.status_code} {response.reason_phrase}; "
        "check the address in a browser"
    )
    return fetch_error(source, FetchCode.HTTP_STATUS, message)


@contextmanager
def _faults_as_failures(source: str) -> Iterator[None]:
    try:
        yield
    except httpx.InvalidURL as error:
        # A redirect to an address that can't be read.
        message = f"it redirects to no valid URL ({error})"
        raise fetch_error(source, FetchCode.BAD_URL, message) from error
    except httpx.HTTPError as error:
        code, message = _fault(error)
        raise fetch_error(source, code, f"{message} ({error or type(error).__name__})") from error


def _fault(error: httpx.HTTPError) -> tuple[FetchCode, str]:
    for cause in _chain(error):
        for kind, code, message in _CAUSES:
            if isinstance(cause, kind):
                return code, message
    return next((code, message) for kind, code, message in _FAULTS if isinstance(error, kind))


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__
