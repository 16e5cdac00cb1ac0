"""What a kind of source must offer: the types that the registry mounts.

A retriever turns the name of a source into pages of raw bytes; a parser turns one raw page into
the pages it stands for (itself, or the entries of a feed). Both are asynchronous generators.
Expected failures are ``Failure`` values in the stream where the rest can go on, or a raised
``SourceError`` where it can't.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from extractor.fetchers.http import HttpClient
from extractor.fetchers.options import FetchOptions
from extractor.records import Failure, Page

Item = Page | Failure


@dataclass(frozen=True, slots=True)
class Context:
    """What every kind of source works with during one call of ``fetch``."""

    options: FetchOptions
    client: HttpClient


Retriever = Callable[[str, Context], AsyncIterator[Item]]
Parser = Callable[[Page, Context], AsyncIterator[Item]]
