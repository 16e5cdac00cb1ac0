"""How well and how fast pages become articles, on two public sets of saved pages, in one run.

    git clone https://github.com/scrapinghub/article-extraction-benchmark
    git clone https://github.com/flairNLP/fundus
    OMP_NUM_THREADS=1 python benchmarks/articles.py article-extraction-benchmark fundus

The first set is scored by its own ``evaluate.py``, given the HTML alone. Of the second (pages of
its tests with what its own readers, one written for each publisher, make of them) only publishers
whose name has a SHA-1 that ends in an even hex digit are looked at; the others are kept apart.
``--wrong FIELD`` lists the pages on which a field is wrong. trafilatura with its own metadata is
timed on the same pages, by turns; of each page the fastest of three times counts.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import hashlib
import importlib.util
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from unicodedata import combining, normalize

import trafilatura

from extractor.articles import read_article
from extractor.articles.wording import letters_of
from extractor.records import Article, Failure, Page

_RUNS = 3
_GOOD_BODY = 0.9
_DATED = re.compile(r"_\d{4}_\d\d_\d\d\.html$")
_TOP_LEVEL = re.compile(r"(?<=\w)(?:\.com?)?\.[a-z]{2,3}\Z", re.IGNORECASE)
_FIELDS = ("title", "published", "authors", "language", "site", "site exact")


@dataclass(frozen=True)
class Publisher:
    """What fundus says of a publisher."""

    name: str
    languages: frozenset[str]


@dataclass(frozen=True)
class Sample:
    """One saved page and what is to be found on it."""

    name: str
    page: Page
    golden: dict[str, Any]
    publisher: Publisher


Verdict = tuple[str, bool, object, object]
"""A field, whether it is right, what was found and what is there."""


class Scores(NamedTuple):
    """Shares of what is right, and names of the pages on which it is not, by field."""

    right: dict[str, float]
    wrong: dict[str, list[str]]


def evaluation(folder: Path) -> ModuleType:
    """The benchmark's own evaluate.py."""
    specification = importlib.util.spec_from_file_location("evaluate", folder / "evaluate.py")
    if specification is None or specification.loader is None:
        raise SystemExit(f"no evaluate.py in {folder}")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def page_of(content: bytes, name: str, url: str | None = None) -> Page:
    """A page as if it had been fetched without a declared encoding."""
    return Page(source=name, content=content, url=url, media_type="text/html")


def benchmark_pages(folder: Path) -> Iterator[Page]:
    """The pages of the article-extraction-benchmark."""
    for path in sorted((folder / "html").glob("*.html.gz")):
        yield page_of(gzip.decompress(path.read_bytes()), path.name.partition(".")[0])


def body_of(item: Article | Failure) -> str:
    """The text of an article without its headline."""
    if isinstance(item, Failure):
        return ""
    head, _, rest = item.text.partition("\n")
    return rest if head == item.title else item.text


def publishers(folder: Path) -> dict[str, Publisher]:
    """What fundus knows of each publisher, by the name of its test files."""
    found = {}
    for path in (folder / "src/fundus/publishers").glob("*/__init__.py"):
        for group in ast.parse(path.read_text("utf-8")).body:
            if isinstance(group, ast.ClassDef):
                found.update(_of_group(group))
    return found


def _of_group(group: ast.ClassDef) -> Iterator[tuple[str, Publisher]]:
    language = ""
    for line in group.body:
        if not isinstance(line, ast.Assign) or not isinstance(line.targets[0], ast.Name):
            continue
        if line.targets[0].id == "default_language":
            language = ast.literal_eval(line.value)
        elif isinstance(line.value, ast.Call):
            given = {word.arg: word.value for word in line.value.keywords}
            stated = frozenset({*_languages(line.value), language})
            yield line.targets[0].id, Publisher(ast.literal_eval(given["name"]), stated)


def _languages(call: ast.Call) -> Iterator[str]:
    """The languages that the sources of a publisher name."""
    for word in ast.walk(call):
        if isinstance(word, ast.keyword) and word.arg == "languages":
            yield from ast.literal_eval(word.value)


def fundus_samples(folder: Path) -> Iterator[Sample]:
    """The pages of publishers that may be looked at; versions stand in the order of the pages."""
    known = publishers(folder)
    for path in sorted((folder / "tests/resources/parser/test_data").glob("*/*.json")):
        if int(hashlib.sha1(path.stem.encode()).hexdigest()[-1], 16) % 2:
            continue
        addresses = json.loads((path.parent / "meta.info").read_text("utf-8"))
        pages = sorted(path.parent.glob(f"{path.stem}_????_??_??.html.gz"))
        versions = json.loads(path.read_text("utf-8")).values()
        for place, golden in zip(pages, versions, strict=True):
            content = gzip.decompress(place.read_bytes())
            page = page_of(content, place.name, addresses[place.name]["url"])
            yield Sample(place.name, page, golden, known[path.stem])


def body_in(golden: dict[str, Any]) -> str:
    """The body as fundus's own reader gives it."""
    body = golden.get("body") or {}
    lines = list(body.get("summary", ()))
    for section in body.get("sections", ()):
        lines += [*section["headline"], *section["paragraphs"]]
    return "\n".join(lines)


def judge(sample: Sample, article: Article) -> Iterator[Verdict]:
    """Each field that the golden record has: is it right, what was found, what is there."""
    golden = sample.golden
    if golden.get("title"):
        yield "title", _line(golden["title"]) == article.title, article.title, golden["title"]
    if golden.get("publishing_date"):
        stated = datetime.fromisoformat(golden["publishing_date"])
        yield "published", _near(article.published_at, stated), article.published_at, stated
    if golden.get("authors"):
        names = {_line(name) for name in golden["authors"]}
        yield "authors", names == set(article.authors), article.authors, golden["authors"]
    languages = sample.publisher.languages
    yield "language", article.language in languages, article.language, set(languages)
    name = sample.publisher.name
    exact = letters_of(name) == letters_of(article.publisher or "")
    yield "site exact", exact, article.publisher, name
    yield "site", _same_site(article.publisher or "", name), article.publisher, name


def _same_site(found: str, name: str) -> bool:
    """Whether one name holds the other, accents and spelling aside: "Stern" and "STERN.de"."""
    bare = _TOP_LEVEL.sub("", found)
    first, second = (letters_of(_unaccented(text)) for text in (bare, name))
    return bool(first) and (first in second or second in first)


def _unaccented(text: str) -> str:
    return "".join(char for char in normalize("NFD", text) if not combining(char))


def _line(text: str) -> str:
    return " ".join(text.split())


def _near(found: object, stated: datetime) -> bool:
    is_day = stated.tzinfo is None and stated.time() == time_of_day()
    if not isinstance(found, datetime):
        # Their record has no days: midnight without a zone is one.
        return is_day and found == stated.date()
    stated = stated if stated.tzinfo else stated.replace(tzinfo=found.tzinfo)
    return abs(found - stated) <= timedelta(minutes=1)


def score_fundus(samples: list[Sample], score: ModuleType) -> Scores:
    """All fields and the body over the samples."""
    judged: defaultdict[str, list[bool]] = defaultdict(list)
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    counts = []
    for sample in samples:
        item = read_article(sample.page, english_only=False)
        count = score.string_shingle_matching(true=body_in(sample.golden), pred=body_of(item))
        counts.append(count)
        right, *wrongly = count
        if right < _GOOD_BODY * (right + sum(wrongly) / 2):
            wrong["body"].append(f"{sample.name}: tp, fp, fn {count}")
        for field, right, found, there in verdicts(sample, item):
            judged[field].append(right)
            if not right:
                wrong[field].append(f"{sample.name}: found {found!r}, there is {there!r}")
    shares = {field: sum(judged[field]) / len(judged[field]) for field in sorted(judged)}
    return Scores({"body F1": score.metrics_from_tp_fp_fns(counts)["f1"], **shares}, wrong)


def verdicts(sample: Sample, item: Article | Failure) -> Iterator[Verdict]:
    """Each field that can be judged; of a page that was refused all are wrong."""
    if isinstance(item, Article):
        yield "read", True, None, None
        yield from judge(sample, item)
    else:
        yield from ((field, False, item.error, None) for field in ("read", *_FIELDS))


def speed(pages: list[Page]) -> dict[str, float]:
    """Pages a CPU second: ours and trafilatura with its own metadata, page by page in turns."""
    readers: dict[str, Callable[[Page], object]] = {
        "newsclaims": lambda page: read_article(page, english_only=False),
        "trafilatura": lambda page: trafilatura.bare_extraction(page.content, with_metadata=True),
    }
    taken = dict.fromkeys(readers, 0.0)
    for page in pages:
        for name, reader in readers.items():
            taken[name] += min(cpu_seconds(reader, page) for _ in range(_RUNS))
    return {name: len(pages) / seconds for name, seconds in taken.items()}


def cpu_seconds(reader: Callable[[Page], object], page: Page) -> float:
    """CPU time of reading a page once."""
    began = time.process_time()
    reader(page)
    return time.process_time() - began


def benchmark_rows(folder: Path, score: ModuleType, pages: list[Page]) -> Iterator[str]:
    """Rows of the first set, trafilatura's own text beside ours."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    items = {page.source: read_article(page, english_only=False) for page in pages}
    plain = {
        page.source: trafilatura.extract(page.content, include_comments=False) or ""
        for page in pages
    }
    ours = {name: {"articleBody": body_of(item)} for name, item in items.items()}
    theirs = {name: {"articleBody": text} for name, text in plain.items()}
    for name, predicted in (("newsclaims", ours), ("trafilatura", theirs)):
        figures = score.evaluate(truth, predicted, 0)
        for figure in ("f1", "precision", "recall"):
            yield f"| benchmark: {figure}, {name} | {len(pages)} | {figures[figure]:.4f} |"
    refused = Counter(item.error for item in items.values() if isinstance(item, Failure))
    yield f"| benchmark: pages refused {dict(refused) or ''} | {len(pages)} | {refused.total()} |"


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("benchmark", type=Path, help="a clone of article-extraction-benchmark")
    parser.add_argument("fundus", type=Path, help="a clone of fundus")
    parser.add_argument("--wrong", action="append", default=[], metavar="FIELD")
    parser.add_argument("--no-speed", action="store_true")
    arguments = parser.parse_args()
    score = evaluation(arguments.benchmark)
    pages = list(benchmark_pages(arguments.benchmark))
    samples = list(fundus_samples(arguments.fundus))
    print("| what | pages | value |\n|---|--:|--:|")
    print(*benchmark_rows(arguments.benchmark, score, pages), sep="\n")
    scores = score_fundus(samples, score)
    for field, value in scores.right.items():
        print(f"| fundus: {field} | {len(samples)} | {value:.4f} |")
    for name, rate in {} if arguments.no_speed else speed(pages).items():
        print(f"| pages a CPU second, {name} | {len(pages)} | {rate:.1f} |")
    for field in arguments.wrong:
        print(f"\n{field}:", *scores.wrong[field], sep="\n  ")


if __name__ == "__main__":
    main()
