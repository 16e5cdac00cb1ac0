"""Sentences of an article as labelling numbers them: those of the sentence recogniser, by line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import spacy
from spacy.language import Language

from extractor.pipeline.road import DEFAULT_MODEL

_UNUSED = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")


class Sentence(NamedTuple):
    """A sentence without the white space around it: half-open code points of the article."""

    start: int
    end: int


@cache
def _recogniser() -> Language:
    """The pinned model with nothing but its sentence recogniser; loaded when first asked for."""
    nlp = spacy.load(DEFAULT_MODEL, exclude=_UNUSED)
    nlp.enable_pipe("senter")
    return nlp


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; none goes over the end of a line.

    The first is the headline, or its beginning where the recogniser sees two sentences in it.

    Raises:
        OSError: the pinned spaCy model is not installed.
    """
    lines = list(_lines(text))
    docs = _recogniser().pipe(line for line, _ in lines)
    return tuple(
        _trimmed(line, sent.start_char, sent.end_char, offset)
        for (line, offset), doc in zip(lines, docs, strict=True)
        for sent in doc.sents
        if sent.text.strip()
    )


def _lines(text: str) -> Iterator[tuple[str, int]]:
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            yield line, offset
        offset += len(line) + 1


def _trimmed(line: str, start: int, end: int, offset: int) -> Sentence:
    sentence = line[start:end]
    left = len(sentence) - len(sentence.lstrip())
    begin = offset + start + left
    return Sentence(begin, begin + len(sentence.strip()))
