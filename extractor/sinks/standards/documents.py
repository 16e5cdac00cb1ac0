r"""JSON documents as lines that are safe wherever they are pasted.

A line can stand in a ``<script>`` element (no ``<``, ``>``, ``&``), survives readers that break
lines at U+2028 or U+0085, and turns nothing around on a screen: such characters are written as
``\uXXXX``, which every JSON reader turns back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TextIO, TypeAlias

from extractor.records import ArticleClaims
from extractor.sinks.encodable import encodable
from extractor.sinks.files import store_errors

Document: TypeAlias = dict[str, Any]
Maker: TypeAlias = Callable[[ArticleClaims], Iterator[Document]]
_ESCAPED: Final = re.compile(
    "[<>&\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def json_line(document: Document) -> str:
    """A document as one line of JSON, without its line feed."""
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def write_documents(records: Iterable[ArticleClaims], make: Maker, stream: TextIO) -> int:
    """Write what a standard makes of each record, as it comes; how many lines that were.

    Raises:
        StoreError: the stream can't be written.
    """
    count = 0
    for record in records:
        for document in make(encodable(record)):
            with store_errors("output"):
                stream.write(json_line(document) + "\n")
            count += 1
    return count
