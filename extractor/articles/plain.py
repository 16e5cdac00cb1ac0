"""Plain text files: the text is what the file says."""

from __future__ import annotations

import re
from typing import Final

from extractor.articles.charset import Decoded
from extractor.articles.codes import ArticleCode, article_error
from extractor.records import Page

_NEWLINE: Final = re.compile(r"\r\n?")
_LONGEST_TITLE: Final = 200


def plain_text(page: Page, decoded: Decoded) -> str:
    """The file's characters, unchanged but for the style of its line ends.

    Raises:
        SourceError: ``no_text`` when there is not one letter in it.
    """
    if not any(map(str.isalpha, decoded.text)):
        message = "it holds no letters; give a file with an article"
        raise article_error(page, ArticleCode.NO_TEXT, message)
    return _NEWLINE.sub("\n", decoded.text)


def first_line(text: str) -> str | None:
    """The first line that isn't empty, when it is short enough for a headline."""
    line = next(line for line in map(str.strip, text.split("\n")) if line)
    return line if len(line) < _LONGEST_TITLE else None
