"""Standard input: one article, HTML or text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from extractor.fetchers.contract import Context, Item
from extractor.fetchers.file import read_limited
from extractor.records import Page

STDIN: Final = "-"


def retrieve(source: str, context: Context) -> Iterator[Item]:
    """Everything on standard input as one page; what it holds is seen from its bytes."""
    yield Page(
        source=source,
        content=read_limited(sys.stdin.buffer, source, context.options.max_bytes),
    )
