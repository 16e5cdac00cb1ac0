"""What a page says of its article: JSON-LD first, then meta tags, then the markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Final
from urllib.parse import urljoin, urlsplit

from courlan import normalize_url
from lxml.html import HtmlElement

from extractor.articles.jsonld import read_json_ld
from extractor.articles.metatags import meta_tags, read_markup, read_meta_tags
from extractor.articles.moments import more_precise
from extractor.articles.partial import Partial
from extractor.articles.publisher import host_names, publisher_of
from extractor.articles.wording import (
    LONGEST_TITLE,
    after_by,
    distinct,
    letters_of,
    names_in,
    one_line,
    without_hanging,
    without_site,
)
from extractor.records import Moment, Page, PageHints

_LONGEST_URL: Final = 2048


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of an article, as far as they are known."""

    title: str | None
    authors: tuple[str, ...]
    publisher: str | None
    section: str | None
    published_at: Moment | None
    modified_at: Moment | None
    canonical_url: str | None
    language: str | None
    is_paid: bool = False


def read_metadata(page: Page, tree: HtmlElement) -> Metadata:
    """The metadata of a page; what the page leaves out comes from the hints of its source."""
    places = list(_stated(page, tree))
    stated = reduce(_merged, places)
    publisher = _publisher(page, places, tree)
    guessed = _guessed(tree, page) if stated.published_at is None else None
    return Metadata(
        title=_title(page, places, publisher),
        authors=_authors(tree, places, [*stated.sites, publisher or ""]),
        publisher=publisher,
        section=stated.section,
        published_at=stated.published_at or guessed,
        modified_at=stated.modified_at,
        canonical_url=_absolute(page, stated.canonical_url),
        language=stated.language,
        is_paid=stated.is_paid,
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
        section=first.section or second.section,
        published_at=more_precise(first.published_at, second.published_at),
        modified_at=more_precise(first.modified_at, second.modified_at),
        canonical_url=first.canonical_url or second.canonical_url,
        language=first.language or second.language,
        is_article=first.is_article or second.is_article,
        is_paid=first.is_paid or second.is_paid,
        sites=(*first.sites, *second.sites),
        headings=(*first.headings, *second.headings),
    )


def _authors(tree: HtmlElement, places: list[Partial], sites: list[str]) -> tuple[str, ...]:
    """The authors of the first place that names any besides the outlet.

    Without one, a byline in the text ("By Ann Lee") counts before the outlet, and the outlet
    before what only looks like a byline.
    """
    outlets = set(map(letters_of, sites))
    named = (
        tuple(name for name in place.authors if letters_of(name) not in outlets) for place in places
    )
    if authors := next(filter(None, named), ()):
        return authors
    guessed = _guessed_authors(tree)
    by = distinct(names_in(after_by(guessed)))
    stated = (place.authors for place in places)
    return next(filter(None, (by, *stated)), None) or distinct(names_in(guessed))


def _publisher(page: Page, places: list[Partial], tree: HtmlElement) -> str | None:
    json_ld, meta, markup, hints = places
    names = [*meta.sites[:1], json_ld.publisher, *json_ld.sites, *meta.sites[1:]]
    title = markup.titles[-1][-LONGEST_TITLE:] if markup.titles else ""
    stated = list(filter(None, names))
    known = json_ld.also_known
    return publisher_of(stated, title, page.url, also_known=known, tree=tree) or hints.publisher


def _title(page: Page, places: list[Partial], publisher: str | None) -> str | None:
    """The headline: the one for sharing first, which is the one that stays when a page changes."""
    stated = reduce(_merged, places)
    labels = [*stated.sites, publisher or "", stated.publisher or "", stated.section or ""]
    sites = [*labels, *host_names(page.url)]
    titles = list(filter(None, (_bare(title, sites) for title in _titles(places, sites))))
    return without_hanging(titles[0], [*titles, *stated.headings]) if titles else None


def _bare(title: str, sites: list[str]) -> str:
    return without_site(one_line(title), sites) if len(title) <= LONGEST_TITLE else ""


def _titles(places: list[Partial], sites: list[str]) -> list[str]:
    """All titles of a page, the most trusted one first.

    Where sharing and the ``title`` element have the very same words, nobody wrote them for
    sharing: they are those for search engines. Then the headline of JSON-LD counts more.
    """
    json_ld, meta, markup, _ = places
    others = [title for place in places for title in place.titles]
    for_all = {letters_of(_bare(title, sites)) for title in (*meta.titles[:2], *markup.titles[-1:])}
    is_for_search = len(meta.titles) > 1 and len(for_all) == 1
    headline = letters_of("".join(json_ld.titles[:1]))
    is_cut = any(title.startswith(headline) for title in for_all)
    return others if is_for_search and not is_cut else [*meta.titles[:1], *others]


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
    return str(normalize_url(parts._replace(fragment=""))) if is_web else None


def _guessed(tree: HtmlElement, page: Page) -> Moment | None:
    # Here, not at the top: htmldate takes long to load and few pages need it.
    from extractor.articles.lastresort import guessed_day  # noqa: PLC0415

    return guessed_day(tree, page)


def _guessed_authors(tree: HtmlElement) -> str:
    from extractor.articles.lastresort import guessed_authors  # noqa: PLC0415

    return guessed_authors(tree)
