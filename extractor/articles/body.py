"""The main text of a page, one paragraph a line, by trafilatura."""

from __future__ import annotations

import re
from typing import Final

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Document

from extractor.articles.quiet import quieten

_BULLET: Final = re.compile(r"^- ", re.MULTILINE)
# The rule under a table's head, and the bars at both ends of a row.
_TABLE_FRAME: Final = re.compile(r"^\|(?:-+\|)+$|^\| | \|[ \t]*$", re.MULTILINE)
_NO_CHARACTERS: Final = re.compile(r"[\ud800-\udfff]")


def main_text(tree: HtmlElement) -> list[str]:
    """The paragraphs of the page's main text, headings and list items among them; may be empty.

    The tree is left as it was. One page never influences the next: duplicates are kept.
    """
    quieten()
    document = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, deduplicate=False
    )
    if not isinstance(document, Document) or not document.text:
        return []
    text = _NO_CHARACTERS.sub("\ufffd", document.text)
    if document.body.find(".//item") is not None:
        # The bullets are trafilatura's, not the page's.
        text = _BULLET.sub("", text)
    if document.body.find(".//row") is not None:
        text = _TABLE_FRAME.sub("", text)
    return [line for line in map(_squeezed, text.splitlines()) if line]


def _squeezed(line: str) -> str:
    return " ".join(line.split())
