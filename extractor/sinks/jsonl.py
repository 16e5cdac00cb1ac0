"""JSON Lines: one record a line, the same bytes for the same records."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from extractor.records import Record
from extractor.sinks.encodable import encodable
from extractor.sinks.files import atomic_text, store_errors


class JsonlSink:
    """Writes records as JSON Lines to a file or to an open text stream.

    A file is replaced when the ``with`` block ends well and keeps its old content otherwise; a
    stream gets every line at once and stays open. Lines end with a line feed; the JSON itself may
    hold U+2028, so read it line by line with ``for line in file`` and not with ``splitlines``.

    Raises:
        StoreError: the file can't be written.
    """

    def __init__(self, target: Path | TextIO) -> None:
        self._target = target
        self._name = str(target) if isinstance(target, Path) else "output"
        self._stream: TextIO | None = None if isinstance(target, Path) else target
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        if isinstance(self._target, Path):
            self._stream = self._closing.enter_context(atomic_text(self._target))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.__exit__(kind, error, trace)

    def write(self, record: Record) -> None:
        """Write one record (``ArticleClaims``, ``Failure``, ``StoredClaim``) as one line."""
        if self._stream is None:
            raise RuntimeError("use the sink in a with block")
        line = encodable(record).model_dump_json()
        with store_errors(self._name):
            self._stream.write(line + "\n")
            if self._stream is self._target:
                self._stream.flush()
