"""A database of version 1, as it was on disk, becomes one of version 2, whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sample_records import record
from sql_direct import Direct
from sqlalchemy import text

from extractor.errors import StoreError
from extractor.records import ArticleClaims
from extractor.sinks import creation
from extractor.sinks.engine import database_url, open_engine
from extractor.sinks.rows import fingerprint
from extractor.sinks.sql import LedgerEntry, SqlStore
from extractor.sinks.stored import ClaimFilter

DUMPS = Path(__file__).parent / "version_1"
LINES = (DUMPS / "articles.jsonl").read_text(encoding="utf-8").split("\n")
SAVED = [ArticleClaims.model_validate_json(line) for line in LINES if line]
NOW = datetime(2026, 4, 1, 8, 30)


def fill(url):
    """The very statements that version 1 made its database with, and its rows."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url(url).database)) as connection:
            connection.executescript((DUMPS / "sqlite.sql").read_text(encoding="utf-8"))
        return
    engine = open_engine(database_url(url))
    with engine.begin() as connection:
        dump = (DUMPS / "postgresql.sql").read_text(encoding="utf-8")
        connection.execute(text(dump.replace(":", r"\:")))
    engine.dispose()


@pytest.fixture
def old(database):
    fill(database)
    return database


@pytest.fixture
def direct(old):
    with closing(Direct(old)) as opened:
        yield opened


def described(url):
    """Everything that the database says of its tables, indexes, views and triggers."""
    with closing(Direct(url)) as opened:
        if opened.dialect == "sqlite":
            return opened.rows("SELECT type, name, sql FROM sqlite_master ORDER BY name")
        return opened.rows(
            "SELECT table_name, column_name, data_type, is_nullable, column_default,"
            " generation_expression FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, 2"
        ) + opened.rows(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
        )


def test_nothing_is_lost(old):
    with SqlStore(old, now=lambda: NOW) as store:
        assert list(store.articles()) == SAVED
        found = [(each.article.source, each.claim) for each in store.claims()]
        assert sorted(found, key=str) == sorted(
            ((each.article.source, one) for each in SAVED for one in each.claims), key=str
        )
        assert store.known([each.article.source for each in SAVED]) == {
            each.article.source: LedgerEntry(each.article.text_sha256, fingerprint(each.extractor))
            for each in SAVED
        }
        assert [(each.source, each.error) for each in store.failures()] == [
            ("a.txt", "timeout"),
            ("gone.txt", "missing"),
        ]
        assert store.counts() == (4, 5, 2)


def test_what_is_new_is_filled(old, direct):
    with SqlStore(old, now=lambda: NOW) as store:
        assert {each.article.source for each in store.search("brème owes")} == {"feed/zwei.html"}
        amounts = "SELECT value_min, value_max FROM amounts WHERE currency = 'EUR'"
        ((low, high),) = direct.rows(amounts)
        assert (float(low), float(high)) == (4e7, 5e7)
        if direct.dialect == "postgresql":
            assert str(high) == "50000000.00000000000000000000001"
        (times,) = direct.rows("SELECT first_failed_at FROM failures WHERE source = 'gone.txt'")
        assert str(times[0])[:16] == "2026-04-01 08:30"


def test_schema_is_that_of_a_new_database(old, tmp_path, request):
    SqlStore(old).close()
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    if not old.startswith("sqlite"):
        fresh = request.getfixturevalue("postgres_server").new_database()
    SqlStore(fresh).close()
    assert described(old) == described(fresh)


def test_keys_go_on_after_the_newest_is_deleted(old, direct):
    newest = "SELECT max(version_key) FROM article_versions"
    with SqlStore(old) as store:
        ((before,),) = direct.rows(newest)
        direct.execute("DELETE FROM articles")
        store.save([record("new.txt")])
    ((after,),) = direct.rows(newest)
    assert after > before
    names = {name for (name,) in direct.rows("SELECT name FROM meta")}
    assert names == {"application", "schema_version", "identity", "last_version", "last_correction"}


def test_work_goes_on(old):
    with SqlStore(old) as store:
        changed = record("a.txt", text="Nordwind AG will pay nothing.", claims=[])
        store.save([changed, record("new.txt")])
        assert len(store.versions("a.txt")) == 2
        assert [each.superseded_by for each in store.claims(ClaimFilter(source="a.txt"))] == []
        assert store.counts() == (5, 5, 1)


def test_upgrade_that_fails_changes_nothing(old, direct, monkeypatch):
    def breaks(_connection):
        raise KeyboardInterrupt

    before = described(old)
    monkeypatch.setattr("extractor.sinks.upgrade_1.create_views", breaks)
    with pytest.raises(KeyboardInterrupt):
        SqlStore(old)
    assert described(old) == before
    assert direct.rows("SELECT value FROM meta WHERE name = 'schema_version'") == [("1",)]
    monkeypatch.undo()
    with SqlStore(old) as store:
        assert list(store.articles()) == SAVED


def test_reader_upgrades_too(old):
    with SqlStore(old, create=False) as store:
        assert len(list(store.claims())) == 5


@pytest.mark.parametrize("other", ["0", "3", "x", ""])
def test_other_versions_are_refused(old, direct, other):
    direct.execute(f"UPDATE meta SET value = '{other}' WHERE name = 'schema_version'")
    with pytest.raises(StoreError, match=r"upgrade newsclaims|not a newsclaims database"):
        SqlStore(old)


def test_every_older_version_has_a_step():
    assert set(creation._STEPS) == set(range(1, creation.tables.DATABASE_VERSION))
