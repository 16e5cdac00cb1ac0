"""Who publishes a page, out of the names that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from extractor.articles.wording import letters_of, tail_pieces

_COMPANY: Final = re.compile(
    r"\b(?:AG|GmbH|KG|eG|SE|Ltd|Limited|LLC|Inc|Corp|PLC|S\.?A|S\.?p\.?A|B\.?V|A/S|AS|Hus|Verlag"
    r"|Publishing|Holdings?)\b\.?"
)
_ADDRESS: Final = re.compile(r"^(?:https?://|www\.)|^\S+\.[a-z]{2,}$", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"^(?:the|der|die|das|le|la|el)\s+", re.IGNORECASE)
# Labels of a host name that are no name of anybody.
_NO_NAMES: Final = frozenset({"www", "m", "amp", "news", "edition", "com", "co", "org", "net"})
_SHORTEST: Final = 3
_LONGEST: Final = 60
_UNFIT: Final = 2


def host_names(url: str | None) -> list[str]:
    """The names that a host may stand for: ``www.examplepost.co.uk`` gives three."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return []
    bare = host.removeprefix("www.")
    return [bare, bare.partition(".")[0], host] if bare else []


def publisher_of(stated: Iterable[str], title: str, url: str | None) -> str | None:
    """The name, among those that a page gives, that fits its address best.

    Owners and the makers of the site's software are named in the same places as the outlet. A
    host name as a name, and a company's legal name, come after a plain name.

    Args:
        stated: Names of the publisher and the site, the most trusted place first.
        title: The page's ``title`` element; what hangs at its end may be the outlet's name.
        url: The page's address.
    """
    labels = list(_labels(url))
    names = [name for name in stated if name and len(name) <= _LONGEST]
    tail = [piece for piece in tail_pieces(title) if _fit(piece, labels) < _UNFIT]
    return min([*names, *tail], key=lambda name: _rank(name, labels), default=None)


def _labels(url: str | None) -> Iterator[str]:
    host = host_names(url)[:1]
    for label in host[0].split(".")[:-1] if host else ():
        letters = letters_of(label)
        if len(letters) >= _SHORTEST and letters not in _NO_NAMES:
            yield letters


def _rank(name: str, labels: list[str]) -> tuple[bool, int]:
    return bool(_ADDRESS.search(name) or _COMPANY.search(name)), _fit(name, labels)


def _fit(name: str, labels: list[str]) -> int:
    """0 when the host is the name, 1 when one holds the other, 2 when they share nothing."""
    letters = letters_of(name)
    if {letters, letters_of(_ARTICLE.sub("", name))} & set(labels):
        return 0
    if len(letters) < _SHORTEST:
        return _UNFIT
    return 1 if any(label in letters or letters in label for label in labels) else _UNFIT
