"""Files that are there whole or not at all."""

from __future__ import annotations

import io
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from extractor.errors import StoreError

_SUFFIX: Final = ".tmp"
_DATABASE_START: Final = b"SQLite format 3\0"


@contextmanager
def store_errors(target: str) -> Iterator[None]:
    """Turn an ``OSError`` of this file into a ``StoreError``; a broken pipe stays what it is.

    Raises:
        StoreError: the operating system refused.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreError(target, error.strerror or str(error)) from error


@contextmanager
def atomic_text(path: Path) -> Iterator[TextIO]:
    r"""A UTF-8 stream (newlines ``\n``) whose content replaces ``path`` when the block succeeds.

    When the block raises, or the process dies, the old content stays. A device or pipe
    (``/dev/stdout``) can't be replaced and is written as it comes.

    Raises:
        StoreError: the file can't be written.
    """
    with atomic_bytes(path) as raw:
        stream = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
        try:
            yield stream
            with store_errors(str(path)):
                stream.flush()
        finally:
            # Whatever could not be written is given up with the file, which is closed elsewhere.
            with suppress(OSError, ValueError):
                stream.detach()


@contextmanager
def atomic_bytes(path: Path) -> Iterator[BinaryIO]:
    """The same for bytes.

    Raises:
        StoreError: the file can't be written, or is a database.
    """
    target = path.resolve()
    _spare_database(target, str(path))
    if target.exists() and not target.is_file():
        yield from _written_in_place(target, str(path))
    else:
        yield from _written_beside(target, str(path))


def spare_inputs(output: Path | None, inputs: Iterable[str]) -> None:
    """Refuse an output that would replace what it is made of.

    Args:
        output: The file to be written; None for standard output.
        inputs: What is read: paths of files and folders, ``-`` for standard input; others pass.

    Raises:
        StoreError: the output is one of these files, or a file that a folder's walk would read.
    """
    if output is not None and any(_is_read(output, source) for source in inputs):
        raise StoreError(str(output), "this is read by the same command; name another file with -o")


def _is_read(output: Path, source: str) -> bool:
    # What can't be found or named is told by whoever reads it.
    with suppress(OSError, ValueError):
        written, read = output.stat(), os.fstat(0) if source == "-" else Path(source).stat()
        if stat.S_ISDIR(read.st_mode):
            inside = output.resolve().relative_to(Path(source).resolve())
            return not any(part.startswith(".") for part in inside.parts)
        return stat.S_ISREG(written.st_mode) and os.path.samestat(written, read)
    return False


def _spare_database(target: Path, name: str) -> None:
    """No claims are worth the database that they come from, whatever its name ends in."""
    if not target.is_file():
        return
    with store_errors(name), target.open("rb") as stream:
        start = stream.read(len(_DATABASE_START))
    if start == _DATABASE_START:
        raise StoreError(name, "this is a database, which would be lost; name another file with -o")


def _written_in_place(target: Path, name: str) -> Iterator[BinaryIO]:
    with store_errors(name):
        stream = target.open("wb")
    try:
        yield stream
        with store_errors(name):
            stream.flush()
    finally:
        with suppress(OSError):
            stream.close()


def _written_beside(target: Path, name: str) -> Iterator[BinaryIO]:
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_SUFFIX}")
    with store_errors(name):
        stream = beside.open("xb")
    try:
        yield stream
        with store_errors(name):
            _replace(stream, beside, target)
    finally:
        _discard(stream, beside)


def _replace(stream: BinaryIO, beside: Path, target: Path) -> None:
    stream.flush()
    os.fsync(stream.fileno())
    stream.close()
    if target.exists():
        beside.chmod(target.stat().st_mode)
    beside.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; not every system can open a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _discard(stream: BinaryIO, beside: Path) -> None:
    with suppress(OSError):
        stream.close()
    beside.unlink(missing_ok=True)
