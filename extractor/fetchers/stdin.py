"""Standard input: one article, HTML or text."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from functools import partial
from typing import BinaryIO, Final

from extractor.fetchers.contract import Context, Item
from extractor.fetchers.file import read_limited
from extractor.fetchers.off_loop import off_loop
from extractor.records import Page

STDIN: Final = "-"


async def retrieve(source: str, context: Context) -> AsyncIterator[Item]:
    """Everything on standard input as one page; what it holds is seen from its bytes."""
    stream = _unlocked(sys.stdin.buffer)
    read = partial(read_limited, stream, source, context.options.max_bytes)
    yield Page(source=source, content=await off_loop(read))


def _unlocked(stream: BinaryIO) -> BinaryIO:
    """The stream below the buffer.

    A reader that is left behind (Ctrl-C) would hold the buffer's lock, and the interpreter dies of
    that when it ends.
    """
    return getattr(stream, "raw", stream)
