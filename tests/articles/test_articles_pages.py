"""Whole pages in the styles of several content management systems, against what they hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from extractor.articles import read_article
from extractor.records import Article, Moment, Page

PAGES = Path(__file__).parent / "pages"
MOMENT = TypeAdapter(Moment | None)


def page_of(name: str) -> tuple[Page, dict]:
    expected = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    page = Page(
        source=f"{name}.html",
        content=(PAGES / f"{name}.html").read_bytes(),
        url=expected["url"],
        media_type="text/html",
        fetched_at=datetime(2025, 6, 1, tzinfo=UTC),
    )
    return page, expected


NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_page(name):
    page, expected = page_of(name)
    article = read_article(page)
    assert isinstance(article, Article), article
    found = {key: getattr(article, key) for key in expected["article"]}
    wanted = dict(expected["article"])
    for key in ("authors", "repairs"):
        if key in wanted:
            wanted[key] = tuple(wanted[key])
    for key in ("published_at", "modified_at"):
        if key in wanted:
            wanted[key] = MOMENT.validate_python(wanted[key])
            assert type(found[key]) is type(wanted[key])
    assert found == wanted
    if "lines" in expected:
        assert article.text.split("\n") == expected["lines"]
    for piece in expected.get("holds", ()):
        assert piece in article.text
    for piece in expected.get("lacks", ()):
        assert piece not in article.text
    assert article.text.startswith(f"{article.title}\n")
    assert article.text.count(article.title) == 1


def test_the_same_page_gives_the_same_bytes_whatever_was_read_before():
    pages = [page_of(name)[0] for name in NAMES]
    first = [read_article(page).model_dump_json() for page in pages]
    again = [read_article(page).model_dump_json() for page in reversed(pages * 3)]
    assert set(again) == set(first)
    assert again[: len(first)] == first[::-1]


def test_reading_the_same_story_ten_times_loses_nothing():
    """trafilatura can drop what it has seen before; here it must not."""
    page, _ = page_of("yoast_graph")
    articles = {read_article(page).text for _ in range(10)}
    assert len(articles) == 1
