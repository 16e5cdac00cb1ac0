"""A database spoken to past the store."""

from __future__ import annotations

from contextlib import contextmanager

from sqlalchemy import text

from extractor.sinks.engine import database_url, open_engine


class Direct:
    """A database spoken to in SQL, past the store."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(database_url(url))
        self.dialect = self._engine.dialect.name

    def close(self) -> None:
        self._engine.dispose()

    def rows(self, query: str) -> list[tuple]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def execute(self, *statements: str) -> None:
        with self._engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    @contextmanager
    def transaction(self):
        """A transaction of somebody else, rolled back at the end."""
        with self._engine.connect() as connection, connection.begin() as transaction:
            yield connection
            transaction.rollback()
