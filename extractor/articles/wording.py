"""Titles and names as one clean line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from typing import Final

_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_SEPARATOR: Final = re.compile(r"\s+[|–—·•»:*-]\s+|\s*[|»｜ㅣ：]\s*")
# Between a headline that the page also gives alone and what hangs on it.
_HANGING: Final = re.compile(r"\s*[|–—·•»*｜ㅣ：-]\s*\S")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_BY: Final = re.compile(
    r"^(?:(?:written|words|story|reported|report)\s+)?(?:by|von):?\s+", re.IGNORECASE
)
_BY_WITHIN: Final = re.compile(r"\b(?:by|von):?\s+(?=\S)", re.IGNORECASE)
_BETWEEN_NAMES: Final = re.compile(
    r"\s*(?:;|\||\s&\s|\s(?:and|und|et|og|och)\s|,\s+and\s|,)\s*", re.IGNORECASE
)
_NAME_SUFFIX: Final = re.compile(r",\s*(?=(?:Jr|Sr|II|III|IV|PhD|MD|Esq)\b)", re.IGNORECASE)
_NO_NAME: Final = re.compile(
    r"https?:|www\.|@|[():\[\]]|^(?:admin|none|null|unknown|author|staff)$", re.I
)
# A short last word keeps its full stop: "Jr.", "Ph.D.".
_FULL_STOP: Final = re.compile(r"(?<=\w{4})\.+$")
_LONGEST_NAME: Final = 80
_LONGEST_BYLINE: Final = 2000
_MOST_NAMES: Final = 100
LONGEST_TITLE: Final = 1000


def one_line(value: object) -> str:
    """A value of a page as one line of text: entities and tags resolved, white space joined.

    What is no string gives ``""``; lone surrogates, which no file can hold, become U+FFFD.
    """
    if not isinstance(value, str):
        return ""
    text = _TAG.sub("", unescape(value))
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def letters_of(text: str) -> str:
    """The letters and digits of a text, to compare two spellings of it."""
    return _NOT_WORD.sub("", text).casefold()


def without_site(title: str, sites: Iterable[str]) -> str:
    """The title without the names of the site that stand at its end or beginning.

    What hangs on behind the site's name ("| The Ledger | by Ann Lee") goes with it.

    Args:
        title: As the page gives it, one line.
        sites: Names of the publisher, of the section, and the host's name.
    """
    names = {letters_of(site) for site in sites} - {""}
    marks = [(match.start(), match.end()) for match in _SEPARATOR.finditer(title)]
    ends = [start for start, _ in marks[1:]] + [len(title)]
    for (start, end), stop in zip(marks, ends, strict=False):
        is_tail = letters_of(title[end:]) in names
        # Behind a site's name in the middle only a label may stand, not the headline.
        if is_tail or (letters_of(title[end:stop]) in names and start > len(title) - stop):
            return without_site(title[:start].strip(), sites) or title
    for start, end in marks:
        if letters_of(title[:start]) in names:
            return title[end:].strip() or title
    return title


def tail_pieces(title: str) -> list[str]:
    """What stands behind separators at the end of a title, the last piece first."""
    return _SEPARATOR.split(title)[:0:-1]


def without_hanging(title: str, others: Iterable[str]) -> str:
    """The title as another place of the page gives it, when only a label hangs on this one.

    ``"Norvale buys Tarn | Sport"`` is ``"Norvale buys Tarn"`` where a heading says just that.
    """
    fits = (
        other for other in others if title.startswith(other) and _HANGING.match(title[len(other) :])
    )
    return min(filter(None, fits), key=len, default=title)


def names_in(byline: str) -> Iterator[str]:
    """The names in a byline: ``"By Ann Lee and Bo Day"`` gives two."""
    line = _NAME_SUFFIX.sub("\0", _BY.sub("", one_line(byline[:_LONGEST_BYLINE])))
    for piece in _BETWEEN_NAMES.split(line):
        name = _FULL_STOP.sub("", piece.replace("\0", ", ").strip(" -·"))
        if name and len(name) <= _LONGEST_NAME and not _NO_NAME.search(name):
            yield name


def after_by(byline: str) -> str:
    """What follows "by" in a byline; empty without one."""
    return _BY_WITHIN.split(byline, maxsplit=1)[1] if _BY_WITHIN.search(byline) else ""


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The first hundred names in their order, each once whatever its spelling."""
    once: dict[str, str] = {}
    for name in islice(names, _MOST_NAMES):
        once.setdefault(letters_of(name), name)
    return tuple(once.values())
