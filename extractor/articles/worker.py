"""The other end of ``supervised``: a process that reads pages until its input ends."""

from __future__ import annotations

import json
import math
import os
import signal
import sys
from typing import IO, Final

from extractor.articles.messages import receive, send
from extractor.articles.reader import read_article
from extractor.records import Page

_MOST_MEMORY: Final = 4 << 30
_GRACE_SECONDS: Final = 5


def serve(seconds: float) -> None:
    """Answer requests on standard output until standard input ends.

    Args:
        seconds: CPU time for a page. The parent ends a slow worker; this limit ends one whose
            parent is gone.
    """
    # Ctrl-C is for the parent, which then closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = _own_output()
    _limit_memory()
    send(answers, b"ready")
    while True:
        try:
            request, content = receive(sys.stdin.buffer), receive(sys.stdin.buffer)
        except EOFError:
            return
        _limit_time(seconds)
        send(answers, _answer(request, content))


def _own_output() -> IO[bytes]:
    """The pipe to the parent, out of reach of anything that prints."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _answer(request: bytes, content: bytes) -> bytes:
    fields, english_only = json.loads(request)
    page = Page.model_validate({**fields, "content": content})
    item = read_article(page, english_only=english_only)
    return json.dumps([type(item).__name__, item.model_dump(mode="json")]).encode()


# The module ``resource`` is not there on Windows.


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = _MOST_MEMORY if hard == resource.RLIM_INFINITY else min(hard, _MOST_MEMORY)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _limit_time(seconds: float) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = math.ceil(used.ru_utime + used.ru_stime + seconds) + _GRACE_SECONDS
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = until if hard == resource.RLIM_INFINITY else min(hard, until)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
