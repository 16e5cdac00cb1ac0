"""JSON Feed 1.0 and 1.1, as the same feed and entry values that RSS and Atom give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any, Final
from urllib.parse import urljoin

from extractor.errors import SourceError
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.feed_entry import Entry, Feed
from extractor.fetchers.links import clean_link
from extractor.records import Page

_Json = dict[str, Any]
_VERSION: Final = "jsonfeed.org/version/1"


def read(page: Page) -> Feed:
    """The feed under the names of feedparser; members of a wrong type count as missing.

    Raises:
        SourceError: ``broken_feed`` when it is no JSON or no JSON Feed.
    """
    document = _document(page)
    items = document.get("items")
    if _VERSION not in _text(document, "version") or not isinstance(items, list):
        raise _broken(page, "it has no 'version' of jsonfeed.org or no list of 'items'")
    base = page.url or ""
    head = {"title": _text(document, "title"), "language": _text(document, "language")}
    authors = list(_authors(document))
    entries = [_entry(item, base, authors) for item in items if isinstance(item, dict)]
    return {"feed": head, "entries": entries, "version": "json", "bozo": False}


def _document(page: Page) -> _Json:
    try:
        document = json.loads(page.content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise _broken(page, f"its JSON can't be read: {reason}") from error
    if not isinstance(document, dict):
        raise _broken(page, "its JSON is no object")
    return document


def _broken(page: Page, reason: str) -> SourceError:
    message = f"it is no JSON Feed ({reason}); tell the publisher"
    return fetch_error(page.source, FetchCode.BROKEN_FEED, message)


def _entry(item: _Json, base: str, feed_authors: list[_Json]) -> Entry:
    """One item; an item without authors has those of its feed."""
    link = clean_link(_text(item, "url"))
    identifier = item.get("id")
    entry: Entry = {
        "title": _text(item, "title"),
        "link": urljoin(base, link) if link and _is_address(link) else link,
        "id": str(identifier) if isinstance(identifier, str | int) else "",
        "authors": list(_authors(item)) or feed_authors,
        "language": _text(item, "language"),
        "content": list(_contents(item)),
        "summary": _text(item, "summary"),
    }
    entry.update(_times("published", _text(item, "date_published")))
    entry.update(_times("updated", _text(item, "date_modified")))
    return entry


def _is_address(link: str) -> bool:
    try:
        urljoin("http://example.org/", link)
    except ValueError:
        # Kept as it is: fetching it says what is wrong with it.
        return False
    return True


def _contents(item: _Json) -> Iterator[_Json]:
    if markup := _text(item, "content_html"):
        yield {"value": markup}
    elif plain := _text(item, "content_text"):
        paragraphs = (escape(line, quote=False) for line in plain.splitlines() if line.strip())
        yield {"value": "".join(f"<p>{line}</p>" for line in paragraphs)}


def _authors(item: _Json) -> Iterator[_Json]:
    """``authors`` of version 1.1, else ``author`` of 1.0."""
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]
    for person in people:
        if isinstance(person, dict) and (name := _text(person, "name")):
            yield {"name": name}


def _times(key: str, stated: str) -> Entry:
    try:
        moment = datetime.fromisoformat(stated.strip())
        # Without a zone only the day counts, which must not move.
        parsed = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return {}
    return {key: stated.strip(), f"{key}_parsed": parsed.timetuple()}


def _text(item: _Json, name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
