"""The main text of a page, one paragraph a line, by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.settings import Document

from extractor.articles.losses import Loss, Prose, join_containers, loss_of, prose_of
from extractor.articles.quiet import quieten

_BULLET: Final = re.compile(r"^- ", re.MULTILINE)
# The rule under a table's head, and the bars at both ends of a row.
_TABLE_FRAME: Final = re.compile(r"^\|(?:-+\|)+$|^\| | \|[ \t]*$", re.MULTILINE)
_layout_tables = etree.XPath("//table[.//td[count(.//p) > 1]]")
_own_parts = etree.XPath("tbody | tr | tbody/tr | tr/td | tr/th | tbody/tr/td | tbody/tr/th")
_NO_CHARACTERS: Final = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Body:
    """The main text of a page, one paragraph an item, and what of it is known to be missing."""

    paragraphs: list[str]
    loss: Loss | None = None


def main_text(tree: HtmlElement, parse_again: Callable[[], HtmlElement]) -> Body:
    """The page's main text, headings and list items among it; may be empty.

    The tree is changed on the way: whatever else is read from it must be read before. One page
    never influences the next: duplicates are kept.

    Args:
        tree: The parsed page.
        parse_again: Gives another tree of the same page, for a second try after a loss.
    """
    quieten()
    prose = prose_of(tree)
    body = _checked(prose, _extracted(tree))
    if body.loss is None or not body.loss.is_worth_a_try:
        return body
    again = parse_again()
    join_containers(again, body.loss.kind)
    second = _checked(prose, _extracted(again))
    return second if _missing(second) < _missing(body) else body


def _checked(prose: Prose, paragraphs: list[str]) -> Body:
    return Body(paragraphs, loss_of(prose, paragraphs))


def _missing(body: Body) -> int:
    return body.loss.missing if body.loss else 0


def _extracted(tree: HtmlElement) -> list[str]:
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
