"""Times, titles, names and JSON-LD, as pages write them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.articles import read_article
from extractor.articles.moments import moment_of
from extractor.articles.wording import distinct, names_in, one_line, without_site
from extractor.hashing import content_id, sha256_of
from extractor.records import Article, Page, PageHints

CET = timezone(timedelta(hours=1))
STORY = "<p>Norvale Group said on Tuesday that it would buy Tarn Holdings for $1.2 billion.</p>"


def read(head: str = "", body: str = STORY, **fields: object) -> Article:
    markup = f"<html><head>{head}</head><body><article>{body}</article></body></html>"
    page = Page(source="x.html", content=markup.encode(), media_type="text/html", **fields)
    article = read_article(page)
    assert isinstance(article, Article), article
    return article


def ld(*values: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values
    )


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-03-05T10:00:00Z", datetime(2024, 3, 5, 10, tzinfo=UTC)),
        ("2024-03-05T10:00:00.123Z", datetime(2024, 3, 5, 10, tzinfo=UTC)),
        ("2024-03-05T10:00+01:00", datetime(2024, 3, 5, 10, tzinfo=CET)),
        ("2024-03-05T10:00:00+0100", datetime(2024, 3, 5, 10, tzinfo=CET)),
        ("2024-03-05 10:00:00 +0100", datetime(2024, 3, 5, 10, tzinfo=CET)),
        ("2024-03-05 10:00 UTC", datetime(2024, 3, 5, 10, tzinfo=UTC)),
        ("Tue, 05 Mar 2024 10:00:00 +0100", datetime(2024, 3, 5, 10, tzinfo=CET)),
        ("Tue, 05 Mar 2024 10:00:00 GMT", datetime(2024, 3, 5, 10, tzinfo=UTC)),
        ("2024-03-05T10:00:00", date(2024, 3, 5)),
        ("2024-03-05 10:00", date(2024, 3, 5)),
        ("Tue, 05 Mar 2024 10:00:00 -0000", date(2024, 3, 5)),
        ("2024-03-05", date(2024, 3, 5)),
        (" 2024-03-05T10:00:00 Europe/Paris", date(2024, 3, 5)),
        ("2024-02-30", None),
        ("0001-01-01T00:00:00Z", None),
        ("today", None),
        ("", None),
        (None, None),
        (1709632800, None),
        (["2024-03-05"], None),
    ],
)
def test_moments(stated, expected):
    found = moment_of(stated)
    assert found == expected
    assert type(found) is type(expected)


@given(st.text(max_size=40))
def test_no_time_raises(text):
    moment_of(text)
    moment_of(f"2024-03-05{text}")


@pytest.mark.parametrize(
    ("title", "sites", "expected"),
    [
        ("Norvale buys Tarn | The Ledger", ["The Ledger"], "Norvale buys Tarn"),
        ("Norvale buys Tarn - THE LEDGER", ["The Ledger"], "Norvale buys Tarn"),
        (
            "Norvale buys Tarn | Business | The Ledger",
            ["The Ledger"],
            "Norvale buys Tarn | Business",
        ),
        ("Norvale buys Tarn – ledger.example", ["ledger.example"], "Norvale buys Tarn"),
        ("The Ledger: Norvale buys Tarn", ["The Ledger"], "The Ledger: Norvale buys Tarn"),
        ("The Ledger - Norvale buys Tarn", ["The Ledger"], "Norvale buys Tarn"),
        ("Tarn - a history - Part two", ["The Ledger"], "Tarn - a history - Part two"),
        ("Half-year profit up 3-5%", ["profit"], "Half-year profit up 3-5%"),
        ("The Ledger", ["The Ledger"], "The Ledger"),
        ("Norvale buys Tarn", [""], "Norvale buys Tarn"),
    ],
)
def test_titles_without_the_site(title, sites, expected):
    assert without_site(title, sites) == expected


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("By Ann Lee", ["Ann Lee"]),
        ("BY ANN LEE and Bo Day", ["ANN LEE", "Bo Day"]),
        ("Ann Lee, Bo Day &amp; Cy Fox", ["Ann Lee", "Bo Day", "Cy Fox"]),
        ("Ann Lee; Bo Day", ["Ann Lee", "Bo Day"]),
        ("Ann Lee, Bo Day, and Cy Fox", ["Ann Lee", "Bo Day", "Cy Fox"]),
        ("Eli Roth, Jr.", ["Eli Roth, Jr."]),
        ("Anderson Byers", ["Anderson Byers"]),
        ("<a href='/a'>Ann Lee</a>", ["Ann Lee"]),
        ("https://social.example/ann", []),
        ("ann@ledger.example", []),
        ("admin", []),
        ("", []),
    ],
)
def test_names(byline, names):
    assert list(names_in(byline)) == names


def test_names_once_each():
    assert distinct(["Ann Lee", "ANN LEE", "Bo Day", "Ann-Lee"]) == ("Ann Lee", "Bo Day")


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("A &amp; B", "A & B"),
        (" a\n b\t c ", "a b c"),
        ("<b>bold</b> move", "bold move"),
        ("profit < loss > hope", "profit < loss > hope"),
        ("lone \ud800", "lone ?"),
        (None, ""),
        (3, ""),
    ],
)
def test_one_line(value, line):
    assert one_line(value) == line


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Norvale buys Tarn",
    "datePublished": "2024-03-05T10:00:00Z",
    "author": {"@type": "Person", "name": "Ann Lee"},
}


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "The Ledger"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        ARTICLE | {"@type": ["Thing", "ReportageNewsArticle"]},
        ARTICLE | {"@type": "https://schema.org/NewsArticle"},
        ARTICLE | {"author": "Ann Lee"},
        ARTICLE | {"author": ["By Ann Lee"]},
        ARTICLE | {"author": [{"name": ["Ann Lee"]}]},
        ARTICLE | {"author": [[{"name": "Ann Lee"}], None, 3]},
        ARTICLE | {"datePublished": ["2024-03-05T10:00:00Z"]},
        ARTICLE | {"publisher": [[]], "inLanguage": {"name": 3}, "mainEntityOfPage": []},
        [{"@type": "ItemList", "itemListElement": [ARTICLE | {"headline": "Other"}]}, ARTICLE],
        {"@graph": [ARTICLE | {"author": {"@id": "#a"}}, {"@id": "#a", "name": "Ann Lee"}]},
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_shapes_of_json_ld(value):
    article = read(ld(value))
    assert article.title == "Norvale buys Tarn"
    assert article.authors == ("Ann Lee",)
    assert article.published_at == datetime(2024, 3, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "headline": "Norvale buys Tarn",}',
        '<!-- {"@type": "NewsArticle", "headline": "Norvale buys Tarn"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Norvale buys Tarn"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Norvale buys Tarn", "x": "a\nb"};',
        '{"@type": "NewsArticle", "headline": "Norvale buys Tarn"} trailing words',
    ],
)
def test_broken_json_ld_is_read_where_it_can_be(text):
    assert read(f'<script type="application/ld+json">{text}</script>').title == "Norvale buys Tarn"


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[" * 100_000, '{"@type": "NewsArticle", "headl', "{'single': 1}"]
)
def test_json_ld_beyond_repair_leaves_the_rest(text):
    script = f'<script type="application/ld+json">{text}</script>'
    assert read(script + ld(ARTICLE)).title == "Norvale buys Tarn"
    assert read(f"{script}<meta property='og:title' content='Tarn'>").title == "Tarn"


def test_the_article_with_the_pages_address_is_the_pages_article():
    other = ARTICLE | {"headline": "Other", "url": "https://ledger.example/other"}
    own = ARTICLE | {"@type": "Article", "mainEntityOfPage": "http://www.ledger.example/own/"}
    assert read(ld(other, own), url="https://ledger.example/own?x=1").title == "Norvale buys Tarn"


def test_the_page_wins_over_the_feed_and_the_feed_fills_gaps():
    hints = PageHints(
        title="From the feed",
        authors=("Bo Day",),
        publisher="The Ledger",
        published_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    article = read(ld(ARTICLE), hints=hints)
    assert (article.title, article.authors) == ("Norvale buys Tarn", ("Ann Lee",))
    assert article.publisher == "The Ledger"
    assert read(hints=hints).title == "From the feed"
    assert read(hints=hints).published_at == hints.published_at


def test_a_time_is_preferred_to_the_same_day():
    head = ld(ARTICLE | {"datePublished": "2024-03-05"})
    meta = '<meta property="article:published_time" content="2024-03-05T10:00:00Z">'
    assert read(head + meta).published_at == datetime(2024, 3, 5, 10, tzinfo=UTC)
    assert read(head + meta.replace("03-05", "03-06")).published_at == date(2024, 3, 5)


def test_the_day_is_guessed_last_and_never_depends_on_today():
    body = f"<div class='date-published'>Published 5 March 2024</div>{STORY}"
    assert read(body=body).published_at == date(2024, 3, 5)
    assert read(url="https://ledger.example/2024/03/05/tarn").published_at == date(2024, 3, 5)
    assert read().published_at is None


@pytest.mark.parametrize(
    ("href", "url", "expected"),
    [
        ("https://ledger.example/a", None, "https://ledger.example/a"),
        ("/a", "https://ledger.example/b?x=1", "https://ledger.example/a"),
        ("//ledger.example/a", "https://ledger.example/b", "https://ledger.example/a"),
        ("/a", None, None),
        ("javascript:void(0)", "https://ledger.example/b", None),
        ("http://[::bad", "https://ledger.example/b", None),
        ("https://", None, None),
        ("", None, None),
    ],
)
def test_canonical_urls(href, url, expected):
    assert read(f'<link rel="canonical" href="{href}">', url=url).canonical_url == expected


def test_ids_come_from_the_address_and_the_text():
    article = read(
        '<link rel="canonical" href="https://ledger.example/a">', url="https://x.example/"
    )
    assert article.text_sha256 == sha256_of(article.text.encode())
    assert article.id == content_id("article", "https://ledger.example/a", article.text_sha256)
    local = read()
    assert local.id == content_id("article", "x.html", local.text_sha256)


@pytest.mark.parametrize(
    ("first", "lines"),
    [
        ("<h1>Norvale buys Tarn</h1>", 2),
        ("<h1>NORVALE BUYS TARN.</h1>", 2),
        ("<h2>Norvale buys more than Tarn</h2>", 3),
    ],
)
def test_the_headline_stands_first_and_once(first, lines):
    article = read(ld(ARTICLE), body=first + STORY)
    assert article.text.split("\n")[0] == "Norvale buys Tarn"
    assert len(article.text.split("\n")) == lines


def test_lists_and_tables_are_lines_without_marks_of_the_tool():
    body = (
        f"{STORY}<ul><li>Price: $1.2bn</li></ul><table><tr><th>Item</th><th>Sum</th></tr>"
        f"<tr><td>Tarn</td><td>$1.2bn</td></tr></table>{STORY}"
    )
    lines = read(body=body).text.split("\n")
    assert lines[1:4] == ["Price: $1.2bn", "Item | Sum", "Tarn | $1.2bn"]


def test_plain_text_has_its_first_line_for_a_title():
    def title(text: str) -> str | None:
        return read_article(
            Page(source="x.txt", content=text.encode(), media_type="text/plain")
        ).title

    assert title("\n  Norvale buys Tarn \n\nThe deal is done.") == "Norvale buys Tarn"
    assert title("Norvale " * 40) is None
