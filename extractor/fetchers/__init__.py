"""Where pages come from: files, folders, standard input, URLs, feeds.

``fetch`` gives pages of raw bytes and failures, one after the other, as they are asked for.
Retrieving and parsing are separate and mounted in ``registry``.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from contextlib import aclosing
from functools import partial
from itertools import islice
from typing import Final, cast

from extractor.errors import SourceError
from extractor.fetchers.ahead import RunAhead
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.file import printable
from extractor.fetchers.host_memory import HostMemory
from extractor.fetchers.http import HttpClient
from extractor.fetchers.loop import BackgroundLoop
from extractor.fetchers.media_types import effective_type
from extractor.fetchers.options import FetchOptions
from extractor.fetchers.page import unsupported
from extractor.fetchers.registry import kind_of, parsers, retrievers
from extractor.records import Failure, Page

__all__ = ["FetchCode", "FetchOptions", "HostMemory", "fetch"]

_DEFAULTS: Final = FetchOptions()
# Pages of each source that wait to be asked for; they may be large.
_ITEMS_AHEAD: Final = 2


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
    context = Context(options=options, client=HttpClient(options))
    # The names are taken in the caller's thread, whatever they come from.
    names = iter(sources)
    started: deque[RunAhead[Item]] = deque()
    with BackgroundLoop(partial(_close, started, context)) as background:

        def start_until(running: int) -> None:
            for name in islice(names, max(running - len(started), 0)):
                started.append(background.run(_start(name, context)))

        # One alone at first: who asks for one page waits for no further names.
        start_until(1)
        while started:
            for item in _items_of(started[0], background):
                yield item
                start_until(options.sources_at_once)
            started.popleft()
            start_until(1)


async def _start(source: str, context: Context) -> RunAhead[Item]:
    return RunAhead(_fetch_one(source, context), _ITEMS_AHEAD)


def _items_of(ahead: RunAhead[Item], background: BackgroundLoop) -> Iterator[Item]:
    while found := background.run(ahead.next()):
        yield found[0]


async def _close(started: Iterable[RunAhead[Item]], context: Context) -> None:
    for ahead in started:
        await ahead.aclose()
    await context.client.aclose()


async def _fetch_one(source: str, context: Context) -> AsyncIterator[Item]:
    try:
        async with _closing(_retrieve(source, context)) as found:
            async for item in found:
                if isinstance(item, Failure):
                    yield item
                else:
                    async with _closing(_parse(item, context)) as pages:
                        async for page in pages:
                            yield page
    except SourceError as error:
        yield error.failure()


def _closing(items: AsyncIterator[Item]) -> aclosing[AsyncGenerator[Item, None]]:
    """Retrievers and parsers are generators, and what they hold is let go when they are closed."""
    return aclosing(cast("AsyncGenerator[Item, None]", items))


def _retrieve(source: str, context: Context) -> AsyncIterator[Item]:
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


async def _parse(page: Page, context: Context) -> AsyncIterator[Item]:
    """The pages that a retrieved page stands for; a failure of it doesn't stop its neighbours."""
    media_type = effective_type(page)
    parser = parsers().get(media_type)
    try:
        if parser is None:
            raise unsupported(page, media_type)
        typed = page.model_copy(update={"media_type": media_type})
        async with _closing(parser(typed, context)) as items:
            async for item in items:
                yield item
    except SourceError as error:
        yield error.failure()
