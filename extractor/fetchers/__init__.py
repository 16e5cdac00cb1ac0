"""Where pages come from: files, folders, standard input, URLs, feeds.

``fetch`` gives pages of raw bytes and failures, one after the other, as they are asked for.
Retrieving and parsing are separate and mounted in ``registry``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from extractor.errors import SourceError
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.file import printable
from extractor.fetchers.http import HttpClient
from extractor.fetchers.media_types import effective_type
from extractor.fetchers.options import FetchOptions
from extractor.fetchers.page import unsupported
from extractor.fetchers.registry import kind_of, parsers, retrievers
from extractor.records import Failure, Page

__all__ = ["FetchCode", "FetchOptions", "fetch"]

_DEFAULTS = FetchOptions()


def fetch(sources: Iterable[str], options: FetchOptions = _DEFAULTS) -> Iterator[Page | Failure]:
    """Every page of every source, lazily and in the order of the sources.

    Args:
        sources: Paths of files and folders, ``http(s)`` URLs of pages and feeds, ``file:`` URIs,
            or ``"-"`` for standard input.
        options: Limits and manners.

    Yields:
        Pages of raw bytes; a ``Failure`` (stage ``fetch``) in the place of each page that can't
        be read, after which the rest goes on.

    Raises:
        TypeError: ``sources`` is one string, whose letters would be taken for sources.
    """
    if isinstance(sources, str):
        raise TypeError("sources must be an iterable of names: [source]")
    return _fetch_each(sources, options)


def _fetch_each(sources: Iterable[str], options: FetchOptions) -> Iterator[Item]:
    with HttpClient(options) as client:
        context = Context(options=options, client=client)
        for source in sources:
            yield from _fetch_one(source, context)


def _fetch_one(source: str, context: Context) -> Iterator[Item]:
    try:
        for item in _retrieve(source, context):
            if isinstance(item, Failure):
                yield item
            else:
                yield from _parse(item, context)
    except SourceError as error:
        yield error.failure()


def _retrieve(source: str, context: Context) -> Iterator[Item]:
    if not _can_exist(source):
        message = "no file or URL can have this name; name a file, a folder or a URL"
        raise fetch_error(printable(source).replace("\0", "\\0"), FetchCode.MISSING, message)
    kind = kind_of(source)
    retriever = retrievers().get(kind)
    if retriever is None:
        message = f"the scheme {kind!r} is not read; give a path, or an http or https URL"
        raise fetch_error(printable(source), FetchCode.UNSUPPORTED_SCHEME, message)
    return retriever(source, context)


def _can_exist(source: str) -> bool:
    try:
        return bool(source.strip()) and b"\0" not in os.fsencode(source)
    except UnicodeEncodeError:
        return False


def _parse(page: Page, context: Context) -> Iterator[Item]:
    """The pages that a retrieved page stands for; a failure of it doesn't stop its neighbours."""
    media_type = effective_type(page)
    parser = parsers().get(media_type)
    try:
        if parser is None:
            raise unsupported(page, media_type)
        yield from parser(page.model_copy(update={"media_type": media_type}), context)
    except SourceError as error:
        yield error.failure()
