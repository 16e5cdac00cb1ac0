"""Names and addresses that can be published."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.sinks.standards.identifiers import (
    Names,
    is_base,
    language_tag,
    local_name,
    public_url,
    text_iri,
)
from tests.standards.export_samples import article

# RFC 3986, http(s) with a host.
URI = re.compile(
    r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?"
    r"(?:/(?:[A-Za-z0-9._~:@!$&'()*+,;=/-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9._~:@!$&'()*+,;=/?-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~:@!$&'()*+,;=/?-]|%[0-9A-Fa-f]{2})*)?"
)


@pytest.mark.parametrize(("given_address", "public"), [
    ("https://news.example/port", "https://news.example/port"),
    (" HTTPS://News.Example/Port \n", "https://news.example/Port"),
    ("https://news.example/a b", "https://news.example/a%20b"),
    ("https://news.example/a%20b?x=%zz", "https://news.example/a%20b?x=%25zz"),
    ('https://news.example/"<x>', "https://news.example/%22%3Cx%3E"),
    ("https://news.example/é?q=ü#ß", "https://news.example/%C3%A9?q=%C3%BC#%C3%9F"),
    ("https://news.example/[1]", "https://news.example/%5B1%5D"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://ada:secret@news.example:8443/x", "https://news.example:8443/x"),
    ("http://[2001:db8::1]:80/x", "http://[2001:db8::1]:80/x"),
    ("https://news.example/\ud800", "https://news.example/%3F"),
    ("https://news.example", "https://news.example"),
])  # fmt: skip
def test_addresses_become_valid(given_address, public):
    assert public_url(given_address) == public
    assert URI.fullmatch(public)


@pytest.mark.parametrize("address", [
    None, "", "port.html", "/port", "//news.example/port", "javascript:alert(1)",
    "data:text/html,<b>", "file:///etc/passwd", "https://", "https:///port", "http://[::1",
    "http://news.example:port/", "http://news.example:99999/", "https://a b.example/",
    "https://" + "x" * 70 + ".example/", "https://..example/", "ftp://news.example/",
])  # fmt: skip
def test_what_is_no_public_address(address):
    assert public_url(address) is None


@given(st.text())
def test_any_text_is_valid_or_refused(text):
    for address in (text, f"https://{text}", f"https://news.example/{text}"):
        public = public_url(address)
        assert public is None or URI.fullmatch(public)
        assert public is None or public_url(public) == public


@given(st.text(), st.text())
def test_local_names_are_safe_and_distinct(one, other):
    pattern = r"kind-(?:[A-Za-z0-9_-]|%[0-9A-F]{2})*"
    assert re.fullmatch(pattern, local_name("kind", one))
    assert (local_name("kind", one) == local_name("kind", other)) == (one == other)


def test_text_iri_is_the_hash_of_the_text():
    told = article()
    digest = hashlib.sha256(told.text.encode()).digest()
    expected = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert text_iri(told) == f"ni:///sha-256;{expected}"


@pytest.mark.parametrize(("base", "fits"), [
    ("urn:newsclaims:", True), ("https://data.example/claims/", True),
    ("http://localhost:8000/x#", True), ("https://data.example/claims", False),
    ("claims/", False), ("javascript:x:", False), ("https://data.example/a b/", False), ("", False),
])  # fmt: skip
def test_bases(base, fits):
    assert is_base(base) is fits
    if fits:
        assert Names(base).of("claim", "c1-x") == f"{base}claim-c1-x"
    else:
        with pytest.raises(ValueError, match="ends in"):
            Names(base)


@pytest.mark.parametrize(
    ("language", "tag"), [("en", "en"), ("en-GB", "en-GB"), ("english!", None), ("", None)]
)
def test_language_tags(language, tag):
    assert language_tag(language) == tag
