"""Feeds that want to harm, or were harmed."""

from __future__ import annotations

import pytest
from made_sources import STORY, codes, fetched, rss

BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))


def feed_with(description: str, before: str = "") -> str:
    body = rss("/a").replace("<link>", f"<description>{description}</description><link>", 1)
    return f"<?xml version='1.0'?>{before}{body}"


@pytest.mark.parametrize(
    "content",
    [
        feed_with("&e11;", f"<!DOCTYPE rss [{BOMB}]>"),
        feed_with("&x;", "<!DOCTYPE rss [<!ENTITY x SYSTEM '{secret}'>]>"),
        feed_with("&x;", "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"),
        feed_with("x", "<!DOCTYPE rss SYSTEM '{secret}'>"),
        feed_with("x", "<!DOCTYPE rss [<!ENTITY % x SYSTEM '{secret}'> %x;]>"),
        feed_with("<b>" * 5_000 + "</b>" * 5_000),
        feed_with("<b>" * 5_000),
        feed_with("<b a='" + "x" * 2_000_000 + "'/>"),
        feed_with("a\0b"),
        feed_with("half a character: &#xD800; &#055357;"),
        feed_with("\x01\x02"),
    ],
    ids=[
        "billion-laughs",
        "external-entity",
        "file-entity",
        "external-dtd",
        "parameter-entity",
        "deep",
        "deep-and-open",
        "long-attribute",
        "nul",
        "surrogate",
        "controls",
    ],
)
def test_nothing_is_expanded_fetched_or_lost(news_server, stopwatch, content):
    news_server.add("/a", STORY)
    secret = news_server.add("/secret", "secret")
    url = news_server.add("/feed", content.replace("{secret}", secret), "application/rss+xml")
    found = fetched(url)
    # Whether feedparser calls it broken may change; that the entry is saved may not.
    assert codes(found)[-1] == "page"
    assert set(codes(found)) <= {"page", "broken_feed"}
    assert [path for path, _ in news_server.requests] == ["/feed", "/a"]
    assert stopwatch() < 30


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_tag_with_too_many_attributes_is_refused(news_server, stopwatch, encoding):
    """feedparser would take minutes over it."""
    content = feed_with("<b " + " ".join(f"a{n}='1'" for n in range(200_000)) + "/>")
    content = content.replace("'1.0'", f"'1.0' encoding='{encoding}'")
    url = news_server.add("/feed", content.encode(encoding), "application/rss+xml")
    assert codes(fetched(url)) == ["unsafe_xml"]
    assert stopwatch() < 20


@pytest.mark.parametrize("declared", ["utf-8", "utf-16", "ascii", "no-such-charset"])
def test_wrong_charsets(news_server, declared):
    news_server.add("/a", STORY)
    feed = f'<?xml version="1.0" encoding="{declared}"?>' + rss("/a", title="Café")
    url = news_server.add("/feed", feed.encode("latin-1"), f"text/xml; charset={declared}")
    found = codes(fetched(url))
    # Bytes that are no UTF-16 at all leave nothing to save, which is said.
    assert found[-1] == ("broken_feed" if declared == "utf-16" else "page")


def test_a_feed_that_links_to_itself(news_server):
    own = news_server.url("/feed")
    news_server.add("/feed", rss(own, own), "application/rss+xml")
    assert codes(fetched(own)) == ["unsupported_type"] * 2


def test_a_feed_that_links_to_lists_and_archives(news_server):
    links = [
        news_server.add("/list.opml", "<opml><body/></opml>", "text/html"),
        news_server.add("/sitemap.xml", "<urlset/>", "text/html"),
        news_server.add("/a.warc", "WARC/1.0\r\n\r\n", "text/html"),
        news_server.add("/feed.json", '{"version": "https://jsonfeed.org/version/1"}', "text/html"),
    ]
    found = fetched(news_server.add("/feed", rss(*links), "application/rss+xml"))
    assert codes(found) == ["unsupported_type"] * 4


@pytest.mark.parametrize(
    "stated",
    [
        "Thu, 10 Mar 99999999999999999999 07:30:00 +0000",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
        "Thu, 99 Mar 2026 99:99:99 +9999",
        "2026-02-30",
        "9" * 5000,
    ],
)
def test_times_that_no_calendar_has(news_server, stated):
    news_server.add("/a", STORY)
    dated = rss("/a").replace("<link>", f"<pubDate>{stated}</pubDate><link>", 1)
    (page,) = fetched(news_server.add("/feed", dated, "application/rss+xml"))
    assert page.url == news_server.url("/a")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            b"<?xml version='1.0' encoding='uTf\xad8'?><rss><channel><title>x", id="encoding"
        ),
        pytest.param(
            b"<item><link></item><channel></link>",
            id="elements that end before they begin",
        ),
        pytest.param(
            feed_with("half: &#xD800;")
            .replace("'1.0'", "'1.0' encoding='utf-16'")
            .encode("utf-16"),
            id="surrogate in UTF-16",
        ),
    ],
)
def test_what_the_parser_gives_up_on_is_a_failure(news_server, content):
    news_server.add("/a", STORY)
    url = news_server.add("/feed", content, "application/rss+xml")
    assert "broken_feed" in codes(fetched(url))
