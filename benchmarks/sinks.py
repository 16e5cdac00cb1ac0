"""How fast claims go into databases and Parquet, and how fast they are found again.

    python benchmarks/sinks.py [HOW_MANY_CLAIMS]
    python tests/postgres_server.py python benchmarks/sinks.py 100000     PostgreSQL too

Made-up articles of three claims each are saved in batches of 32, as ``newsclaims run`` saves them;
then the same questions are asked of each database, three times each, the fastest counts. CPU time
is that of this process: what PostgreSQL's server does is not in it. PostgreSQL is filled twice: by
COPY, and by INSERT for comparison.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Table, insert, text

from extractor.hashing import content_id, sha256_of
from extractor.records import (
    Amount,
    Article,
    ArticleClaims,
    Claim,
    Confirmation,
    Cue,
    Duration,
    Event,
    Evidence,
    ExtractorInfo,
    Modality,
    Party,
    Role,
    Scope,
    Status,
)
from extractor.sinks import engine, loading
from extractor.sinks.parquet import ParquetSink
from extractor.sinks.rows import RowValues
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter

_BATCH = 32
_CLAIMS_IN_ARTICLE = 3
_RUNS = 3
_EXTRACTOR = ExtractorInfo(version="0", model=None, rules="benchmark")
_START = datetime(2026, 1, 1, tzinfo=UTC)
_NAMES = ("Nordwind", "Pelagia", "Ostwind", "Lanterne", "Delphi", "Ardmoor", "Kestrel")
_FILLER = "The companies said little else about the plan, and shares hardly moved. " * 30

_FILTERS = {
    "all claims": ClaimFilter(),
    "status": ClaimFilter(statuses=(Status.UNCONFIRMED,)),
    "part of a party's name": ClaimFilter(party="wind 1234"),
    "amounts over 9.9 billion USD": ClaimFilter(min_amount=Decimal("9.9e9"), currency="USD"),
    "words in quotes and titles": ClaimFilter(text='"lanterne 1234" harbour'),
    "the last week": ClaimFilter(since=_START + timedelta(days=358)),
    "one article": ClaimFilter(source="https://news.example/1234"),
}
_VIEWS = {
    "view status_by_day": "SELECT * FROM status_by_day",
    "view claims_by_party, one party": (
        "SELECT * FROM claims_by_party WHERE party_folded = 'ostwind 1234 ag'"
    ),
    "view unconfirmed_claims, 100 newest": (
        "SELECT * FROM unconfirmed_claims ORDER BY dated_at DESC LIMIT 100"
    ),
}


def article(number: int) -> ArticleClaims:
    """A made-up article with three claims."""
    sentences = [_sentence(number, place) for place in range(_CLAIMS_IN_ARTICLE)]
    title = f"{_NAMES[number % 7]} {number} sells its harbour"
    body = "\n".join([title, *sentences, _FILLER])
    digest = sha256_of(body.encode())
    source = f"https://news.example/{number}"
    return ArticleClaims(
        article=Article(
            id=content_id("article", source, digest),
            source=source,
            title=title,
            publisher=f"Gazette {number % 50}",
            published_at=_START + timedelta(minutes=16 * number),
            text=body,
            text_sha256=digest,
            raw_sha256=digest,
        ),
        claims=tuple(_claim(body, sentence, number + at) for at, sentence in enumerate(sentences)),
        extractor=_EXTRACTOR,
    )


def _sentence(number: int, place: int) -> str:
    payer, payee = _NAMES[(number + place) % 7], _NAMES[(number + place + 1) % 7]
    return (
        f"{payer} {number} AG is said to pay ${number % 9999 + 1} million for {payee} {number},"
        f" a harbour, over {place + 2} years."
    )


def _claim(body: str, sentence: str, number: int) -> Claim:
    start = body.index(sentence)

    def at(quote: str) -> dict[str, object]:
        begin = start + sentence.index(quote)
        return {"text": quote, "start": begin, "end": begin + len(quote)}

    amount = sentence[sentence.index("$") : sentence.index(" for ")]
    value = Decimal(amount[1:].split()[0]) * 1_000_000
    payer, payee = (
        sentence.split(" is said", maxsplit=1)[0],
        sentence.split(" for ")[1].split(",", maxsplit=1)[0],
    )
    parties = ((payer, Role.PAYER), (payee, Role.SUBJECT))
    return Claim(
        id=content_id("claim", sentence),
        event=list(Event)[number % 12],
        amounts=(Amount(**at(amount), value_min=value, value_max=value, currency="USD", rule="r"),),
        durations=(Duration(**at(sentence[-8:-1]), iso8601="P3Y", kind="term", rule="r"),),
        parties=tuple(Party(name=name, role=role) for name, role in parties),
        confirmation=Confirmation(
            status=list(Status)[number % 4],
            confidence=0.8,
            scope=Scope.SENTENCE,
            cues=(Cue(**at("is said"), rule="cue"),),
        ),
        modality=Modality.POSSIBLE,
        evidence=(Evidence(**at(sentence)),),
        confidence=0.7,
    )


def batches(count: int) -> Iterator[list[ArticleClaims]]:
    """The articles of so many claims, by 32."""
    articles = map(article, range(count // _CLAIMS_IN_ARTICLE))
    while batch := list(islice(articles, _BATCH)):
        yield batch


class Stopwatch:
    """Seconds spent in blocks: on the wall, and of CPU time in this process."""

    def __init__(self) -> None:
        self.wall = 0.0
        self.cpu = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of the block."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu


def filling(store: SqlStore, count: int) -> Stopwatch:
    """The time of saving, without that of making the articles."""
    watch = Stopwatch()
    for batch in batches(count):
        with watch.running():
            store.save(batch)
    return watch


def asking(store: SqlStore) -> dict[str, tuple[float, int]]:
    """Seconds and number of rows of each question."""
    filtered = {name: _fastest(partial(_counted, store, each)) for name, each in _FILTERS.items()}
    viewed = {name: _fastest(partial(_rows, store, each)) for name, each in _VIEWS.items()}
    return filtered | viewed


def _counted(store: SqlStore, wanted: ClaimFilter) -> int:
    return sum(1 for _ in store.claims(wanted))


def _rows(store: SqlStore, query: str) -> int:
    with engine.reading(store._engine) as connection:
        return len(connection.execute(text(query)).all())


def _fastest(question: Callable[[], int]) -> tuple[float, int]:
    times = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        rows = question()
        times.append(time.perf_counter() - began)
    return min(times), rows


def _insert(connection: Connection, table: Table, values: Sequence[RowValues]) -> None:
    connection.execute(insert(table), list(values))


def filled_by_insert(url: str, count: int) -> Stopwatch:
    """The time that PostgreSQL takes without COPY."""
    copy, loading._copy = loading._copy, _insert
    try:
        with SqlStore(url) as store:
            spent = filling(store, count)
            with engine.writing(store._engine) as connection:
                for table in ("ledger", "articles"):
                    connection.exec_driver_sql(f"TRUNCATE {table} CASCADE")
            return spent
    finally:
        loading._copy = copy


def parquet_time(path: Path, count: int) -> Stopwatch:
    """The time that a Parquet file takes."""
    watch = Stopwatch()
    with ParquetSink(path) as sink:
        for batch in batches(count):
            with watch.running():
                for record in batch:
                    sink.write(record)
    return watch


def main(arguments: list[str]) -> None:
    """Fill, ask and print two tables."""
    count = int(arguments[0]) if arguments else 100_000
    postgres = os.environ.get("NEWSCLAIMS_POSTGRES")
    with tempfile.TemporaryDirectory() as folder:
        fills: dict[str, tuple[Stopwatch, str]] = {}
        answers = {}
        urls = {"SQLite": f"sqlite:///{folder}/claims.db"}
        if postgres:
            fills["PostgreSQL, INSERT"] = (filled_by_insert(postgres, count), "")
            urls["PostgreSQL"] = postgres
        for name, url in urls.items():
            with SqlStore(url) as store:
                fills[name] = (filling(store, count), "")
            with SqlStore(url) as store:
                if name != "SQLite":  # which does it when a run ends
                    _analyze(store)
                answers[name] = asking(store)
        file = Path(folder) / "claims.parquet"
        fills["Parquet"] = (parquet_time(file, count), f"{file.stat().st_size / 1e6:.0f} MB")
        size = (Path(folder) / "claims.db").stat().st_size
        fills["SQLite"] = (fills["SQLite"][0], f"{size / 1e6:.0f} MB")
    _print(count, fills, answers)


def _analyze(store: SqlStore) -> None:
    with engine.writing(store._engine) as connection:
        connection.exec_driver_sql("ANALYZE")


def _print(
    count: int,
    fills: dict[str, tuple[Stopwatch, str]],
    answers: dict[str, dict[str, tuple[float, int]]],
) -> None:
    print(f"| {count:,} claims into | wall, s | CPU, s | claims a CPU second | size |")
    print("|---|--:|--:|--:|--:|")
    for name, (watch, size) in fills.items():
        rate = count / watch.cpu
        print(f"| {name} | {watch.wall:.1f} | {watch.cpu:.1f} | {rate:,.0f} | {size} |")
    heads = " | ".join(f"{name}, ms" for name in answers)
    print(f"\n| question | rows | {heads} |\n|---|--:|{'--:|' * len(answers)}")
    for question in next(iter(answers.values())):
        rows = next(iter(answers.values()))[question][1]
        times = " | ".join(f"{found[question][0] * 1000:,.1f}" for found in answers.values())
        print(f"| {question} | {rows:,} | {times} |")


if __name__ == "__main__":
    main(sys.argv[1:])
