"""WARC files: which records are pages, and what becomes of files that can't be read to the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from samples import html, warc_bytes

from extractor.batch.distributed.warcs import read_warc
from extractor.records import Failure

LIMIT = 100_000


def record(number, status="200 OK", content_type="text/html; charset=windows-1252", body=None):
    return (
        f"https://news.example/{number}",
        status,
        content_type,
        html(number) if body is None else body,
    )


@pytest.mark.parametrize("compressed", [True, False])
def test_page_carries_what_archive_and_server_said(tmp_path, compressed):
    file = tmp_path / "news.warc"
    file.write_bytes(warc_bytes([record(1)], compressed=compressed))
    (page,) = read_warc(str(file), LIMIT)
    assert (page.source, page.url) == ("https://news.example/1", "https://news.example/1")
    assert (page.media_type, page.charset) == ("text/html", "windows-1252")
    assert page.content == html(1)
    assert page.fetched_at == datetime(2026, 3, 2, 6, 7, 8, tzinfo=UTC)


def test_only_pages_that_were_found_are_given(tmp_path):
    file = tmp_path / "news.warc.gz"
    records = [
        record(1, status="404 Not Found"),
        record(2, content_type="application/pdf"),
        record(3, status="301 Moved Permanently"),
        record(4, content_type="text/plain"),
    ]
    file.write_bytes(warc_bytes(records))
    assert [item.source for item in read_warc(str(file), LIMIT)] == ["https://news.example/4"]


def test_page_over_the_limit_is_a_failure_and_the_next_is_read(tmp_path):
    file = tmp_path / "news.warc.gz"
    file.write_bytes(warc_bytes([record(1, body=b"<p>" + b"x" * 2 * LIMIT), record(2)]))
    large, page = read_warc(str(file), LIMIT)
    assert (large.error, large.source) == ("too_large", f"{file}#1")
    assert page.source == "https://news.example/2"


def test_what_came_before_a_damaged_record_is_kept(tmp_path):
    file = tmp_path / "news.warc.gz"
    file.write_bytes(warc_bytes([record(1), record(2)]) + b"this is no record at all\r\n\r\n" * 9)
    *pages, failure = read_warc(str(file), LIMIT)
    assert [page.source for page in pages] == ["https://news.example/1", "https://news.example/2"]
    assert isinstance(failure, Failure)
    assert failure.source.startswith(str(file))
    assert failure.error == "broken_warc"


def test_missing_file_is_a_failure(tmp_path):
    (failure,) = read_warc(str(tmp_path / "none.warc.gz"), LIMIT)
    assert failure.error == "missing"


def test_archive_is_read_from_a_server(news_server):
    url = news_server.add("/news.warc.gz", warc_bytes([record(1), record(2)]), "application/gzip")
    assert [page.content for page in read_warc(url, LIMIT)] == [html(1), html(2)]


def test_connection_that_breaks_is_made_anew_and_no_page_is_given_twice(news_server):
    content = warc_bytes([record(number) for number in range(1, 7)])
    broken = {"left": 2}

    def reply(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        cut = len(content) // 2 if broken["left"] else len(content)
        broken["left"] -= 1
        handler.wfile.write(content[:cut])
        handler.wfile.flush()
        handler.close_connection = True

    url = news_server.add_reply("/news.warc.gz", reply)
    items = list(read_warc(url, LIMIT))
    assert [item.source for item in items] == [f"https://news.example/{n}" for n in range(1, 7)]


def test_server_that_refuses_for_good_is_a_failure(refusing_url):
    (failure,) = read_warc(refusing_url, LIMIT)
    assert failure.error == "unreadable"
    assert failure.source == refusing_url
