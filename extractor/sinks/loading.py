"""Putting many rows into a table at once, with keys that are known beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select, text

from extractor.sinks.rows import RowValues
from extractor.sinks.tables import POSTGRESQL

# The tables whose keys the database counts up.
_NEXT_KEYS: Final = text(
    "SELECT nextval(pg_get_serial_sequence(:name, :key)) FROM generate_series(1, :count)"
)
_COUNT_ON: Final = (
    "SELECT setval(pg_get_serial_sequence('{name}', '{key}'), max({key})) FROM {name}"
)


def load_rows(connection: Connection, table: Table, values: Iterable[RowValues]) -> None:
    """Insert rows that all have the same columns; by COPY where there is one.

    NUL characters, which PostgreSQL can't hold, become U+FFFD in every database.
    """
    new_rows = [storable(row) for row in values]
    if not new_rows:
        return
    if connection.dialect.name == POSTGRESQL:
        _copy(connection, table, new_rows)
    else:
        connection.execute(insert(table), new_rows)


def storable(row: RowValues) -> RowValues:
    """The row without NUL characters; offsets still hold."""
    return {name: _without_nul(value) for name, value in row.items()}


def _without_nul(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value


def _copy(connection: Connection, table: Table, values: Sequence[RowValues]) -> None:
    from psycopg import Error, sql  # noqa: PLC0415 - only there with the extra

    names = list(values[0])
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(statement) as stream:
            for row in values:
                stream.write_row([row[name] for name in names])
    except Error as error:
        # SQLAlchemy does not see what is sent past it; a lost connection must not be used again.
        if cursor.connection.closed:
            connection.invalidate(error)
        raise
    finally:
        cursor.close()


def next_keys(connection: Connection, table: Table, count: int, above: int = 0) -> list[int]:
    """So many keys that no row of the table has, in rising order.

    SQLite gives the keys of deleted rows again, unless they are to be ``above`` a key; PostgreSQL
    never does. The caller's transaction must be the only one that writes.
    """
    if not count:
        return []
    (key,) = table.primary_key.columns
    if connection.dialect.name == POSTGRESQL:
        asked = {"name": table.name, "key": key.name, "count": count}
        return list(connection.execute(_NEXT_KEYS, asked).scalars())
    highest = connection.execute(select(func.max(key))).scalar_one() or 0
    last = max(highest, above)
    return list(range(last + 1, last + 1 + count))


def count_on(connection: Connection, table: Table) -> None:
    """After rows were inserted with keys of their own: go on after the highest."""
    (key,) = table.primary_key.columns
    if connection.dialect.name == POSTGRESQL:
        connection.exec_driver_sql(_COUNT_ON.format(name=table.name, key=key.name))
