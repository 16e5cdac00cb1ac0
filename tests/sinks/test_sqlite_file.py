"""SQLite files: what stands on the disk, and files that are not ours."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sample_records import record

from extractor.errors import StoreError
from extractor.sinks.sql import SqlStore


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "claims.db"


@pytest.fixture
def file_store(file):
    with SqlStore(str(file)) as opened:
        yield opened


def rows_of(file, query):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def test_file_is_in_wal_mode_and_clean_after_closing(file):
    with SqlStore(str(file)) as opened:
        opened.save([record()])
    assert rows_of(file, "PRAGMA journal_mode") == [("wal",)]
    assert [path.name for path in file.parent.iterdir()] == ["claims.db"]


def test_reader_sees_committed_batches_while_another_writes(file_store, file):
    file_store.save([record()])
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM articles")
        assert file_store.counts().articles == 1


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
        connection.execute("UPDATE meta SET value = '3' WHERE name = 'schema_version'")


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
        (newer_database, "database version 3, .* upgrade newsclaims"),
        (Path.mkdir, "unable to open|this is a folder"),
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


def test_queries_go_by_statistics_after_a_run(file):
    with SqlStore(str(file)) as opened:
        opened.save([record()])
    assert rows_of(file, "SELECT count(*) > 5 FROM sqlite_stat1") == [(1,)]


def test_closing_does_not_wait_for_another_writer(file, file_store):
    file_store.save([record()])
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        file_store.close()
