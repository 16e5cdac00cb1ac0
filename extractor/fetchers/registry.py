"""Which file reads which kind of source: a new kind is one file and one line here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from extractor.fetchers import (
    by_content,
    feed,
    folder,
    media_types,
    opml,
    page,
    sitemap,
    url_list,
    warc,
)
from extractor.fetchers.contract import Parser, Retriever
from extractor.fetchers.stdin import STDIN

FILE: Final = "path"
FOLDER: Final = "folder"
# One letter before the colon is a Windows drive, not a scheme.
_SCHEME: Final = re.compile(
    r"(?!file:|sitemap:|urls:|warc:)([a-z][a-z0-9+.-]+)://|(file|sitemap|urls|warc):",
    re.IGNORECASE,
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


def retrievers() -> Mapping[str, Retriever]:
    """What fetches the bytes, by kind of source."""
    return MappingProxyType(
        {
            STDIN: by_content.retrieve_stdin,
            FILE: by_content.retrieve_path,
            FOLDER: folder.retrieve,
            "file": by_content.retrieve_uri,
            "http": by_content.retrieve_url,
            "https": by_content.retrieve_url,
            sitemap.SCHEME: sitemap.retrieve,
            url_list.SCHEME: url_list.retrieve,
            warc.SCHEME: warc.retrieve,
        }
    )


def parsers() -> Mapping[str | None, Parser]:
    """What makes pages of the bytes, by media type; None is for bytes that say nothing."""
    return MappingProxyType(
        {
            None: page.parse,
            media_types.HTML: page.parse,
            media_types.XHTML: page.parse,
            media_types.PLAIN: page.parse,
            media_types.MARKDOWN: page.parse,
            media_types.RSS: feed.parse,
            media_types.ATOM: feed.parse,
            media_types.RDF: feed.parse,
            media_types.XML: feed.parse,
            media_types.JSON_FEED: feed.parse,
            media_types.OPML: opml.parse,
            media_types.SITEMAP: sitemap.parse,
            media_types.WARC: warc.parse,
        }
    )
