"""The process that reads pages for a worker and may die of one: ``python -m`` this module.

It is told its options and then pages through an inherited socket, and answers each with a reply. It
goes when the socket is closed, which is what happens when its worker dies, however that dies.
"""

from __future__ import annotations

import contextlib
import faulthandler
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from spacy.language import Language

from extractor.articles import read_article
from extractor.batch.arrow import Row, result_rows
from extractor.batch.codes import QuarantineCode
from extractor.batch.distributed.messages import Reply
from extractor.batch.distributed.options import WorkOptions
from extractor.errors import NewsclaimsError
from extractor.pipeline.road import claims_of
from extractor.records import Article, Page

_MEBIBYTE: Final = 1024 * 1024
# The worker ends a page in time; this is for the case that the worker itself is gone.
_GRACE: Final = 30.0


def main() -> None:
    """Answer pages until nobody asks any more."""
    # Ctrl-C on a terminal reaches every process; the driver decides what ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable()
    link = Connection(int(sys.argv[1]))
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        _serve(link)


def _serve(link: Connection) -> None:
    options: WorkOptions = link.recv()
    try:
        nlp = _pipeline(options)
    except NewsclaimsError as error:
        link.send(Reply(problem=QuarantineCode.BUG, message=str(error)))
        return
    _limit_memory(options.memory_mb)
    link.send(Reply())
    for page in _pages(link):
        with _watched(options.seconds + _GRACE):
            reply = _answer(nlp, page)
        link.send(reply)
        if reply.problem is QuarantineCode.OUT_OF_MEMORY:
            return


def _pages(link: Connection) -> Iterator[Page]:
    while True:
        yield link.recv()


def _pipeline(options: WorkOptions) -> Language:
    module, _, name = options.loader.partition(":")
    load: Callable[..., Language] = getattr(import_module(module), name)
    return load(
        options.model,
        dollar=options.dollar,
        learned=options.learned,
        encoder=options.encoder,
        deals=options.deals,
    )


def _limit_memory(mebibytes: int | None) -> None:
    # Where memory runs out in spite of the limit, this process should go, not the worker: that
    # one can tell which page it was.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    if mebibytes is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = mebibytes * _MEBIBYTE
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@contextlib.contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """End the process after a time even if it hangs in compiled code that holds the interpreter."""
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _answer(nlp: Language, page: Page) -> Reply:
    try:
        return Reply(rows=_rows(nlp, page))
    except MemoryError:
        return Reply(problem=QuarantineCode.OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - one bug must not end a job of a million pages
        traceback.print_exc()
        return Reply(problem=QuarantineCode.BUG, message=f"{type(error).__name__}: {error}")


def _rows(nlp: Language, page: Page) -> list[Row]:
    article = read_article(page)
    if not isinstance(article, Article):
        return result_rows(article)
    (result,) = claims_of(nlp, [article])
    return result_rows(result)


if __name__ == "__main__":
    main()
