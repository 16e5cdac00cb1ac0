"""Which addresses lie inside a private network, in whatever spelling they come."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port to addresses; raises ``socket.gaierror`` for a name that is not known."""

# Spelled out, since what ``is_global`` means changed between releases of Python. From the IANA
# registries of special-purpose addresses; the last of each are services of clouds that look public.
_REFUSED: Final[tuple[Network, ...]] = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "168.63.129.16/32",
            "::/128",
            "::1/128",
            "64:ff9b:1::/48",
            "100::/63",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
        ),
    )
)
# Where an IPv4 address stands inside an IPv6 one: network, and the bits to its right.
_CARRIERS: Final = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)
# ISATAP names the IPv4 address behind this mark, under any network.
_ISATAP_MARKS: Final = frozenset({0x00005EFE, 0x02005EFE})
_LOW_32_BITS: Final = 0xFFFFFFFF


def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses of a host as the operating system knows them, the preferred one first.

    Raises:
        socket.gaierror: The name is not known, or can't be one.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, f"no host can be named so ({error})") from error
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def spelled_address(host: str) -> str | None:
    """The address that a host is, when it is one in any spelling; None when it is a name.

    Decimal, octal and hexadecimal numbers and short forms count, since resolvers read them:
    ``2130706433``, ``0177.1`` and ``0x7f.0.0.1`` all are ``127.0.0.1``.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(bare))
    except (OSError, UnicodeError):
        return None


def is_public(address: str) -> bool:
    """Whether an address lies on the open internet, and every address hidden in it does too."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    return all(_is_public(layer) for layer in _layers(parsed))


def _is_public(address: Address) -> bool:
    inside = any(address in network for network in _REFUSED if network.version == address.version)
    return not inside and not address.is_multicast


def _layers(address: Address) -> Iterator[Address]:
    """The address and the IPv4 addresses that it carries."""
    carried = list(_carried(address)) if isinstance(address, ipaddress.IPv6Address) else []
    is_mere_carrier = any(address in network for network, shift in _CARRIERS if not shift)
    if not (carried and is_mere_carrier):
        yield address
    yield from carried


def _carried(address: ipaddress.IPv6Address) -> Iterator[Address]:
    bits = int(address)
    for network, shift in _CARRIERS:
        if address in network:
            yield ipaddress.IPv4Address(bits >> shift & _LOW_32_BITS)
    if bits >> 32 & _LOW_32_BITS in _ISATAP_MARKS:
        yield ipaddress.IPv4Address(bits & _LOW_32_BITS)
