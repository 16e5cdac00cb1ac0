"""RSS and Atom, from the network and from files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractor.fetchers import FetchOptions, fetch
from extractor.records import Failure, Page

STORY = "<html><body><p>Norvale buys Tarn for £1.2bn.</p></body></html>"
LONG = "<p>" + "Norvale Group will pay for Tarn Holdings in cash and shares. " * 40 + "</p>"


def fetched(*sources: object, **options: object) -> list[Page | Failure]:
    return list(fetch(map(str, sources), FetchOptions(**options)))


def codes(items: list[Page | Failure]) -> list[str]:
    return [item.error if isinstance(item, Failure) else "page" for item in items]


def rss(*items: str, head: str = "<title>The Ledger</title>") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{head}{''.join(items)}</channel></rss>"
    )


def item(link: str, extra: str = "") -> str:
    return f"<item><title>Story at {link}</title><link>{link}</link>{extra}</item>"


ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
<title>The Ledger</title>
<entry><title type="html">Norvale &amp;amp; Tarn &lt;b&gt;agree&lt;/b&gt;</title>
<link rel="alternate" href="{link}"/><id>tag:1</id>
<author><name>Ann Lee</name></author><author><name>Bo Day</name></author>
<published>2024-03-05T10:00:00+01:00</published><updated>2024-03-05T11:30:00Z</updated>
<summary>Short.</summary></entry>
</feed>"""


def test_an_rss_feed_is_followed_to_its_pages(news_server):
    news_server.add("/a", STORY)
    news_server.add("/b", STORY.replace("Tarn", "Besk"))
    feed = rss(item(news_server.url("/b")), item("a"))
    url = news_server.add("/feed", feed, "application/rss+xml")
    pages = fetched(url)
    assert [page.source for page in pages] == [news_server.url("/b"), news_server.url("/a")]
    assert b"Besk" in pages[0].content
    assert pages[1].hints.title == "Story at a"
    assert pages[1].hints.publisher == "The Ledger"


def test_an_atom_feed_and_its_hints(news_server):
    link = news_server.add("/a", STORY)
    url = news_server.add("/feed", ATOM.format(link=link), "application/atom+xml")
    (page,) = fetched(url)
    assert page.hints.title == "Norvale & Tarn agree"
    assert page.hints.authors == ("Ann Lee", "Bo Day")
    assert page.hints.published_at == datetime(2024, 3, 5, 9, 0, tzinfo=UTC)
    assert page.hints.modified_at == datetime(2024, 3, 5, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Tue, 05 Mar 2024 10:00:00 +0100", datetime(2024, 3, 5, 9, 0, tzinfo=UTC)),
        ("Tue, 05 Mar 2024 10:00:00 GMT", datetime(2024, 3, 5, 10, 0, tzinfo=UTC)),
        ("Tue, 05 Mar 2024 10:00:00 EST", datetime(2024, 3, 5, 15, 0, tzinfo=UTC)),
        ("2024-03-05T10:00:00Z", datetime(2024, 3, 5, 10, 0, tzinfo=UTC)),
        ("2024-03-05T10:00:00", date(2024, 3, 5)),
        ("Tue, 05 Mar 2024 10:00:00", date(2024, 3, 5)),
        ("2024-03-05", date(2024, 3, 5)),
        ("soon", None),
        ("", None),
    ],
)
def test_times_of_entries(tmp_path, stated, expected):
    (tmp_path / "a.html").write_text(STORY)
    feed = tmp_path / "feed.xml"
    feed.write_text(rss(item("a.html", f"<pubDate>{stated}</pubDate>")))
    (page,) = fetched(feed)
    assert page.hints.published_at == expected
    assert type(page.hints.published_at) is type(expected)
    assert page.hints.modified_at is None


@pytest.mark.parametrize(
    "media_type",
    ["text/html", "text/plain", "text/xml", "application/xml", "application/octet-stream", None],
)
def test_a_feed_is_told_by_its_root_whatever_the_server_says(news_server, media_type):
    news_server.add("/a", STORY)
    url = news_server.add(
        "/feed", rss(item("a")).replace("?>\n", "?>\n<!-- by hand -->\n", 1), media_type
    )
    assert codes(fetched(url)) == ["page"]
    assert fetched(url)[0].source == news_server.url("/a")


def test_a_feed_that_carries_its_articles_is_not_followed(news_server):
    entry = item("/a", f"<content:encoded><![CDATA[{LONG}]]></content:encoded>")
    (page,) = fetched(news_server.add("/feed", rss(entry), "application/rss+xml"))
    assert [path for path, _ in news_server.requests] == ["/feed"]
    assert page.url == page.source == news_server.url("/a")
    assert page.media_type == "text/html"
    assert LONG.encode() in page.content


@pytest.mark.parametrize(
    "content",
    [
        "<p>Norvale buys Tarn.</p>",
        LONG + "<p>Read more</p>",
        LONG.replace(". </p>", "…</p>"),
        LONG + " [...]",
    ],
    ids=["short", "read-more", "ellipsis", "brackets"],
)
def test_a_feed_that_carries_only_beginnings_is_followed(news_server, content):
    news_server.add("/a", STORY)
    entry = item("/a", f"<content:encoded><![CDATA[{content}]]></content:encoded>")
    (page,) = fetched(news_server.add("/feed", rss(entry), "application/rss+xml"))
    assert page.content == STORY.encode()


def test_an_entry_without_a_link_is_what_it_carries(tmp_path):
    feed = tmp_path / "feed.xml"
    entry = "<item><title>Tarn</title><guid isPermaLink='false'>t1</guid>"
    feed.write_text(rss(f"{entry}<description>Norvale buys A &amp; B.</description></item>"))
    (page,) = fetched(feed)
    assert page.source == f"{feed}#t1"
    assert page.url is None
    assert b"Norvale buys A &amp; B." in page.content


def test_one_bad_entry_never_stops_the_rest(news_server, refusing_url):
    news_server.add("/good", STORY)
    news_server.add("/pdf", b"%PDF-1.7", "application/pdf")
    feed = rss(
        item("/none"),
        "<item><title>Nothing</title></item>",
        item("ftp://example.org/x"),
        item("/pdf"),
        item("http://[::bad"),
        item("/good"),
    )
    items = fetched(news_server.add("/feed", feed, "application/rss+xml"))
    assert codes(items) == [
        "http_status",
        "no_link",
        "unsupported_scheme",
        "unsupported_type",
        "no_link",
        "page",
    ]
    assert "entry 1 of" in items[0].message


def test_a_feed_with_broken_xml_gives_what_can_be_saved_and_says_so(news_server):
    news_server.add("/a", STORY)
    broken = rss(item("/a"), "<item><title>B & C<link>/b</item>")
    items = fetched(news_server.add("/feed", broken, "application/rss+xml"))
    assert codes(items)[:2] == ["broken_feed", "page"]
    assert items[1].hints.title == "Story at /a"


@pytest.mark.parametrize(
    "content", ["<rss><channel>", "<?xml version='1.0'?><rs", "no feed at all", "<a><b></a>"]
)
def test_a_feed_with_nothing_to_save(tmp_path, content):
    (tmp_path / "feed.xml").write_text(content)
    assert codes(fetched(tmp_path / "feed.xml")) == ["broken_feed"]


@pytest.mark.parametrize("content", ["", "  \n", rss()], ids=["nothing", "blank", "no-entries"])
def test_a_feed_without_entries(tmp_path, content):
    (tmp_path / "feed.rss").write_text(content)
    assert codes(fetched(tmp_path / "feed.rss")) == ["empty"]


def test_entities_are_not_expanded_or_fetched(tmp_path, news_server):
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))
    outside = f'<!ENTITY outside SYSTEM "{news_server.url("/secret")}">'
    feed = rss(item("a.html", "<description>&e11; &outside;</description>"))
    feed = feed.replace("?>\n", f"?>\n<!DOCTYPE rss [{bomb}{outside}]>\n", 1)
    (tmp_path / "feed.xml").write_text(feed)
    (tmp_path / "a.html").write_text(STORY)
    assert "page" in codes(fetched(tmp_path / "feed.xml"))
    assert not news_server.requests


def test_more_entries_than_allowed_are_reported(tmp_path):
    (tmp_path / "a.html").write_text(STORY)
    (tmp_path / "feed.xml").write_text(rss(*[item("a.html")] * 5))
    items = fetched(tmp_path / "feed.xml", max_feed_items=2)
    assert codes(items) == ["page", "page", "too_many_items"]
    assert "2 of its 5" in items[-1].message


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_feeds_in_other_encodings(tmp_path, encoding):
    (tmp_path / "a.html").write_text(STORY)
    feed = rss(item("a.html")).replace("Story at", "£5m café at")
    declared = feed.replace("utf-8", encoding.removesuffix("-sig"))
    (tmp_path / "feed.xml").write_bytes(declared.encode(encoding))
    (page,) = fetched(tmp_path / "feed.xml")
    assert page.hints.title == "£5m café at a.html"


def local_feed(folder: Path, *links: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "feed.xml"
    path.write_text(rss(*map(item, links)))
    return path


def test_a_local_feed_points_to_files_beside_it(tmp_path):
    feed = local_feed(tmp_path / "desk", "a.html", "more/b%20c.txt", "placeholder")
    (feed.parent / "more").mkdir()
    (feed.parent / "a.html").write_text(STORY)
    (feed.parent / "more/b c.txt").write_text("Norvale buys Tarn.")
    uri = (feed.parent / "a.html").as_uri()
    feed.write_text(feed.read_text().replace("placeholder", uri))
    pages = fetched(feed)
    assert [page.source for page in pages] == [
        str(feed.parent / "a.html"),
        str(feed.parent / "more/b c.txt"),
        str(feed.parent / "a.html"),
    ]
    assert [page.media_type for page in pages] == ["text/html", "text/plain", "text/html"]


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed.atom", "feed"])
def test_a_local_feed_by_any_name(tmp_path, name):
    (tmp_path / "a.html").write_text(STORY)
    (tmp_path / name).write_text(rss(item("a.html")))
    assert fetched(tmp_path / name)[0].source == str(tmp_path / "a.html")
    assert fetched((tmp_path / name).as_uri())[0].source == str(tmp_path / "a.html")


@pytest.mark.parametrize(
    "link",
    ["../secret.txt", "file:///etc/hostname", "/etc/hostname", "link.txt", "%2e%2e/secret.txt"],
)
def test_a_local_feed_points_nowhere_else(tmp_path, link):
    (tmp_path / "secret.txt").write_text("secret")
    feed = local_feed(tmp_path / "desk", link)
    (feed.parent / "link.txt").symlink_to("../secret.txt")
    assert codes(fetched(feed)) == ["outside_folder"]


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("gone.html", "missing"),
        ("mailto:desk@example.org", "unsupported_scheme"),
        ("file://other.example/a", "outside_folder"),
        ("#top", "bad_url"),
        ("%00", "bad_url"),
    ],
)
def test_links_of_a_local_feed_that_lead_nowhere(tmp_path, link, code):
    assert codes(fetched(local_feed(tmp_path / "desk", link))) == [code]


def test_a_local_feed_may_point_to_the_network(tmp_path, news_server):
    url = news_server.add("/a", STORY)
    feed = local_feed(tmp_path / "desk", url)
    (page,) = fetched(feed, allow_hosts=frozenset({"127.0.0.1"}))
    assert page.url == url


def test_a_local_feed_cannot_point_to_private_addresses(tmp_path, news_server):
    """Who wrote a file that came from somewhere is not known."""
    feed = local_feed(tmp_path / "desk", news_server.add("/a", STORY))
    assert codes(fetched(feed)) == ["private_address"]
    assert not news_server.requests


@pytest.mark.parametrize("link", ["file:///etc/hostname", "/etc/hostname"])
def test_a_feed_from_the_network_never_reads_files(news_server, link):
    url = news_server.add("/feed", rss(item(link)), "application/rss+xml")
    (failure,) = fetched(url)
    assert failure.error in ("unsupported_scheme", "http_status")


def test_a_feed_from_the_network_cannot_point_to_private_addresses(news_server):
    """The feed's own host is trusted, since the user named it; no other name of it is."""
    news_server.add("/a", STORY)
    elsewhere = [
        news_server.url("/a", host="localhost"),
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        news_server.url("/hop"),
    ]
    news_server.add_redirect("/hop", news_server.url("/a", host="localhost"))
    url = news_server.add("/feed", rss(*map(item, elsewhere)), "application/rss+xml")
    assert codes(fetched(url)) == ["private_address"] * 4
    allowed = fetched(url, allow_hosts=frozenset({"localhost"}))
    assert codes(allowed) == ["page", "private_address", "private_address", "page"]


def test_a_feed_that_leads_to_a_feed_is_not_followed_on(news_server):
    url = news_server.add("/feed", rss(item("/feed")), "application/rss+xml")
    assert codes(fetched(url)) == ["unsupported_type"]


def test_a_folder_with_a_feed(tmp_path):
    feed = local_feed(tmp_path, "z.html")
    (tmp_path / "z.html").write_text(STORY)
    pages = fetched(tmp_path)
    assert [page.source for page in pages] == [str(tmp_path / "z.html")] * 2
    assert pages[0].hints.title == "Story at z.html"
    assert feed.exists()
