"""Connections that go only to addresses that were looked at first.

The check and the connection use the same addresses: a name is resolved once, every address is
checked, and the connection goes to one of these. A name server that gives another answer a moment
later (DNS rebinding) is not asked again. The host's name stays in the request and in TLS.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Sequence
from functools import partial
from typing import Any, Final

import httpcore

from extractor.fetchers.addresses import Resolver, is_public, spelled_address
from extractor.fetchers.off_loop import off_loop

SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)
# RFC 8305 calls this the connection attempt delay.
_HEAD_START: Final = 0.25
Connecting = asyncio.Task[httpcore.AsyncNetworkStream]
Attempt = Callable[[], Coroutine[Any, Any, httpcore.AsyncNetworkStream]]


class PrivateAddressError(Exception):
    """A host that nobody allowed is in a private network.

    Fields: ``host`` as it was spelled, ``address`` the one that is not public.
    """

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} is {address}")
        self.host = host
        self.address = address


async def addresses_of(host: str, port: int, resolver: Resolver) -> Sequence[str]:
    """The addresses of a host: itself when it is one in any spelling, else what the resolver says.

    Raises:
        socket.gaierror: The name is not known.
    """
    if literal := spelled_address(host):
        return (literal,)
    found = await off_loop(partial(resolver, host, port))
    if not found:
        raise socket.gaierror(socket.EAI_NONAME, "the name has no address")
    return found


def refuse_private(host: str, addresses: Iterable[str]) -> None:
    """Nothing, when all addresses are public.

    Raises:
        PrivateAddressError: One is not.
    """
    for address in addresses:
        if not is_public(address):
            raise PrivateAddressError(host, address)


class PublicHosts:
    """Hosts that were met at public addresses: they must stay there, even where they are trusted.

    The links of a document may lead to its own host wherever that is, since the host is the
    user's. Without this a feed from outside could use that: its name server only had to answer
    with a private address once the feed was read.

    Args:
        allowed: Hosts that may be anywhere at any time, because the user said so.
        met: Those that are known already; kept up to date.
    """

    def __init__(self, allowed: Iterable[str], met: set[str]) -> None:
        self._allowed = frozenset(host.lower().strip("[]") for host in allowed)
        self._met = met

    def __contains__(self, host: str) -> bool:
        return host.lower() in self._met

    def add(self, host: str) -> None:
        """From now on the host must be public."""
        if host.lower() not in self._allowed:
            self._met.add(host.lower())

    def check(self, host: str, addresses: Sequence[str], *, trusted: bool) -> None:
        """Nothing, when these addresses of a host may be asked.

        A host whose addresses are all public is kept in mind.

        Raises:
            PrivateAddressError: One may not.
        """
        if not trusted or host in self:
            refuse_private(host, addresses)
        if all(map(is_public, addresses)):
            self.add(host)


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks and connects, in this order.

    Args:
        resolver: Gives the addresses of a name.
        hosts: Those that were met at public addresses; None when the way leads to a proxy, which
            may be anywhere.
        trusted: Whether a host may be private that was not met elsewhere.
    """

    def __init__(self, resolver: Resolver, hosts: PublicHosts | None, *, trusted: bool) -> None:
        self._resolver = resolver
        self._hosts = hosts
        self._trusted = trusted
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to an address of the host that passed the check."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._checked_addresses(host, port)
                return await _first_connected(
                    [
                        partial(
                            self._sockets.connect_tcp,
                            address,
                            port,
                            local_address=local_address,
                            socket_options=socket_options,
                        )
                        for address in addresses
                    ]
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("connecting took too long") from error
        except socket.gaierror as error:
            raise httpcore.ConnectError(str(error)) from error

    async def _checked_addresses(self, host: str, port: int) -> Sequence[str]:
        addresses = await addresses_of(host, port, self._resolver)
        if self._hosts is not None:
            self._hosts.check(host, addresses, trusted=self._trusted)
        return addresses

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


async def _first_connected(attempts: Iterable[Attempt]) -> httpcore.AsyncNetworkStream:
    """The first connection that stands; each attempt has a head start before the next joins it."""
    waiting = deque(attempts)
    running: set[Connecting] = set()
    failures: list[BaseException] = []
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.create_task(waiting.popleft()()))
            await asyncio.wait(
                running,
                timeout=_HEAD_START if waiting else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in [task for task in running if task.done()]:
                running.remove(task)
                error = task.exception()
                if error is None:
                    return task.result()
                failures.append(error)
    finally:
        await _abandon(running)
    raise failures[0]


async def _abandon(tasks: Iterable[Connecting]) -> None:
    started = list(tasks)
    for task in started:
        task.cancel()
    for ended in await asyncio.gather(*started, return_exceptions=True):
        if not isinstance(ended, BaseException):
            await ended.aclose()
