"""Limits that hold before a page is parsed, and which pages are to be read under supervision.

The parser compares each attribute of an element with all others: a tag with 300,000 attributes
would keep it busy for hours. Nothing in this module takes more than linear time.
"""

from __future__ import annotations

import re
from typing import Final

from extractor.articles.codes import ArticleCode, article_error
from extractor.records import Page

MAX_BYTES: Final = 20_000_000
MAX_ATTRIBUTES: Final = 1000
# What is larger in either may take long to read, and is rare among news pages.
ORDINARY_BYTES: Final = 1_600_000
ORDINARY_TAGS: Final = 6_000
# Comments, scripts and styles, where tags are none.
_NO_TAG: Final = (
    r"<!--[^-]*+(?:-(?!->)[^-]*+)*+"
    r"|<(?i:script)\b[^<]*+(?:<(?!/(?i:script))[^<]*+)*+"
    r"|<(?i:style)\b[^<]*+(?:<(?!/(?i:style))[^<]*+)*+"
)
_VALUE: Final = r"""="[^"]*+"|=\s*+"[^"]*+"|=\s*+'[^']*+'|="""
# All up to a tag that may have too many attributes, then this tag to its end, quotes hold anything.
# Passed over are tags of at most 40 pieces with at most 24 names each. Possessive, so that time
# stays linear.
_SUSPECT: Final = re.compile(
    rf"(?:[^<]++|{_NO_TAG}|<(?![a-zA-Z])|<[a-zA-Z](?:[^=>]{{1,48}}+|{_VALUE}){{0,40}}+>)*+"
    rf"(?P<tag><[a-zA-Z](?:[^=>]++|{_VALUE})*+)?"
)
_QUOTED: Final = re.compile(r"""=\s*"[^"]*"|=\s*'[^']*'""")
_SHORTEST_SUSPECT: Final = 2 * MAX_ATTRIBUTES


def is_ordinary(page: Page) -> bool:
    """Whether a page is of a size that is read within seconds, whatever is in it.

    Some steps of the extraction take time with the square of the number of elements.
    """
    content = page.content
    return len(content) <= ORDINARY_BYTES and content.count(b"<") <= ORDINARY_TAGS


def refuse_large(page: Page) -> None:
    """Makes sure that a page is no larger than any article.

    Raises:
        SourceError: ``too_large``.
    """
    if len(page.content) > MAX_BYTES:
        message = f"it has {len(page.content)} bytes, more than {MAX_BYTES}; split it"
        raise article_error(page, ArticleCode.TOO_LARGE, message)


def refuse_overloaded(page: Page, markup: str) -> None:
    """Makes sure that no tag has more attributes than the parser can take.

    Raises:
        SourceError: ``too_complex``.
    """
    suspects = (match["tag"] or "" for match in _SUSPECT.finditer(markup))
    longest = max(map(_attributes, suspects), default=0)
    if longest > MAX_ATTRIBUTES:
        message = f"a tag of it has {longest} attributes, more than {MAX_ATTRIBUTES}; simplify it"
        raise article_error(page, ArticleCode.TOO_COMPLEX, message)


def _attributes(tag: str) -> int:
    """How many attributes a tag can have at most; 0 for all that are too short to matter."""
    if len(tag) < _SHORTEST_SUSPECT:
        return 0
    return len(_QUOTED.sub("= ", tag).replace("/", " ").split()) - 1
