"""Opening a database: connections and transactions."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from extractor.errors import StoreError
from extractor.sinks.refusals import database_errors
from extractor.sinks.tables import POSTGRESQL, SQLITE

_DRIVERS: Final = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
_BUSY_SECONDS: Final = 30
_CONNECT_SECONDS: Final = 30
_CACHE_KIB: Final = 64 * 1024
_ROWS_LOOKED_AT: Final = 1000
_WRITES: Final = "newsclaims_writes"
# One writer at a time, as in SQLite: the number is the beginning of "newsclaims" in ASCII.
_WRITER_LOCK: Final = int.from_bytes(b"newsclai", "big")


def database_url(database: str) -> URL:
    """The URL of a database; what is no URL is the path of a SQLite file.

    Raises:
        StoreError: the words look like a URL but are none.
    """
    if "://" not in database:
        return URL.create(SQLITE, database=database)
    try:
        url = make_url(database)
    except (ArgumentError, ValueError) as error:
        reason = "not a database URL; write sqlite:///claims.db"
        raise StoreError(_before_secrets(database), reason) from error
    return url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))


def _before_secrets(database: str) -> str:
    """What is safe to show of a URL that can't be parsed."""
    return database.split("://", 1)[0] + "://…"


def refuse_folder(file: Path, name: str) -> None:
    """A folder never becomes a database.

    Raises:
        StoreError: it is one.
    """
    if file.is_dir():
        raise StoreError(name, "this is a folder; name a file in it")


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database; None for other databases and for memory."""
    if url.get_backend_name() != SQLITE or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))


def for_reading(url: URL) -> URL:
    """The URL under which a SQLite file can be read even where nothing may be written.

    SQLite writes beside a file that it reads. Where it can't, it is told that nobody changes the
    file; that holds unless there is a log of changes that another process has yet to merge.
    """
    file = sqlite_file(url)
    if file is None or not file.is_file() or _writable(file):
        return url
    if file.with_name(file.name + "-wal").exists():
        return url
    return url.set(database=f"file:{quote(str(file))}").update_query_dict(
        {"immutable": "1", "uri": "true"}
    )


def _writable(file: Path) -> bool:
    # Whose rights count is who we act as, not who started us, where the system can tell.
    effective = os.access in os.supports_effective_ids
    places = (file, file.parent)
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in places)


def open_engine(url: URL, patience: float = _BUSY_SECONDS) -> Engine:
    """An engine whose connections check foreign keys and whose writers take turns.

    Args:
        url: The database.
        patience: How many seconds SQLite waits for another process; it hears no Ctrl-C meanwhile.

    Raises:
        StoreError: the database needs a driver that is not installed, or is of an unknown kind.
    """
    try:
        engine = create_engine(url, **_arguments(url))
    except (ArgumentError, ImportError) as error:
        raise StoreError(shown(url), _missing_driver(url, error)) from error
    if engine.dialect.name == SQLITE:
        event.listen(engine, "connect", partial(_set_up_sqlite, patience))
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name == POSTGRESQL:
        event.listen(engine, "begin", _begin_postgresql)
    else:
        raise StoreError(shown(url), "only SQLite and PostgreSQL databases can be used")
    return engine


def _arguments(url: URL) -> dict[str, Any]:
    if url.get_backend_name() != POSTGRESQL:
        return {}
    usual = {"connect_timeout": _CONNECT_SECONDS, "application_name": "newsclaims"}
    wanted = {name: value for name, value in usual.items() if name not in url.query}
    # A connection that the server has closed since is replaced when it is taken out again.
    return {"connect_args": wanted, "pool_pre_ping": True}


def _missing_driver(url: URL, error: Exception) -> str:
    if url.drivername == "postgresql+psycopg":
        return f"PostgreSQL needs a driver: pip install 'newsclaims[postgres]' ({error})"
    return f"no driver for this database: {error}"


def shown(url: URL) -> str:
    """The URL as it may be shown: without password."""
    return url.render_as_string(hide_password=True)


def _set_up_sqlite(patience: float, connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions late and commit before some statements: we begin them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")
    # The usual 2 MB make a large database write its indexes to the disk over and over.
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITES, False))


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer half-way would fail when another writes: writers say so at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    # Two writers of the same source would each insert it; the lock goes with the transaction.
    if _writes(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")


def write_ahead(engine: Engine) -> None:
    """Let readers of a SQLite file go on while a run writes; kept in the file."""
    if engine.dialect.name == SQLITE:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()


def gather_statistics(engine: Engine) -> None:
    """Let SQLite look at a sample of its rows, so that it goes by the right index.

    PostgreSQL does so by itself. Not worth waiting for, nor any failure: the next writer does it.
    """
    if engine.dialect.name != SQLITE:
        return
    with suppress(DBAPIError), engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        connection.exec_driver_sql(f"PRAGMA analysis_limit = {_ROWS_LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that is committed when the block ends well."""
    with (
        database_errors(engine),
        engine.execution_options(**{_WRITES: True}).connect() as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database until the block ends."""
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == POSTGRESQL else {}
    with (
        database_errors(engine),
        engine.execution_options(**level).connect() as connection,
        connection.begin(),
    ):
        yield connection
