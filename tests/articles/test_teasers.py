"""The free part of a paid article is no article; a paid article that is all there is one."""

from __future__ import annotations

import json

import pytest

from extractor.articles import read_article
from extractor.records import Article, Page

LONG = "".join(
    f"<p>Norvale yard {number} said on Tuesday that it would buy {number * 7} ferries of the "
    "Tarn class for $1.2 billion in cash and shares.</p>"
    for number in range(20)
)
FREE: dict[str, object] = {}
PAID = [
    pytest.param({"isAccessibleForFree": False}, id="false"),
    pytest.param({"isAccessibleForFree": "False"}, id="word"),
    pytest.param({"isAccessibleForFree": "https://schema.org/False"}, id="address"),
    pytest.param({"hasPart": {"isAccessibleForFree": False}}, id="part"),
    pytest.param(
        {"isAccessibleForFree": True, "hasPart": [{}, {"isAccessibleForFree": "false"}]},
        id="one of the parts",
    ),
]


def code_of(said: dict[str, object], body: str) -> str:
    stated = json.dumps({"@type": "NewsArticle", "headline": "Norvale buys Tarn", **said})
    head = f'<script type="application/ld+json">{stated}</script>'
    content = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    result = read_article(Page(source="x", content=content, media_type="text/html"))
    return "article" if isinstance(result, Article) else result.error


@pytest.mark.parametrize("said", PAID)
def test_a_paid_article_that_ends_in_an_invitation(said):
    line = "<p>Subscribe today from £1 a week and read the full story.</p>"
    assert code_of(said, f"<article>{LONG}{line}</article>") == "paywall"
    assert code_of(FREE, f"<article>{LONG}{line}</article>") == "article"


@pytest.mark.parametrize("said", PAID)
def test_a_paid_article_that_is_all_there(said):
    assert code_of(said, f"<article>{LONG}</article>") == "article"


@pytest.mark.parametrize(
    ("behind", "code"),
    [
        ("<div class='offer'><h3>Continue reading with a subscription</h3></div>", "paywall"),
        ("<footer><div>This story is only for our subscribers.</div></footer>", "paywall"),
        ("<div hidden><h3>Subscribe to continue reading</h3></div>", "article"),
        ("<div>Sign in to comment</div>", "article"),
        ("<div>Subscribe to our newsletter</div>", "article"),
        ("<div>a</div><div>b</div><div>c</div><h3>Subscribe to continue reading</h3>", "article"),
    ],
)
def test_an_invitation_behind_the_text(behind, code):
    assert code_of({"isAccessibleForFree": False}, f"<article>{LONG}</article>{behind}") == code


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to continue reading",
        "Please log in or subscribe to continue reading this article.",
        "To continue reading, please subscribe or log in.",
        "SIGN IN TO READ THE FULL STORY",
        "Subscribe to continue reading</p><p>Already a reader of ours? Log in.",
    ],
)
def test_a_last_line_that_leaves_no_doubt(line):
    assert code_of(FREE, f"<article>{LONG}<p>{line}</p></article>") == "paywall"


@pytest.mark.parametrize(
    "line",
    [
        "Readers must now subscribe to continue reading, the publisher of the Ledger said.",
        "Norvale asked its members to subscribe to the offer.",
        "Subscribe to our newsletter",
        "Continue reading",
        "Sign in to comment",
    ],
)
def test_last_lines_that_only_sound_like_one(line):
    assert code_of(FREE, f"<article>{LONG}<p>{line}</p></article>") == "article"


def test_an_invitation_amid_the_text_is_an_advert():
    line = "<p>Subscribe to continue reading</p>"
    for said in (FREE, {"isAccessibleForFree": False}):
        assert code_of(said, f"<article>{LONG}{line}{LONG}</article>") == "article"
