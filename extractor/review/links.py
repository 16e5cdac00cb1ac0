"""Where the original of an article can be opened; only addresses of the web become links."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from extractor.records import Article

_WEB: Final = frozenset({"http", "https"})


def original_of(article: Article) -> str | None:
    """The address of the page that was read, None when it is not on the web.

    The page itself comes before its canonical address, because the quoted words are known to stand
    there.
    """
    places = (article.url, article.canonical_url, article.source)
    return next((place for place in places if place and is_web_address(place)), None)


def is_web_address(address: str) -> bool:
    """Whether a browser would fetch it by HTTP, and nothing else: no script, no data, no file."""
    if not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in _WEB and bool(parts.hostname)
    except ValueError:
        return False
