"""Titles and names as one clean line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_SEPARATOR: Final = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|»]\s*")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_BY: Final = re.compile(r"^(?:(?:written|words|story|reported|report)\s+)?by:?\s+", re.IGNORECASE)
_BETWEEN_NAMES: Final = re.compile(r"\s*(?:;|\||\s&\s|\sand\s|,\s+and\s|,)\s*", re.IGNORECASE)
_NAME_SUFFIX: Final = re.compile(r",\s*(?=(?:Jr|Sr|II|III|IV|PhD|MD|Esq)\b)", re.IGNORECASE)
_NO_NAME: Final = re.compile(
    r"https?:|www\.|@|[():\[\]]|^(?:admin|none|null|unknown|author|staff)$", re.I
)
# A short last word keeps its full stop: "Jr.", "Ph.D.".
_FULL_STOP: Final = re.compile(r"(?<=\w{4})\.+$")
_LONGEST_NAME: Final = 80


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

    Args:
        title: As the page gives it, one line.
        sites: Names of the publisher, and its host name.
    """
    names = {letters_of(site) for site in sites} - {""}
    pieces = [(match.start(), match.end()) for match in _SEPARATOR.finditer(title)]
    for start, end in reversed(pieces):
        if letters_of(title[end:]) in names:
            return without_site(title[:start].strip(), sites) or title
    for start, end in pieces:
        if letters_of(title[:start]) in names:
            return title[end:].strip() or title
    return title


def names_in(byline: str) -> Iterator[str]:
    """The names in a byline: ``"By Ann Lee and Bo Day"`` gives two."""
    line = _NAME_SUFFIX.sub("\0", _BY.sub("", one_line(byline)))
    for piece in _BETWEEN_NAMES.split(line):
        name = _FULL_STOP.sub("", piece.replace("\0", ", ").strip(" -·"))
        if name and len(name) <= _LONGEST_NAME and not _NO_NAME.search(name):
            yield name


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names in their order, each once whatever its spelling."""
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(letters_of(name), name)
    return tuple(once.values())
