"""Articles that broke their worker: told apart from those that may be tried again."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Final

from extractor.batch.codes import QuarantineCode
from extractor.batch.work import Broken
from extractor.hashing import content_id, sha256_of
from extractor.records import Article, Failure, Page, Stage

_CODES: Final = frozenset(QuarantineCode)


class Quarantine:
    """The articles that are not tried again while they, and what reads them, are the same.

    This is the one place that decides it. A failure says of which text and extractor it tells by
    a mark at the end of its message, so that a revised article, another model or other rules make
    it void.

    Args:
        standing: The failures of earlier runs.
        again: Try them again all the same.
    """

    def __init__(self, standing: Iterable[Failure], *, again: bool) -> None:
        self._marks = {
            failure.source: failure.message
            for failure in standing
            if failure.error in _CODES and not again
        }

    def holds(self, item: Page | Article, extractor: str) -> bool:
        """Whether it broke its worker in an earlier run as it is now."""
        message = self._marks.get(item.source)
        return message is not None and message.endswith(_mark(item, extractor))


def quarantined(item: Page | Article, broken: Broken, extractor: str) -> Failure:
    """The failure of an item that broke its worker."""
    stage = Stage.ARTICLE if isinstance(item, Page) else Stage.PIPELINE
    advice = "not tried again until it, the model or the rules change, or with --retry-quarantined"
    message = f"{broken.reason}; quarantined: {advice} {_mark(item, extractor)}"
    return Failure(source=item.source, stage=stage, error=broken.code.value, message=message)


def _mark(item: Page | Article, extractor: str) -> str:
    # Reading a page knows no model: it depends on the package alone.
    if isinstance(item, Page):
        made = content_id("quarantine", sha256_of(item.content), version("newsclaims"))
    else:
        made = content_id("quarantine", item.text_sha256, extractor)
    return f"[{made}]"
