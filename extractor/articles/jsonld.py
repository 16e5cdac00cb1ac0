"""JSON-LD: the article that a page describes for search engines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from lxml.html import HtmlElement

from extractor.articles.moments import moment_of
from extractor.articles.partial import Partial
from extractor.articles.wording import distinct, names_in, one_line

Node = Mapping[str, Any]

# Types of schema.org that are articles, the ones that say most first.
_ARTICLE_TYPES: Final = (
    "reportagenewsarticle",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "backgroundnewsarticle",
    "reviewnewsarticle",
    "askpublicnewsarticle",
    "newsarticle",
    "liveblogposting",
    "blogposting",
    "satiricalarticle",
    "advertisercontentarticle",
    "report",
    "article",
)
_MAX_NESTING: Final = 12
# A node may stand under these; under others (related stories, lists) are other articles.
_HOLDERS: Final = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPER: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|;\s*$"
)
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")


def read_json_ld(tree: HtmlElement, url: str | None) -> Partial:
    """What the page's JSON-LD says; broken scripts are passed over, the others still count.

    Args:
        tree: The parsed page.
        url: The page's address, to tell its article from others that it describes.
    """
    nodes = [node for script in _scripts(tree) for node in _nodes(script, 0)]
    index = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    homes = [node for node in nodes if "website" in _types(node)]
    sites = tuple(filter(None, (one_line(node.get("name")) for node in homes)))
    article = _article(nodes, url)
    if article is None:
        return Partial(sites=sites, also_known=_also_known(homes))
    publishers = (who for who in _people(article.get("publisher"), index) if isinstance(who, dict))
    known = _also_known([*homes, *publishers])
    return replace(_partial(article, index), sites=sites, also_known=known)


def _also_known(nodes: Iterable[Node]) -> dict[str, str]:
    """The first other name of each named node."""
    names = ((one_line(node.get("name")), _listed(node.get("alternateName"))) for node in nodes)
    return {name: one_line(others[0]) for name, others in names if name and others}


def _scripts(tree: HtmlElement) -> Iterator[object]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield _parsed(script.text)


def _parsed(text: str) -> object:
    """The value of a script; None when it can't be read."""
    bare = _WRAPPER.sub("", text).strip()
    for attempt in (bare, _TRAILING_COMMA.sub(r"\1", bare)):
        try:
            # Not strict: line breaks inside strings are common. What follows a value is ignored.
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            # A ValueError alone: a number of more digits than Python turns into an integer.
            continue
    return None


def _nodes(value: object, depth: int) -> Iterator[Node]:
    """The nodes that a script describes the page with, itself and what it holds."""
    if depth > _MAX_NESTING:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for holder in _HOLDERS:
            yield from _nodes(value.get(holder), depth + 1)


def _types(node: Node) -> set[str]:
    """The types of a node in lower case, without the vocabulary's address."""
    return {re.split(r"[/:#]", name)[-1].lower() for name in _listed(node.get("@type")) if name}


def _listed(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def _article(nodes: list[Node], url: str | None) -> Node | None:
    """The node of the page's own article: the one with its address, else the most telling type."""
    candidates = [node for node in nodes if _rank(node) is not None]
    own = [node for node in candidates if url and _names_page(node, url)]
    return min(own or candidates, key=lambda node: _rank(node) or 0, default=None)


def _rank(node: Node) -> int | None:
    types = _types(node)
    return next((rank for rank, name in enumerate(_ARTICLE_TYPES) if name in types), None)


def _names_page(node: Node, url: str) -> bool:
    main = node.get("mainEntityOfPage")
    stated = [node.get("url"), node.get("@id"), main.get("@id") if isinstance(main, dict) else main]
    return any(_same_address(address, url) for address in stated if isinstance(address, str))


def _same_address(first: str, second: str) -> bool:
    return _bare_address(first) == _bare_address(second)


def _bare_address(url: str) -> str:
    return re.sub(r"^https?://(www\.)?|[?#].*$|/+$", "", url)


def _partial(article: Node, index: Mapping[str, Node]) -> Partial:
    publisher = next(_names(article.get("publisher"), index), None)
    headline = one_line(article.get("headline")) or one_line(article.get("name"))
    return Partial(
        titles=(headline,) if headline else (),
        authors=_authors(article, index),
        publisher=publisher,
        section=one_line(_first(article.get("articleSection"))) or None,
        published_at=moment_of(_first(article.get("datePublished"))),
        modified_at=moment_of(_first(article.get("dateModified"))),
        canonical_url=_address(article),
        language=_language(article.get("inLanguage")),
        is_article=True,
        is_paid=_is_paid(article),
    )


def _is_paid(article: Node) -> bool:
    """Whether the article, or a part of it, is said not to be free; as a word too."""
    parts = article.get("hasPart")
    nodes = [article, *(parts if isinstance(parts, list) else [parts])]
    stated = (_first(node.get("isAccessibleForFree")) for node in nodes if isinstance(node, dict))
    return any(re.split(r"[/:#]", str(value).strip())[-1].lower() == "false" for value in stated)


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _address(article: Node) -> str | None:
    main = article.get("mainEntityOfPage")
    for stated in (article.get("url"), main.get("@id") if isinstance(main, dict) else main):
        if isinstance(stated, str) and stated.startswith(("http://", "https://")):
            return one_line(stated)
    return None


def _language(value: object) -> str | None:
    stated = _first(value)
    if isinstance(stated, dict):
        stated = stated.get("alternateName") or stated.get("name")
    return one_line(stated) or None


def _people(value: object, index: Mapping[str, Node], depth: int = 0) -> Iterator[Node | str]:
    """The nodes or names that stand for people, references resolved."""
    if depth > _MAX_NESTING:
        return
    if isinstance(value, list):
        for item in value:
            yield from _people(item, index, depth + 1)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield value if value.get("name") else index.get(str(value.get("@id")), value)


def _names(value: object, index: Mapping[str, Node]) -> Iterator[str]:
    for person in _people(value, index):
        stated = person if isinstance(person, str) else person.get("name")
        yield from filter(None, (one_line(name) for name in _listed(stated)))


def _authors(article: Node, index: Mapping[str, Node]) -> tuple[str, ...]:
    """Those who wrote the article as the page says, agencies and the outlet among them."""
    stated = list(_people(article.get("author") or article.get("creator"), index))
    return distinct(name for line in _names(stated, index) for name in names_in(line))
