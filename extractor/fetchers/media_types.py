"""What kind of content a source holds: by its name, its transport, its first bytes."""

from __future__ import annotations

import mimetypes
import re
import zlib
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
JSON_FEED: Final = "application/feed+json"
OPML: Final = "text/x-opml"
# No registered name exists: sitemaps travel as generic XML and are told by their root element.
SITEMAP: Final = "application/x-sitemap+xml"
WARC: Final = "application/warc"
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
    ".opml": OPML,
    ".warc": WARC,
}
_SAME_AS: Final = {
    "text/xml": XML,
    "application/x-rss+xml": RSS,
    "text/rss+xml": RSS,
    "text/opml": OPML,
    "text/opml+xml": OPML,
    "application/opml+xml": OPML,
    "application/x-opml+xml": OPML,
}
# What may stand where an article is expected.
FEED_TYPES: Final = frozenset({RSS, ATOM, RDF, XML, JSON_FEED})
PAGE_TYPES: Final = frozenset({None, HTML, XHTML, PLAIN, MARKDOWN})
# Types that servers give to anything, so that the first bytes know better.
_VAGUE: Final = frozenset({XML, UNKNOWN, "binary/octet-stream"})
# Types that say how something is packed, not what it is.
_WRAPPING: Final = frozenset({"application/json", "application/gzip", "application/x-gzip"})
_SNIFFED_BYTES: Final = 4096
_GZIP: Final = b"\x1f\x8b"
# A frame of zstd, and the frame that holds a dictionary in front of it.
_ZSTD: Final = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
_PROLOGUE: Final = rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*"
_FEED_ROOT: Final = re.compile(
    _PROLOGUE + rb"<(?:[a-z]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE | re.DOTALL
)
_OPML_ROOT: Final = re.compile(_PROLOGUE + rb"<opml[\s>]", re.IGNORECASE | re.DOTALL)
_SITEMAP_ROOT: Final = re.compile(
    _PROLOGUE + rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>/]", re.IGNORECASE | re.DOTALL
)
_JSON_FEED: Final = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?\s*\{.*?"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/""",
    re.DOTALL,
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


def looks_like_markup(content: bytes) -> bool:
    """Whether the first element is the root of an HTML page."""
    return bool(_HTML_ROOT.match(_text_start(content)))


def large_type(head: bytes) -> str | None:
    """The type of what may be too large to hold, by its first bytes: a WARC file or a sitemap.

    Looks inside gzip. Whatever zstd packs counts as a WARC file: nothing else that is read does.
    """
    if head.startswith(_ZSTD):
        return WARC
    start = _unpacked(head)
    if start.startswith(b"WARC/"):
        return WARC
    return SITEMAP if _SITEMAP_ROOT.match(_text_start(start)) else None


def _unpacked(head: bytes) -> bytes:
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _SNIFFED_BYTES)
    except zlib.error:
        return head


def effective_type(page: Page) -> str | None:
    """The type to parse a page as; None when neither the declaration nor the bytes say.

    Feeds and lists often come as HTML, plain or generic XML: for whatever a network or a pipe
    gave, and for generic types, what the bytes show wins over the declaration. A local file that
    is named as text or HTML is what it is named.
    """
    declared = plain_type(page.media_type)
    is_telling = declared is not None and declared not in _VAGUE | _WRAPPING
    if not (page.url is None and is_telling) and (shown := _shown_type(page.content, declared)):
        return shown
    if declared in _VAGUE:
        return _vague_type(declared, page.content)
    return declared


def _shown_type(content: bytes, declared: str | None) -> str | None:
    """What the first bytes show beyond doubt; None for pages and for what is not known."""
    start = _text_start(content)
    if _FEED_ROOT.match(start):
        return declared if declared in (RSS, ATOM, RDF) else RSS
    if _OPML_ROOT.match(start):
        return OPML
    if _JSON_FEED.match(content if declared in _WRAPPING else start):
        return JSON_FEED
    return large_type(content[:_SNIFFED_BYTES])


def _vague_type(declared: str | None, content: bytes) -> str | None:
    if _HTML_ROOT.match(_text_start(content)):
        return XHTML
    return XML if declared == XML else None
