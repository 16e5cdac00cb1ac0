"""Pages that may take long are read by a process that can be ended.

Ordinary pages are read where the caller is, at no cost. The others go to a worker process, which
is started when the first of them comes, kept for the next, and killed when a page takes longer
than its time limit. It is an own program and no fork: it works under any start method, from
threads and from daemonic processes, and needs no guard in the caller's main module.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from extractor.articles.codes import ArticleCode, article_error
from extractor.articles.limits import is_ordinary
from extractor.articles.messages import receive, send
from extractor.articles.reader import read_article
from extractor.errors import SourceError
from extractor.records import Article, Failure, Page

DEFAULT_SECONDS: Final = 20.0
_STARTING_SECONDS: Final = 60.0
_PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from extractor.articles.worker import serve; serve(float(sys.argv[2]))"
)


class SupervisedReader:
    """Reads pages one after the other, each within a time limit.

    A context manager: leaving it ends the worker, if one was started.

    Args:
        seconds: How long one page may take in the worker.
        english_only: As for ``read_article``.
    """

    def __init__(self, seconds: float = DEFAULT_SECONDS, *, english_only: bool = True) -> None:
        self._seconds = seconds
        self._english_only = english_only
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker; the reader can be used again and starts another when it needs one."""
        if self._worker:
            self._worker.end()
        self._worker = None

    def read(self, page: Page) -> Article | Failure:
        """The article on a page, or why there is none; ``too_slow`` and ``crashed`` among it."""
        if is_ordinary(page):
            return read_article(page, english_only=self._english_only)
        worker = self._worker = self._worker or _Worker(self._seconds)
        try:
            return worker.read(page, english_only=self._english_only)
        except _EndedError as ended:
            code = worker.end()
            self._worker = None
            return _failure(page, self._seconds, code, ended).failure()


class _EndedError(Exception):
    """The worker gave no answer; ``late``: because its time was over."""

    def __init__(self, *, late: bool) -> None:
        super().__init__()
        self.late = late


def _failure(page: Page, seconds: float, code: int, ended: _EndedError) -> SourceError:
    if ended.late:
        message = f"reading it took more than {seconds:g} s; save its text and give that"
        return article_error(page, ArticleCode.TOO_SLOW, message)
    message = f"the process that read it ended (exit code {code}); save its text and give that"
    return article_error(page, ArticleCode.CRASHED, message)


class _Worker:
    """One process and the pipes to it."""

    def __init__(self, seconds: float) -> None:
        command = [sys.executable, "-c", _PROGRAM, json.dumps(sys.path), str(seconds)]
        # Our own program, and nothing from outside in its arguments.
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._seconds = seconds
        self._is_ready = False

    def read(self, page: Page, *, english_only: bool) -> Article | Failure:
        if not self._is_ready:
            self._within(_STARTING_SECONDS)
            self._is_ready = True
        request = page.model_dump(mode="json", exclude={"content"})
        header = json.dumps([request, english_only]).encode()
        kind, record = json.loads(self._within(self._seconds, header, page.content))
        is_article = kind == Article.__name__
        return Article.model_validate(record) if is_article else Failure.model_validate(record)

    def _within(self, seconds: float, *request: bytes) -> bytes:
        """The answer to a request, or the end of the process that doesn't give it in time."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            return self._exchange(request)
        except (OSError, EOFError) as error:
            raise _EndedError(late=late.is_set()) from error
        finally:
            timer.cancel()

    def _exchange(self, request: tuple[bytes, ...]) -> bytes:
        to_worker, from_worker = self._process.stdin, self._process.stdout
        if to_worker is None or from_worker is None:
            raise EOFError
        for part in request:
            send(to_worker, part)
        return receive(from_worker)

    def end(self) -> int:
        """Kill the process, wait for it and close its pipes; its exit code."""
        self._process.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            # What is still to be written to a dead process is of no use.
            with suppress(OSError):
                if pipe:
                    pipe.close()
        return code
