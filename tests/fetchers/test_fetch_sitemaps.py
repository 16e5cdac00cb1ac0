"""Sitemaps, news sitemaps and indexes, from the network, from files, and from attackers."""

from __future__ import annotations

import gzip
import io
import sys
from datetime import UTC, date, datetime

import pytest
from made_sources import ON_THIS_MACHINE, STORY, codes, fetched, rss

from extractor.errors import SourceError
from extractor.fetchers.sitemap_xml import read_sitemap

NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(*entries: str) -> str:
    return f'<?xml version="1.0"?>\n<urlset {NS} {NEWS}>{"".join(entries)}</urlset>'


def url(location: str, extra: str = "") -> str:
    return f"<url><loc>{location}</loc>{extra}</url>"


def index(*locations: str) -> str:
    inner = "".join(f"<sitemap><loc>{location}</loc></sitemap>" for location in locations)
    return f"<sitemapindex {NS}>{inner}</sitemapindex>"


def news(date_stated: str = "2024-03-05T10:00:00+01:00") -> str:
    return (
        "<lastmod>2024-03-05T12:00:00Z</lastmod><news:news><news:publication>"
        "<news:name>The Ledger</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{date_stated}</news:publication_date>"
        "<news:title>Norvale &amp; Tarn\n agree</news:title></news:news>"
    )


@pytest.fixture
def pages(news_server):
    return [news_server.add(f"/{n}", STORY.replace("Tarn", f"Tarn {n}")) for n in range(4)]


def test_a_news_sitemap_and_its_hints(news_server, pages):
    entries = [url(pages[1], news()), url(f"\n {pages[0]} \n")]
    found = fetched(news_server.add("/sitemap.xml", urlset(*entries), "application/xml"))
    assert [page.source for page in found] == [pages[1], pages[0]]
    hints = found[0].hints
    assert (hints.title, hints.publisher, hints.language) == (
        "Norvale & Tarn agree",
        "The Ledger",
        "en",
    )
    assert hints.published_at == datetime(2024, 3, 5, 9, tzinfo=UTC)
    assert hints.modified_at == datetime(2024, 3, 5, 12, tzinfo=UTC)
    assert found[1].hints.title is None


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-03-05T10:00", date(2024, 3, 5)),
        ("2024-03-05T10:00Z", datetime(2024, 3, 5, 10, tzinfo=UTC)),
        ("2024-03-05T10:00:00.5+00:00", datetime(2024, 3, 5, 10, 0, 0, 500_000, tzinfo=UTC)),
        ("2024", None),
        ("2024-03", None),
        ("soon", None),
    ],
)
def test_times(news_server, pages, stated, expected):
    found = fetched(news_server.add("/sitemap.xml", urlset(url(pages[0], news(stated)))))
    assert found[0].hints.published_at == expected


@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "application/gzip", None])
@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize("path", ["/sitemap_news.xml.gz", "/latest"])
def test_a_sitemap_is_told_by_its_root_whatever_the_server_says(
    news_server, pages, media_type, packed, path
):
    content = urlset(url(pages[0])).encode()
    address = news_server.add(path, gzip.compress(content) if packed else content, media_type)
    assert [page.source for page in fetched(address)] == [pages[0]]


@pytest.mark.parametrize("prefix", ["", "sitemap:"])
def test_a_sitemap_in_a_file_and_on_standard_input(tmp_path, monkeypatch, pages, prefix):
    content = gzip.compress(urlset(url(pages[0])).encode())
    (tmp_path / "list.gz").write_bytes(content)
    assert codes(fetched(f"{prefix}{tmp_path / 'list.gz'}", **ON_THIS_MACHINE)) == ["page"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert codes(fetched(f"{prefix}-", **ON_THIS_MACHINE)) == ["page"]


def test_an_index_of_sitemaps_one_of_which_is_gone(news_server, pages):
    first = news_server.add("/one.xml", urlset(url(pages[0]), url(pages[1])), "text/xml")
    packed = gzip.compress(urlset(url(pages[2])).encode())
    second = news_server.add("/two.xml.gz", packed, "application/x-gzip")
    gone = news_server.url("/gone.xml")
    found = fetched(news_server.add("/sitemap_index.xml", index(first, gone, second), "text/xml"))
    assert codes(found) == ["page", "page", "http_status", "page"]


def test_a_page_whose_address_says_sitemap(news_server):
    (page,) = fetched(news_server.add("/sitemap-explained.html", STORY))
    assert (page.media_type, page.charset) == ("text/html", "utf-8")
    assert page.content == STORY.encode()


def test_entries_that_are_no_pages(news_server, pages):
    bad = [
        url(news_server.add("/feed", rss("/0"), "text/xml")),
        url("ftp://ledger.example/a"),
        url("/relative"),
        url("https://ledger.example/" + "a" * 3000),
        "<url></url>",
        url(news_server.url("/none")),
        url(news_server.url("/0", host="localhost")),
        url(pages[0]),
    ]
    found = fetched(news_server.add("/sitemap.xml", urlset(*bad), "text/xml"))
    assert codes(found) == [
        "unsupported_type",
        "bad_url",
        "bad_url",
        "bad_url",
        "no_link",
        "http_status",
        "private_address",
        "page",
    ]
    assert len({failure.source for failure in found}) == len(found)


def test_an_index_that_names_itself(news_server, pages):
    own = news_server.url("/sitemap.xml")
    news_server.add("/sitemap.xml", index(own, news_server.url("/b.xml")))
    news_server.add("/b.xml", index(own, news_server.url("/b.xml"), news_server.url("/c.xml")))
    news_server.add("/c.xml", urlset(url(pages[0])))
    assert codes(fetched(own)) == ["circular", "circular", "circular", "page"]


def test_a_ladder_of_indexes(news_server):
    for step in range(9):
        news_server.add(f"/sitemap{step}.xml", index(news_server.url(f"/sitemap{step + 1}.xml")))
    assert codes(fetched(news_server.url("/sitemap0.xml"))) == ["too_deep"]
    assert len(news_server.requests) == 3


def test_an_index_may_not_lead_inside(news_server):
    inside = news_server.url("/inner.xml", host="localhost")
    assert codes(fetched(news_server.add("/sitemap.xml", index(inside)))) == ["private_address"]


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"<!DOCTYPE urlset [{BOMB}]><urlset><url><loc>&e11;</loc></url></urlset>", "unsafe_xml"),
        ('<!DOCTYPE urlset SYSTEM "{secret}"><urlset></urlset>', "unsafe_xml"),
        (
            '<!DOCTYPE urlset [<!ENTITY x SYSTEM "{secret}">]><urlset>&x;</urlset>',
            "unsafe_xml",
        ),
        (
            '<!DOCTYPE urlset [<!ENTITY % x SYSTEM "{secret}"> %x;]><urlset></urlset>',
            "unsafe_xml",
        ),
        ("<urlset>" + "<url>" * 100_000, "unsafe_xml"),
        ("<urlset " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>", "unsafe_xml"),
        ('<urlset a="' + "x" * 3_000_000 + '"/>', "unsafe_xml"),
        ("<urlset><!--" + "x" * 3_000_000 + "--></urlset>", "unsafe_xml"),
        ("<urlset>\0</urlset>", "broken_sitemap"),
        ("<urlset><url><loc>a</url></urlset>", "broken_sitemap"),
        ("<urlset>&nbsp;</urlset>", "broken_sitemap"),
        ("<urlset></urlset>", "empty"),
        ("<urlset>", "broken_sitemap"),
        ("<html><p>no sitemap</p></html>", "broken_sitemap"),
        ("", "broken_sitemap"),
    ],
    ids=[
        "billion-laughs",
        "external-dtd",
        "external-entity",
        "parameter-entity",
        "deep",
        "attributes",
        "long-attribute",
        "long-comment",
        "nul",
        "crossed-tags",
        "unknown-entity",
        "no-entries",
        "cut",
        "html",
        "nothing",
    ],
)
def test_hostile_and_broken_sitemaps(tmp_path, news_server, content, expected):
    secret = news_server.add("/secret", "secret")
    (tmp_path / "a.xml").write_text(content.replace("{secret}", secret))
    assert codes(fetched(f"sitemap:{tmp_path / 'a.xml'}")) == [expected]
    assert not news_server.requests


def test_what_stands_before_a_fault_is_read(news_server, pages):
    content = urlset(url(pages[0]), url(pages[1])).replace("</urlset>", "<url><loc>&x;")
    found = fetched(news_server.add("/sitemap.xml", content, "text/xml"))
    assert codes(found) == ["page", "page", "broken_sitemap"]


def test_a_cut_gzip(news_server, pages):
    content = gzip.compress(urlset(url(pages[0]), "<!--" + str(list(range(9999)))).encode())
    found = fetched(news_server.add("/sitemap.xml.gz", content[: len(content) // 2]))
    assert codes(found) == ["page", "broken_sitemap"]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_other_encodings(tmp_path, encoding, pages):
    content = urlset(url(pages[0], news().replace("Tarn", "Café")))
    declared = content.replace('"1.0"', f'"1.0" encoding="{encoding.removesuffix("-sig")}"', 1)
    (tmp_path / "a.xml").write_bytes(declared.encode(encoding))
    (page,) = fetched(tmp_path / "a.xml", **ON_THIS_MACHINE)
    assert page.hints.title == "Norvale & Café agree"


def test_a_wrong_encoding(tmp_path, pages):
    content = urlset(url(pages[0], news().replace("Tarn", "Café"))).encode("latin-1")
    (tmp_path / "a.xml").write_bytes(content)
    assert codes(fetched(tmp_path / "a.xml", **ON_THIS_MACHINE))[-1] == "broken_sitemap"


def test_more_entries_than_the_protocol_allows():
    content = urlset(*["<url><loc>x</loc></url>"] * 50_100).encode()
    batches = []
    with pytest.raises(SourceError) as raised:
        batches.extend(map(len, read_sitemap(io.BytesIO(content), "sitemap")))
    assert (sum(batches), raised.value.error) == (50_000, "too_many_items")


def test_a_gzip_bomb(tmp_path):
    content = urlset("<url><loc>x</loc></url>", " " * 80_000_000)
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(content.encode(), 1))
    assert codes(fetched(tmp_path / "a.xml.gz")) == ["bad_url", "too_large"]
