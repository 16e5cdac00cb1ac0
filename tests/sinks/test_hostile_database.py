"""What databases do to us, and what articles do to databases: clear errors, nothing torn."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from sample_records import SENTENCE, amount, claim, failure, record
from sql_direct import Direct
from sqlalchemy import event

from extractor.errors import StoreError
from extractor.records import Party, Role
from extractor.sinks import engine, loading
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter

NOBODY = 65534
BATCH = [record(f"{number}.txt", claims=[claim(id=str(number))]) for number in range(8)]


def everything(store):
    return [each.model_dump_json() for each in store.articles()], store.failures(), store.counts()


def save_in_thread(url, start, errors):
    """One of two writers: the same sources as the other, many small batches."""
    try:
        with SqlStore(url) as own:
            start.wait()
            for each in BATCH * 3:
                own.save([each])
    except Exception as error:  # noqa: BLE001 - shown by the test
        errors.append(error)


def test_two_writers_at_once(store, direct, database):
    start, errors = threading.Barrier(2), []
    writers = [
        threading.Thread(target=save_in_thread, args=(database, start, errors)) for _ in range(2)
    ]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert errors == []
    assert list(store.articles()) == BATCH
    for table in ("articles", "article_versions", "claims", "amounts", "ledger"):
        assert direct.rows(f"SELECT count(*) FROM {table}") == [(8,)]


def test_two_open_an_empty_database_at_once(database):
    start, errors = threading.Barrier(2), []
    writers = [
        threading.Thread(target=save_in_thread, args=(database, start, errors)) for _ in range(2)
    ]

    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert errors == []


def test_writer_that_waits_too_long_says_so(store, direct, monkeypatch):
    monkeypatch.setattr("extractor.sinks.engine._BUSY_SECONDS", 0.05)
    lock = f"SELECT pg_advisory_xact_lock({engine._WRITER_LOCK})"
    begin = lock if direct.dialect == "postgresql" else "DELETE FROM meta WHERE name = 'none'"
    with direct.transaction() as other, SqlStore(store.name) as waiting:
        other.exec_driver_sql(begin)
        with pytest.raises(StoreError, match="another process writes to it"):
            waiting.save(BATCH)
    store.save(BATCH)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "claims.db"


def test_full_disk_leaves_what_was_saved(file):
    """SQLite's limit on pages fails just as a disk without room does."""
    big = "Nordwind AG will pay $5 million, it said. " * 40_000
    with SqlStore(str(file)) as store:
        store.save(BATCH)
        before = everything(store)

        @event.listens_for(store._engine, "connect")
        def small(connection, _record):
            connection.execute("PRAGMA max_page_count = 120")

        store._engine.pool.dispose()
        with pytest.raises(StoreError, match=r"full .*make room on the disk"):
            store.save([record("big.txt", text=big, claims=[]), failure("0.txt")])
        assert everything(store) == before
        event.remove(store._engine, "connect", small)
        store._engine.pool.dispose()
        store.save([record("big.txt", text=big, claims=[])])
        assert store.counts().articles == 9
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("lost_in", ["amounts", "ledger", "commit"])
def test_lost_connection_in_mid_batch(postgres_server, lost_in):
    """The server ends the connection while rows are being written; nothing of the batch stays."""
    url = postgres_server.new_database()
    with SqlStore(url) as store:
        store.save(BATCH[:2])
        before = everything(store)
        kill = _killer(postgres_server, store, lost_in)
        with pytest.raises(StoreError, match="run the same command again"):
            store.save(BATCH)
        kill()
        assert everything(store) == before
        store.save(BATCH)
        assert list(store.articles()) == BATCH


def _killer(server, store, lost_in):
    """End our own connection just before a statement, the way an administrator would."""

    def end(connection):
        pid = connection.connection.dbapi_connection.info.backend_pid
        server.execute(f"SELECT pg_terminate_backend({pid}, 5000)")

    if lost_in == "commit":
        event.listen(store._engine, "commit", end)
        return lambda: event.remove(store._engine, "commit", end)
    plain = loading._copy

    def killing(connection, table, values):
        if table.name == lost_in:
            end(connection)
        plain(connection, table, values)

    loading._copy = killing
    return lambda: setattr(loading, "_copy", plain)


def test_unreachable_server_says_what_to_check(tmp_path):
    with pytest.raises(StoreError, match="check that the server runs") as caught:
        SqlStore(f"postgresql://me:hunter2@/claims?host={tmp_path}")
    assert "hunter2" not in str(caught.value)


def test_missing_database_of_a_server(postgres_server):
    with pytest.raises(StoreError, match="does not exist"):
        SqlStore(postgres_server.url("never_made"))


def test_database_that_is_not_unicode(postgres_server):
    latin = "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
    with pytest.raises(StoreError, match="its encoding is LATIN1"):
        SqlStore(postgres_server.new_database(latin))


def test_somebody_without_rights(postgres_server):
    url = postgres_server.new_database()
    SqlStore(url).close()
    postgres_server.execute("CREATE ROLE guest LOGIN")
    with pytest.raises(StoreError, match="permission denied"):
        SqlStore(url.replace("tests@", "guest@"))


def test_server_that_takes_no_writes(postgres_server):
    url = postgres_server.new_database()
    SqlStore(url).close()
    with SqlStore(url + "&options=-cdefault_transaction_read_only%3Don") as store:
        assert store.counts() == (0, 0, 0)
        with pytest.raises(StoreError, match="read-only transaction"):
            store.save(BATCH)


def test_database_of_another_program(store, database):
    with closing(Direct(database)) as direct:
        direct.execute("DROP TABLE meta")
    for create in (True, False):
        with pytest.raises(StoreError, match="not a newsclaims database"):
            SqlStore(database, create=create)


def test_other_kinds_of_databases_are_refused():
    with pytest.raises(StoreError, match=r"no driver|only SQLite and PostgreSQL"):
        SqlStore("mysql://user:hunter2@host/db")


@contextmanager
def as_nobody(file):
    """Act without the rights of root, to whom nothing is read-only."""
    for folder in file.parents:  # the folders of a test are open to their owner only
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o055)
    if os.getuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def read_only(file):
    with SqlStore(str(file)) as store:
        store.save(BATCH)
    file.chmod(0o444)
    file.parent.chmod(0o555)
    yield file
    file.parent.chmod(0o755)


def test_read_only_file_can_be_read(read_only):
    with as_nobody(read_only), SqlStore(str(read_only), create=False) as store:
        assert len(list(store.claims())) == 8
        assert store.search("nordwind", most=1)[0].article.source == "0.txt"


def test_read_only_file_is_not_written(read_only):
    with as_nobody(read_only), pytest.raises(StoreError, match="rights") as caught:
        SqlStore(str(read_only)).save(BATCH)
    assert str(read_only) in str(caught.value)


SURROGATE, NUL = "Nordwind \ud83d AG", "Nord\0wind AG pays."


def test_nul_characters_survive_where_they_can(store, direct):
    """PostgreSQL's text can't hold them: columns have U+FFFD, the record is exact."""
    odd = claim(id="odd", parties=(Party(name="A\0B", role=Role.PAYER),), durations=(), amounts=())
    odd = odd.model_copy(update={"evidence": ()})
    original = record("nul.txt", text=NUL, title="T\0", claims=[odd])
    store.save([original])
    store.save([original])
    assert list(store.articles()) == [original]
    assert direct.rows(
        "SELECT title, text FROM articles JOIN article_versions USING (article_key)".replace(
            "title,", "articles.title,"
        )
    ) == [("T\ufffd", "Nord\ufffdwind AG pays.")]
    assert direct.rows("SELECT name FROM parties") == [("A\ufffdB",)]
    found = store.claims(ClaimFilter(party="a\0b"))
    assert [each.claim.parties[0].name for each in found] == ["A\0B"]
    store.save([failure("bad\0.txt")])
    assert list(store.known(["nul.txt", "bad\0.txt"])) == ["nul.txt"]


def test_lone_surrogates_become_replacement_characters(store):
    broken = record("caf\udce9.txt", title=SURROGATE)
    store.save([broken, failure("\udcff")])
    (saved,) = store.articles()
    assert (saved.article.source, saved.article.title) == ("caf\ufffd.txt", "Nordwind \ufffd AG")
    assert [each.source for each in store.failures()] == ["\ufffd"]
    assert list(store.claims(ClaimFilter(source="caf\udce9.txt")))
    assert store.search('"Nordwind" \ud83d') == store.search("Nordwind")


@pytest.mark.parametrize("value", ["1e-30", "123456789.123456789012345678901234567890", "1e400"])
def test_numbers_of_any_size_are_exact(store, direct, value):
    huge = record(claims=[claim(amounts=(amount(value, value),))])
    store.save([huge])
    assert list(store.articles()) == [huge]
    ((number, exact),) = direct.rows("SELECT value_min, value_max_text FROM amounts")
    assert Decimal(exact) == Decimal(value)
    if direct.dialect == "postgresql":
        assert number == Decimal(value)
    else:
        assert number == pytest.approx(float(value))
    assert list(store.claims(ClaimFilter(min_amount=Decimal(value))))
    if number < float("inf"):  # SQLite's numbers end at 1.8e308, and all above are equal
        assert not list(store.claims(ClaimFilter(max_amount=Decimal(value) / 2)))


def test_number_beyond_what_a_database_holds_is_refused_whole(store, direct):
    store.save(BATCH[:1])
    beyond = record("big.txt", claims=[claim(amounts=(amount("1e140000", "1e140000"),))])
    if direct.dialect == "postgresql":
        with pytest.raises(StoreError, match="overflow"):
            store.save([*BATCH, beyond])
        assert list(store.articles()) == BATCH[:1]
    else:
        store.save([beyond])
        assert beyond in list(store.articles())


def test_address_longer_than_an_index_takes(store):
    noise = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(5000))
    source = "https://news.example/?q=" + noise
    long = record(source, title=noise)
    long = long.model_copy(update={"article": long.article.model_copy(update={"id": "a1-1"})})
    party = claim(parties=(Party(name=noise, role=Role.PAYER),))
    store.save([long, record("b", claims=[party]), failure(noise)])
    assert list(store.known([long.article.source])) == [long.article.source]
    assert [each.claim for each in store.claims(ClaimFilter(party=noise))] == [party]
    assert store.failures() == [failure(noise)]


def test_sentence_is_found_whatever_its_punctuation(store):
    assert SENTENCE.startswith("Nordwind")
    store.save(BATCH)
    assert len(store.search('"2.5 billion" for PELAGIA')) == 8
