"""Selectors of the Web Annotation model: where in a text a quote stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from extractor.records import Quote

_SHORTEST_CONTEXT: Final = 32


def position_selector(quote: Quote) -> dict[str, Any]:
    """A TextPositionSelector: half-open, in code points, as everywhere in the records."""
    return {"type": "TextPositionSelector", "start": quote.start, "end": quote.end}


def quote_selector(text: str, quote: Quote) -> dict[str, Any]:
    """A TextQuoteSelector whose prefix, quote and suffix stand in the text exactly once.

    The context is 32 characters to each side within the paragraph where that will do, because a
    page may hold anything between two paragraphs; it grows until the place is certain.
    """
    for start, end in _contexts(text, quote):
        if _stands_once(text, text[start:end]):
            break
    return {
        "type": "TextQuoteSelector",
        "exact": quote.text,
        "prefix": text[start : quote.start],
        "suffix": text[quote.end : end],
    }


def _contexts(text: str, quote: Quote) -> Iterator[tuple[int, int]]:
    """Wider and wider surroundings: up to the paragraph's ends, then up to those of the text."""
    paragraph_end = text.find("\n", quote.end)
    paragraph = (text.rfind("\n", 0, quote.start) + 1, paragraph_end)
    yield from _widening(quote, (paragraph[0], len(text) if paragraph_end < 0 else paragraph_end))
    yield from _widening(quote, (0, len(text)))


def _widening(quote: Quote, limits: tuple[int, int]) -> Iterator[tuple[int, int]]:
    reach = _SHORTEST_CONTEXT
    start, end = quote.start, quote.end
    while (start, end) != limits:
        start, end = max(limits[0], quote.start - reach), min(limits[1], quote.end + reach)
        yield start, end
        reach *= 2
    yield limits


def _stands_once(text: str, part: str) -> bool:
    first = text.find(part)
    return text.find(part, first + 1) < 0


def places_of(text: str, selector: dict[str, Any]) -> list[int]:
    """Where a TextQuoteSelector finds its quote in a text, overlapping places included."""
    prefix = selector.get("prefix", "")
    whole = prefix + selector["exact"] + selector.get("suffix", "")
    places = []
    found = text.find(whole)
    while found >= 0:
        places.append(found + len(prefix))
        found = text.find(whole, found + 1)
    return places
