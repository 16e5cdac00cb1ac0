"""Tables of databases, filled by Spark so that a job done twice leaves the same rows once.

Spark's workers write each on their own: a task that is tried again after its rows were committed
has written them twice, and a job that is killed has written some. So they write into a table beside
the one that is wanted; from there this process takes each row once, in one transaction, in place of
what the wanted table held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

KEY: Final = "row_id"
# Which attempt to write a row it was: rows that a second attempt wrote again differ by it alone.
_ATTEMPT: Final = "newsclaims_attempt"
_SUFFIX: Final = "_incoming"
# Text of any length can't be compared in every database; a key and a UUID have their length.
_KEY_TYPES: Final = f"{KEY} VARCHAR(64)"
_INCOMING_TYPES: Final = f"{_KEY_TYPES}, {_ATTEMPT} VARCHAR(36)"
_QUOTES: Final = '"`]'


@dataclass(frozen=True, slots=True)
class Target:
    """A table of a database.

    Attributes:
        url: ``jdbc:...``.
        table: Its name, as SQL takes it.
        properties: User, password, driver class, ... as Spark knows them.
    """

    url: str
    table: str
    properties: Mapping[str, str]

    @property
    def incoming(self) -> str:
        """The name of the table beside it."""
        if self.table[-1] in _QUOTES:
            return f"{self.table[:-1]}{_SUFFIX}{self.table[-1]}"
        return self.table + _SUFFIX


def replace_rows(rows: DataFrame, target: Target) -> None:
    """Put rows with a key ``row_id`` in place of those of a table, each key once.

    The table is made when it is not there. It keeps its old rows until all new ones are there.
    """
    spark = rows.sparkSession
    marked = rows.withColumn(_ATTEMPT, sql.expr("uuid()"))
    _write(marked, target, target.incoming, "overwrite", _INCOMING_TYPES)
    # Nothing is written: this makes the table, with Spark's types, when it is not there.
    _write(spark.createDataFrame([], rows.schema), target, target.table, "append", _KEY_TYPES)
    with _transaction(spark, target) as statement:
        for command in _commands(spark, target, rows.columns):
            statement.executeUpdate(command)


def _write(rows: DataFrame, target: Target, table: str, mode: str, types: str) -> None:
    given = {"createTableColumnTypes": types, **target.properties}
    rows.write.jdbc(target.url, table, mode=mode, properties=given)


def _commands(spark: SparkSession, target: Target, columns: Sequence[str]) -> Iterator[str]:
    """The SQL that moves the rows; names of ours, quoted as Spark quoted them."""
    quote = _dialect(spark, target).quoteIdentifier
    names = ", ".join(map(quote, columns))
    key, attempt = quote(KEY), quote(_ATTEMPT)
    yield f"DELETE FROM {target.table}"  # noqa: S608 - the caller's own name
    yield (
        f"INSERT INTO {target.table} ({names}) SELECT {names} FROM {target.incoming} here"  # noqa: S608
        f" WHERE NOT EXISTS (SELECT 1 FROM {target.incoming} other"
        f" WHERE other.{key} = here.{key} AND other.{attempt} < here.{attempt})"
    )
    yield f"DROP TABLE {target.incoming}"


@contextmanager
def _transaction(spark: SparkSession, target: Target) -> Iterator[Any]:
    """A statement of a connection that Spark opens, with its driver and its ways to log in."""
    connection = _connection(spark, target)
    try:
        connection.setAutoCommit(False)
        yield connection.createStatement()
        connection.commit()
    finally:
        # What was not committed is not to stay; not every database says so when it is closed.
        connection.rollback()
        connection.close()


def _connection(spark: SparkSession, target: Target) -> Any:  # noqa: ANN401 - a Java object
    jvm = _jvm(spark)
    given = jvm.PythonUtils.toScalaMap(dict(target.properties))
    options = jvm.org.apache.spark.sql.execution.datasources.jdbc.JDBCOptions(
        target.url, target.table, given
    )
    return _dialect(spark, target).createConnectionFactory(options).apply(-1)


def _dialect(spark: SparkSession, target: Target) -> Any:  # noqa: ANN401 - a Java object
    return _jvm(spark).org.apache.spark.sql.jdbc.JdbcDialects.get(target.url)


def _jvm(spark: SparkSession) -> Any:  # noqa: ANN401 - a Java object
    return spark.sparkContext._jvm
