"""Which file reads which kind of source: a new kind is one file and one line here."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final

from extractor.fetchers import media_types
from extractor.fetchers.contract import Item, Parser, Retriever
from extractor.fetchers.stdin import STDIN

FILE: Final = "path"
FOLDER: Final = "folder"
# One letter before the colon is a Windows drive, not a scheme.
_SCHEME: Final = re.compile(
    r"(?!file:|sitemap:|urls:|warc:)([a-z][a-z0-9+.-]+)://|(file|sitemap|urls|warc):",
    re.IGNORECASE,
)

_RETRIEVERS: Final = MappingProxyType(
    {
        STDIN: "by_content.retrieve_stdin",
        FILE: "by_content.retrieve_path",
        FOLDER: "folder.retrieve",
        "file": "by_content.retrieve_uri",
        "http": "by_content.retrieve_url",
        "https": "by_content.retrieve_url",
        "sitemap": "sitemap.retrieve",
        "urls": "url_list.retrieve",
        "warc": "warc.retrieve",
    }
)
_PARSERS: Final = MappingProxyType(
    {
        None: "page.parse",
        media_types.HTML: "page.parse",
        media_types.XHTML: "page.parse",
        media_types.PLAIN: "page.parse",
        media_types.MARKDOWN: "page.parse",
        media_types.RSS: "feed.parse",
        media_types.ATOM: "feed.parse",
        media_types.RDF: "feed.parse",
        media_types.XML: "feed.parse",
        media_types.JSON_FEED: "feed.parse",
        media_types.OPML: "opml.parse",
        media_types.SITEMAP: "sitemap.parse",
        media_types.WARC: "warc.parse",
    }
)


def kind_of(source: str) -> str:
    """The key of a source in ``retrievers()``: a URL scheme, or what the path names."""
    if source == STDIN:
        return STDIN
    if scheme := _SCHEME.match(source):
        return (scheme[1] or scheme[2]).lower()
    return FOLDER if _is_folder(source) else FILE


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:
        # Opening it as a file says what is wrong with it.
        return False


@cache
def retrievers() -> Mapping[str, Retriever]:
    """What fetches the bytes, by kind of source."""
    return MappingProxyType({kind: _mounted(place) for kind, place in _RETRIEVERS.items()})


@cache
def parsers() -> Mapping[str | None, Parser]:
    """What makes pages of the bytes, by media type; None is for bytes that say nothing."""
    return MappingProxyType({kind: _mounted(place) for kind, place in _PARSERS.items()})


def _mounted(place: str) -> Callable[..., AsyncIterator[Item]]:
    """A function of this package, named as ``module.function``.

    By name, so that a new kind needs no second line to import it; a test looks at all of them.
    """
    module, _, function = place.partition(".")
    mounted: Callable[..., AsyncIterator[Item]]
    mounted = getattr(import_module(f"extractor.fetchers.{module}"), function)
    return mounted
