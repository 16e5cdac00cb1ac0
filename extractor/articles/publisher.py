"""Who publishes a page, out of the names that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from extractor.articles.wording import letters_of, one_line, tail_pieces

_COMPANY: Final = re.compile(
    r"\b(?:AG|GmbH|KG|eG|SE|Ltd|Limited|LLC|Inc|Corp|PLC|S\.?A|S\.?p\.?A|B\.?V|A/S|AS|Hus|Verlag"
    r"|Publishing|Holdings?)\b\.?"
)
_ADDRESS: Final = re.compile(r"^(?:https?://|www\.)|^\S+\.[a-z]{2,}$", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"^(?:the|der|die|das|le|la|el)\s+", re.IGNORECASE)
# Labels of a host name that are no name of anybody.
_NO_NAMES: Final = frozenset({"www", "m", "amp", "news", "edition", "com", "co", "org", "net"})
# What the link to the front page says besides the outlet's name.
_FRONT_PAGE: Final = re.compile(
    r"\b(?:logo|home ?page|home|startseite|accueil|inicio|portada|forside|etusivu|strona główna"
    r"|(?:go |back |zurück )?(?:to|zur|zum)(?: the)?)\b",
    re.IGNORECASE,
)
_AROUND: Final = " \t-–—|:,.·»"
_SHORTEST: Final = 3
_FEWEST_INITIALS: Final = 2
_LONGEST: Final = 60
_UNFIT: Final = 2
_MOST_LINKS: Final = 20


def host_names(url: str | None) -> list[str]:
    """The names that a host may stand for: ``www.examplepost.co.uk`` gives three."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return []
    bare = host.removeprefix("www.")
    return [bare, bare.partition(".")[0], host] if bare else []


def publisher_of(
    stated: Iterable[str],
    title: str,
    url: str | None,
    *,
    also_known: Mapping[str, str] | None = None,
    tree: HtmlElement | None = None,
) -> str | None:
    """The name, among those that a page gives, that fits its address best.

    Owners and the makers of the site's software are named in the same places as the outlet. A
    host name as a name, and a company's legal name, come after a plain name. Where no plain name
    has anything to do with the address, the name on the link to the front page is asked.

    Args:
        stated: Names of the publisher and the site, the most trusted place first.
        title: The page's ``title`` element; what hangs at its end may be the outlet's name.
        url: The page's address.
        also_known: Other names for some of the stated ones: ``{"Tarn Water Board": "TWB"}``.
        tree: The page, for its link to the front page.
    """
    labels = list(_labels(url))
    known = also_known or {}
    names = [name for name in stated if name and len(name) <= _LONGEST]
    tail = [piece for piece in tail_pieces(title) if _fit(piece, labels) < _UNFIT]

    def rank(name: str) -> tuple[bool, int]:
        is_address, fit = _rank(name, labels)
        return is_address, min(fit, _fit(known.get(name, ""), labels))

    best = min([*names, *tail], key=rank, default=None)
    if tree is None or (best is not None and rank(best) < (False, _UNFIT)):
        return best
    shown = [name for name in _front_page_names(tree, url) if _is_like(name, labels)]
    return min([best, *shown] if best else shown, key=rank, default=None)


def _front_page_names(tree: HtmlElement, url: str | None) -> Iterator[str]:
    """What the links to the site's front page are called: mostly the logo at the top."""
    front = _host_of(url)
    links = (link for link in tree.iter("a") if front and _leads_to(link, url, front))
    for link in islice(links, _MOST_LINKS):
        images = (image.get("alt") for image in link.iter("img"))
        for said in (link.get("aria-label"), link.get("title"), *images, link.text):
            name = _FRONT_PAGE.sub("", one_line(said)).strip(_AROUND)
            if 0 < len(name) <= _LONGEST:
                yield name


def _leads_to(link: HtmlElement, url: str | None, front: str) -> bool:
    try:
        parts = urlsplit(urljoin(url or "", (link.get("href") or " ").strip()))
    except ValueError:
        return False
    is_bare = parts.path in ("", "/") and not parts.query
    return is_bare and (parts.hostname or "").removeprefix("www.") == front


def _host_of(url: str | None) -> str:
    return next(iter(host_names(url)), "")


def _is_like(name: str, labels: list[str]) -> bool:
    return not _ADDRESS.search(name) and _fit(name, labels) < _UNFIT


def _labels(url: str | None) -> Iterator[str]:
    host = host_names(url)[:1]
    for label in host[0].split(".")[:-1] if host else ():
        letters = letters_of(label)
        if len(letters) >= _FEWEST_INITIALS and letters not in _NO_NAMES:
            yield letters


def _rank(name: str, labels: list[str]) -> tuple[bool, int]:
    return bool(_ADDRESS.search(name) or _COMPANY.search(name)), _fit(name, labels)


def _fit(name: str, labels: list[str]) -> int:
    """0 when the host is the name, 1 when one holds the other or is its initials, else 2."""
    letters = letters_of(name)
    long = {label for label in labels if len(label) >= _SHORTEST}
    if {letters, letters_of(_ARTICLE.sub("", name))} & long:
        return 0
    if _initials(name) in labels:
        return 1
    if len(letters) < _SHORTEST:
        return _UNFIT
    return 1 if any(label in letters or letters in label for label in long) else _UNFIT


def _initials(name: str) -> str:
    """The first letters of a name of several words: "mz" of "Mirren Zodiac"."""
    words = _ARTICLE.sub("", name).split()
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else ""
