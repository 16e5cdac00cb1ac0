"""Feeds, lists and archives to fetch, and short ways to say what came of them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import fields

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractor.fetchers import FetchOptions, fetch
from extractor.records import Failure, Page

STORY = "<html><body><p>Norvale buys Tarn for £1.2bn.</p></body></html>"
# Nobody minds how fast a server on this machine is asked, and what fails is meant to.
_IMPATIENT = {"rate": 1000.0, "retries": 0}
_FAST = {
    field.name: _IMPATIENT[field.name] for field in fields(FetchOptions) if field.name in _IMPATIENT
}

# Local files trust no host, so those that name the server of the tests need it allowed.
ON_THIS_MACHINE = {"allow_hosts": frozenset({"127.0.0.1"})}


def fetched(*sources: object, **options: object) -> list[Page | Failure]:
    return list(fetch(map(str, sources), FetchOptions(**(_FAST | options))))


def codes(items: Iterable[Page | Failure]) -> list[str]:
    return [item.error if isinstance(item, Failure) else "page" for item in items]


def rss(*links: str, title: str = "The Ledger") -> str:
    items = "".join(f"<item><title>Story</title><link>{link}</link></item>" for link in links)
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def answer(
    body: bytes | str = STORY,
    content_type: str | None = "text/html; charset=utf-8",
    status: str = "200 OK",
    headers: Mapping[str, str] | None = None,
) -> tuple[StatusAndHeaders, bytes]:
    """An HTTP answer as a crawler gets it."""
    content = body.encode() if isinstance(body, str) else body
    stated = {"Content-Type": content_type} if content_type else {}
    lines = list((stated | dict(headers or {})).items())
    return StatusAndHeaders(status, lines, protocol="HTTP/1.1"), content


def warc(
    *answers: tuple[StatusAndHeaders, bytes],
    gzip: bool = True,
    extra: Mapping[str, str] | None = None,
) -> tuple[bytes, list[int]]:
    """A WARC file as warcio writes it, and where its records begin."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=gzip)
    begins = []
    for number, (head, body) in enumerate(answers):
        begins.append(file.tell())
        record = writer.create_warc_record(
            f"https://ledger.example/{number}",
            "response",
            payload=io.BytesIO(body),
            http_headers=head,
            warc_headers_dict={"WARC-Date": f"2024-03-05T10:00:{number % 60:02}Z", **(extra or {})},
        )
        writer.write_record(record)
        # warcio leaves its temporary file to the garbage collector, which warns.
        record.raw_stream.close()
    return file.getvalue(), begins
