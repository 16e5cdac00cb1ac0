"""The database: exact round trip, replacement, the ledger, and databases that are not ours."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from claim_strategies import article_claims
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_records import EXTRACTOR, claim, failure, record

from extractor.errors import StoreError
from extractor.records import ExtractorInfo, Status
from extractor.sinks.rows import fingerprint
from extractor.sinks.sql import LedgerEntry, SqlStore

PARTS = ("amounts", "durations", "parties", "attributions", "evidence", "cues")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "claims.db"


@pytest.fixture
def store(file):
    with SqlStore(f"sqlite:///{file}") as opened:
        yield opened


def rows_of(file, query):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


@settings(max_examples=40)
@given(st.lists(article_claims(), max_size=3, unique_by=lambda each: each.article.source))
def test_any_article_survives_the_store_byte_for_byte(originals):
    with SqlStore("sqlite://") as memory:
        memory.save(originals)
        back = {each.article.source: each.model_dump_json() for each in memory.articles()}
        assert back == {each.article.source: each.model_dump_json() for each in originals}
        stored = [(each.article.source, each.claim) for each in memory.claims()]
    expected = [(each.article.source, one) for each in originals for one in each.claims]
    assert sorted(stored, key=str) == sorted(expected, key=str)


def test_claims_of_many_articles_keep_their_parts(store, file):
    """Keys that the database chooses are matched to the right claims."""
    batch = [
        record(f"{number}.txt", claims=[claim(id=f"{number}-{place}") for place in range(3)])
        for number in range(40)
    ]
    store.save(batch)
    joined = rows_of(
        file,
        "SELECT articles.source, claims.id, position FROM claims JOIN articles USING (article_key)",
    )
    assert sorted(joined) == sorted(
        (f"{number}.txt", f"{number}-{place}", place) for number in range(40) for place in range(3)
    )


def test_saving_again_replaces(store, file):
    store.save([record(claims=[claim(id="old"), claim(id="older")])])
    store.save([record(claims=[claim(id="new")])])
    assert [stored.claim.id for stored in store.claims()] == ["new"]
    for table in PARTS:
        stray = f"SELECT * FROM {table} WHERE claim_key NOT IN (SELECT claim_key FROM claims)"
        assert rows_of(file, stray) == []
    assert rows_of(file, "SELECT count(*) FROM amounts") == [(1,)]


def test_of_the_same_source_the_last_counts(store):
    store.save([record(claims=[claim(id="first")]), record(claims=[claim(id="last")])])
    assert [stored.claim.id for stored in store.claims()] == ["last"]


def test_failure_leaves_earlier_claims_and_success_ends_failures(store):
    store.save([record(), failure("b.txt")])
    store.save([failure("a.txt")])
    assert [each.source for each in store.failures()] == ["a.txt", "b.txt"]
    assert store.counts() == (1, 1, 2)
    store.save([record()])
    assert [each.source for each in store.failures()] == ["b.txt"]
    store.forget_failures(["b.txt", "never.txt"])
    assert store.failures() == []


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        pytest.param([failure(), record()], (1, 1, 0), id="success-after-failure"),
        pytest.param([record(), failure()], (1, 1, 1), id="failure-after-success"),
        pytest.param([failure(), failure(error="other")], (0, 0, 1), id="two-failures"),
        pytest.param([], (0, 0, 0), id="nothing"),
    ],
)
def test_one_batch_with_one_source(store, batch, expected):
    store.save(batch)
    assert store.counts() == expected


def test_ledger_knows_text_and_extractor(store):
    original = record()
    store.save([original, failure("b.txt")])
    entry = LedgerEntry(original.article.text_sha256, fingerprint(EXTRACTOR))
    assert store.known(["a.txt", "b.txt", "c.txt"]) == {"a.txt": entry}


def test_ledger_answers_for_more_sources_than_sql_takes_at_once(store):
    store.save([record("777.txt")])
    assert list(store.known(f"{number}.txt" for number in range(40_000))) == ["777.txt"]


@pytest.mark.parametrize("changed", [{"version": "2"}, {"model": "m"}, {"rules": "r2"}])
def test_fingerprint_changes_with_each_part(changed):
    other = ExtractorInfo(**{**EXTRACTOR.model_dump(), **changed})
    assert fingerprint(other) != fingerprint(EXTRACTOR)


def test_failing_batch_leaves_everything_as_it_was(store):
    store.save([record(claims=[claim(id="kept")])])
    wrong = record(claims=[claim(id="lost")]).model_copy(update={"schema_version": None})
    with pytest.raises(Exception, match="NOT NULL"):
        store.save([wrong])
    assert [stored.claim.id for stored in store.claims()] == ["kept"]
    assert store.known(["a.txt"])


def test_source_that_is_no_utf8_is_saved_and_known(store):
    store.save([record(source="caf\udce9.txt")])
    assert list(store.known(["caf\udce9.txt"])) == ["caf\udce9.txt"]


def test_exact_decimals_stand_beside_numbers(store, file):
    store.save([record()])
    found = rows_of(file, "SELECT value_min, value_max_text, currency FROM amounts")
    assert found == [(2.5e9, "2500000000", "USD")]


def test_file_is_in_wal_mode_and_clean_after_closing(file):
    with SqlStore(str(file)) as opened:
        opened.save([record()])
    assert rows_of(file, "PRAGMA journal_mode") == [("wal",)]
    assert [path.name for path in file.parent.iterdir()] == ["claims.db"]


def test_reader_sees_committed_batches_while_another_writes(store, file):
    store.save([record()])
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM articles")
        assert store.counts().articles == 1


def test_two_openers_make_one_database(file):
    with SqlStore(str(file)) as first, SqlStore(str(file)) as second:
        first.save([record("a.txt")])
        second.save([record("b.txt")])
        assert first.counts().articles == 2


def foreign_database(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def text_file(file):
    file.write_text("this is no database, " * 100)


def newer_database(file):
    SqlStore(str(file)).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE meta SET value = '2' WHERE name = 'schema_version'")


def other_application(file):
    SqlStore(str(file)).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE meta SET value = 'x' WHERE name = 'application'")


def empty_file(file):
    file.touch()


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (foreign_database, "not a newsclaims database"),
        (other_application, "not a newsclaims database"),
        (text_file, "file is not a database"),
        (newer_database, "database version 2, .* upgrade newsclaims"),
        (Path.mkdir, "unable to open|no such database"),
    ],
)
def test_wrong_database_is_refused_and_not_changed(file, prepare, reason, create):
    prepare(file)
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(StoreError, match=reason):
        SqlStore(str(file), create=create)
    assert (file.read_bytes() if file.is_file() else None) == before


def test_missing_database_is_not_made_for_reading(file):
    with pytest.raises(StoreError, match="newsclaims run"):
        SqlStore(str(file), create=False)
    assert not file.exists()


def test_empty_file_is_no_database_to_read_but_one_to_fill(file):
    empty_file(file)
    with pytest.raises(StoreError, match="not a newsclaims database"):
        SqlStore(str(file), create=False)
    with SqlStore(str(file)) as opened:
        assert opened.counts() == (0, 0, 0)


@pytest.mark.parametrize(
    "database",
    [
        pytest.param("nonsense://user:hunter2@host/db", id="unknown-kind"),
        pytest.param("postgresql+nodriver://user:hunter2@host/db", id="unknown-driver"),
        pytest.param("bad port://user:hunter2@host:x/db", id="no-url"),
    ],
)
def test_unusable_url_is_refused_without_showing_the_password(database):
    with pytest.raises(StoreError) as caught:
        SqlStore(database)
    assert "hunter2" not in str(caught.value)


def test_constraint_violations_are_bugs_and_raise(store):
    """``database_errors`` must not swallow what we do wrong ourselves."""
    odd = record().model_copy(update={"schema_version": None})
    with pytest.raises(Exception) as caught:  # noqa: PT011
        store.save([odd])
    assert not isinstance(caught.value, StoreError)


def test_status_is_stored_by_its_word(store, file):
    store.save([record(claims=[claim(Status.DENIED)])])
    assert rows_of(file, "SELECT status FROM claims") == [("denied",)]
