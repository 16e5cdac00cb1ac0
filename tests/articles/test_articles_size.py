"""What is no article by its size is refused before anything slow reads it."""

from __future__ import annotations

import pytest

from extractor.articles import read_article
from extractor.records import Article, Failure, Page

SENTENCE = "The council of Wexcombe said on Monday that it will pay £5 million for the bridge. "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(SENTENCE * 2_500, "too_long", id="book"),
        pytest.param(SENTENCE + "$" * 5_001, "unbroken", id="run-of-signs"),
        pytest.param(SENTENCE + "QUJD" * 2_000, "unbroken", id="encoded-data"),
    ],
)
def test_endless_text_is_refused(text, code):
    failure = read_article(Page(source="x.txt", content=text.encode(), media_type="text/plain"))
    assert isinstance(failure, Failure)
    assert failure.error == code
    assert any(char.isdigit() for char in failure.message), "the message tells how much"


def test_long_feature_is_read():
    page = Page(source="x.txt", content=(SENTENCE * 1_500).encode(), media_type="text/plain")
    assert isinstance(read_article(page), Article)
