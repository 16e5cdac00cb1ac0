"""The page itself: a template of the package, its style and scripts, and the data between them.

The page is written piece by piece, so that a large database is never in memory as a whole. It holds
nothing that depends on the clock or the machine: the same records give the same bytes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from extractor.records import ArticleClaims, Failure
from extractor.review.embedding import content_hash, script_json
from extractor.review.payload import (
    NO_REVIEWS,
    Histories,
    Keys,
    article_entry,
    failure_entry,
    plain_time,
)
from extractor.review.words import words
from extractor.sinks.encodable import without_surrogates
from extractor.sinks.files import atomic_text, store_errors

# One script of several files; each may use what stands before it.
SCRIPTS: Final = (
    "elements.js",
    "data.js",
    "review.js",
    "filters.js",
    "address.js",
    "highlight.js",
    "fragment.js",
    "explain.js",
    "article.js",
    "table.js",
    "choices.js",
    "figures.js",
    "charts.js",
    "failures.js",
    "main.js",
)
_PLACE: Final = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What stands in the head of the page; ``dated`` is shown when it is given."""

    title: str = "Claims in the news"
    dated: datetime | None = None


@dataclass(slots=True)
class ReportCounts:
    """What went into a page; it grows while the page is written."""

    articles: int = 0
    claims: int = 0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class _Content:
    articles: Iterable[ArticleClaims]
    failures: Iterable[Failure]
    reviews: Histories
    counts: ReportCounts = field(default_factory=ReportCounts)


def write_report(
    path: Path,
    articles: Iterable[ArticleClaims],
    failures: Iterable[Failure] = (),
    options: ReportOptions | None = None,
    reviews: Histories = NO_REVIEWS,
) -> ReportCounts:
    """Write the review page; the file is there whole, or as it was before.

    Args:
        path: The HTML file.
        articles: Articles with their claims, as ``SqlStore.articles()`` gives them.
        failures: What could not be read.
        options: Title and date.
        reviews: What editors noted, as ``by_claim`` sorts what ``SqlStore.remembered`` gives.

    Raises:
        StoreError: the file can't be written.
    """
    content = _Content(articles, failures, reviews)
    with atomic_text(path) as stream:
        for piece in _pieces(content, options or ReportOptions()):
            with store_errors(str(path)):
                stream.write(piece)
    return content.counts


def report_pieces(
    articles: Iterable[ArticleClaims],
    failures: Iterable[Failure] = (),
    options: ReportOptions | None = None,
    reviews: Histories = NO_REVIEWS,
) -> Iterator[str]:
    """The page in pieces, to be put together in their order."""
    return _pieces(_Content(articles, failures, reviews), options or ReportOptions())


def _pieces(content: _Content, options: ReportOptions) -> Iterator[str]:
    """The template with its places filled: once, so that no content is taken for a place."""
    parts = _parts(content, options)
    for place, piece in enumerate(_PLACE.split(page_file("page.html"))):
        if place % 2:
            yield from parts[piece]
        else:
            yield piece


def _parts(content: _Content, options: ReportOptions) -> Mapping[str, Iterable[str]]:
    style, script = page_file("style.css"), script_text()
    title = html.escape(" ".join(without_surrogates(options.title).split()))
    dated = plain_time(options.dated) if options.dated else ""
    return {
        "policy": [html.escape(policy(style, script))],
        "title": [title],
        "style": [style],
        "script": [script],
        "words": [script_json({"dated": dated, **words().model_dump(mode="json")})],
        "articles": _article_list(content),
        "failures": _failure_list(content),
    }


def policy(style: str, script: str) -> str:
    """A Content Security Policy that forbids the page everything but its own style and script."""
    return (
        f"default-src 'none'; style-src {content_hash(style)}; script-src {content_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _article_list(content: _Content) -> Iterator[str]:
    keys = Keys()
    return _json_list(_counted_article(record, keys, content) for record in content.articles)


def _counted_article(record: ArticleClaims, keys: Keys, content: _Content) -> object:
    content.counts.articles += 1
    content.counts.claims += len(record.claims)
    return article_entry(record, keys, content.reviews)


def _failure_list(content: _Content) -> Iterator[str]:
    return _json_list(_counted_failure(failure, content) for failure in content.failures)


def _counted_failure(failure: Failure, content: _Content) -> object:
    content.counts.failures += 1
    return failure_entry(failure)


def _json_list(values: Iterable[object]) -> Iterator[str]:
    yield "["
    for place, value in enumerate(values):
        yield (",\n" if place else "\n") + script_json(value)
    yield "\n]"


def script_text() -> str:
    """The scripts as one."""
    return "\n".join(page_file(name) for name in SCRIPTS)


def page_file(name: str) -> str:
    """A template, style or script of the package."""
    return (files("extractor.review") / "assets" / name).read_text(encoding="utf-8")
