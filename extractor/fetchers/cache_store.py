"""Where answers are kept: one file each in a folder, which any number of processes may share.

A file is written beside its place and moved there, so that it is whole or not there; a checksum
tells a damaged one, which counts as not there.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from extractor.errors import StoreError

_SUFFIX: Final = ".answer"
_UNFINISHED: Final = ".part"
_MARK: Final = b"newsclaims-cache-1 "
# What a process that was killed left behind.
_ABANDONED_AFTER: Final = 3600.0
# The folder is looked through again after so many new bytes.
_SHARE_BETWEEN_SWEEPS: Final = 0.1
_LOG: Final = logging.getLogger(__name__)
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer to a GET.

    Attributes:
        url: What was asked for.
        status: As a number.
        reason: In words, often empty.
        headers: In their order, repeated ones too.
        content: As it came, still compressed.
        fetched_at: When it arrived, or when the server last said that it still holds.
    """

    url: str
    status: int
    reason: str
    headers: Pairs
    content: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer, and the headers of the request that it answers."""

    asked_with: Pairs
    answer: Answer


@dataclass(frozen=True, slots=True)
class _Head:
    asked_with: Pairs
    url: str
    status: int
    reason: str
    headers: Pairs
    fetched_at: datetime


_HEADS: Final = TypeAdapter(_Head)


class CacheStore:
    """The answers in one folder."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        """Open the folder; it is made when missing.

        Raises:
            StoreError: The folder can't be made or written.
        """
        self._folder = folder
        self._max_bytes = max_bytes
        self._unswept = 0
        self._can_write = True
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                self._sweep()
        except OSError as error:
            reason = f"it can't be used as a cache ({error.strerror}); name another folder"
            raise StoreError(str(folder), reason) from error

    def load(self, key: str) -> Stored | None:
        """What was kept under a key; None when there is nothing, or nothing whole."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        stored = _unpacked(content)
        if stored is not None:
            _touch(path)
        return stored

    def save(self, key: str, stored: Stored) -> None:
        """Keep an answer; where that fails (a full disk), say so once and go on without."""
        if not self._can_write:
            return
        packed = _packed(stored)
        try:
            self._write(self._path(key), packed)
        except OSError as error:
            self._can_write = False
            _LOG.warning("the cache %s keeps nothing more: %s", self._folder, error.strerror)

    def _write(self, path: Path, packed: bytes) -> None:
        with tempfile.NamedTemporaryFile(
            dir=self._folder, suffix=_UNFINISHED, delete=False
        ) as unfinished:
            place = Path(unfinished.name)
        try:
            place.write_bytes(packed)
            place.replace(path)
        except OSError:
            place.unlink(missing_ok=True)
            raise
        self._unswept += len(packed)
        if self._unswept > self._max_bytes * _SHARE_BETWEEN_SWEEPS:
            self._sweep()

    def _path(self, key: str) -> Path:
        return self._folder / (hashlib.sha256(key.encode("utf-8")).hexdigest() + _SUFFIX)

    def _sweep(self) -> None:
        """Take away what was left unfinished, and the longest unused where there is too much."""
        self._unswept = 0
        too_old = time.time() - _ABANDONED_AFTER
        for path, _, used_at in _files(self._folder, _UNFINISHED):
            if used_at < too_old:
                path.unlink(missing_ok=True)
        total = 0
        latest_first = sorted(_files(self._folder, _SUFFIX), key=lambda file: -file[2])
        for path, size, _ in latest_first:
            total += size
            if total > self._max_bytes:
                path.unlink(missing_ok=True)


def _files(folder: Path, suffix: str) -> Iterator[tuple[Path, int, float]]:
    """Path, bytes and time of last use of each file; another process may take one away."""
    for path in folder.glob(f"*{suffix}"):
        try:
            facts = path.stat()
        except FileNotFoundError:
            continue
        yield path, facts.st_size, facts.st_mtime


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        # Somebody else's file, or gone again: it only looks longer unused than it is.
        return


def _packed(stored: Stored) -> bytes:
    answer = stored.answer
    head = _Head(
        asked_with=stored.asked_with,
        url=answer.url,
        status=answer.status,
        reason=answer.reason,
        headers=answer.headers,
        fetched_at=answer.fetched_at,
    )
    rest = _HEADS.dump_json(head) + b"\n" + answer.content
    return _MARK + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def _unpacked(packed: bytes) -> Stored | None:
    mark, _, rest = packed.partition(b"\n")
    if mark != _MARK + hashlib.sha256(rest).hexdigest().encode():
        return None
    line, _, content = rest.partition(b"\n")
    try:
        head = _HEADS.validate_json(line)
    except ValidationError:
        return None
    answer = Answer(head.url, head.status, head.reason, head.headers, content, head.fetched_at)
    return Stored(head.asked_with, answer)
