"""OPML: lists of feeds, in lists, in circles, and from attackers."""

from __future__ import annotations

import json

import pytest
from made_sources import ON_THIS_MACHINE, STORY, codes, fetched, rss


def opml(*outlines: str) -> str:
    return (
        '<?xml version="1.0"?>\n<opml version="2.0"><head><title>Desk</title></head>'
        f"<body>{''.join(outlines)}</body></opml>"
    )


def outline(link: str, extra: str = 'type="rss"') -> str:
    return f'<outline text="A feed" {extra} xmlUrl="{link}"/>'


@pytest.fixture
def feeds(news_server):
    """Three feeds of one page each; their URLs."""
    links = []
    for number in range(3):
        page = news_server.add(f"/page{number}", STORY)
        links.append(news_server.add(f"/feed{number}", rss(page), "application/rss+xml"))
    return links


def test_nested_outlines_are_followed_in_their_order(news_server, feeds):
    nested = (
        f'<outline text="Markets"><outline text="Banks">{outline(feeds[2])}</outline></outline>'
    )
    link = news_server.add("/list", opml(nested, outline(feeds[0])), "text/x-opml")
    found = fetched(link)
    assert [page.source for page in found] == [news_server.url("/page2"), news_server.url("/page0")]
    assert found[0].hints.publisher == "The Ledger"


@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "application/xml", None])
def test_a_list_is_told_by_its_root_whatever_the_server_says(news_server, feeds, media_type):
    assert codes(fetched(news_server.add("/list", opml(outline(feeds[0])), media_type))) == ["page"]


@pytest.mark.parametrize("name", ["list.opml", "list.xml", "list"])
def test_a_local_list_with_feeds_beside_it_and_on_the_network(tmp_path, feeds, name):
    (tmp_path / "a.html").write_text(STORY)
    (tmp_path / "own.rss").write_text(rss("a.html"))
    (tmp_path / name).write_text(opml(outline("own.rss"), outline(feeds[0])))
    assert codes(fetched(tmp_path / name, **ON_THIS_MACHINE)) == ["page", "page"]


def test_a_local_list_leads_to_no_other_folder(tmp_path):
    (tmp_path / "secret.rss").write_text(rss("a"))
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "list.opml").write_text(opml(outline("../secret.rss")))
    assert codes(fetched(tmp_path / "desk" / "list.opml")) == ["outside_folder"]


def test_a_json_feed_in_a_list(news_server):
    document = {"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a"}]}
    news_server.add("/a", STORY)
    link = news_server.add("/feed.json", json.dumps(document), "application/json")
    assert codes(fetched(news_server.add("/list", opml(outline(link)), "text/xml"))) == ["page"]


def test_what_is_wrong_with_one_feed_stops_no_other(news_server, feeds, refusing_url):
    links = [
        news_server.url("/gone"),
        refusing_url.replace("127.0.0.1", "localhost"),
        news_server.add("/page", STORY),
        news_server.add("/broken", "<rss><channel>", "text/xml"),
        "ftp://ledger.example/feed",
        feeds[1],
        feeds[1],
    ]
    found = fetched(news_server.add("/list", opml(*map(outline, links)), "text/xml"))
    assert codes(found) == [
        "http_status",
        "private_address",
        "unsupported_type",
        "broken_feed",
        "unsupported_scheme",
        "page",
    ]
    assert "outline 1 of" in found[0].message


def test_pages_for_people_are_not_followed(news_server):
    extra = '<outline text="Home" type="link" url="https://ledger.example/"/>'
    link = news_server.add("/list", opml(extra, '<outline htmlUrl="https://ledger.example"/>'))
    assert codes(fetched(link)) == ["empty"]


def test_lists_in_lists(news_server, feeds):
    inner = news_server.add("/inner.opml", opml(outline(feeds[1])), "text/xml")
    includes = f'<outline text="Inner" type="include" url="{inner}"/>'
    found = fetched(news_server.add("/list", opml(includes, outline(feeds[0])), "text/xml"))
    assert [page.source for page in found] == [news_server.url("/page1"), news_server.url("/page0")]


def test_a_circle_of_lists(news_server, feeds):
    first, second = news_server.url("/first.opml"), news_server.url("/second.opml")
    news_server.add("/first.opml", opml(outline(second), outline(feeds[0]), outline(first)))
    news_server.add("/second.opml", opml(outline(first), outline(feeds[1]), outline(second)))
    assert codes(fetched(first)) == ["circular", "page", "circular", "page", "circular"]


def test_a_ladder_of_lists(news_server):
    for step in range(9):
        following = news_server.url(f"/{step + 1}.opml")
        news_server.add(f"/{step}.opml", opml(outline(following)))
    assert codes(fetched(news_server.url("/0.opml"))) == ["too_deep"]


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            f"<!DOCTYPE opml [{BOMB}]>" + "<opml><body><outline xmlUrl='&e11;'/></body></opml>",
            "unsafe_xml",
        ),
        ("<!DOCTYPE opml SYSTEM '{secret}'><opml><body/></opml>", "unsafe_xml"),
        ("<!DOCTYPE opml [<!ENTITY x SYSTEM '{secret}'>]><opml>&x;</opml>", "unsafe_xml"),
        ("<opml>" + "<outline>" * 100_000, "unsafe_xml"),
        ("<opml " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>", "unsafe_xml"),
        ("<opml>\0</opml>", "broken_opml"),
        ("<opml", "broken_opml"),
        ("<opml/>", "empty"),
        ("<opml><body><outline xmlUrl=''/></body></opml>", "empty"),
    ],
    ids=[
        "billion-laughs",
        "external-dtd",
        "external-entity",
        "deep",
        "attributes",
        "nul",
        "cut",
        "no-outlines",
        "no-address",
    ],
)
def test_hostile_and_broken_lists(news_server, content, expected):
    secret = news_server.add("/secret", "secret")
    content = content.replace("{secret}", secret)
    assert codes(fetched(news_server.add("/list", content, "text/x-opml"))) == [expected]
    assert [path for path, _ in news_server.requests] == ["/list"]


def test_what_stands_before_a_fault_is_read(news_server, feeds):
    content = opml(outline(feeds[0]), outline(feeds[1])).replace("</body>", "<b & c>")
    found = fetched(news_server.add("/list", content, "text/x-opml"))
    assert codes(found) == ["broken_opml", "page", "page"]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings(tmp_path, feeds, encoding):
    content = opml(outline(feeds[0])).replace("A feed", "Café")
    content = content.replace('"1.0"', f'"1.0" encoding="{encoding}"')
    (tmp_path / "list.opml").write_bytes(content.encode(encoding))
    assert codes(fetched(tmp_path / "list.opml", **ON_THIS_MACHINE)) == ["page"]
