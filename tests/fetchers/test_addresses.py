"""Which addresses are public, in every spelling."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.fetchers.addresses import is_public, spelled_address, system_resolver

LOOPBACK_SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0x7F.0x0.0x0.0x1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "127.0.0.1..",
]
NOT_PUBLIC = {
    "loopback": "127.8.9.10",
    "this network": "0.0.0.0",
    "private, large": "10.1.2.3",
    "private, middle": "172.31.255.255",
    "private, small": "192.168.0.1",
    "metadata": "169.254.169.254",
    "metadata of containers": "169.254.170.2",
    "metadata behind carrier NAT": "100.100.100.200",
    "metadata in a reserved network": "192.0.0.192",
    "metadata that looks public": "168.63.129.16",
    "carrier NAT": "100.64.0.1",
    "documentation": "203.0.113.7",
    "benchmarks": "198.19.0.1",
    "old anycast relay": "192.88.99.1",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "loopback 6": "::1",
    "unspecified 6": "::",
    "link-local 6": "fe80::1",
    "link-local 6 with its zone": "fe80::1%eth0",
    "unique local 6": "fd00:ec2::254",
    "site-local 6": "fec0::1",
    "multicast 6": "ff02::1",
    "documentation 6": "2001:db8::1",
    "newer documentation 6": "3fff::1",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "discard": "100::1",
    "mapped": "::ffff:127.0.0.1",
    "mapped private": "::ffff:10.0.0.1",
    "compatible": "::7f00:1",
    "translated": "::ffff:0:7f00:1",
    "NAT64": "64:ff9b::a9fe:a9fe",
    "local NAT64": "64:ff9b:1::808:808",
    "6to4": "2002:7f00:1::",
    "6to4 metadata": "2002:a9fe:a9fe::1",
    "ISATAP": "2606:4700::5efe:a00:1",
}
PUBLIC = {
    "4": "93.184.216.34",
    "next to private": "172.32.0.1",
    "next to carrier NAT": "100.128.0.1",
    "6": "2606:4700::1111",
    "mapped": "::ffff:93.184.216.34",
    "NAT64": "64:ff9b::5db8:d822",
    "6to4": "2002:5db8:d822::1",
}


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
def test_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC.keys())
def test_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", LOOPBACK_SPELLINGS)
def test_spellings_of_loopback(host):
    assert spelled_address(host) == "127.0.0.1"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("[::1]", "::1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("::FFFF:7F00:1", "::ffff:127.0.0.1"),
        ("169.254.43518", "169.254.169.254"),
        ("0", "0.0.0.0"),
    ],
)
def test_other_spellings(host, address):
    spelled = spelled_address(host)
    assert ipaddress.ip_address(spelled) == ipaddress.ip_address(address)
    assert not is_public(spelled)


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1.example.org", "localhost", "", "1.2.3.4.5"]
)
def test_names_are_no_addresses(host):
    assert spelled_address(host) is None


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_as_itself(address):
    """Python's own judgement may be wider, never narrower, than ours."""
    carriers = [
        ipaddress.IPv6Address(int(ipaddress.IPv6Address("::ffff:0:0")) | int(address)),
        ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | int(address)),
        ipaddress.IPv6Address(int(ipaddress.IPv6Address("2002::")) | int(address) << 80),
    ]
    assert {is_public(str(carrier)) for carrier in carriers} == {is_public(str(address))}
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_multicast


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_numbers_are_read_as_resolvers_read_them(address):
    for spelling in (str(int(address)), hex(int(address)), f"0{int(address):o}"):
        assert spelled_address(spelling) == str(address)


def test_the_system_knows_this_machine():
    assert "127.0.0.1" in system_resolver("localhost", 80)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 70 + ".org", "a..b"])
def test_names_that_are_not_known(host):
    with pytest.raises(socket.gaierror):
        system_resolver(host, 80)
