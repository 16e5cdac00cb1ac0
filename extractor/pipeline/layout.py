"""Sentences: paragraphs never run into each other, the headline stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from thinc.types import Ints2d

from extractor.pipeline.discourse import Sentence, Span

_STOPS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’)]»")
_LONGEST_HEADLINE = 220
# spaCy stores -1 ("no start") as an unsigned number.
_START, _INSIDE = 1, 2**64 - 1
Starts = npt.NDArray[np.uint64]
_EDGES = re.compile(r"^[\s\-–—•*·>#]+|\s+$")


def mark_paragraphs(doc: Doc) -> Doc:
    """Start a sentence after every line break; parsers that run later respect it."""
    starts = _starts_of(doc)
    for token in doc[: max(0, len(doc) - 1)]:
        if token.is_space and "\n" in token.text:
            starts[token.i + 1] = _START
    return _with_starts(doc, starts)


def mark_sentences(doc: Doc) -> Doc:
    """Start a sentence after full stops as well: for pipelines without a parser."""
    starts = _starts_of(doc)
    for index in range(1, len(doc)):
        if starts[index] != _START:
            starts[index] = _START if _follows_stop(doc, index) else _INSIDE
    return _with_starts(doc, starts)


def _starts_of(doc: Doc) -> Starts:
    return np.array([token.sent_start % 2**64 for token in doc], dtype=np.uint64)


def _with_starts(doc: Doc, starts: Starts) -> Doc:
    """Set all sentence starts at once: spaCy's setter looks through the whole doc each time."""
    return doc.from_array(["SENT_START"], cast("Ints2d", starts)) if len(doc) else doc


def _follows_stop(doc: Doc, index: int) -> bool:
    token = doc[index]
    if token.text in _CLOSERS or token.is_space or token.text in _STOPS:
        return False
    before = index - 1
    while before > 0 and (doc[before].text in _CLOSERS or doc[before].is_space):
        before -= 1
    return doc[before].text in _STOPS and not token.is_lower


def sentences_of(doc: Doc, text: str) -> tuple[Sentence, ...]:
    """The sentences of a segmented doc, without surrounding white space and bullets.

    Args:
        doc: with sentence boundaries.
        text: the doc's own, which spaCy puts together anew each time it is asked for.
    """
    spans = [span for sent in doc.sents for span in _lines(text, sent.start_char, sent.end_char)]
    return tuple(_numbered(text, spans))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+", text[start:end]):
        line = match.group()
        left = _EDGES.match(line)
        inner = line[left.end() :] if left else line
        stripped = inner.rstrip()
        if stripped:
            begin = start + match.start() + (left.end() if left else 0)
            yield Span(begin, begin + len(stripped))


def _numbered(text: str, spans: list[Span]) -> Iterator[Sentence]:
    paragraph, position = 0, 0
    for index, span in enumerate(spans):
        paragraph += text.count("\n", position, span.start)
        position = span.start
        headline = index == 0 and _is_headline(text, span)
        yield Sentence(span.start, span.end, index, paragraph, headline)


def _is_headline(text: str, span: Span) -> bool:
    line_end = text.find("\n", span.start)
    return line_end == span.end and span.end - span.start <= _LONGEST_HEADLINE
