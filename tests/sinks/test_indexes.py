"""What is asked of a database is looked up, not searched for; and no index is kept for nothing.

The statements are those that the program itself makes, written down while it makes them, and the
ten queries of docs/databases.md. The database says of each how it would go about it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from sample_records import EXTRACTOR, amount, claim, failure, quoted, record
from sqlalchemy import Engine, event, text

from extractor.records import ArticleClaims, Cue, Event, Party, Role, Status
from extractor.sinks import tables
from extractor.sinks.corrections import Edit
from extractor.sinks.corrections.finding import find_claim
from extractor.sinks.corrections.records import CorrectedParty
from extractor.sinks.finding import found_claim
from extractor.sinks.following import Follower
from extractor.sinks.rows import fingerprint
from extractor.sinks.signatures import Marked, NewStory
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter, Quarantined

PAGE = (Path(__file__).parents[2] / "docs" / "databases.md").read_text(encoding="utf-8")
TEN = dict(re.findall(r"^### (\d+\..*?)\n.*?^```sql\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
ARTICLES = 2000
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
STATUSES = (Status.UNCONFIRMED, *[Status.STATED] * 9)
EVENTS = tuple(Event)
ASKED = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
NAMED = {
    "sqlite": re.compile(r"USING (?:COVERING )?INDEX (\S+)"),
    "postgresql": re.compile(r"Index (?:Only )?Scan (?:Backward )?(?:using|on) (\S+)"),
}

SCANNED = {
    "sqlite": re.compile(r"^SCAN (\w+)$", re.MULTILINE),
    "postgresql": re.compile(r"Seq Scan on (\w+)"),
}
SMALL = {"meta", "sqlite_master"}


class Statement(NamedTuple):
    """SQL as it went to the driver."""

    sql: str
    values: object


def story(number: int, words: str = ""):
    """An article with a claim of its own; every tenth is of a rarer kind."""
    kind = number % 10
    deciding = quoted(Cue, "will", rule=f"hedge-{number % 30}")
    plain = claim(STATUSES[kind])
    made = claim(
        STATUSES[kind],
        id=f"c1-{number:04}x",
        event=EVENTS[number % len(EVENTS)],
        amounts=(amount(str(number), str(number + 1), ["EUR", "USD"][kind > 0]),),
        parties=(Party(name=f"Firm {number}", role=Role.PAYER),),
        confirmation=plain.confirmation.model_copy(update={"cues": (deciding,)}),
    )
    fields = {"same_as": f"a1-{number - 1}.txt"} if kind == 9 else {}
    if words:
        fields["text"] = words
    moment = BEGAN + timedelta(hours=number)
    return record(f"{number}.txt", [made], title=f"Story {number}", published_at=moment, **fields)


def marker(shelf, batch):
    """Notes a signature of every article, and looks for it first."""
    fresh = [
        NewStory(each.article.source, b"signature", [hash(each.article.id) % 2**64])
        for each in batch
        if isinstance(each, ArticleClaims)
    ]
    for new in fresh:
        shelf.stories(place for places in shelf.holders(new.keys).values() for place in places)
    return Marked(batch, fresh)


def fill(store: SqlStore) -> None:
    store.save([story(number) for number in range(ARTICLES)], marker=marker)
    store.save(
        [failure(f"gone-{number}.txt", f"error-{number % 20}") for number in range(ARTICLES)]
    )
    for number in range(0, ARTICLES, 20):
        parties = (CorrectedParty(name=f"Other firm {number}", role=Role.PAYER),)
        store.correct(f"c1-{number:04}x", Edit(parties=parties), "Ines")


def save_again(store: SqlStore) -> None:
    """A run: what is known, a revised text, one that was read before, failures, a quarantine."""
    run = store.begin_run(EXTRACTOR)
    store.known([f"{number}.txt" for number in range(5)])
    store.quarantined(["1.txt"])
    revised = story(3, story(3).article.text + " It was told so.")
    broken = Quarantined(failure=failure("gone-1.txt", "stalled"), extractor=fingerprint(EXTRACTOR))
    store.save([revised, story(4), story(6)], run=run, marker=marker)
    store.save([failure("gone-2.txt"), broken], run=run)
    store.forget_failures(["gone-2.txt"])


def ask_for_claims(store: SqlStore) -> None:
    """``claims``, condition by condition."""
    wanted = [
        ClaimFilter(statuses=(Status.UNCONFIRMED,)),
        ClaimFilter(events=(Event.CONTRACT,)),
        ClaimFilter(party="Firm 7"),
        ClaimFilter(currency="EUR"),
        ClaimFilter(min_amount=Decimal(ARTICLES - 5)),
        ClaimFilter(since=BEGAN + timedelta(hours=ARTICLES - 5)),
        ClaimFilter(source="7.txt"),
        ClaimFilter(text="nordwind"),
        ClaimFilter(corrected=True),
    ]
    for each in wanted:
        list(store.claims(each))
    store.versions("3.txt")


def show(store: SqlStore) -> None:
    """``show`` of a claim, of one that was revised, and of one whose article repeats another."""
    for claim_id in ("c1-0004x", "c1-0003x", "c1-0019x", "c1-0042"):
        with store.reading() as connection:
            found_claim(connection, find_claim(connection, claim_id).claim_key)


def list_history(store: SqlStore) -> None:
    """What editors noted: so little that it may be read from end to end."""
    store.corrections("c1-0003x")
    store.corrections(source="3.txt")


def review(store: SqlStore) -> None:
    parties = (CorrectedParty(name="Another firm", role=Role.PAYER),)
    store.correct("c1-0008x", Edit(status=Status.DENIED, parties=parties), "Ines")
    store.withdraw("c1-0008x", "Ines")
    store.correct("c1-0008x", Edit(parties=parties), "Ines", source="8.txt")


def watch(store: SqlStore, database: str) -> None:
    follower = Follower(database, ClaimFilter(), from_start=False)
    list(follower.landed())
    store.save([story(5, story(5).article.text + " So it was."), story(ARTICLES)])
    assert list(follower.landed())
    follower.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request, tmp_path_factory):
    """A database of each kind, filled once for all these tests, which only ask it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('indexes') / 'claims.db'}"
    return request.getfixturevalue("postgres_server").new_database()


@pytest.fixture(scope="module")
def statements(url):
    """What the program asks, by what it is doing; and the database, full and analysed."""
    noted: dict[str, list[Statement]] = {}
    with SqlStore(url) as store:
        fill(store)
        with store._engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
        works = {
            "run": lambda: save_again(store),
            "claims": lambda: ask_for_claims(store),
            "show": lambda: show(store),
            "review": lambda: review(store),
            "history": lambda: list_history(store),
            "watch": lambda: watch(store, url),
        }
        for name, work in works.items():
            noted[name] = list(_made(work))
    return noted


def _made(work) -> list[Statement]:
    made: list[Statement] = []

    def note(_connection, _cursor, statement, parameters, _context, many):
        if ASKED.match(statement):
            made.append(Statement(statement, parameters[0] if many else parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return made


class Planner:
    """Says how the database would go about a statement."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self._engine = store._engine
        self.dialect = self._engine.dialect.name

    def plan(self, statement: Statement) -> str:
        how = "EXPLAIN QUERY PLAN " if self.dialect == "sqlite" else "EXPLAIN "
        with self._engine.connect() as connection:
            if self.dialect == "postgresql":
                # Of few rows all would be read; the question is what is done with many.
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            sql = how + statement.sql
            values = statement.values
            found = (
                connection.exec_driver_sql(sql, values) if values else connection.execute(text(sql))
            )
            return "\n".join(str(row[-1]) for row in found)

    def scanned(self, statement: Statement) -> set[str]:
        """The tables that would be read from end to end, but for small ones."""
        return set(SCANNED[self.dialect].findall(self.plan(statement))) - SMALL

    def indexes(self, statement: Statement) -> set[str]:
        return set(NAMED[self.dialect].findall(self.plan(statement)))


@pytest.fixture(scope="module")
def planner(url, statements):
    with SqlStore(url) as store:
        yield Planner(store)


def ours() -> set[str]:
    """The indexes that we make besides those of keys and unique columns."""
    return {str(index.name) for table in tables.metadata.tables.values() for index in table.indexes}


def lookups(planner) -> list[Statement]:
    """What a database asks itself when a row that others refer to is deleted."""
    mark = "?" if planner.dialect == "sqlite" else "%s"
    return [
        Statement(f"DELETE FROM {table.name} WHERE {key.parent.name} = {mark}", (1,))
        for table in tables.metadata.tables.values()
        for key in table.foreign_keys
    ]


WORKS = ("run", "show", "review", "watch")
# They count every row there is: to look rows up would be slower.
COUNT_EVERYTHING = {"8", "10"}


@pytest.mark.parametrize("work", WORKS)
def test_work_of_the_program_reads_no_table_from_end_to_end(planner, statements, work):
    assert len(statements[work]) > 5
    scans = {each.sql: planner.scanned(each) for each in statements[work]}
    assert {sql: names for sql, names in scans.items() if names} == {}


def test_deleting_a_row_reads_no_table_from_end_to_end(planner):
    scans = {each.sql: planner.scanned(each) for each in lookups(planner)}
    assert len(scans) > 15
    assert {sql: names for sql, names in scans.items() if names} == {}


CONDITIONS = {
    "events": (ClaimFilter(events=(Event.CONTRACT,)), {"ix_claims_event"}),
    "currency": (ClaimFilter(currency="EUR"), {"ix_amounts_currency_upper"}),
    "least": (ClaimFilter(min_amount=Decimal(ARTICLES - 5)), {"ix_amounts_upper"}),
    "since": (ClaimFilter(since=BEGAN + timedelta(hours=ARTICLES - 5)), {"ix_articles_dated_at"}),
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_condition_is_looked_up(planner, condition):
    wanted, expected = CONDITIONS[condition]
    made = _made(lambda: list(planner.store.claims(wanted)))
    assert expected <= set().union(*map(planner.indexes, made))


@pytest.mark.parametrize("number", TEN, ids=lambda number: number.split(".")[0])
def test_query_of_the_page_uses_indexes(planner, number):
    used = planner.indexes(Statement(TEN[number], ()))
    assert used or number.split(".")[0] in COUNT_EVERYTHING


def test_largest_amounts_of_a_currency_come_out_of_an_index_in_their_order(planner):
    (first,) = (query for number, query in TEN.items() if number.startswith("1."))
    upper = {"ix_amounts_upper", "ix_amounts_currency_upper"}
    assert planner.indexes(Statement(first, ())) & upper


def test_shown_look_ups_are_look_ups(planner):
    section = PAGE.partition("## What is looked up")[2].partition("\n## ")[0]
    shown = re.findall(r"^```sql\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    queries = [query for block in shown for query in block.split(";") if query.strip()]
    assert len(queries) == 4
    for query in queries:
        assert planner.indexes(Statement(query, ())) & ours(), planner.plan(Statement(query, ()))


def test_no_index_is_kept_for_nothing(planner, statements):
    section = PAGE.partition("## What is looked up")[2].partition("\n## ")[0]
    shown = "".join(re.findall(r"^```sql\n(.*?)^```$", section, re.DOTALL | re.MULTILINE))
    asked = [each for made in statements.values() for each in made]
    asked += [Statement(query, ()) for query in [*TEN.values(), *shown.split(";")] if query.strip()]
    used = set().union(*map(planner.indexes, [*asked, *lookups(planner)]))
    assert ours() - used == set()
