"""Where the time goes: every stage of the road in one run, beside what others take.

    OMP_NUM_THREADS=1 python -m benchmarks.stages [FOLDER_OF_TEXTS] [HOW_MANY]

One process, CPU time. Texts are spread evenly over the folder (our own articles by default); pages
are those of the demonstration. Each figure is the fastest of three runs by turns.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
import trafilatura
from spacy.language import Language

import extractor
from benchmarks.pipeline import spread
from extractor.articles import read_article
from extractor.pipeline.road import DEFAULT_MODEL, claims_of
from extractor.records import Article, ArticleClaims, Page
from extractor.sinks.sql import SqlStore

_RUNS = 3
_CORPUS = Path(__file__).parents[1] / "corpus"
Times = Counter[str]


def timed(times: Times, name: str, work: Callable[[], object]) -> object:
    """The result of some work, its CPU time added under a name."""
    began = time.process_time()
    result = work()
    times[name] += time.process_time() - began
    return result


def stages(nlp: Language, articles: list[Article], times: Times) -> None:
    """Tokens and every component, article by article."""
    for article in articles:
        doc = timed(times, "tokens", lambda text=article.text: nlp.make_doc(text))
        for name, component in nlp.pipeline:
            doc = timed(times, name, lambda part=component, whole=doc: part(whole))


def saved(records: list[ArticleClaims]) -> None:
    """Everything into a new SQLite file."""
    with tempfile.TemporaryDirectory() as folder, SqlStore(f"{folder}/claims.db") as store:
        for first in range(0, len(records), 32):
            store.save(records[first : first + 32])


def one_run(nlp: Language, peer: Language, articles: list[Article], pages: list[Page]) -> Times:
    """All stages and peers once."""
    times: Times = Counter()
    stages(nlp, articles, times)
    records = timed(times, "text to records, whole", lambda: list(claims_of(nlp, articles)))
    timed(times, "records into SQLite", lambda: saved(records))
    timed(times, "HTML to article", lambda: [read_article(page) for page in pages])
    timed(times, "peer: trafilatura alone", lambda: [_main_text(page) for page in pages])
    timed(times, f"peer: {DEFAULT_MODEL}, whole", lambda: list(peer.pipe(a.text for a in articles)))
    return times


def _main_text(page: Page) -> str | None:
    return trafilatura.extract(page.content)


def table(best: Times, articles: int, pages: int) -> Iterator[str]:
    """Milliseconds and how many a CPU second, by stage."""
    yield "| stage | ms of CPU each | a CPU second |"
    yield "|---|--:|--:|"
    for name, seconds in best.items():
        count = pages if name in {"HTML to article", "peer: trafilatura alone"} else articles
        yield f"| {name} | {seconds * 1000 / count:.2f} | {count / seconds:.0f} |"


def main(arguments: list[str]) -> None:
    """Time everything and print the table."""
    folder = Path(arguments[0]) if arguments else _CORPUS / "articles" / "texts"
    texts = spread(folder, int(arguments[1]) if arguments[1:] else 200)
    found = (read_article(Page(source=f"{n}.txt", content=t.encode())) for n, t in enumerate(texts))
    articles = [each for each in found if isinstance(each, Article)]
    pages = [_page(path) for path in sorted((_CORPUS / "demo" / "pages").glob("*.html"))] * 10
    nlp, peer = extractor.load(), spacy.load(DEFAULT_MODEL)
    runs = [one_run(nlp, peer, articles, pages) for _ in range(_RUNS)]
    best: Times = Counter({name: min(run[name] for run in runs) for name in runs[0]})
    claims = sum(len(record.claims) for record in claims_of(nlp, articles))
    words = sum(len(article.text.split()) for article in articles)
    whole = best["text to records, whole"]
    print(f"{len(articles)} articles, {words / len(articles):.0f} words and "
          f"{claims / len(articles):.1f} claims each; {len(pages)} pages\n")  # fmt: skip
    print("\n".join(table(best, len(articles), len(pages))))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{claims / whole:.0f} claims and {words / whole:.0f} words a CPU second; "
          f"{peak:.0f} MB at most, both pipelines loaded")  # fmt: skip


def _page(path: Path) -> Page:
    return Page(source=str(path), content=path.read_bytes(), media_type="text/html")


if __name__ == "__main__":
    main(sys.argv[1:])
