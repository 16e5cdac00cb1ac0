"""What kind of content a source holds: by its name, its transport, its first bytes."""

from __future__ import annotations

import mimetypes
import re
from functools import cache
from typing import Final

from extractor.records import Page

HTML: Final = "text/html"
XHTML: Final = "application/xhtml+xml"
PLAIN: Final = "text/plain"
MARKDOWN: Final = "text/markdown"
RSS: Final = "application/rss+xml"
ATOM: Final = "application/atom+xml"
RDF: Final = "application/rdf+xml"
XML: Final = "application/xml"
UNKNOWN: Final = "application/octet-stream"

_BY_SUFFIX: Final = {
    ".html": HTML,
    ".htm": HTML,
    ".shtml": HTML,
    ".xhtml": XHTML,
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": MARKDOWN,
    ".rss": RSS,
    ".atom": ATOM,
    ".rdf": RDF,
    ".xml": XML,
}
_SAME_AS: Final = {"text/xml": XML, "application/x-rss+xml": RSS, "text/rss+xml": RSS}
# Types that servers give to anything, so that the first bytes know better.
_VAGUE: Final = frozenset({XML, UNKNOWN, "binary/octet-stream"})
_SNIFFED_BYTES: Final = 4096
_PROLOGUE: Final = rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*"
_FEED_ROOT: Final = re.compile(
    _PROLOGUE + rb"<(?:[a-z]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE | re.DOTALL
)
_HTML_ROOT: Final = re.compile(_PROLOGUE + rb"<html[\s>]", re.IGNORECASE | re.DOTALL)


@cache
def _known_types() -> mimetypes.MimeTypes:
    # An own instance holds only Python's table, not what this machine happens to have installed.
    return mimetypes.MimeTypes()


def type_of_name(name: str) -> str | None:
    """The media type that a file's suffix stands for; None when the suffix says nothing."""
    suffix = "." + name.rpartition(".")[2].lower()
    return _BY_SUFFIX.get(suffix) or _known_types().guess_type("name" + suffix)[0]


def plain_type(declared: str | None) -> str | None:
    """The media type of a Content-Type header: lower case, no parameters, one name a type."""
    name = (declared or "").partition(";")[0].strip().lower()
    return _SAME_AS.get(name, name) or None


def _text_start(content: bytes) -> bytes:
    start = content[:_SNIFFED_BYTES]
    # A feed may come in UTF-16: the root's name is ASCII in any case.
    return start.replace(b"\0", b"").lstrip(b"\xff\xfe") if b"\0" in start[:4] else start


def looks_like_feed(content: bytes) -> bool:
    """Whether the first element is the root of an RSS or Atom feed."""
    return bool(_FEED_ROOT.match(_text_start(content)))


def effective_type(page: Page) -> str | None:
    """The type to parse a page as; None when neither the declaration nor the bytes say.

    Feeds often come as HTML, plain or generic XML: for whatever a network or a pipe gave, and for
    generic types, a feed's root element wins over the declaration. A local file that is named
    as text or HTML is what it is named.
    """
    declared = plain_type(page.media_type)
    named_by_user = page.url is None and declared not in _VAGUE and declared is not None
    if not named_by_user and looks_like_feed(page.content):
        return declared if declared in (RSS, ATOM, RDF) else RSS
    if declared in _VAGUE:
        return _vague_type(declared, page.content)
    return declared


def _vague_type(declared: str | None, content: bytes) -> str | None:
    if _HTML_ROOT.match(_text_start(content)):
        return XHTML
    return XML if declared == XML else None
