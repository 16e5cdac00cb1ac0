"""Connections: pools of them, those that anybody may ask for apart from those of trusted hosts.

A connection that was opened because the user named its host must not carry a request that a page
asked for, so trusted and guarded requests never share a pool. Behind a proxy the name is resolved
by the proxy; what can be checked here is checked before.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from extractor.fetchers.addresses import Resolver
from extractor.fetchers.guard import (
    CheckedBackend,
    PrivateAddressError,
    PublicHosts,
    addresses_of,
    refuse_private,
)
from extractor.fetchers.options import FetchOptions

_PROXY_SCHEMES: Final = frozenset({"http", "https"})
# RFC 6761, 6762 and 8375, and what networks use beside them: no public name ends so.
_INNER_DOMAINS: Final = frozenset(
    {"arpa", "corp", "home", "internal", "intranet", "lan", "local", "localhost", "private"}
)
_KEPT_CONNECTIONS: Final = 20
_KEPT_SECONDS: Final = 15.0
Pool = httpcore.AsyncConnectionPool


class _Content(httpx.AsyncByteStream):
    """The bytes of an answer as they arrive."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._answer.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._answer.aclose()


class PoolTransport(httpx.AsyncBaseTransport):
    """Hands requests to a pool of connections whose sockets we open ourselves."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request, its content not yet read."""
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Content(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class ProxySettingError(Exception):
    """The environment names a proxy that can't be used; the message says why, without secrets."""


class Connections:
    """One client for each pair of trust and proxy, made when first needed."""

    def __init__(self, options: FetchOptions, met: set[str]) -> None:
        self._resolver = options.resolver
        self._hosts = PublicHosts(options.allow_hosts, met)
        self._proxies = getproxies()
        self._clients: dict[tuple[bool, str | None], httpx.AsyncClient] = {}
        self._tls: ssl.SSLContext | None = None

    async def client(self, url: httpx.URL, *, trusted: bool) -> httpx.AsyncClient:
        """The client to fetch a URL with.

        Raises:
            ProxySettingError: The proxy in the environment can't be used.
            PrivateAddressError: A proxy would be asked for a private address that nobody trusts.
        """
        proxy = self._proxy_of(url)
        if proxy and (not trusted or _name_of(url) in self._hosts):
            await _refuse_behind_proxy(url, self._resolver)
        key = (trusted, proxy)
        if key not in self._clients:
            self._clients[key] = self._opened(proxy, trusted=trusted)
        return self._clients[key]

    async def met(self, url: httpx.URL, *, trusted: bool) -> None:
        """Keep in mind where a host is whose answer may have come out of the cache."""
        if not trusted:
            self._hosts.add(_name_of(url))
        elif _name_of(url) not in self._hosts and not self._proxy_of(url):
            with suppress(socket.gaierror):
                addresses = await addresses_of(_name_of(url), url.port or 0, self._resolver)
                self._hosts.check(_name_of(url), addresses, trusted=True)

    async def aclose(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            await client.aclose()

    def _proxy_of(self, url: httpx.URL) -> str | None:
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all")
        if not proxy or proxy_bypass(url.host):
            return None
        return _checked_proxy(proxy if "://" in proxy else f"http://{proxy}")

    def _opened(self, proxy: str | None, *, trusted: bool) -> httpx.AsyncClient:
        # A page must not depend on what earlier pages set.
        no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        return httpx.AsyncClient(
            transport=PoolTransport(self._pool(proxy, trusted=trusted)),
            cookies=no_cookies,
            follow_redirects=False,
            trust_env=False,
        )

    def _pool(self, proxy: str | None, *, trusted: bool) -> Pool:
        if self._tls is None:
            # Reading the certificates takes a while, so once; SSL_CERT_FILE is heeded.
            self._tls = httpx.create_ssl_context()
        return httpcore.AsyncConnectionPool(
            ssl_context=self._tls,
            proxy=_with_login(proxy) if proxy else None,
            # Who asks bounds how many there are; a limit here could only make them wait.
            max_connections=None,
            max_keepalive_connections=_KEPT_CONNECTIONS,
            keepalive_expiry=_KEPT_SECONDS,
            http2=True,
            # The proxy itself is the user's choice, wherever it is.
            network_backend=CheckedBackend(
                self._resolver, None if proxy else self._hosts, trusted=trusted
            ),
        )


def _name_of(url: httpx.URL) -> str:
    """The host as connections spell it."""
    return url.raw_host.decode("ascii")


async def _refuse_behind_proxy(url: httpx.URL, resolver: Resolver) -> None:
    try:
        refuse_private(url.host, await addresses_of(url.host, url.port or 0, resolver))
    except socket.gaierror:
        # Only the proxy knows the name; it may be one of its own network.
        name = _name_of(url).rstrip(".").lower()
        if "." not in name or name.rpartition(".")[2] in _INNER_DOMAINS:
            raise PrivateAddressError(url.host, "a name inside the proxy's network") from None


def _checked_proxy(address: str) -> str:
    try:
        scheme = httpx.URL(address).scheme
    except httpx.InvalidURL as error:
        raise ProxySettingError("its address in the environment is no URL") from error
    if scheme not in _PROXY_SCHEMES:
        raise ProxySettingError(f"its scheme {scheme!r} is not supported, only http and https are")
    return address


def _with_login(address: str) -> httpcore.Proxy:
    url = httpx.URL(address)
    login = (url.username, url.password) if url.userinfo else None
    return httpcore.Proxy(str(url.copy_with(userinfo=b"")), auth=login)
