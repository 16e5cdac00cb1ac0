"""Messages through a pipe: eight bytes of length, then so many bytes."""

from __future__ import annotations

import struct
from typing import IO, Final

_SIZE: Final = struct.Struct(">Q")


def send(pipe: IO[bytes], content: bytes) -> None:
    """Write one message.

    Raises:
        OSError: the other end is closed.
    """
    pipe.write(_SIZE.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes:
    """Read one message.

    Raises:
        EOFError: the other end is closed.
    """
    return _exactly(pipe, _SIZE.unpack(_exactly(pipe, _SIZE.size))[0])


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    content = pipe.read(count)
    if len(content) < count:
        raise EOFError
    return content
