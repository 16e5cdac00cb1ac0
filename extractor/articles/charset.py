"""Bytes to characters: never by guess unless the guess is certain, and said so in the repairs.

Order: byte order mark, UTF-8 when the bytes can hardly be anything else, what the transport
declares, what the page declares, then windows-1252 where every character that it gives is one
that English text uses.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extractor.articles.codes import ArticleCode, article_error
from extractor.records import Page

BOM_REMOVED: Final = "removed the byte order mark"
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    # The longer mark first: UTF-32's begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive or office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"\xff\xd8\xff": "a JPEG image",
    b"\x1f\x8b": "gzip-compressed data",
    b"BZh": "bzip2-compressed data",
    b"\xfd7zXZ": "xz-compressed data",
    b"\x28\xb5\x2f\xfd": "zstd-compressed data",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x7fELF": "a program",
    b"SQLite format 3": "an SQLite database",
}
_LABEL: Final = re.compile(r"[A-Za-z0-9._:-]{1,40}\Z")
_META_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9._:-]{1,40})", re.IGNORECASE
)
_XML_CHARSET: Final = re.compile(rb"\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_DECLARATION_BYTES: Final = 8192
# What the web means by these names (encoding.spec.whatwg.org).
_WEB_NAMES: Final = {"iso8859-1": "cp1252", "ascii": "cp1252"}
# Codecs of Python that turn bytes into text but are no charsets of pages.
_NO_CHARSETS: Final = frozenset(
    {
        "utf-7",
        "idna",
        "punycode",
        "raw-unicode-escape",
        "unicode-escape",
        "undefined",
        "mbcs",
        "oem",
    }
)
# Beyond ASCII, what English news holds: punctuation, currencies, marks, letters of names.
_ENGLISH_EXTRAS: Final = frozenset(
    "‘’‚“”„–—…•€£¥¢©®™°·«»§¶½¼¾²³±×÷ªº¿¡\xa0\xad"
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŠšŽžŒœŸ"
)
# A lone surrogate in the manner of UTF-8; windows-1252 would make a letter and two signs of it.
_SURROGATE: Final = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_FEW: Final = 3
_FEW_SHARE: Final = 0.03


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a page and what was done to get them."""

    text: str
    repairs: tuple[str, ...] = ()


def decode(page: Page, *, is_html: bool) -> Decoded:
    """The characters of a page.

    Raises:
        SourceError: ``empty``, ``binary`` or ``bad_encoding``.
    """
    if not page.content.strip():
        message = "it is empty; give a page or file with content"
        raise article_error(page, ArticleCode.EMPTY, message)
    for mark, codec in _BOMS:
        if page.content.startswith(mark):
            return _strict(page, page.content[len(mark) :], codec, (BOM_REMOVED,))
    declared = list(_declared(page, is_html=is_html))
    _refuse_binary(page, declared)
    return _decode_bytes(page, declared)


def _refuse_binary(page: Page, declared: list[str]) -> None:
    kind = next((name for magic, name in _MAGIC.items() if page.content.startswith(magic)), None)
    is_wide = any(codec.startswith(("utf-16", "utf-32")) for codec in declared)
    if kind is None and b"\0" in page.content and not is_wide:
        kind = "binary data (NUL bytes)"
    if kind is not None:
        message = f"it is {kind}, not text; give HTML or plain text"
        raise article_error(page, ArticleCode.BINARY, message)


def _declared(page: Page, *, is_html: bool) -> Iterator[str]:
    """The codecs that the transport and the page declare, the transport first."""
    if codec := _codec(page.charset):
        yield codec
    start = page.content[:_DECLARATION_BYTES]
    for pattern in (_XML_CHARSET, _META_CHARSET) if is_html else ():
        match = pattern.search(start)
        codec = _codec(match[1].decode("ascii")) if match else None
        # A declaration that can be read as ASCII can't stand in a two-byte encoding.
        if codec and not codec.startswith(("utf-16", "utf-32")):
            yield codec


def _codec(label: str | None) -> str | None:
    """Python's name of a charset; None for what is no charset of pages."""
    if not label or not _LABEL.match(label):
        return None
    try:
        found = codecs.lookup(label)
    except LookupError:
        return None
    name = found.name.replace("_", "-")
    is_charset = getattr(found, "_is_text_encoding", True) and name not in _NO_CHARSETS
    return _WEB_NAMES.get(name, name) if is_charset else None


def _decode_bytes(page: Page, declared: list[str]) -> Decoded:
    content = page.content
    utf8 = _try(content, "utf-8")
    others = [codec for codec in declared if codec != "utf-8"]
    if utf8 is not None and not (content.isascii() and others) and "\0" not in utf8:
        # Text of another charset is as good as never valid UTF-8 by accident.
        return Decoded(utf8, _note("utf-8", declared))
    for codec in others:
        if (text := _try(content, codec)) is not None:
            return Decoded(text)
    return _undeclared(page, declared)


def _undeclared(page: Page, declared: list[str]) -> Decoded:
    text = _certain_western(page.content)
    if text is not None:
        return Decoded(text, _note("windows-1252", declared or ["nothing"]))
    raise _bad_encoding(page, declared)


def _certain_western(content: bytes) -> str | None:
    """The text as windows-1252 where that is beyond doubt, else None."""
    text = _try(content, "cp1252")
    if text is None or _holds_utf8(content) or _SURROGATE.search(content):
        return None
    extras = [char for char in text if not char.isascii()]
    accented = sum(map(str.isalpha, extras))
    plausible = _ENGLISH_EXTRAS.issuperset(extras) and accented <= _FEW + len(text) * _FEW_SHARE
    return text if plausible else None


def _holds_utf8(content: bytes) -> bool:
    return any(not char.isascii() for char in content.decode("utf-8", "ignore"))


def _try(content: bytes, codec: str) -> str | None:
    try:
        text = content.decode(codec)
        text.encode("utf-8")
    except UnicodeError:
        return None
    return text


def _note(used: str, declared: list[str]) -> tuple[str, ...]:
    if not declared or declared[0] == used:
        return ()
    return (f"decoded as {used}, declared was {declared[0]}",)


def _strict(page: Page, content: bytes, codec: str, repairs: tuple[str, ...]) -> Decoded:
    text = _try(content, codec)
    if text is None:
        raise _bad_encoding(page, [codec])
    if not text.strip():
        message = "it holds nothing but a byte order mark; give a page or file with content"
        raise article_error(page, ArticleCode.EMPTY, message)
    return Decoded(text, repairs)


def _bad_encoding(page: Page, declared: list[str]) -> Exception:
    said = f"declared as {declared[0]}" if declared else "without a declared encoding"
    message = f"its bytes ({said}) can't be decoded without loss; save it as UTF-8"
    return article_error(page, ArticleCode.BAD_ENCODING, message)
