"""Claims as a table of GitHub-flavoured Markdown, for issues, wikis and notes.

Whatever comes from an article is shown and nothing of it is markup: every character that begins
something in Markdown, in HTML, in GitHub's formulas or in its links without brackets is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TextIO
from urllib.parse import quote, urlsplit

from extractor.sinks.files import store_errors
from extractor.sinks.plain import (
    claim_amounts,
    claim_durations,
    claim_parties,
    one_line,
    shortened,
    status_words,
)
from extractor.sinks.stored import ArticleRef, StoredClaim
from extractor.sinks.table import short_id

COLUMNS: Final = ("Status", "Event", "Amount", "Term", "Parties", "Quote", "Article", "Claim")
_QUOTE_LENGTH: Final = 400
_NAME_LENGTH: Final = 200
# $ begins a formula, ~ strikes through, : belongs to addresses and to names of pictures.
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&$:^=])")
# GitHub links these without any brackets; it does not look behind an escaped or broken-up sign.
_WEB: Final = re.compile(r"\bwww\.", re.IGNORECASE)
_WORD_JOINER: Final = "&#8288;"
_IN_ADDRESS: Final = "/:?#@!$*+,;=%~"
_BREAK: Final = "<br>"


def write_markdown(claims: Iterable[StoredClaim], stream: TextIO) -> None:
    r"""Write a table with a heading and one row a claim; lines end with ``\n``.

    Raises:
        StoreError: the stream can't be written.
    """
    with store_errors("output"):
        stream.write(_row(COLUMNS) + _row("---" for _ in COLUMNS))
        for stored in claims:
            stream.write(_row(_cells(stored)))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def harmless(text: str) -> str:
    """The text on one line, as Markdown that shows just this text."""
    escaped = _MARKUP.sub(r"\\\1", one_line(text))
    return _WEB.sub(_broken_up, escaped).replace("@", f"@{_WORD_JOINER}")


def _broken_up(found: re.Match[str]) -> str:
    return found[0].replace(".", "\\.")


def _cells(stored: StoredClaim) -> Iterator[str]:
    claim = stored.in_force()
    corrected = f"{_BREAK}corrected" if stored.corrected else ""
    yield harmless(status_words(claim.confirmation.status)) + corrected
    yield f"{harmless(claim.event.value)}, {harmless(claim.modality.value)}"
    yield _lines(claim_amounts(claim))
    yield _lines(claim_durations(claim))
    yield _lines(f"{role.value} {name}" for role, name in claim_parties(claim))
    yield harmless(shortened(claim.evidence[0].text, _QUOTE_LENGTH)) if claim.evidence else ""
    yield _article(stored.article)
    yield harmless(short_id(claim.id))


def _lines(texts: Iterable[str]) -> str:
    return _BREAK.join(harmless(shortened(text, _NAME_LENGTH)) for text in texts)


def _article(article: ArticleRef) -> str:
    """Publisher and day, and the title or the source as a link to the page where there is one."""
    day = article.published_at.strftime("%Y-%m-%d") if article.published_at else ""
    told = [shortened(part, _NAME_LENGTH) for part in (article.publisher or "", day) if part]
    name = harmless(shortened(article.title or "", _NAME_LENGTH)) or harmless(article.source)
    address = _address(article.url) or _address(article.source)
    return ", ".join([*map(harmless, told), f"[{name}](<{address}>)" if address and name else name])


def _address(url: str | None) -> str | None:
    """A link's target with nothing in it that means something; None if it is not on the web."""
    if url is None or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    # An ampersand is a letter of its own in the target: entities are read there too.
    return quote(url, safe=_IN_ADDRESS + "&").replace("&", "&amp;")
