"""The format of sitemaps: which pages or further sitemaps they list, and what news ones tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import BinaryIO, Final, cast

from extractor.errors import SourceError
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.links import clean_link
from extractor.fetchers.members import MemberError, Members
from extractor.fetchers.safe_xml import BrokenXmlError, UnsafeXmlError, read_xml
from extractor.records import Moment, PageHints

# What the protocol allows one sitemap to hold.
MOST_ENTRIES: Final = 50_000
MOST_BYTES: Final = 52_428_800
_LONGEST_URL: Final = 2048
_ROOTS: Final = frozenset({"urlset", "sitemapindex"})


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One entry: a page, or in an index another sitemap."""

    number: int
    location: str
    is_sitemap: bool
    hints: PageHints


def read_sitemap(stream: BinaryIO, source: str) -> Iterator[list[SitemapEntry]]:
    """The entries of a sitemap (plain or gzip), some at a time as they are read.

    Raises:
        SourceError: After what came before was given: ``broken_sitemap``, ``unsafe_xml``,
            ``too_large``, ``too_many_items``, ``empty``.
    """
    reader = _Reader()
    # Not buffered: a buffer would keep what came before a fault to itself.
    bounded = cast("BinaryIO", _Bounded(stream, source))
    try:
        for entries in read_xml(bounded, reader):
            yield _within_limit(entries)
            if entries[-1].number > MOST_ENTRIES:
                raise _too_many(source)
    except UnsafeXmlError as error:
        raise fetch_error(source, FetchCode.UNSAFE_XML, f"{error}; it is not read") from error
    except (BrokenXmlError, MemberError) as error:
        raise _broken(source, str(error)) from error
    if reader.root not in _ROOTS:
        raise _broken(source, f"its root element is <{reader.root}>")
    if not reader.count:
        raise fetch_error(source, FetchCode.EMPTY, "the sitemap lists nothing; try again later")


def _within_limit(entries: list[SitemapEntry]) -> list[SitemapEntry]:
    return [entry for entry in entries if entry.number <= MOST_ENTRIES]


def _too_many(source: str) -> SourceError:
    message = (
        f"it lists more than {MOST_ENTRIES:,} addresses, the most a sitemap may; "
        "the first ones were read: name smaller sitemaps for the others"
    )
    return fetch_error(source, FetchCode.TOO_MANY_ITEMS, message)


def _broken(source: str, reason: str) -> SourceError:
    message = f"the sitemap is broken ({reason}); what stands before was read: tell the publisher"
    return fetch_error(source, FetchCode.BROKEN_SITEMAP, message)


class _Bounded(Members):
    """The expanded bytes, up to the limit of the protocol."""

    def __init__(self, stream: BinaryIO, source: str) -> None:
        super().__init__(stream)
        self._source = source

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = super().readinto(buffer)
        if self.tell() > MOST_BYTES:
            message = (
                f"it has more than {MOST_BYTES:,} bytes once expanded, the most a sitemap may; "
                "what stands before was read"
            )
            raise fetch_error(self._source, FetchCode.TOO_LARGE, message)
        return count


class _Reader:
    """Collects the texts of one entry at a time."""

    def __init__(self) -> None:
        self.root = ""
        self.count = 0
        self._path: list[str] = []
        self._texts: dict[str, str] = {}
        self._found: list[SitemapEntry] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self.root = self.root or name
        self._path.append(name)

    def end(self, name: str, text: str) -> None:
        key = "/".join(self._path[2:])
        self._path.pop()
        # Only what has a meaning is kept, so that no entry grows.
        if key in _KEYS:
            self._texts.setdefault(key, text)
        if len(self._path) == 1 and self.root in _ROOTS:
            self._finish(name)

    def take(self) -> list[SitemapEntry]:
        found, self._found = self._found, []
        return found

    def _finish(self, name: str) -> None:
        texts, self._texts = self._texts, {}
        if name in ("url", "sitemap"):
            self.count += 1
            location = clean_link(texts.get("loc", ""))
            entry = SitemapEntry(self.count, location, name == "sitemap", _hints(texts))
            self._found.append(entry)


_NAME: Final = "news/publication/name"
_LANGUAGE: Final = "news/publication/language"
_KEYS: Final = frozenset(
    {"loc", "lastmod", _NAME, _LANGUAGE, "news/publication_date", "news/title"}
)


def _hints(texts: dict[str, str]) -> PageHints:
    line = {key: " ".join(text.split()) for key, text in texts.items()}
    return PageHints(
        title=line.get("news/title") or None,
        publisher=line.get(_NAME) or None,
        language=line.get(_LANGUAGE) or None,
        published_at=_moment(line.get("news/publication_date", "")),
        modified_at=_moment(line.get("lastmod", "")),
    )


def _moment(stated: str) -> Moment | None:
    """A W3C date: a time with its zone, else the day alone; None for a year or month alone."""
    try:
        moment = datetime.fromisoformat(stated)
        return moment.astimezone(UTC) if moment.tzinfo else date.fromisoformat(stated[:10])
    except (ValueError, OverflowError):
        return None


def is_too_long(location: str) -> bool:
    """Whether a location is longer than the protocol allows."""
    return len(location) > _LONGEST_URL
