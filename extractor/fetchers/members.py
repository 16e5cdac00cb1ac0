"""Large files read through their compression, with where each compressed member begins.

gzip and zstd files may be a row of members, one a record in WARC files. Reading stops at the end of
a member, so that whoever reads from one beginning to the next knows its place in the file.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections import deque
from typing import BinaryIO, Final, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_READ: Final = 1 << 16
_GZIP_BITS: Final = zlib.MAX_WBITS + 16
_GZIP_START: Final = b"\x1f\x8b"
_ZSTD_START: Final = b"\x28\xb5\x2f\xfd"
_SKIPPED_START: Final = b"\x5d\x2a\x4d\x18"
# What zstd itself takes as the limit unless told otherwise: 128 MB.
_ZSTD_WINDOW_LOG: Final = 27


class MemberError(Exception):
    """The file ends inside a compressed member, or a member is damaged.

    Fields: ``offset`` in the file where the member begins; ``is_cut`` when the file ends too early.
    """

    def __init__(self, offset: int, reason: str, *, is_cut: bool = False) -> None:
        super().__init__(reason)
        self.offset = offset
        self.is_cut = is_cut


class _Member(Protocol):
    """One member: takes input, gives at most so many bytes and the input it has not used."""

    def expand(self, data: bytes, size: int) -> tuple[bytes, bytes]: ...

    @property
    def is_done(self) -> bool: ...


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP_BITS)

    def expand(self, data: bytes, size: int) -> tuple[bytes, bytes]:
        expanded = self._stream.decompress(data, size)
        return expanded, self._stream.unused_data or self._stream.unconsumed_tail

    @property
    def is_done(self) -> bool:
        return self._stream.eof


class _Zstd:
    def __init__(self) -> None:
        options = {int(zstd.DecompressionParameter.window_log_max): _ZSTD_WINDOW_LOG}
        self._stream = zstd.ZstdDecompressor(options=options)

    def expand(self, data: bytes, size: int) -> tuple[bytes, bytes]:
        if not self._stream.needs_input:
            return self._stream.decompress(b"", size), data
        expanded = self._stream.decompress(data, size)
        return expanded, self._stream.unused_data if self._stream.eof else b""

    @property
    def is_done(self) -> bool:
        return self._stream.eof


class _Plain:
    is_done = True

    def expand(self, data: bytes, size: int) -> tuple[bytes, bytes]:
        return data[:size], data[size:]


class Members(io.RawIOBase):
    """The expanded bytes of a plain, gzip or zstd file, in constant memory; not seekable.

    ``tell`` counts expanded bytes.
    """

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._taken = 0
        self._input = b""
        self._is_at_end = False
        self._member: _Member | None = None
        self._begin = 0
        self._kind: type[_Gzip | _Zstd | _Plain] | None = None
        self._position = 0
        # (expanded, in the file) where members begin that nobody asked for yet.
        self._begins: deque[tuple[int, int]] = deque()

    def readable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """How many expanded bytes were given."""
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Some expanded bytes, none of them of the next member.

        Raises:
            MemberError: The file is cut off or damaged.
        """
        expanded = self._some(len(buffer))
        buffer[: len(expanded)] = expanded
        self._position += len(expanded)
        return len(expanded)

    @property
    def is_packed(self) -> bool:
        """Whether the file is compressed; known once something was read."""
        return self._kind not in (None, _Plain)

    def member_at(self, position: int) -> int | None:
        """Where in the file the member begins that begins with an expanded byte; else None."""
        while self._begins and self._begins[0][0] < position:
            self._begins.popleft()
        if self._begins and self._begins[0][0] == position:
            return self._begins[0][1]
        return None

    def _some(self, size: int) -> bytes:
        while self._member is not None or self._begin_member():
            if expanded := self._expanded(size):
                return expanded
        return b""

    def _expanded(self, size: int) -> bytes:
        """The next bytes of the member; none when it is over."""
        member = self._member
        assert member is not None  # noqa: S101 - tells the type checker what _some made sure of
        while True:
            try:
                expanded, self._input = member.expand(self._input, size)
            except (zlib.error, zstd.ZstdError) as error:
                raise MemberError(self._begin, f"its compression is damaged: {error}") from error
            if member.is_done and not isinstance(member, _Plain):
                self._member = None
            if expanded or self._member is None:
                return expanded
            if not self._fill():
                return self._ended(member)

    def _ended(self, member: _Member) -> bytes:
        self._member = None
        if not member.is_done:
            raise MemberError(self._begin, "the file ends inside compressed data", is_cut=True)
        return b""

    def _fill(self) -> bool:
        """Whether there is input to expand."""
        if not self._input and not self._is_at_end:
            self._input = self._stream.read(_READ)
            self._taken += len(self._input)
            self._is_at_end = not self._input
        return bool(self._input)

    def _begin_member(self) -> bool:
        while self._fill():
            self._kind = self._kind or _kind_of(self._input)
            if self._kind is _Plain or not self._is_padding():
                self._begin = self._taken - len(self._input)
                self._begins.append((self._position, self._begin))
                self._member = self._kind()
                return True
        return False

    def _is_padding(self) -> bool:
        """Whether nothing but zeros was there, as tapes and some writers leave behind a file."""
        self._input = self._input.lstrip(b"\0")
        return not self._input


def _kind_of(start: bytes) -> type[_Gzip | _Zstd | _Plain]:
    if start.startswith(_GZIP_START):
        return _Gzip
    return _Zstd if start.startswith((_ZSTD_START, _SKIPPED_START)) else _Plain
