"""WARC files: which records become pages, and what is said of the others."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sources import STORY, answer, codes, fetched, warc
from warcio.archiveiterator import ArchiveIterator

from extractor.fetchers import warc as warc_source
from extractor.fetchers.members import zstd

LIMIT = 10_000_000


def story(number: int) -> str:
    return STORY.replace("Tarn", f"Tarn number {number}")


def read(content: bytes, max_bytes: int = LIMIT):
    return list(warc_source.pages(io.BytesIO(content), "news.warc.gz", max_bytes))


FIVE = [answer(story(number)) for number in range(5)]


@pytest.mark.parametrize("name", ["news.warc.gz", "news.warc", "no-suffix"])
def test_a_warc_file(tmp_path, name):
    content, _ = warc(*FIVE, gzip=name.endswith("gz"))
    (tmp_path / name).write_bytes(content)
    pages = fetched(tmp_path / name)
    assert [page.content.decode() for page in pages] == [story(number) for number in range(5)]
    assert pages[2].source == f"{tmp_path / name}#3"
    assert pages[2].url == "https://ledger.example/2"
    assert pages[2].fetched_at == datetime(2024, 3, 5, 10, 0, 2, tzinfo=UTC)
    assert (pages[2].media_type, pages[2].charset) == ("text/html", "utf-8")


def test_a_warc_file_on_the_network(news_server):
    content, _ = warc(*FIVE)
    url = news_server.add("/crawl/news.warc.gz", content, "application/octet-stream")
    assert codes(fetched(url)) == ["page"] * 5
    assert fetched(url)[0].source == f"{url}#1"


def test_a_small_warc_file_under_another_name(news_server):
    content, _ = warc(*FIVE)
    assert codes(fetched(news_server.add("/crawl", content, "application/gzip"))) == ["page"] * 5


def test_a_warc_file_on_standard_input(monkeypatch):
    content, _ = warc(*FIVE)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert codes(fetched("-")) == ["page"] * 5


def test_a_warc_file_that_is_named_as_one(tmp_path, monkeypatch):
    content, _ = warc(*FIVE)
    (tmp_path / "news").write_bytes(content)
    assert codes(fetched(f"warc:{tmp_path / 'news'}")) == ["page"] * 5
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert codes(fetched("warc:-")) == ["page"] * 5


def test_a_folder_with_a_warc_file(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(warc(*FIVE)[0])
    (tmp_path / "b.html").write_text(STORY)
    assert codes(fetched(tmp_path)) == ["page"] * 6


def test_a_warc_file_larger_than_a_page_may_be(tmp_path):
    content, _ = warc(*FIVE)
    (tmp_path / "a.warc.gz").write_bytes(content)
    assert codes(fetched(tmp_path / "a.warc.gz", max_bytes=len(content) // 2)) == ["page"] * 5


@pytest.mark.parametrize(
    "pack",
    [
        lambda: warc(*FIVE, gzip=False)[0],
        lambda: warc(*FIVE)[0],
        lambda: gzip.compress(warc(*FIVE, gzip=False)[0]),
        lambda: zstd.compress(warc(*FIVE, gzip=False)[0]),
        lambda: b"".join(zstd.compress(warc(one, gzip=False)[0]) for one in FIVE),
        lambda: warc(*FIVE)[0] + bytes(512),
    ],
    ids=["plain", "gzip-each", "gzip-whole", "zstd-whole", "zstd-each", "zeros-behind"],
)
def test_compressions(pack):
    assert [page.content.decode() for page in read(pack())] == [story(n) for n in range(5)]


def test_what_warcio_reads_we_read():
    """The same pages as the reference reader finds, on files that nothing is wrong with."""
    mixed = [
        answer(STORY),
        answer("<p>gone</p>", status="404 Not Found"),
        answer(b"\x89PNG", "image/png"),
        answer("Plain news.", "text/plain"),
        answer(gzip.compress(STORY.encode()), headers={"Content-Encoding": "gzip"}),
        answer(
            b"8\r\n<p>Norva\r\n8\r\nle</p>..\r\n0\r\n\r\n", headers={"Transfer-Encoding": "chunked"}
        ),
    ]
    content, _ = warc(*mixed)
    known = [
        record.content_stream().read()
        for record in ArchiveIterator(io.BytesIO(content))
        if record.http_headers.get_statuscode() == "200"
        and record.http_headers.get_header("Content-Type").startswith("text/")
    ]
    assert [page.content for page in read(content)] == known
    assert len(known) == 4


@pytest.mark.parametrize(
    "one",
    [
        answer("<p>moved</p>", status="301 Moved"),
        answer("<p>error</p>", status="500 Oops"),
        answer("<p>part</p>", status="206 Partial Content"),
        answer(b"%PDF-1.7", "application/pdf"),
        answer("{}", "application/json"),
        answer("<rss><channel></channel></rss>", "text/html"),
        answer("<urlset></urlset>", "text/plain"),
        answer("no markup", None),
    ],
    ids=["301", "500", "206", "pdf", "json", "feed", "sitemap", "untyped"],
)
def test_records_that_are_no_pages(one):
    assert codes(read(warc(one)[0])) == ["empty"]


def test_an_untyped_page_is_known_by_its_markup():
    (page,) = read(warc(answer(STORY, None))[0])
    assert page.media_type is None


def test_a_resource_record():
    block = STORY.encode()
    head = (
        f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: <https://ledger.example/a>\r\n"
        f"Content-Type: text/html\r\nWARC-Date: 2024-03-05T10:00:00.123456789Z\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    (page,) = read(head.encode() + block + b"\r\n\r\n")
    assert (page.content, page.url) == (block, "https://ledger.example/a")
    assert page.fetched_at == datetime(2024, 3, 5, 10, tzinfo=UTC)


ENCODINGS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_content_encodings(encoding):
    packed = ENCODINGS[encoding](STORY.encode())
    one = answer(packed, headers={"Content-Encoding": encoding})
    (page,) = read(warc(one)[0])
    assert page.content.decode() == STORY


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_bomb_in_a_record(encoding):
    packed = ENCODINGS[encoding](bytes(50_000_000))
    items = read(warc(answer(packed, headers={"Content-Encoding": encoding}), answer())[0])
    assert codes(items) == ["too_large", "page"]


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
def test_encodings_that_the_crawler_undid(encoding):
    (page,) = read(warc(answer(STORY, headers={"Content-Encoding": encoding}))[0])
    assert page.content.decode() == STORY


def test_chunks_that_the_crawler_put_together():
    (page,) = read(warc(answer(STORY, headers={"Transfer-Encoding": "chunked"}))[0])
    assert page.content.decode() == STORY


@pytest.mark.parametrize(
    "one",
    [
        answer(b"30\r\n<p>short</p>", headers={"Transfer-Encoding": "chunked"}),
        answer(b"4\r\n<p>a", headers={"Transfer-Encoding": "chunked"}),
        answer(gzip.compress(STORY.encode())[:-9], headers={"Content-Encoding": "gzip"}),
        answer(b"\0not packed", headers={"Content-Encoding": "br"}),
        answer(b"who knows", headers={"Content-Encoding": "lzma"}),
    ],
    ids=["chunk-cut", "no-last-chunk", "gzip-cut", "no-brotli", "unknown"],
)
def test_damaged_answers_are_failures_and_the_rest_goes_on(one):
    items = read(warc(one, answer())[0])
    assert codes(items) == ["broken_record", "page"]
    assert items[0].source == "news.warc.gz#1"
    assert "record 1, byte 0" in items[0].message


def test_a_record_that_the_crawler_cut_short():
    items = read(warc(answer(), extra={"WARC-Truncated": "length"})[0])
    assert codes(items) == ["broken_record"]
    assert "length" in items[0].message


def test_a_record_over_the_limit_is_passed_over():
    long = answer("<html>" + "long " * 100_000)
    video = answer(b"\0" * 500_000, "video/mp4")
    items = read(warc(answer(), long, video, answer())[0], max_bytes=100_000)
    assert codes(items) == ["page", "too_large", "page"]


def test_a_digest_that_does_not_fit():
    content, _ = warc(answer(), answer(), gzip=False)
    items = read(content.replace(b"Norvale", b"Norwale", 1))
    assert codes(items) == ["broken_record", "page"]


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_cut_anywhere_is_reported_and_what_came_before_is_kept(packed):
    """Every possible place: only a cut between two records can't be seen."""
    content, begins = warc(*FIVE[:3], gzip=packed)
    for length in range(1, len(content)):
        items = read(content[:length])
        whole = sum(begin <= length for begin in [*begins[1:], len(content)])
        if length in begins:
            assert codes(items) == ["page"] * whole
            continue
        found = codes(items)
        assert found[-1] in ("truncated_warc", "broken_warc"), length
        # A record whose last bytes alone are missing has all that it says.
        assert found[:-1] in (["page"] * whole, ["page"] * (whole + 1)), length
        assert "record" in items[-1].message


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_a_cut_of_a_file_packed_as_a_whole(pack):
    content = pack(warc(*(answer(story(n) + str(hash(n)) * 999) for n in range(40)), gzip=False)[0])
    items = read(content[: len(content) * 3 // 4])
    assert codes(items)[-1] == "truncated_warc"
    assert len(items) > 5 or pack is zstd.compress


def test_where_it_was_cut_is_said():
    content, begins = warc(*FIVE)
    failure = read(content[: begins[3] + 60])[-1]
    assert failure.source == "news.warc.gz#4"
    assert f"byte {begins[3]:,}" in failure.message


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda c, at: c[: at + 99] + b"\xff" * 40 + c[at + 139 :], "broken_warc"),
        (lambda c, at: c[:at] + b"garbage!" * 9 + c[at:], "broken_warc"),
        (lambda c, at: c[:at] + bytes(60) + c[at + 60 :], "broken_warc"),
    ],
    ids=["overwritten", "inserted", "zeros"],
)
def test_damage_is_reported_and_what_came_before_is_kept(damage, expected):
    content, begins = warc(*FIVE)
    items = read(damage(content, begins[2]))
    assert codes(items) == ["page", "page", expected]
    assert "#3" in items[-1].source


@pytest.mark.parametrize(
    "change",
    [
        (b"Content-Length: ", b"Content-Length: 1"),
        (b"Content-Length: ", b"Content-Length: -"),
        (b"Content-Length: ", b"Content-Length: " + b"9" * 30),
        (b"WARC/1.0", b"HTTP/1.0"),
        (b"WARC-Type:", b"X: " + b"y" * 20_000 + b"\r\nWARC-Type:"),
        (b"WARC-Type:", b"X: y\r\n" * 300 + b"WARC-Type:"),
    ],
    ids=["too-long", "negative", "huge", "version", "long-line", "many-lines"],
)
def test_headers_that_can_not_be(change):
    content, _ = warc(*FIVE[:2], gzip=False)
    assert codes(read(content.replace(*change, 1)))[-1] in ("broken_warc", "truncated_warc")


@pytest.mark.parametrize("content", [b"", b"\n\n"], ids=["nothing", "blank"])
def test_nothing_in_it(tmp_path, content):
    (tmp_path / "a").write_bytes(content)
    assert codes(fetched(f"warc:{tmp_path / 'a'}")) == ["empty"]


def test_no_such_file(tmp_path):
    assert codes(fetched(f"warc:{tmp_path / 'gone'}")) == ["missing"]


def test_a_download_that_breaks_off_gives_what_had_arrived(news_server):
    content, begins = warc(*FIVE)
    headers = {"Content-Length": str(len(content))}
    url = news_server.add("/a.warc.gz", content[: begins[2] + 70], headers=headers)
    found = codes(fetched(url))
    assert found[:2] == ["page", "page"]
    assert set(found[2:]) == {"truncated_warc", "broken_response"}


SMALL, _ = warc(*FIVE[:2])
SMALL_PLAIN, _ = warc(*FIVE[:2], gzip=False)


@given(st.sampled_from([SMALL, SMALL_PLAIN]), st.integers(0, 1500), st.binary(max_size=40))
def test_no_damage_raises(content, at, noise):
    for item in read(content[:at] + noise + content[at + len(noise) :]):
        item.model_dump_json()


@pytest.mark.parametrize(("size", "expected"), [(100_000, "page"), (100_001, "too_large")])
@pytest.mark.parametrize("kind", ["response", "resource"])
def test_a_page_has_the_limit_whatever_its_record_may_have(kind, size, expected):
    body = STORY + " " * (size - len(STORY.encode()))
    content, _ = warc(answer(body))
    if kind == "resource":
        head = (
            f"WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {size}"
        )
        content = f"{head}\r\n\r\n{body}\r\n\r\n".encode()
    assert codes(read(content, max_bytes=100_000)) == [expected]
