"""WARC files record by record, in constant memory, with nothing missing that is not reported.

Known readers end without a word where a file was cut off, or leave the rest of a damaged record
out; here each record has to be as long as it says, end as it should, and fit its digest.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from extractor.fetchers.codes import FetchCode
from extractor.fetchers.members import MemberError, Members

_VERSION: Final = re.compile(rb"WARC/\d\.\d+\s*\Z")
_LONGEST_LINE: Final = 16_384
_MOST_LINES: Final = 200
_MOST_BLANK_LINES: Final = 8
_PIECE: Final = 1 << 16
_DIGESTS: Final = frozenset({"sha1", "sha256", "sha512", "md5"})

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One record.

    Attributes:
        number: Counts from 1.
        place: Where in the file it begins, in words.
        headers: Names in lower case.
        length: Bytes of its content as its header says.
        content: The content; only its beginning when it is too long, nothing when not wanted.
    """

    number: int
    place: str
    headers: Headers
    length: int
    content: bytes

    @property
    def is_whole(self) -> bool:
        """Whether all of the content is here."""
        return len(self.content) == self.length


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record; after a fatal one nothing more of the file can be read."""

    number: int
    place: str
    code: FetchCode
    reason: str
    is_fatal: bool = True


class _FaultError(Exception):
    def __init__(self, code: FetchCode, reason: str, *, is_fatal: bool = True) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.is_fatal = is_fatal


def read_records(
    stream: BinaryIO, is_wanted: Callable[[Headers], bool], max_bytes: int
) -> Iterator[Record | Fault]:
    """The records of a WARC file (plain, gzip or zstd), up to its end or the first fatal fault.

    Args:
        stream: Read from its present place on; need not be seekable.
        is_wanted: Whether a record with these headers is read; others are passed over.
        max_bytes: The longest content that is read; of longer ones only the beginning.
    """
    reader = _Reader(stream, is_wanted, max_bytes)
    while (item := reader.next()) is not None:
        yield item
        if isinstance(item, Fault) and item.is_fatal:
            return
        if reader.pending is not None:
            yield reader.pending
            return


class _Reader:
    def __init__(
        self, stream: BinaryIO, is_wanted: Callable[[Headers], bool], max_bytes: int
    ) -> None:
        self._members = Members(stream)
        self._stream = io.BufferedReader(self._members, _PIECE)
        self._is_wanted = is_wanted
        self._max_bytes = max_bytes
        self._number = 0
        self._begin = 0
        self._offset: int | None = None
        self._is_inside = False
        # What was found wrong behind a record that itself is whole.
        self.pending: Fault | None = None

    def next(self) -> Record | Fault | None:
        """The next record or what is wrong with it; None at the end of the file."""
        try:
            return self._record()
        except _FaultError as error:
            return self._fault(error.code, error.reason, is_fatal=error.is_fatal)
        except MemberError as error:
            return self._damage(error)

    def _record(self) -> Record | Fault | None:
        version = self._version_line()
        if not version:
            return None
        headers = self._headers()
        length = _content_length(headers)
        content = self._content(headers, length) if self._is_wanted(headers) else b""
        self._pass(length, length - len(content))
        record = Record(self._number, self._place(), headers, length, content)
        return self._ended(record)

    def _version_line(self) -> bytes:
        self._is_inside = False
        for _ in range(_MOST_BLANK_LINES):
            self._begin = self._stream.tell()
            line = self._stream.readline(_LONGEST_LINE)
            if line.strip() or not line:
                break
        if line:
            self._number += 1
            self._is_inside = True
            self._offset = self._members.member_at(self._begin)
        if line and not _VERSION.match(line):
            is_cut = not line.endswith(b"\n") and b"WARC/1.0\r\n".startswith(line[:8])
            raise _cut("its header") if is_cut else _broken("no record begins there")
        return line

    def _headers(self) -> Headers:
        headers: dict[str, str] = {}
        name = ""
        for _ in range(_MOST_LINES):
            line = self._line()
            if not line.strip():
                return headers
            if line[:1] in b" \t" and name:
                headers[name] += " " + line.decode("utf-8", "replace").strip()
                continue
            field, _, value = line.decode("utf-8", "replace").partition(":")
            name = field.strip().lower()
            headers.setdefault(name, value.strip())
        raise _broken(f"its header has more than {_MOST_LINES} lines")

    def _line(self) -> bytes:
        line = self._stream.readline(_LONGEST_LINE)
        if line.endswith(b"\n"):
            return line
        if len(line) == _LONGEST_LINE:
            raise _broken("its header has too long a line")
        raise _cut("its header")

    def _content(self, headers: Headers, length: int) -> bytes:
        is_too_long = length > self._max_bytes
        content = self._stream.read(min(length, _PIECE) if is_too_long else length)
        if len(content) == length:
            _check_digest(headers, content)
        return content

    def _pass(self, length: int, left: int) -> None:
        while left:
            piece = self._stream.read(min(left, _PIECE))
            if not piece:
                raise _cut(f"its content: {length - left:,} of {length:,} bytes are there")
            left -= len(piece)

    def _ended(self, record: Record) -> Record | Fault:
        """The record, once its end was seen: two line ends, and the check sum of its member."""
        try:
            # Looking behind the line ends makes the member check its sum.
            ends = [self._stream.readline(2), self._stream.readline(2)]
            self._stream.peek(1)
        except MemberError as error:
            if error.offset == self._offset and not error.is_cut:
                raise
            self._is_inside = error.offset == self._offset
            self.pending = self._damage(error)
            return record
        if any(end.strip() for end in ends):
            raise _broken("its content is longer than its header says")
        if not all(end.endswith(b"\n") for end in ends):
            self.pending = self._fault(FetchCode.TRUNCATED_WARC, "the file ends at its very end")
        return record

    def _damage(self, error: MemberError) -> Fault:
        code = FetchCode.TRUNCATED_WARC if error.is_cut else FetchCode.BROKEN_WARC
        number = self._number if self._is_inside else self._number + 1
        return Fault(number, f"byte {error.offset:,}", code, str(error))

    def _fault(self, code: FetchCode, reason: str, *, is_fatal: bool = True) -> Fault:
        return Fault(self._number, self._place(), code, reason, is_fatal)

    def _place(self) -> str:
        if self._offset is not None and (self._offset or not self._begin):
            return f"byte {self._offset:,}"
        return f"byte {self._begin:,}" + (" once expanded" if self._members.is_packed else "")


def _cut(where: str) -> _FaultError:
    return _FaultError(FetchCode.TRUNCATED_WARC, f"the file ends inside {where}")


def _broken(reason: str) -> _FaultError:
    return _FaultError(FetchCode.BROKEN_WARC, reason)


def _content_length(headers: Headers) -> int:
    stated = headers.get("content-length", "")
    if not (stated.isascii() and stated.isdecimal() and len(stated) < 20):  # noqa: PLR2004
        raise _broken(f"its Content-Length is {stated[:40]!r}")
    return int(stated)


def _check_digest(headers: Headers, content: bytes) -> None:
    """Raise where the content is not what was written; digests of unknown kinds count as none."""
    kind, _, stated = headers.get("warc-block-digest", "").partition(":")
    if kind.lower() not in _DIGESTS or not stated:
        return
    digest = hashlib.new(kind.lower(), content, usedforsecurity=False)
    written = {digest.hexdigest(), base64.b32encode(digest.digest()).decode().lower()}
    if stated.strip().lower() not in written:
        reason = "its content is not what was written (wrong WARC-Block-Digest)"
        raise _FaultError(FetchCode.BROKEN_RECORD, reason, is_fatal=False)
