"""The main text of a page, one paragraph a line, by trafilatura."""

from __future__ import annotations

import re
from typing import Final

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.settings import Document

from extractor.articles.quiet import quieten

_BULLET: Final = re.compile(r"^- ", re.MULTILINE)
# The rule under a table's head, and the bars at both ends of a row.
_TABLE_FRAME: Final = re.compile(r"^\|(?:-+\|)+$|^\| | \|[ \t]*$", re.MULTILINE)
_layout_tables = etree.XPath("//table[.//td[count(.//p) > 1]]")
_own_parts = etree.XPath("tbody | tr | tbody/tr | tr/td | tr/th | tbody/tr/td | tbody/tr/th")
_NO_CHARACTERS: Final = re.compile(r"[\ud800-\udfff]")


def main_text(tree: HtmlElement) -> list[str]:
    """The paragraphs of the page's main text, headings and list items among them; may be empty.

    The tree is changed on the way: whatever else is read from it must be read before. One page
    never influences the next: duplicates are kept.
    """
    quieten()
    _unwrap_layout_tables(tree)
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
        text = _TABLE_FRAME.sub("", text).replace("\\|", "|")
    return [line for line in map(_squeezed, text.splitlines()) if line]


def _unwrap_layout_tables(tree: HtmlElement) -> None:
    """Makes plain blocks of tables that only lay out a page, as pages of the nineties do.

    trafilatura would make one line of each row, and lose the paragraphs.
    """
    for table in list(_layout_tables(tree)):
        for part in (table, *_own_parts(table)):
            part.tag = "div"


def _squeezed(line: str) -> str:
    return " ".join(line.split())
