"""JSON Feed 1.0 and 1.1, well made and otherwise."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sources import STORY, codes, fetched

from extractor.errors import SourceError
from extractor.fetchers import json_feed
from extractor.records import Page

VERSION = "https://jsonfeed.org/version/1.1"
LONG = "Norvale Group will pay for Tarn Holdings in cash and shares. " * 40


def feed(*items: object, **head: object) -> str:
    return json.dumps({"version": VERSION, "title": "The Ledger"} | head | {"items": list(items)})


def test_a_json_feed_is_followed_to_its_pages(news_server):
    news_server.add("/a", STORY)
    first = {
        "id": "1",
        "url": "/a",
        "title": "Norvale & Tarn",
        "authors": [{"name": "Ann Lee"}, {"url": "https://ledger.example/bo"}],
        "date_published": "2024-03-05T10:00:00+01:00",
        "date_modified": "2024-03-05T11:30:00Z",
        "summary": "Short.",
    }
    url = news_server.add("/feed", feed(first, language="en-GB"), "application/feed+json")
    (page,) = fetched(url)
    assert page.source == news_server.url("/a")
    assert page.hints.title == "Norvale & Tarn"
    assert page.hints.authors == ("Ann Lee",)
    assert page.hints.publisher == "The Ledger"
    assert page.hints.language == "en-GB"
    assert page.hints.published_at == datetime(2024, 3, 5, 9, tzinfo=UTC)
    assert page.hints.modified_at == datetime(2024, 3, 5, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "media_type", ["application/json", "text/plain", "text/html", "application/octet-stream", None]
)
def test_a_json_feed_is_told_by_its_version_whatever_the_server_says(news_server, media_type):
    news_server.add("/a", STORY)
    url = news_server.add("/feed", feed({"id": "1", "url": "/a"}), media_type)
    assert fetched(url)[0].source == news_server.url("/a")


@pytest.mark.parametrize("name", ["feed.json", "feed"])
def test_a_local_json_feed(tmp_path, name):
    (tmp_path / "a.html").write_text(STORY)
    (tmp_path / name).write_text(feed({"id": "1", "url": "a.html"}))
    assert fetched(tmp_path / name)[0].source == str(tmp_path / "a.html")


def test_slashes_may_be_escaped_and_the_version_may_come_last(tmp_path):
    (tmp_path / "a.html").write_text(STORY)
    document = {"items": [{"id": "1", "url": "a.html", "summary": "x" * 9000}], "version": VERSION}
    (tmp_path / "feed.json").write_text(json.dumps(document).replace("/", "\\/"))
    assert codes(fetched(tmp_path / "feed.json")) == ["page"]


@pytest.mark.parametrize(
    "content",
    [{"content_html": f"<p>{LONG}</p>"}, {"content_text": f"A & B\n\n{LONG}\n{LONG}"}],
    ids=["html", "text"],
)
def test_a_feed_that_carries_its_articles_is_not_followed(news_server, content):
    items = feed({"id": "1", "url": "https://ledger.example/a", "title": "T"} | content)
    (page,) = fetched(news_server.add("/feed", items, "application/feed+json"))
    assert page.url == "https://ledger.example/a"
    assert LONG.encode().strip() in page.content
    if "content_text" in content:
        assert b"<p>A &amp; B</p><p>Norvale" in page.content


def test_version_1_has_one_author_and_an_item_without_one_has_those_of_the_feed(tmp_path):
    items = [
        {"id": 1, "content_text": "Norvale buys Tarn.", "author": {"name": "Ann Lee"}},
        {"id": 2, "content_text": "Tarn is bought."},
    ]
    head = {"version": "https://jsonfeed.org/version/1", "author": {"name": "Desk"}}
    (tmp_path / "feed.json").write_text(feed(*items, **head))
    pages = fetched(tmp_path / "feed.json")
    assert [page.hints.authors for page in pages] == [("Ann Lee",), ("Desk",)]
    assert [page.source for page in pages] == [f"{tmp_path / 'feed.json'}#{n}" for n in (1, 2)]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-03-05T23:30:00-05:00", datetime(2024, 3, 6, 4, 30, tzinfo=UTC)),
        ("2024-03-05T23:30:00", date(2024, 3, 5)),
        ("2024-03-05", date(2024, 3, 5)),
        ("yesterday", None),
        ("0001-01-01T00:00:00+23:00", None),
        (17, None),
    ],
)
def test_times_of_items(tmp_path, stated, expected):
    item = {"id": "1", "content_text": "Norvale buys Tarn.", "date_published": stated}
    (tmp_path / "feed.json").write_text(feed(item))
    (page,) = fetched(tmp_path / "feed.json")
    assert page.hints.published_at == expected


def test_more_items_than_allowed_are_reported(tmp_path):
    items = [{"id": n, "content_text": "Norvale buys Tarn."} for n in range(5)]
    (tmp_path / "feed.json").write_text(feed(*items))
    found = fetched(tmp_path / "feed.json", max_feed_items=2)
    assert codes(found) == ["page", "page", "too_many_items"]


@pytest.mark.parametrize(
    "content",
    [
        feed()[:-20],
        json.dumps({"version": VERSION, "items": {}}),
        "{" + f'"version": "{VERSION}", "items": ' + "[" * 100_000,
        f'{{"version": "{VERSION}", "items": [{{"id": {"9" * 5000}}}]}}',
        feed({"id": "1"}).replace("Ledger", "Ledger \0"),
    ],
    ids=["cut", "no-list", "deep", "long-number", "nul"],
)
def test_broken_json_feeds(news_server, content):
    url = news_server.add("/feed", content, "application/feed+json")
    assert codes(fetched(url)) == ["broken_feed"]


def test_items_of_wrong_types_stop_nothing(news_server):
    news_server.add("/a", STORY)
    strange = [1, None, "x", {"url": 7}, {"url": "\ud800"}, {"url": "http://[::bad"}]
    url = news_server.add("/feed", feed(*strange, {"url": "/a"}), "application/feed+json")
    found = codes(fetched(url))
    assert found[-1] == "page"
    assert len(found) == 4
    assert "page" not in found[:-1]


def test_private_addresses_in_a_feed_of_the_network(news_server):
    links = ["http://169.254.169.254/latest", news_server.url("/a", host="localhost")]
    items = feed(*({"url": link} for link in links))
    found = fetched(news_server.add("/feed", items, "application/feed+json"))
    assert codes(found) == ["private_address"] * 2


KEYS = st.sampled_from(
    ["id", "url", "title", "authors", "author", "name", "content_text", "date_published", "items"]
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)


@given(st.lists(JSON_VALUES, max_size=4))
def test_whatever_the_items_are_it_is_read_or_refused(items):
    content = json.dumps({"version": VERSION, "items": items}).encode()
    try:
        found = json_feed.read(Page(source="feed", content=content))
    except SourceError:
        return
    assert len(found["entries"]) <= len(items)
