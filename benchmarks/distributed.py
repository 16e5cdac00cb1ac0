"""What a page costs on a worker, step by step, in one run: the figures behind docs/scale.md.

    python benchmarks/distributed.py [HOW_MANY]

CPU milliseconds a page, so that other work on the machine matters less than it would to the clock.
Pages are the articles of ``corpus/articles`` set as web pages of about 60 kB; "without figures" are
the same articles without the paragraphs that hold an amount or a duration. Spark is not needed.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractor.articles import read_article
from extractor.batch.arrow import result_batch
from extractor.batch.distributed import WorkOptions
from extractor.batch.distributed.guard import Guard
from extractor.batch.distributed.warcs import read_warc
from extractor.pipeline.amounts import find_amounts
from extractor.pipeline.durations import find_durations
from extractor.pipeline.road import claims_of, load
from extractor.records import Article, Failure, Page

TEXTS = Path(__file__).parents[1] / "corpus" / "articles" / "texts"
_MARKUP = '<li class="menu-item"><a href="/section/{0}/{0}.html">Section {0}</a></li>\n'
_LINKS = "".join(_MARKUP.format(number) for number in range(400))
_SCRIPT = "<script>" + "window.settings = {loaded: true};\n" * 900 + "</script>"
_FOREIGN = "Der Konzern will den Hafen verkaufen, sagte ein Sprecher am Montag in der Stadt. " * 40


def texts(count: int) -> list[str]:
    """So many texts, spread over the corpus."""
    paths = sorted(TEXTS.glob("*.txt"))
    step = max(1, len(paths) // count)
    return [path.read_text(encoding="utf-8") for path in paths[::step][:count]]


def without_figures(text: str) -> str:
    """The paragraphs without amounts and durations; the headline stays."""
    headline, *paragraphs = text.splitlines()
    kept = [each for each in paragraphs if not find_amounts(each) and not find_durations(each)]
    return "\n".join([headline, *kept])


def web_page(number: int, text: str) -> Page:
    """A page with as much around the article as pages have."""
    headline, *paragraphs = text.splitlines()
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    html = (
        f"<!DOCTYPE html><html><head><title>{headline}</title>{_SCRIPT}</head><body><nav><ul>"
        f"{_LINKS}</ul></nav><article><h1>{headline}</h1>{body}</article></body></html>"
    )
    url = f"https://news.example/{number}.html"
    return Page(source=url, url=url, content=html.encode(), media_type="text/html")


def warc_of(pages: Iterable[Page]) -> bytes:
    """The pages as an archive holds them."""
    return b"".join(gzip.compress(_record(page)) for page in pages)


def _record(page: Page) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.content
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {page.url}\r\n"
        "WARC-Date: 2026-03-02T06:07:08Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def cost(work: Callable[[], object], pages: int) -> float:
    """CPU milliseconds a page, the less of two runs."""
    return min(_once(work) for _ in range(2)) * 1000 / pages


def _once(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def articles(pages: Iterable[Page]) -> list[Article]:
    """What can be read of pages."""
    return [item for item in map(read_article, pages) if not isinstance(item, Failure)]


def measured(count: int) -> Iterator[tuple[str, float]]:
    """Each step and what it costs."""
    sources = texts(count)
    dense = [web_page(number, text) for number, text in enumerate(sources)]
    bare = [web_page(number, without_figures(text)) for number, text in enumerate(sources)]
    foreign = [web_page(number, f"Hafen\n{_FOREIGN}") for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "news.warc.gz")
        archive.write_bytes(warc_of(dense))
        yield (
            "reading the archive",
            cost(lambda: list(read_warc(str(archive), 10_000_000)), count),
        )
    yield "HTML to article", cost(lambda: articles(dense), count)
    yield "HTML to a refusal (another language)", cost(lambda: articles(foreign), count)
    nlp = load()
    with_figures, bare_articles = articles(dense), articles(bare)
    list(claims_of(nlp, with_figures[:4]))
    yield (
        "claims of an article with figures",
        cost(lambda: list(claims_of(nlp, with_figures)), len(with_figures)),
    )
    yield (
        "claims of an article without figures",
        cost(lambda: list(claims_of(nlp, bare_articles)), len(bare_articles)),
    )
    fast = load(encoder=False)
    list(claims_of(fast, with_figures[:4]))
    yield (
        "the same with figures, encoder off",
        cost(lambda: list(claims_of(fast, with_figures)), len(with_figures)),
    )
    yield from supervision(dense)


def supervision(pages: list[Page]) -> Iterator[tuple[str, float]]:
    """What the guard costs: its own work beside that of the process that it stands by."""
    guard = Guard(WorkOptions(model=None))
    guard.rows(pages[0])
    yield "guard: handing a page over and back", cost(lambda: [*map(guard.rows, pages)], len(pages))
    rows = [row for page in pages for row in guard.rows(page)]
    guard.close()
    yield "rows to Arrow", cost(lambda: result_batch(rows), len(pages))


def main(arguments: list[str]) -> None:
    """Print the table."""
    count = int(arguments[0]) if arguments else 100
    print(f"{count} pages\n\n| step | CPU ms a page |\n|---|--:|")
    for name, milliseconds in measured(count):
        print(f"| {name} | {milliseconds:.1f} |", flush=True)
    print(f"\nmemory of the process that reads pages, at its largest: {largest_memory():.0f} MiB")


def largest_memory() -> float:
    """MiB of a process with the whole model after a few pages (Linux)."""
    guard = Guard(WorkOptions())
    for number, text in enumerate(texts(10)):
        guard.rows(web_page(number, text))
    status = Path(f"/proc/{guard.pid}/status").read_text(encoding="ascii")
    guard.close()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
