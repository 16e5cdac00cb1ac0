"""The stable codes of what can go wrong while fetching; docs/failures.md explains each."""

from __future__ import annotations

from enum import StrEnum

from extractor.errors import SourceError
from extractor.records import Stage


class FetchCode(StrEnum):
    """Why a source could not be fetched."""

    MISSING = "missing"
    PERMISSION_DENIED = "permission_denied"
    UNREADABLE = "unreadable"
    OUTSIDE_FOLDER = "outside_folder"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ITEMS = "too_many_items"
    UNSUPPORTED_SCHEME = "unsupported_scheme"
    UNSUPPORTED_TYPE = "unsupported_type"
    BAD_URL = "bad_url"
    HTTP_STATUS = "http_status"
    ROBOTS_REFUSED = "robots_refused"
    ROBOTS_UNAVAILABLE = "robots_unavailable"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    DNS = "dns"
    TLS = "tls"
    CONNECTION = "connection"
    BROKEN_RESPONSE = "broken_response"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    PRIVATE_ADDRESS = "private_address"
    BROKEN_FEED = "broken_feed"
    NO_LINK = "no_link"
    UNSAFE_XML = "unsafe_xml"
    CIRCULAR = "circular"
    TOO_DEEP = "too_deep"
    BROKEN_OPML = "broken_opml"
    BROKEN_SITEMAP = "broken_sitemap"
    BROKEN_WARC = "broken_warc"
    TRUNCATED_WARC = "truncated_warc"
    BROKEN_RECORD = "broken_record"


def fetch_error(source: str, code: FetchCode, message: str) -> SourceError:
    """A failure of the fetch stage, ready to raise or to turn into a record."""
    return SourceError(source, Stage.FETCH, code.value, message)
