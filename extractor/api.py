"""The road end to end, for Python callers: sources in, claim records out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from spacy.language import Language

from extractor.articles import SupervisedReader
from extractor.articles.duplicates import StoryIndex
from extractor.errors import SourceError
from extractor.fetchers import FetchOptions, fetch
from extractor.pipeline.road import claims_of, load
from extractor.records import Article, ArticleClaims, Failure, Page

__all__ = ["extract", "extract_all", "load", "read"]

_DEFAULT_OPTIONS = FetchOptions()
_LONGEST_PATH = 1024


def read(
    sources: Iterable[str], options: FetchOptions = _DEFAULT_OPTIONS
) -> Iterator[Article | Failure]:
    """The articles behind sources, in order; what can't be read is a ``Failure``.

    An article that is met again (a feed and a folder lead to it) is given once. One that repeats
    the story of an earlier one (syndicated copy) is given with that one's id as ``same_as``.
    """
    seen: set[str] = set()
    stories = StoryIndex()
    with SupervisedReader() as reader:
        for page in fetch(sources, options):
            item = reader.read(page) if isinstance(page, Page) else page
            if isinstance(item, Failure):
                yield item
            elif item.id not in seen:
                seen.add(item.id)
                yield item.model_copy(update={"same_as": stories.repeated_by(item)})


def extract_all(
    sources: Iterable[str], nlp: Language, options: FetchOptions = _DEFAULT_OPTIONS
) -> Iterator[ArticleClaims | Failure]:
    """The claims of every article behind sources, in order; failures stand where they occurred."""
    for item in read(sources, options):
        if isinstance(item, Failure):
            yield item
        else:
            yield from claims_of(nlp, [item])


def extract(document: str | bytes | Path | Page, nlp: Language | None = None) -> ArticleClaims:
    """The claims of one article.

    Args:
        document: a text, HTML (as text or bytes), the path of a file (a ``Path``, or a string
            that names an existing file), or a ``Page``. Nothing is fetched from the network.
        nlp: a pipeline from ``load``; the default one is loaded once and kept.

    Returns:
        The article with its claims; offsets are code points into ``.article.text``.

    Raises:
        SourceError: the document can't be read as an article; its fields say why.

    Example:
        >>> result = extract("Acme will pay Umbra Ltd $20 million over three years, Acme said.")
        >>> [(a.text, a.currency) for claim in result.claims for a in claim.amounts]
        [('$20 million', 'USD')]
    """
    with SupervisedReader() as reader:
        article = reader.read(_page_of(document))
    if isinstance(article, Failure):
        raise SourceError(article.source, article.stage, article.error, article.message)
    (result,) = claims_of(nlp or _default_pipeline(), [article])
    return result


@cache
def _default_pipeline() -> Language:
    return load()


def _page_of(document: str | bytes | Path | Page) -> Page:
    if isinstance(document, Page):
        return document
    if isinstance(document, Path) or (isinstance(document, str) and _names_file(document)):
        return _local_page(str(document))
    html = document.lstrip()[:1] in {"<", b"<"}
    content = document.encode("utf-8", "surrogatepass") if isinstance(document, str) else document
    charset = "utf-8" if isinstance(document, str) else None
    media_type = "text/html" if html else "text/plain"
    return Page(source="text", content=content, media_type=media_type, charset=charset)


def _names_file(text: str) -> bool:
    if len(text) > _LONGEST_PATH or "\n" in text or "\0" in text:
        return False
    try:
        return Path(text).is_file()
    except OSError:
        return False


def _local_page(path: str) -> Page:
    item = next(fetch([path]))
    if isinstance(item, Failure):
        raise SourceError(item.source, item.stage, item.error, item.message)
    return item
