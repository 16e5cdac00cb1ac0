"""What a page says of its article: JSON-LD first, then meta tags, then the markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from extractor.articles.jsonld import read_json_ld
from extractor.articles.metatags import meta_tags, read_markup, read_meta_tags
from extractor.articles.moments import more_precise
from extractor.articles.partial import Partial
from extractor.articles.wording import letters_of, one_line, without_site
from extractor.records import Moment, Page, PageHints

_LONGEST_URL: Final = 2048


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of an article, as far as they are known."""

    title: str | None
    authors: tuple[str, ...]
    publisher: str | None
    published_at: Moment | None
    modified_at: Moment | None
    canonical_url: str | None
    language: str | None


def read_metadata(page: Page, tree: HtmlElement) -> Metadata:
    """The metadata of a page; what the page leaves out comes from the hints of its source."""
    partials = list(_stated(page, tree))
    stated = reduce(_merged, partials)
    guessed = _guessed(tree, page) if stated.published_at is None else None
    return Metadata(
        title=_title(page, stated),
        authors=_authors(partials, [*stated.sites, stated.publisher or ""]),
        publisher=stated.publisher,
        published_at=stated.published_at or guessed,
        modified_at=stated.modified_at,
        canonical_url=_absolute(page, stated.canonical_url),
        language=stated.language,
    )


def _stated(page: Page, tree: HtmlElement) -> Iterator[Partial]:
    yield read_json_ld(tree, page.url)
    tags = meta_tags(tree)
    yield read_meta_tags(tags)
    yield read_markup(tree, tags)
    yield _from_hints(page.hints)


def _from_hints(hints: PageHints) -> Partial:
    return Partial(
        titles=(hints.title,) if hints.title else (),
        authors=hints.authors,
        publisher=hints.publisher,
        published_at=hints.published_at,
        modified_at=hints.modified_at,
        language=hints.language,
    )


def _merged(first: Partial, second: Partial) -> Partial:
    return Partial(
        titles=(*first.titles, *second.titles),
        publisher=first.publisher or second.publisher,
        published_at=more_precise(first.published_at, second.published_at),
        modified_at=more_precise(first.modified_at, second.modified_at),
        canonical_url=first.canonical_url or second.canonical_url,
        language=first.language or second.language,
        is_article=first.is_article or second.is_article,
        sites=(*first.sites, *second.sites),
    )


def _authors(partials: list[Partial], sites: list[str]) -> tuple[str, ...]:
    """The authors of the first place that names any besides the outlet itself."""
    outlets = set(map(letters_of, sites))
    named = (
        tuple(name for name in partial.authors if letters_of(name) not in outlets)
        for partial in partials
    )
    return next(filter(None, named), ())


def _title(page: Page, stated: Partial) -> str | None:
    sites = [*stated.sites, stated.publisher or "", *_site_of_host(page.url)]
    titles = (without_site(one_line(title), sites) for title in stated.titles)
    return next((title for title in titles if title), None)


def _site_of_host(url: str | None) -> list[str]:
    """The names that a host name may stand for: ``www.examplepost.co.uk`` gives three."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return []
    bare = host.removeprefix("www.")
    return [bare, bare.partition(".")[0], host] if bare else []


def _absolute(page: Page, url: str | None) -> str | None:
    """A canonical URL in full; None when it can't be one."""
    if not url or len(url) > _LONGEST_URL:
        return None
    try:
        full = urljoin(page.url or "", url)
        parts = urlsplit(full)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return full if is_web else None


def _guessed(tree: HtmlElement, page: Page) -> Moment | None:
    # Here, not at the top: htmldate takes long to load and few pages need it.
    from extractor.articles.lastresort import guessed_day  # noqa: PLC0415

    return guessed_day(tree, page)
