"""The two kinds of work, done: pages to articles, articles to claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language

from extractor.articles import read_article
from extractor.batch.work import Work
from extractor.pipeline.road import claims_of
from extractor.records import Article, ArticleClaims, Failure, Page


def perform(
    work: Work, items: Sequence[Page | Article], nlp: Language
) -> Iterator[Article | ArticleClaims | Failure]:
    """The result of each item, in order, as it is ready."""
    if work is Work.READ:
        yield from map(read_article, _pages(items))
    else:
        yield from claims_of(nlp, _articles(items))


def _pages(items: Iterable[Page | Article]) -> Iterator[Page]:
    return (item for item in items if isinstance(item, Page))


def _articles(items: Iterable[Page | Article]) -> Iterator[Article]:
    return (item for item in items if isinstance(item, Article))
