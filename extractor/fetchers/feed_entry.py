"""What one entry of a feed says: its link, what it tells of the article, the article itself."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate
from html import escape, unescape
from typing import Any, Final

from extractor.records import Moment, PageHints

# As feedparser gives them: keys by the names of its documentation, all optional.
Entry = dict[str, Any]
Feed = dict[str, Any]

_TAG: Final = re.compile(r"<[^>]*>")
_ZONE: Final = re.compile(r"(?:Z|[+-]\d\d:?\d\d|GMT|UTC?|[ECMP][SD]T)\s*$", re.IGNORECASE)
# How a feed ends an article that it carries only in part.
_CUT_SHORT: Final = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|see) (?:more|the full story|on))\s*\W*$", re.IGNORECASE
)
_MARKUP_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})


def entry_link(entry: Entry) -> str | None:
    """Where the entry's page is."""
    return (entry.get("link") or "").strip() or None


def entry_hints(feed: Feed, entry: Entry) -> PageHints:
    """What the feed says of the article."""
    return PageHints(
        title=_plain_title(entry),
        authors=tuple(dict.fromkeys(_authors(entry))),
        publisher=_one_line(feed["feed"].get("title") or "") or None,
        published_at=_moment(entry, "published"),
        modified_at=_moment(entry, "updated"),
        language=_one_line(entry.get("language") or feed["feed"].get("language") or "") or None,
    )


def carried_article(entry: Entry, enough_letters: int, *, has_link: bool) -> bytes | None:
    """The article as an HTML document, when the entry carries all of it; else None.

    Without a link, what the entry carries is all there is, however short.
    """
    values = [content.get("value") or "" for content in entry.get("content", ())]
    if not has_link:
        values.append(entry.get("summary") or "")
    fragment = max(values, key=len, default="")
    plain = unescape(_TAG.sub(" ", fragment)).strip()
    letters = sum(map(str.isalpha, plain))
    is_whole = letters >= enough_letters and not _CUT_SHORT.search(plain)
    if not letters or (has_link and not is_whole):
        return None
    return _document(fragment, _plain_title(entry) or "")


def _document(fragment: str, title: str) -> bytes:
    markup = fragment if _TAG.search(fragment) else f"<p>{escape(fragment, quote=False)}</p>"
    heading = escape(title, quote=False)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{heading}</title></head>"
        f"<body><article><h1>{heading}</h1>{markup}</article></body></html>"
    ).encode("utf-8", "replace")


def _plain_title(entry: Entry) -> str | None:
    detail = entry.get("title_detail") or {}
    title = entry.get("title") or ""
    if detail.get("type") in _MARKUP_TYPES:
        title = unescape(_TAG.sub("", title))
    return _one_line(title) or None


def _authors(entry: Entry) -> Iterator[str]:
    for author in entry.get("authors", ()):
        if name := _one_line(author.get("name") or ""):
            yield name


def _one_line(text: str) -> str:
    # A feed may hold anything; records hold only what UTF-8 can.
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def _moment(entry: Entry, key: str) -> Moment | None:
    """The time with its zone; the day alone where the feed names no zone."""
    # Not entry.get(): feedparser answers "updated" with "published" when there is none.
    raw = dict.get(entry, key)
    parsed = dict.get(entry, f"{key}_parsed") or parsedate(raw or "")
    if not raw or not parsed:
        return None
    try:
        return _read_moment(parsed, has_zone=bool(_ZONE.search(raw)))
    except (ValueError, OverflowError, OSError):
        # No calendar has it: the thirtieth of February, the year 99,999.
        return None


def _read_moment(parsed: Sequence[int], *, has_zone: bool) -> Moment:
    if has_zone:
        return datetime.fromtimestamp(timegm(tuple(parsed)), UTC)
    return date(parsed[0], parsed[1], parsed[2])
