"""Expanding compressed answers piece by piece, so that no bomb can grow memory.

Every step hands out at most ``STEP`` bytes, however much the input stands for; who counts them can
stop at any time. A stream that ends before its compression does was cut off.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STEP: Final = 65536
# What one answer may be wrapped in; real ones are wrapped once.
_MOST_LAYERS: Final = 2
# RFC 9659: what a server may ask a client to keep in mind, 8 MB.
_ZSTD_WINDOW_LOG: Final = 23
_GZIP_START: Final = b"\x1f"
_RAW_DEFLATE: Final = -zlib.MAX_WBITS
_GZIP: Final = zlib.MAX_WBITS + 16
ACCEPTED: Final = "gzip, deflate, br, zstd"


class ExpansionError(Exception):
    """Compressed content is damaged, cut off, or of an unknown kind."""


class TooLargeError(Exception):
    """Content has more bytes than it may.

    Fields: ``limit`` in bytes.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit:,} bytes")
        self.limit = limit


class Expander(Protocol):
    """Expands one kind of compression."""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """What a piece of input stands for, in steps."""

    def finish(self) -> None:
        """Check that nothing is missing."""


class _Deflate:
    """gzip of any number of members, and zlib or raw deflate."""

    def __init__(self, window_bits: int) -> None:
        self._window_bits = window_bits
        self._stream = zlib.decompressobj(window_bits)
        self._begun = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        self._begin(piece)
        is_full = False
        # A full step may have left more behind, even where all input was taken.
        while piece or (is_full and not self._stream.eof):
            if self._stream.eof and not self._next_member(piece):
                return
            try:
                step = self._stream.decompress(piece, STEP)
            except zlib.error as error:
                raise ExpansionError(str(error)) from error
            yield step
            is_full = len(step) == STEP
            piece = self._stream.unconsumed_tail or self._stream.unused_data

    def finish(self) -> None:
        if self._begun and not self._stream.eof:
            raise ExpansionError("it ends too early")

    def _begin(self, piece: bytes) -> None:
        # Some servers send raw deflate where zlib's is meant; the first byte tells.
        if piece and not self._begun:
            self._begun = True
            if self._window_bits == zlib.MAX_WBITS and piece[0] & 0x0F != zlib.DEFLATED:
                self._stream = zlib.decompressobj(_RAW_DEFLATE)

    def _next_member(self, piece: bytes) -> bool:
        """Whether another member follows; what else stands behind the last one is padding."""
        is_member = self._window_bits == _GZIP and piece.startswith(_GZIP_START)
        if is_member:
            self._stream = zlib.decompressobj(_GZIP)
        return is_member


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._begun = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(piece)
        while not self._stream.is_finished():
            try:
                step = self._stream.process(piece, output_buffer_limit=STEP)
            except brotli.error as error:
                raise ExpansionError(str(error)) from error
            piece = b""
            if step:
                yield step
            elif self._stream.can_accept_more_data():
                return

    def finish(self) -> None:
        if self._begun and not self._stream.is_finished():
            raise ExpansionError("it ends too early")


class _Zstandard:
    """Any number of frames."""

    def __init__(self) -> None:
        self._stream = self._opened()
        self._begun = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(piece)
        while piece or not (self._stream.eof or self._stream.needs_input):
            if self._stream.eof:
                self._stream = self._opened()
            try:
                step = self._stream.decompress(piece, STEP)
            except zstd.ZstdError as error:
                raise ExpansionError(str(error)) from error
            yield step
            piece = self._stream.unused_data if self._stream.eof else b""

    def finish(self) -> None:
        if self._begun and not self._stream.eof:
            raise ExpansionError("it ends too early")

    @staticmethod
    def _opened() -> zstd.ZstdDecompressor:
        options = {int(zstd.DecompressionParameter.window_log_max): _ZSTD_WINDOW_LOG}
        return zstd.ZstdDecompressor(options=options)


_EXPANDERS: Final[Mapping[str, Callable[[], Expander]]] = MappingProxyType(
    {
        "gzip": lambda: _Deflate(_GZIP),
        "x-gzip": lambda: _Deflate(_GZIP),
        "deflate": lambda: _Deflate(zlib.MAX_WBITS),
        "br": _Brotli,
        "zstd": _Zstandard,
    }
)


def expanders(content_encoding: str) -> Sequence[Expander]:
    """What undoes a Content-Encoding header, in the order in which to apply it.

    Raises:
        ExpansionError: A kind is unknown, or there are too many layers.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    layers = [name for name in names if name not in ("", "identity")]
    if len(layers) > _MOST_LAYERS:
        raise ExpansionError(f"it is compressed {len(layers)} times over")
    unknown = [name for name in layers if name not in _EXPANDERS]
    if unknown:
        raise ExpansionError(f"the encoding {unknown[0]!r} is not known")
    return [_EXPANDERS[name]() for name in reversed(layers)]


async def expanded(
    pieces: AsyncIterator[bytes], content_encoding: str, limit: int
) -> AsyncGenerator[bytes, None]:
    """The content behind compressed pieces, bounded before and after expansion.

    Raises:
        TooLargeError: There are more than ``limit`` bytes, as they arrive or expanded.
        ExpansionError: The content is damaged or cut off.
    """
    layers = expanders(content_encoding)
    arrived = _Counter(limit)
    given = _Counter(limit)
    async for piece in pieces:
        arrived.add(piece)
        for step in _through(layers, piece):
            given.add(step)
            yield step
    for layer in layers:
        layer.finish()


def _through(layers: Sequence[Expander], piece: bytes) -> Iterator[bytes]:
    if not layers:
        if piece:
            yield piece
        return
    for step in layers[0].feed(piece):
        yield from _through(layers[1:], step)


class _Counter:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._count = 0

    def add(self, piece: bytes) -> None:
        self._count += len(piece)
        if self._count > self._limit:
            raise TooLargeError(self._limit)
