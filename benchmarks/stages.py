"""What everything costs: every stage of the road in one run, beside what others take.

    OMP_NUM_THREADS=1 python -m benchmarks.stages [--peers FOLDER] [FOLDER_OF_TEXTS] [HOW_MANY]

Prints the table that docs/performance.md shows. One process, CPU time, each figure the best of
three runs by turns; memory is that of a process of its own. Texts are spread evenly over the folder
(our own articles by default); pages are those of the demonstration. ``--peers`` is a folder with
packages that are not installed otherwise; `make bench` makes one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
import trafilatura
from spacy.language import Language

import extractor
from benchmarks import figures, weighing
from benchmarks.pipeline import spread
from extractor.articles import read_article
from extractor.pipeline.road import DEFAULT_MODEL, claims_of
from extractor.records import Article, ArticleClaims, Page
from extractor.sinks.sql import SqlStore

_ROUNDS = 3
_BATCH = 32
_CORPUS = Path(__file__).parents[1] / "corpus"
# Slow readers of figures get fewer of the texts, but not as few as of thousands.
_FEWER = 10
# Rates from here on are printed without a decimal.
_ROUND = 100
_STAGES = {
    "newsclaims_paragraphs": "paragraphs and sentences",
    "newsclaims_sentences": "paragraphs and sentences",
    "senter": "paragraphs and sentences",
    "newsclaims_amounts": "amounts",
    "newsclaims_durations": "durations",
    "newsclaims_names": "model: named entities near figures (spaCy's)",
    "newsclaims_parties": "parties",
    "newsclaims_confirmation": "sources and cues",
    "newsclaims_encoder": "model: encoder",
    "newsclaims_claims": "assembly of claims",
}
_PAGES_WHOLE = "newsclaims, whole: page to claims in SQLite"
_WHOLE = "newsclaims, whole: text to claims in SQLite"
_RECORDS = "all stages of a text together, in batches"
_SINK = "sink: records into SQLite"
_HTML = "HTML to article"
_TOKENS = "tokens"
_SPACY = "peer: spaCy, all of its small pipeline"
_TRAFILATURA = "peer: trafilatura alone, on the same pages"
Times = Counter[str]


@dataclass(frozen=True)
class Material:
    """What is read."""

    articles: list[Article]
    pages: list[Page]

    def texts(self) -> list[str]:
        """The texts of the articles."""
        return [article.text for article in self.articles]

    def html(self) -> list[str]:
        """The pages as text, a character a byte, whatever their charset."""
        return [page.content.decode("latin-1") for page in self.pages]


@dataclass(frozen=True)
class Row:
    """A line of the table: ``count`` things of a kind took so many CPU seconds."""

    name: str
    kind: str
    count: int
    seconds: float
    megabytes: float | None = None

    def cells(self) -> tuple[str, ...]:
        """As they are printed."""
        each, rate = self.seconds * 1000 / self.count, self.count / self.seconds
        memory = "" if self.megabytes is None else f"{self.megabytes:.0f}"
        places = 0 if rate >= _ROUND else 1
        return self.name, self.kind, f"{each:.2f}", f"{rate:,.{places}f}", memory


def timed(times: Times, name: str, work: Callable[[], object]) -> object:
    """The result of some work, its CPU time added under a name."""
    began = time.process_time()
    result = work()
    times[name] += time.process_time() - began
    return result


def stages(nlp: Language, articles: list[Article], times: Times) -> None:
    """Tokens and every component, article by article."""
    for article in articles:
        doc = timed(times, _TOKENS, lambda text=article.text: nlp.make_doc(text))
        for name, component in nlp.pipeline:
            label = _STAGES.get(name, name)
            doc = timed(times, label, lambda part=component, whole=doc: part(whole))


def saved(records: list[ArticleClaims]) -> None:
    """Everything into a new SQLite file."""
    with tempfile.TemporaryDirectory() as folder, SqlStore(f"{folder}/claims.db") as store:
        for first in range(0, len(records), _BATCH):
            store.save(records[first : first + _BATCH])


def read(pages: list[Page]) -> list[Article]:
    """The articles of pages."""
    return [each for each in map(read_article, pages) if isinstance(each, Article)]


def one_round(nlp: Language, peer: Language, material: Material) -> Times:
    """All stages and peers once; the order is that of the table."""
    times: Times = Counter()
    articles, pages = material.articles, material.pages
    timed(times, _PAGES_WHOLE, lambda: saved(list(claims_of(nlp, read(pages)))))
    timed(times, _HTML, lambda: read(pages))
    stages(nlp, articles, times)
    records = timed(times, _RECORDS, lambda: list(claims_of(nlp, articles)))
    timed(times, _SINK, lambda: saved(records))
    timed(times, _SPACY, lambda: list(peer.pipe(material.texts(), batch_size=_BATCH)))
    timed(times, _TRAFILATURA, lambda: [trafilatura.extract(page.content) for page in pages])
    return times


def best_times(material: Material, rounds: int) -> Times:
    """Each figure's best of some rounds."""
    nlp, peer = extractor.load(), spacy.load(DEFAULT_MODEL)
    for pipeline in (nlp, peer):
        pipeline(material.articles[0].text)
    runs = [one_round(nlp, peer, material) for _ in range(rounds)]
    return Counter({name: min(run[name] for run in runs) for name in runs[0]})


def measured(material: Material, rounds: int) -> Iterator[Row]:
    """All rows of the table."""
    best, texts = best_times(material, rounds), material.texts()
    on_pages = {_PAGES_WHOLE, _HTML, _TRAFILATURA}
    memory = {
        _SPACY: weighing.weigh(weighing.SPACY, texts),
        _TRAFILATURA: weighing.weigh(weighing.TRAFILATURA, material.html()),
    }
    yield from _whole(material, best)
    for name, seconds in best.items():
        kind, count = "article", len(texts)
        if name in on_pages:
            kind, count = "page", len(material.pages)
        if name != _PAGES_WHOLE:
            yield Row(name, kind, count, seconds, memory.get(name))
    yield from _of_figures(texts, rounds)


def _whole(material: Material, best: Times) -> Iterator[Row]:
    """What all of it costs, a page, an article, a claim and a word."""
    texts, seconds = material.texts(), best[_RECORDS] + best[_SINK]
    claims = sum(len(record.claims) for record in claims_of(extractor.load(), material.articles))
    memory = weighing.weigh(weighing.NEWSCLAIMS, texts)
    yield Row(_PAGES_WHOLE, "page", len(material.pages), best[_PAGES_WHOLE])
    yield Row(_WHOLE, "article", len(texts), seconds, memory)
    yield Row(_WHOLE, "claim", max(1, claims), seconds)
    yield Row(_WHOLE, "word", sum(len(text.split()) for text in texts), seconds)


def _of_figures(texts: list[str], rounds: int) -> Iterator[Row]:
    """Amounts and durations alone, and the peers that read them."""
    both = figures.own()[-1]
    yield _figure_row("amounts and durations alone", both, texts, rounds)
    for peer in figures.peers():
        yield _figure_row(f"peer: {peer.name}", peer, texts, rounds)


def _figure_row(name: str, reader: figures.Reader, texts: list[str], rounds: int) -> Row:
    sample = texts[:: max(1, reader.share // _FEWER)]
    reader.read(sample[0])
    times = [Counter[str]() for _ in range(rounds)]
    for each in times:
        timed(each, name, lambda: sum(map(reader.read, sample)))
    return Row(name, "article", len(sample), min(each[name] for each in times))


def table(rows: Iterator[Row]) -> Iterator[str]:
    """The lines of the table, and what is not in it."""
    yield "| what | each | CPU ms | a CPU second | MB at most |"
    yield "|---|---|--:|--:|--:|"
    for row in rows:
        yield f"| {' | '.join(row.cells())} |"
    if absent := figures.missing():
        yield f"\nNot installed, so not in the table: {', '.join(absent)}."


def material_of(folder: Path, count: int) -> Material:
    """So many texts of a folder as articles, and the pages of the demonstration, ten times."""
    texts = spread(folder, count)
    articles = read([Page(source=f"{n}.txt", content=t.encode()) for n, t in enumerate(texts)])
    if not articles:
        sys.exit(f"{folder}: no articles (*.txt) there")
    pages = [_page(path) for path in sorted((_CORPUS / "demo" / "pages").glob("*.html"))] * 10
    return Material(articles, pages)


def _page(path: Path) -> Page:
    return Page(source=str(path), content=path.read_bytes(), media_type="text/html")


def main() -> None:
    """Time everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=_CORPUS / "articles" / "texts")
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--peers", type=Path, help="packages that are not installed otherwise")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    chosen = parser.parse_args()
    if chosen.peers:
        # At the end: what is installed goes before what came with a peer.
        sys.path.append(str(chosen.peers.resolve()))
    material = material_of(chosen.folder, chosen.count)
    words = sum(len(text.split()) for text in material.texts()) / len(material.articles)
    kilobytes = sum(len(page.content) for page in material.pages) / len(material.pages) / 1000
    print(f"{len(material.articles)} articles of {words:.0f} words, "
          f"{len(material.pages)} pages of {kilobytes:.1f} kB; "
          f"best of {chosen.rounds} rounds\n", flush=True)  # fmt: skip
    for line in table(measured(material, chosen.rounds)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
