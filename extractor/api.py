"""The road end to end, for Python callers: sources in, claim records out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language

from extractor.articles import read_article
from extractor.fetchers import FetchOptions, fetch
from extractor.pipeline import claims_of
from extractor.records import Article, ArticleClaims, Failure, Page

_DEFAULT_OPTIONS = FetchOptions()


def read(
    sources: Iterable[str], options: FetchOptions = _DEFAULT_OPTIONS
) -> Iterator[Article | Failure]:
    """The articles behind sources, in order; what can't be read is a ``Failure``."""
    for page in fetch(sources, options):
        yield read_article(page) if isinstance(page, Page) else page


def extract_all(
    sources: Iterable[str], nlp: Language, options: FetchOptions = _DEFAULT_OPTIONS
) -> Iterator[ArticleClaims | Failure]:
    """The claims of every article behind sources, in order; failures stand where they occurred."""
    for item in read(sources, options):
        if isinstance(item, Failure):
            yield item
        else:
            yield from claims_of(nlp, [item])
