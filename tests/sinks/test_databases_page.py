"""docs/databases.md: its ten queries give what they promise on both databases, its Python runs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sample_records import EXTRACTOR, amount, claim, duration, failure, quoted, record

from extractor.records import Attribution, Cue, Event, Modality, Party, Role, SourceKind, Status
from extractor.sinks import tables, views
from extractor.sinks.parquet import ParquetSink
from extractor.sinks.rows import fingerprint
from extractor.sinks.stored import Quarantined

PAGE = (Path(__file__).parents[2] / "docs" / "databases.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def parties(payer, payee=None):
    paid = [Party(name=payee, role=Role.PAYEE)] if payee else []
    return (Party(name=payer, role=Role.PAYER), *paid)


def deciding(status, word, rule):
    confirmation = claim(status).confirmation
    return confirmation.model_copy(update={"cues": (quoted(Cue, word, rule=rule),)})


def attributed(kind):
    return (quoted(Attribution, "Nordwind AG", name=None, kind=kind, rule="says"),)


RUMOUR = record(
    "rumour.txt",
    claims=[
        claim(
            id="rumour",
            parties=parties("Nordwind AG", "Pelagia"),
            confirmation=deciding(Status.UNCONFIRMED, "will", "hedge-1"),
            attribution=attributed(SourceKind.ANONYMOUS),
        ),
        claim(id="small", amounts=(amount("5", "5"),), durations=(), parties=()),
    ],
    title="Talk of the port",
    publisher="Gazette",
    published_at=date(2026, 3, 1),
)
NEWS = record(
    "news.txt",
    claims=[
        claim(
            id="news",
            amounts=(amount("3e9", "3e9"),),
            parties=parties("NORDWIND AG", "Pelagia"),
            modality=Modality.ACTUAL,
            confirmation=deciding(Status.CONFIRMED, "pay", "confirm-1"),
            attribution=attributed(SourceKind.PARTY),
        ),
        claim(
            Status.STATED, id="contract", event=Event.CONTRACT, parties=parties("Delphi"),
            durations=(duration(),), amounts=(amount("7", "7", "EUR"),), modality=Modality.ACTUAL,
        ),
    ],
    publisher="Herald",
    published_at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC),
)  # fmt: skip
BEFORE = record(
    "news.txt",
    text=NEWS.article.text + " More follows.",
    claims=[claim(Status.DENIED, id="before", amounts=(amount("1", "1"),))],
    published_at=date(2026, 3, 2),
)
BATCHES = [
    [BEFORE],
    [RUMOUR, NEWS, failure("gone.txt", "missing"), failure("lost.txt", "missing")],
    [
        failure("gone.txt", "missing"),
        Quarantined(failure=failure("big.txt", "stalled"), extractor=fingerprint(EXTRACTOR)),
    ],
]
QUOTE = NEWS.claims[0].evidence[0].text
EXPECTED = {
    "1. What should be checked first?": [
        ("$2.5 billion", "2500000000", 0.8, QUOTE, "rumour.txt"),
        ("$2.5 billion", "5", 0.8, QUOTE, "rumour.txt"),
    ],
    "2. What is said about one party?": [
        ("NORDWIND AG", "payer", "confirmed", "acquisition", "$2.5 billion", "news.txt"),
        ("Nordwind AG", "payer", "unconfirmed", "acquisition", "$2.5 billion", "rumour.txt"),
    ],
    "3. Who pays whom, and how much?": [("NORDWIND AG", "Pelagia", "USD", 1, 3e9)],
    "4. How does the news of a day stand?": [
        ("2026-03-01", "unconfirmed", 2, 1),
        ("2026-03-02", "confirmed", 1, 1),
        ("2026-03-02", "stated", 1, 1),
    ],
    "5. Which rumours were confirmed later?": [
        ("Nordwind AG", "acquisition", "$2.5 billion", "$2.5 billion", "rumour.txt", "news.txt")
    ],
    "6. What changed when an article was revised?": [
        ("news.txt", "denied", "$2.5 billion", "confirmed", "$2.5 billion")
    ],
    "7. Which publishers lean on anonymous sources?": [("Gazette", 2, 1), ("Herald", 2, 0)],
    "8. Why do claims have their status?": [
        ("confirmed", "confirm-1", "pay", 1),
        ("unconfirmed", "hedge-1", "will", 1),
    ],
    "9. Which contracts have a term, and how long?": [
        ("P3Y", "three years", "$2.5 billion", "stated", "news.txt")
    ],
    "10. What could not be read?": [
        ("fetch", "missing", 2, 3, 0),
        ("fetch", "stalled", 1, 1, 1),
    ],
}
QUERIES = dict(re.findall(r"^### (\d.*?)\n.*?^```sql\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))


@pytest.fixture
def filled(store):
    for batch in BATCHES:
        store.save(batch)
    return store


def test_ten_queries_are_shown():
    assert list(QUERIES) == list(EXPECTED)
    # And those of what is looked up, which test_indexes.py asks.
    assert len(blocks("sql")) == 11


@pytest.mark.parametrize("question", EXPECTED, ids=lambda question: question.split(".")[0])
def test_query_gives_what_it_promises(filled, direct, question):
    rows = direct.rows(QUERIES[question])
    plain = [tuple(str(cell) if isinstance(cell, date) else cell for cell in row) for row in rows]
    assert plain == EXPECTED[question]


def test_search_in_sql(filled, direct):
    (query,) = blocks(direct.dialect)
    assert direct.rows(query) == []
    found = direct.rows(query.replace("harb", "pelag"))
    assert len(found) == len(list(filled.search('"nordwind ag" pelag*'))) + 1  # one is superseded


@pytest.mark.parametrize("name", [*tables.metadata.tables, *views.VIEWS])
def test_every_table_and_view_is_described(name):
    assert f"**`{name}`**" in PAGE


@pytest.fixture
def parquet(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with ParquetSink(Path("claims.parquet")) as sink:
        for each in (RUMOUR, NEWS):
            sink.write(each)


@pytest.mark.usefixtures("parquet")
def test_duckdb_example():
    pytest.importorskip("duckdb")
    names = {}
    exec(blocks("python")[0], names)
    assert [(row[0], row[1], row[3]) for row in names["largest"]] == [
        ("news.txt", "confirmed", 3e9),
        ("rumour.txt", "unconfirmed", 2.5e9),
        ("rumour.txt", "unconfirmed", 5.0),
    ]


@pytest.mark.usefixtures("parquet")
def test_pandas_example():
    pytest.importorskip("pandas")
    names = {}
    exec(blocks("python")[1], names)
    assert names["names"].to_dict() == {"Nordwind AG": 1, "Pelagia": 1}
