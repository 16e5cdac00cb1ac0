"""Meta tags, and what the markup itself says: links, headings, times, bylines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from extractor.articles.moments import moment_of
from extractor.articles.partial import Partial
from extractor.articles.wording import distinct, names_in, one_line
from extractor.records import Moment

Tags = Mapping[str, list[str]]

_TITLES: Final = (
    "og:title",
    "twitter:title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
)
_AUTHORS: Final = (
    "author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "byl",
    "cxenseparse:author",
    "mrf:authors",
    "article:author:name",
    "authors",
    "article.author",
    "articleauthor",
)
_PUBLISHERS: Final = (
    "og:site_name",
    "article:publisher_name",
    "citation_publisher",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
    "apple-mobile-web-app-title",
)
_PUBLISHED: Final = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "published_time",
    "cxenseparse:recs:publishtime",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "date",
)
_MODIFIED: Final = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
)
_SECTIONS: Final = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "sailthru.section",
    "articlesection",
    "cxenseparse:section",
    "section",
    "dc.subject",
)
_LANGUAGES: Final = ("content-language", "language", "dc.language", "dcterms.language", "og:locale")
_times = etree.XPath("//time[@datetime]")
_bylines = etree.XPath(
    "//a[@rel='author'] | //*[@itemprop][contains(concat(' ', @itemprop, ' '), ' author ')]"
)
_headings = etree.XPath("//h1[not(ancestor::nav or ancestor::aside or ancestor::footer)]")
_canonical = etree.XPath("//link[@rel='canonical']/@href")
_MOST_HEADINGS: Final = 1


def read_meta_tags(tags: Tags) -> Partial:
    """What the meta tags say."""
    titles = tuple(filter(None, (_value(tags, [name]) for name in _TITLES)))
    publisher = _value(tags, _PUBLISHERS)
    names = (name for key in _PUBLISHERS for name in tags.get(key, ()))
    return Partial(
        titles=titles,
        authors=_authors(tags),
        publisher=publisher,
        published_at=_moment(tags, _PUBLISHED),
        modified_at=_moment(tags, _MODIFIED),
        section=_value(tags, _SECTIONS),
        is_article=(_value(tags, ["og:type"]) or "").lower() in ("article", "news", "blog"),
        sites=tuple(names),
    )


def read_markup(tree: HtmlElement, tags: Tags) -> Partial:
    """What the markup says besides its meta tags."""
    times = [moment for tag in _times(tree) if (moment := moment_of(tag.get("datetime")))]
    canonical = [one_line(address) for address in _canonical(tree)]
    return Partial(
        titles=tuple(filter(None, _markup_titles(tree))),
        headings=tuple(one_line(heading.text_content()) for heading in tree.iter("h1")),
        authors=distinct(name for tag in _bylines(tree) for name in names_in(_byline(tag))),
        # Several times stand on a page when it lists other stories too.
        published_at=times[0] if times and len({*times}) == 1 else None,
        canonical_url=next(filter(None, canonical), None) or _value(tags, ["og:url"]),
        language=_page_language(tree, tags),
    )


def meta_tags(tree: HtmlElement) -> Tags:
    """The contents of the meta tags by name, property or itemprop in lower case."""
    tags: defaultdict[str, list[str]] = defaultdict(list)
    for meta in tree.iter("meta"):
        content = one_line(meta.get("content"))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = meta.get(attribute)
            if key and content:
                tags[key.strip().lower()].append(content)
    return tags


def _value(tags: Tags, names: Iterable[str]) -> str | None:
    return next((tags[name][0] for name in names if tags.get(name)), None)


def _moment(tags: Tags, names: Iterable[str]) -> Moment | None:
    values = (value for name in names for value in tags.get(name, ()))
    return next((moment for value in values if (moment := moment_of(value))), None)


def _authors(tags: Tags) -> tuple[str, ...]:
    for name in _AUTHORS:
        names = distinct(name for line in tags.get(name, ()) for name in names_in(line))
        if names:
            return names
    return ()


def _markup_titles(tree: HtmlElement) -> tuple[str, ...]:
    headings = [one_line(heading.text_content()) for heading in _headings(tree)]
    only = headings[:1] if len(headings) == _MOST_HEADINGS else []
    title = tree.find(".//head/title")
    return (*only, one_line(title.text_content()) if title is not None else "")


def _byline(tag: HtmlElement) -> str:
    named = tag.find(".//*[@itemprop='name']")
    stated = tag.get("content") or (named if named is not None else tag).text_content()
    return one_line(stated)


def _page_language(tree: HtmlElement, tags: Tags) -> str | None:
    stated = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    return one_line(stated or tree.get("xml:lang")) or _value(tags, _LANGUAGES)
