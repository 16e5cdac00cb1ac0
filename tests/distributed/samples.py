"""Pages for these tests."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.batch.arrow import PAGES, page_row
from extractor.records import Page

STORY = (
    "Nordwind{number} AG sells its harbour\n"
    "Nordwind{number} AG will sell its harbour to Pelagia Ltd for ${number} million. {extra}\n"
)


def story(number: int, extra: str = "") -> Page:
    text = STORY.format(number=number, extra=extra)
    source = f"https://news.example/{number}"
    return Page(source=source, content=text.encode(), url=source, media_type="text/plain")


def pages_table(pages) -> pa.Table:
    return pa.Table.from_pylist([page_row(page) for page in pages], PAGES)


def write_pages(pages, path: Path, rows: int = 4) -> str:
    """A Parquet file of pages with several row groups, which Spark can split."""
    pq.write_table(pages_table(pages), path, row_group_size=rows)
    return str(path)


def warc_bytes(records, *, compressed: bool = True) -> bytes:
    """A WARC of (url, status line, content type, body, further HTTP headers ...).

    Compressed as archives do it: each record for itself.
    """
    packed = gzip.compress if compressed else bytes
    return b"".join(packed(_warc_record(*record)) for record in records)


def _warc_record(url, status, content_type, body, *more) -> bytes:
    answer = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *more]
    payload = "\r\n".join([*answer, "", ""]).encode() + body
    head = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2026-03-02T06:07:08Z",
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(payload)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + payload + b"\r\n\r\n"


def html(number: int) -> bytes:
    paragraphs = STORY.format(number=number, extra="It said so on Monday.").splitlines() * 3
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>Sale</title></head><body><article>{body}</article>".encode()
