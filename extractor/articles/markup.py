"""HTML to a tree, whole or not at all: what the parser would drop in silence is a failure."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from extractor.articles.charset import Decoded
from extractor.articles.codes import ArticleCode, article_error
from extractor.records import Page

MAX_DEPTH: Final = 200
_FIRST_WINDOWS: Final = 128
_SNIFFED: Final = 2000
_STARTS_AS_HTML: Final = re.compile(
    r"\s*<(?:!doctype\s+html|!--|\?xml|html|head|body|title|meta|article|main|section|div|p|h[1-6])\b"
    r"|\s*<!--",
    re.IGNORECASE,
)
_HOLDS_HTML: Final = re.compile(r"<(?:!doctype\s+html|html|body)[\s>]", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_BYTES: Final = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
# U+FFFE and U+FFFF begin with these.
_NONCHARACTERS: Final = b"\xef\xbf"
_REFERENCE: Final = "&#"
_CONTROL_REFERENCE: Final = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|[xX]0*(?:[0-8b-cB-Ce-fE-F]|1[\da-fA-F])(?![\da-fA-F]));?"
)
_WINDOWS_REFERENCE: Final = re.compile(r"&#0*(1[2-5]\d);?")
# lxml.html asks a function of Python for the class of each element, a million times for a hundred
# pages; nobody here needs its classes for forms.
_ONE_CLASS: Final = etree.ElementDefaultClassLookup(element=HtmlElement)
_too_deep = etree.XPath("boolean(/" + "/".join(["*"] * (MAX_DEPTH + 1)) + ")")


def looks_like_html(text: str) -> bool:
    """Whether characters of unknown type are HTML: they begin with a tag, or hold a document."""
    start = text[:_SNIFFED]
    return bool(_STARTS_AS_HTML.match(start) or _HOLDS_HTML.search(start))


def without_controls(decoded: Decoded) -> Decoded:
    """The markup without the control characters that no XML tool can hold, and a note of it."""
    # Form feeds and vertical tabs are white space to a browser.
    text, direct, referred = decoded.text.replace("\f", " ").replace("\v", " "), 0, 0
    if _REFERENCE in text:
        # As HTML has it, 128 to 159 are windows-1252: &#150; is a dash.
        text = _WINDOWS_REFERENCE.sub(_windows_character, text)
    if _may_hold_controls(text):
        text, direct = _CONTROLS.subn("", text)
    if _REFERENCE in text:
        text, referred = _CONTROL_REFERENCE.subn("", text)
    if not direct + referred:
        return Decoded(text, decoded.repairs)
    note = f"removed {direct + referred} control characters"
    return Decoded(text, (*decoded.repairs, note))


def _may_hold_controls(text: str) -> bool:
    # Looking at bytes takes a tenth of the time that an expression takes over characters.
    raw = text.encode("utf-8", "surrogatepass")
    return len(raw.translate(None, _CONTROL_BYTES)) < len(raw) or _NONCHARACTERS in raw


def _windows_character(reference: re.Match[str]) -> str:
    code = int(reference[1])
    is_windows = code >= _FIRST_WINDOWS
    return bytes([code]).decode("cp1252", "replace") if is_windows else reference[0]


def tree_of(page: Page, markup: str) -> HtmlElement:
    """The parsed page.

    Raises:
        SourceError: ``no_article`` when there is nothing in it, ``too_deep`` and ``too_complex``
            when the parser or the extraction would lose text.
    """
    # The encoding of the bytes is ours, whatever the page declares.
    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
        huge_tree=True,
    )
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        tree = document_fromstring(markup.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        message = "the page holds no elements; check the address in a browser"
        raise article_error(page, ArticleCode.NO_ARTICLE, message) from error
    _refuse_lossy(page, tree, parser)
    return tree


def _refuse_lossy(page: Page, tree: HtmlElement, parser: HTMLParser) -> None:
    fatal = parser.error_log.filter_from_fatals()
    if _too_deep(tree):
        message = f"its elements are nested more than {MAX_DEPTH} deep; simplify the page"
        raise article_error(page, ArticleCode.TOO_DEEP, message)
    if fatal:
        message = f"the parser gave up on it ({fatal[0].message.strip()}); simplify the page"
        raise article_error(page, ArticleCode.TOO_COMPLEX, message)
