"""Lists of URLs: in files, on standard input, on the network, and what only looks like one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from made_sources import STORY, codes, fetched, rss

from extractor.fetchers import fetch
from extractor.fetchers.url_list import is_list

ROOT = Path(__file__).parents[2]


@pytest.fixture
def links(news_server):
    return [news_server.add(f"/{n}", STORY.replace("Tarn", f"Tarn {n}")) for n in range(3)]


def give_stdin(monkeypatch, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize("source", ["-", "urls:-"])
def test_a_list_on_standard_input(monkeypatch, links, source):
    give_stdin(
        monkeypatch, f"\ufeff# today\n\n{links[1]}\r\n  {links[0]} \n#{links[2]}\n{links[1]}"
    )
    assert [page.source for page in fetched(source)] == [links[1], links[0], links[1]]


@pytest.mark.parametrize("prefix", ["", "urls:"])
@pytest.mark.parametrize("name", ["list.txt", "list"])
def test_a_list_in_a_file(tmp_path, links, prefix, name):
    (tmp_path / name).write_text("\n".join(links))
    assert [page.source for page in fetched(f"{prefix}{tmp_path / name}")] == links


def test_a_list_leads_to_whatever_a_user_may_name(monkeypatch, news_server, links):
    sitemap = f"<urlset><url><loc>{links[1]}</loc></url></urlset>"
    opml = f'<opml><body><outline xmlUrl="{news_server.url("/feed")}"/></body></opml>'
    given = [
        news_server.add("/feed", rss(links[0]), "text/xml"),
        news_server.add("/sitemap.xml", sitemap, "text/xml"),
        news_server.add("/list.opml", opml, "text/x-opml"),
        links[2],
    ]
    give_stdin(monkeypatch, "\n".join(given))
    assert [page.source for page in fetched("-")] == [links[0], links[1], links[0], links[2]]


@pytest.mark.parametrize(
    "content",
    [
        "https://ledger.example/a\nNorvale buys Tarn.",
        "Norvale buys Tarn: https://ledger.example/a",
        "# https://ledger.example/a",
        "https://ledger.example/a see there",
        "ftp://ledger.example/a",
        "",
        "https://",
    ],
    ids=["a-line-of-text", "text", "comment", "words-behind", "ftp", "nothing", "no-host"],
)
def test_what_is_no_list_is_an_article(monkeypatch, content):
    assert not is_list(content.encode())
    give_stdin(monkeypatch, content)
    (page,) = fetched("-")
    assert (page.source, page.content) == ("-", content.encode())


def test_a_list_from_the_network_is_read_only_when_named_as_one(news_server, links):
    url = news_server.add("/list.txt", "\n".join(links), "text/plain")
    assert [page.source for page in fetched(url)] == [url]
    assert [page.source for page in fetched(f"urls:{url}")] == links


def test_a_list_from_the_network_may_not_lead_inside(news_server):
    inside = news_server.add("/a", STORY).replace("127.0.0.1", "localhost")
    url = news_server.add("/list.txt", inside, "text/plain")
    assert codes(fetched(f"urls:{url}")) == ["private_address"]


def test_a_list_of_the_users_own_may_name_hosts_inside(tmp_path, links):
    (tmp_path / "list.txt").write_text(links[0].replace("127.0.0.1", "localhost"))
    assert codes(fetched(tmp_path / "list.txt")) == ["page"]


def test_lines_that_are_no_addresses(tmp_path, links):
    lines = ["ledger.example/a", links[0], "file:///etc/hostname", "http://[::bad", links[1]]
    (tmp_path / "list.txt").write_text("\n".join(lines))
    found = fetched(f"urls:{tmp_path / 'list.txt'}")
    assert codes(found) == ["bad_url", "page", "bad_url", "bad_url", "page"]
    assert "line 1 of" in found[0].message
    assert "line 4 of" in found[3].message


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["empty"]),
        (b"# nothing\n\n", ["empty"]),
        (b"\x1f\x8b\x08\0\0\0", ["unsupported_type"]),
        ("http://a".encode("utf-16"), ["unsupported_type"]),
        (b"http://" + b"a" * 40_000, ["unsupported_type"]),
        (b"caf\xe9\n", ["bad_url"]),
    ],
    ids=["nothing", "comments", "binary", "utf-16", "one-long-line", "latin-1"],
)
def test_lists_that_are_none(tmp_path, content, expected):
    (tmp_path / "list").write_bytes(content)
    assert codes(fetched(f"urls:{tmp_path / 'list'}")) == expected


def test_a_long_list_is_read_lazily(tmp_path, links):
    (tmp_path / "list.txt").write_text(f"{links[0]}\n" * 100_000)
    pages = fetch([f"urls:{tmp_path / 'list.txt'}"])
    assert [next(pages).source for _ in range(3)] == [links[0]] * 3
    pages.close()


def test_a_slow_pipe_gives_pages_as_its_lines_come(links, stopwatch):
    """Whoever writes the list need not be finished before its first page is there."""
    program = (
        "from extractor.fetchers import fetch\n"
        "for page in fetch(['urls:-']):\n    print(page.source, flush=True)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    ) as reader:
        for link in links[:2]:
            reader.stdin.write(f"{link}\n")
            reader.stdin.flush()
            assert reader.stdout.readline().strip() == link
        reader.stdin.close()
        assert reader.wait(20) == 0
    assert stopwatch() < 30
