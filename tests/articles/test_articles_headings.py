"""Which of a page's titles is the headline, and which of its names is the outlet's."""

from __future__ import annotations

import json

import pytest

from extractor.articles import read_article
from extractor.articles.limits import MAX_ATTRIBUTES, refuse_overloaded
from extractor.articles.publisher import publisher_of
from extractor.errors import SourceError
from extractor.records import Article, Page

STORY = "<p>Norvale Group said on Tuesday that it would buy Tarn Holdings for $1.2 billion.</p>"
FOR_SEARCH = "Norvale Tarn deal: what the $1.2bn takeover means"
HEADLINE = "Norvale to buy Tarn"


def read(head: str, body: str = "", url: str | None = None) -> Article:
    markup = f"<html><head>{head}</head><body>{body}<article>{STORY}</article></body></html>"
    page = Page(source="x.html", content=markup.encode(), media_type="text/html", url=url)
    article = read_article(page)
    assert isinstance(article, Article), article
    return article


def head(*, headline: str = "", sharing: str = "", tweet: str = "", title: str = "") -> str:
    article = json.dumps({"@type": "NewsArticle", "headline": headline})
    tags = {"og:title": sharing, "twitter:title": tweet}
    metas = "".join(f"<meta property='{name}' content='{text}'>" for name, text in tags.items())
    return f"<title>{title}</title>{metas}<script type='application/ld+json'>{article}</script>"


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (
            {"sharing": FOR_SEARCH, "tweet": FOR_SEARCH, "title": f"{FOR_SEARCH} | ledger.example"},
            HEADLINE,
        ),
        ({"sharing": FOR_SEARCH, "tweet": FOR_SEARCH, "title": "Tarn takeover"}, FOR_SEARCH),
        ({"sharing": FOR_SEARCH, "tweet": HEADLINE, "title": FOR_SEARCH}, FOR_SEARCH),
        ({"sharing": FOR_SEARCH, "title": FOR_SEARCH}, FOR_SEARCH),
    ],
    ids=["same words everywhere", "another title", "another tweet", "no tweet"],
)
def test_a_title_for_search_engines_is_no_headline(places, expected):
    page = read(head(headline=HEADLINE, **places), url="https://ledger.example/a")
    assert page.title == expected


@pytest.mark.parametrize("cut", ["Norvale Tarn deal: what", "Norvale Tarn deal: what ..."])
def test_a_headline_cut_short_is_no_headline(cut):
    same = {"sharing": FOR_SEARCH, "tweet": FOR_SEARCH, "title": FOR_SEARCH}
    assert read(head(headline=cut, **same)).title == FOR_SEARCH


LOGO = "<a href='/'><img src='l.svg' alt='{}'></a>"
URL = "https://www.norvale-gazette.example/a/story"


@pytest.mark.parametrize(
    ("site", "body", "expected"),
    [
        ("NGZ", LOGO.format("Norvale Gazette logo"), "Norvale Gazette"),
        ("ngz.example", LOGO.format("Norvale Gazette - Homepage"), "Norvale Gazette"),
        ("NGZ", "<a href='https://norvale-gazette.example/' title='Norvale Gazette'></a>", None),
        ("NGZ", "<a href='/' aria-label='Startseite Norvale Gazette'></a>", "Norvale Gazette"),
        ("NGZ", "<a href='/'>Norvale Gazette</a>", "Norvale Gazette"),
        ("NGZ", "<a href='/sport'>Norvale Gazette</a>", "NGZ"),
        ("NGZ", "<a href='https://other.example/'>Norvale Gazette</a>", "NGZ"),
        ("NGZ", "<a href='http://['>Norvale Gazette</a><a>Norvale Gazette</a>", "NGZ"),
        ("NGZ", LOGO.format("Home"), "NGZ"),
        ("Gazette", LOGO.format("Norvale Gazette"), "Gazette"),
    ],
)
def test_the_logo_names_the_outlet_where_nothing_else_fits_the_address(site, body, expected):
    page = read(f"<meta property='og:site_name' content='{site}'>", body, URL)
    assert page.publisher == (expected or "Norvale Gazette")


@pytest.mark.parametrize(
    ("stated", "url", "expected"),
    [
        (["ng.example", "Owner Group", "Norvale Gazette"], "https://www.ng.example/a", 2),
        (["Owner Group", "NG"], "https://ng.example/a", 0),
        (["Owner Group", "The Norvale Gazette"], "https://ng.example/a", 1),
    ],
)
def test_initials_are_a_name_of_the_host(stated, url, expected):
    assert publisher_of(stated, "", url) == stated[expected]


def test_another_name_that_is_the_hosts_speaks_for_the_full_name():
    site = {"@type": "WebSite", "name": "Norvale Water Radio", "alternateName": ["Tarn"]}
    script = f"<script type='application/ld+json'>{json.dumps(site)}</script>"
    page = read(f"<title>Story - Tarn</title>{script}", url="https://tarn.example/a")
    assert page.publisher == "Norvale Water Radio"


@pytest.mark.parametrize("attribute", ["x{} ", 'x{}="a>b" ', "x{}='<' ", "x{}=1 "])
@pytest.mark.parametrize("more", [0, 1])
def test_attributes_are_counted_however_they_are_written(attribute, more):
    tag = "".join(attribute.format(number) for number in range(MAX_ATTRIBUTES + more))
    markup = f"<!-- <p {tag}> --><P class='a>b'>x<script>'<p {tag}>'</script>"
    page = Page(source="x.html", content=b"x")
    refuse_overloaded(page, markup)
    if more:
        with pytest.raises(SourceError, match="1001 attributes"):
            refuse_overloaded(page, f"{markup}<DIV {tag}>")
    else:
        refuse_overloaded(page, f"{markup}<DIV {tag}>")
