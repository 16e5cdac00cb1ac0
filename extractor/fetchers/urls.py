"""Addresses: whether they can be fetched, and where a redirect leads."""

from __future__ import annotations

from typing import Final

import httpx

from extractor.fetchers.codes import FetchCode, fetch_error

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


def host_of(url: str) -> str | None:
    """The host name of a URL in lower case; None when there is none."""
    try:
        return httpx.URL(url).host.lower() or None
    except httpx.InvalidURL:
        return None


def valid_url(url: str, source: str) -> httpx.URL:
    """A URL that can be fetched.

    Raises:
        SourceError: It is none, or its scheme is neither http nor https.
    """
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
    if not parsed.host.strip("."):
        raise fetch_error(source, FetchCode.BAD_URL, "it names no host; check the address")
    return parsed


def is_redirect(status: int, headers: httpx.Headers) -> bool:
    """Whether an answer says where to look instead."""
    return status in _REDIRECTS and "location" in headers


def next_url(url: httpx.URL, headers: httpx.Headers, source: str) -> httpx.URL:
    """Where a redirect leads.

    Raises:
        SourceError: To nowhere that can be fetched.
    """
    try:
        target = str(url.join(headers["location"]))
    except httpx.InvalidURL as error:
        message = f"it redirects to no valid URL ({error}); check the address"
        raise fetch_error(source, FetchCode.BAD_URL, message) from error
    return valid_url(target, source)


def public_url(url: httpx.URL) -> str:
    """A URL as it may stand in records: without user, password and fragment."""
    return str(url.copy_with(userinfo=b"", fragment=None))
