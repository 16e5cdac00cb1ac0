"""What a WARC record holds: the page that a server once gave, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from extractor.errors import SourceError
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.expand import ExpansionError, expanders
from extractor.fetchers.file import too_large
from extractor.fetchers.media_types import (
    HTML,
    PLAIN,
    XHTML,
    effective_type,
    looks_like_markup,
    plain_type,
)
from extractor.fetchers.opening import charset_of
from extractor.fetchers.warc_records import Headers, Record
from extractor.records import Page

_READ_TYPES: Final = frozenset({HTML, XHTML, PLAIN})
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})(?:\s|\Z)")
_CHUNK: Final = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEAD: Final = 65_536
_OK: Final = b"200"
_GZIP_START: Final = b"\x1f\x8b"


def may_hold_page(headers: Headers) -> bool:
    """Whether a record may be a page: an answer of a server, or a resource kept by itself."""
    kind = headers.get("warc-type", "").lower()
    content_type = plain_type(headers.get("content-type"))
    if kind == "response":
        return content_type in ("application/http", None)
    return kind == "resource" and content_type in _READ_TYPES


def page_of(record: Record, source: str, max_bytes: int) -> Page | None:
    """The page in a record; None when it is something else: another type, another status.

    Raises:
        SourceError: There is a page, but it is not whole or can't be read.
    """
    content = record.content
    is_answer = record.headers.get("warc-type", "").lower() == "response"
    head, body = _split(content, source) if is_answer else (record.headers, content)
    page = _page(record, source, head)
    if head is None or not _may_be_read(head, page.url):
        return None
    _refuse_partial(record, source, max_bytes)
    whole = _decoded(head, body, source, max_bytes) if is_answer else body
    if len(whole) > max_bytes:
        # The record may be larger than a page, by the header fields before it.
        raise too_large(source, max_bytes)
    page = page.model_copy(update={"content": whole})
    return page if _is_page(page) else None


def _split(content: bytes, source: str) -> tuple[Mapping[str, str] | None, bytes]:
    """Header fields and body of an answer; None as header when its status is not 200."""
    status = _STATUS.match(content)
    end = _HEAD_END.search(content, 0, _LONGEST_HEAD)
    if not status or not end:
        raise _broken(source, "it holds no answer of a web server")
    if status[1] != _OK:
        return None, b""
    fields: dict[str, str] = {}
    for line in content[: end.start()].decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields, content[end.end() :]


def _page(record: Record, source: str, head: Mapping[str, str] | None) -> Page:
    content_type = (head or {}).get("content-type")
    return Page(
        source=source,
        content=b"",
        url=_address(record.headers),
        media_type=plain_type(content_type),
        charset=charset_of(content_type),
        fetched_at=_moment(record.headers.get("warc-date", "")),
    )


def _address(headers: Headers) -> str | None:
    # WARC 1.0 files may have it in angle brackets, after a mistake in the standard's grammar.
    address = headers.get("warc-target-uri", "").strip("<>")
    is_web = address.lower().startswith(("http://", "https://"))
    return address.encode("utf-8", "replace").decode("utf-8") if is_web else None


def _moment(stated: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stated)
        return moment.astimezone(UTC).replace(microsecond=0) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _may_be_read(head: Mapping[str, str], address: str | None) -> bool:
    is_told = plain_type(head.get("content-type"))
    return (is_told is None or is_told in _READ_TYPES) and not _is_for_robots(address)


def _is_for_robots(address: str | None) -> bool:
    try:
        return address is not None and urlsplit(address).path == "/robots.txt"
    except ValueError:
        return False


def _is_page(page: Page) -> bool:
    """Whether the bytes are a page too, not a feed or list that was declared as one."""
    if page.media_type is None and not looks_like_markup(page.content):
        return False
    return effective_type(page) in {*_READ_TYPES, None}


def _refuse_partial(record: Record, source: str, max_bytes: int) -> None:
    if not record.is_whole:
        raise too_large(source, max_bytes)
    reason = record.headers.get("warc-truncated")
    if reason:
        raise _broken(source, f"the crawler kept only its beginning ({reason[:40]})")


def _broken(source: str, reason: str) -> SourceError:
    message = f"{reason}; look for another copy of the page"
    return fetch_error(source, FetchCode.BROKEN_RECORD, message)


def _decoded(head: Mapping[str, str], body: bytes, source: str, max_bytes: int) -> bytes:
    """The body without its transfer and content encodings, which crawlers may have undone."""
    if "chunked" in head.get("transfer-encoding", "").lower():
        body = _dechunked(body, source)
    if body.lstrip()[:1] == b"<" or not body:
        return body
    return _expanded(body, head.get("content-encoding", ""), source, max_bytes)


def _dechunked(body: bytes, source: str) -> bytes:
    content = bytearray()
    size = _CHUNK.match(body)
    if not size:
        # The crawler put it together and left the header as it was.
        return body
    while size and (length := int(size[1], 16)):
        end = size.end() + length
        content += body[size.end() : end]
        size = _CHUNK.match(body, end + (2 if body[end : end + 1] == b"\r" else 1))
    if not size:
        raise _broken(source, "its chunks are damaged or not all there")
    return bytes(content)


def _expanded(body: bytes, encoding: str, source: str, max_bytes: int) -> bytes:
    if "gzip" in encoding.lower() and not body.startswith(_GZIP_START):
        # As above: undone by the crawler.
        return body
    try:
        for layer in expanders(encoding):
            body = b"".join(_limited(layer.feed(body), source, max_bytes))
            layer.finish()
    except ExpansionError as error:
        raise _broken(source, f"its compressed content is damaged ({error})") from error
    return body


def _limited(steps: Iterable[bytes], source: str, max_bytes: int) -> Iterator[bytes]:
    count = 0
    for step in steps:
        count += len(step)
        if count > max_bytes:
            raise too_large(source, max_bytes)
        yield step
