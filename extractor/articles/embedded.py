"""The article of a page that shows none without running its programs: it is in the page's data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from extractor.articles.wording import letters_of, one_line

EMBEDDED: Final = "took the text from the data of the page, which shows none without its programs"
_DATA_TYPES: Final = ("application/json", "application/ld+json")
_BLOCK: Final = re.compile(r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
_BODY_KEY: Final = "articlebody"
# A string of a program, JSON within it or not; possessive, so that time stays linear.
_STRING: Final = re.compile(r'"((?:[^"\\\n]|\\.){300,}+)"')
_SHORTEST: Final = 300
_MOST_VALUES: Final = 100_000


def embedded_text(tree: HtmlElement) -> list[str]:
    """The paragraphs of the longest article text in the page's JSON data; empty without one.

    Text counts when it is the ``articleBody`` of JSON-LD, or holds markup of paragraphs.
    """
    texts = (text for script in _scripts(tree) for text in _texts(script))
    longest = max(texts, key=lambda text: len(letters_of(_BLOCK.sub(" ", text))), default="")
    return [line for line in map(one_line, _BLOCK.sub("\n", longest).split("\n")) if line]


def _scripts(tree: HtmlElement) -> Iterator[object]:
    for script in tree.iter("script"):
        is_data = (script.get("type") or "").strip().lower() in _DATA_TYPES
        text = script.text or ""
        pieces = [text] if is_data else (f'"{piece}"' for piece in _STRING.findall(text))
        yield from filter(None, map(_value, pieces))


def _value(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        # A ValueError alone: a number of more digits than Python turns into an integer.
        return None


def _texts(value: object) -> Iterator[str]:
    """The strings of a value that may be an article; a loop, for data can be nested deep."""
    left = [("", value)]
    for _ in range(_MOST_VALUES):
        if not left:
            return
        key, item = left.pop()
        if isinstance(item, dict):
            left += [(str(name).lower(), held) for name, held in item.items()]
        elif isinstance(item, list):
            left += [(key, held) for held in item]
        elif isinstance(item, str) and _may_be_article(key, item):
            yield item


def _may_be_article(key: str, text: str) -> bool:
    return len(text) >= _SHORTEST and (key == _BODY_KEY or bool(_TAG.search(text)))
