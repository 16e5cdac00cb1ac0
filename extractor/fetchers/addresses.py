"""Which hosts lie inside a private network, so that no feed can point us there."""

from __future__ import annotations

import ipaddress
import socket


def is_private_host(host: str) -> bool:
    """Whether any address of a host is not a public one (loopback, private, link-local, ...).

    Any spelling of an address counts, since the resolver reads it. A host that doesn't resolve is
    not private: fetching it says what is wrong with it, or a proxy knows it.
    """
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except (socket.gaierror, UnicodeError):
        return False
    return any(not _is_public(str(address[0])) for *_, address in found)


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return parsed.is_global and not parsed.is_multicast
