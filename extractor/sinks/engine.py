"""Opening a database: connections, transactions, and what may go wrong, without secrets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from extractor.errors import StoreError

_SQLITE: Final = "sqlite"
_BUSY_SECONDS: Final = 30
_WRITES: Final = "newsclaims_writes"


def database_url(database: str) -> URL:
    """The URL of a database; what is no URL is the path of a SQLite file.

    Raises:
        StoreError: the words look like a URL but are none.
    """
    if "://" not in database:
        return URL.create(_SQLITE, database=database)
    try:
        return make_url(database)
    except (ArgumentError, ValueError) as error:
        reason = "not a database URL; write sqlite:///claims.db"
        raise StoreError(_before_secrets(database), reason) from error


def _before_secrets(database: str) -> str:
    """What is safe to show of a URL that can't be parsed."""
    return database.split("://", 1)[0] + "://…"


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database; None for other databases and for memory."""
    if url.get_backend_name() != _SQLITE or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))


def open_engine(url: URL) -> Engine:
    """An engine whose SQLite connections check foreign keys and begin transactions themselves.

    Raises:
        StoreError: the database needs a driver that is not installed, or is of an unknown kind.
    """
    try:
        engine = create_engine(url)
    except (ArgumentError, ImportError) as error:
        raise StoreError(shown(url), f"no driver for this database: {error}") from error
    if engine.dialect.name == _SQLITE:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def shown(url: URL) -> str:
    """The URL as it may be shown: without password."""
    return url.render_as_string(hide_password=True)


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions late and commit before some statements: we begin them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer half-way would fail when another writes: writers say so at once.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def write_ahead(engine: Engine) -> None:
    """Let readers of a SQLite file go on while a run writes; kept in the file."""
    if engine.dialect.name == _SQLITE:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()


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
    with database_errors(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def database_errors(engine: Engine) -> Iterator[None]:
    """Turn what a database refuses for reasons of its own into ``StoreError``.

    Broken constraints and wrong statements are bugs and stay what they are.

    Raises:
        StoreError: locked, full, damaged, unreachable, not writable, no database at all.
    """
    try:
        yield
    except DatabaseError as error:
        if not _is_operational(error):
            raise
        raise StoreError(shown(engine.url), f"{error.orig}") from error


def _is_operational(error: DatabaseError) -> bool:
    """SQLite says "file is not a database" by a plain ``DatabaseError``."""
    return isinstance(error, OperationalError) or type(error) is DatabaseError
