"""The functions of ``work`` on Spark's tables: where pages come from and where results go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePath
from typing import Final

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as sql

from extractor.batch.arrow import PAGES, RESULTS
from extractor.batch.distributed.jdbc import Target, replace_rows
from extractor.batch.distributed.options import WorkOptions
from extractor.batch.distributed.work import PATH, claims_from_pages, claims_from_warcs

_USUAL: Final = WorkOptions()
_SIMPLE_TYPES: Final = {
    pa.string(): "STRING",
    pa.binary(): "BINARY",
    pa.int32(): "INT",
    pa.float64(): "DOUBLE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMP",
}


def warc_paths(spark: SparkSession, listing: str, prefix: str = "") -> DataFrame:
    """The paths in a listing, one a line, as Common Crawl publishes them.

    Args:
        spark: The session.
        listing: A text file, gzip or not, that the workers see.
        prefix: Put before each path, such as ``"https://data.commoncrawl.org/"``.

    Returns:
        A table with the column ``path``.
    """
    lines = spark.read.text(listing).select(sql.trim("value").alias("line"))
    named = lines.where(sql.col("line") != "")
    return named.select(sql.concat(sql.lit(prefix), sql.col("line")).alias(PATH))


def table_of_paths(spark: SparkSession, paths: Iterable[str | PurePath]) -> DataFrame:
    """Paths or URLs as a table with the column ``path``."""
    return spark.createDataFrame([(str(path),) for path in paths], f"{PATH} STRING")


def claims_of_warcs(paths: DataFrame, options: WorkOptions = _USUAL) -> DataFrame:
    """The results of all pages in WARC files: a task a file, which streams it.

    Args:
        paths: A table with the column ``path``: local files that all workers see, or URLs.
        options: How pages are read.

    Returns:
        A table with the columns of ``arrow.RESULTS``. A path that is named twice is read once.
    """
    named = paths.select(PATH).distinct()
    # A task a file: the longest file, not the longest row of files, decides when the job ends.
    tasks = named.repartitionByRange(max(1, named.count()), PATH)
    return _mapped(tasks, partial(claims_from_warcs, options=options))


def claims_of_pages(pages: DataFrame, options: WorkOptions = _USUAL) -> DataFrame:
    """The results of a table of pages.

    Args:
        pages: With a column ``content`` (bytes, or text) and a column ``source`` or ``url``; the
            other columns of ``arrow.PAGES`` are read where they are there.
        options: How pages are read.

    Returns:
        A table with the columns of ``arrow.RESULTS``.

    Raises:
        ValueError: a column that is needed is missing.
    """
    return _mapped(pages.select(_page_columns(pages)), partial(claims_from_pages, options=options))


def without_repeats(results: DataFrame) -> DataFrame:
    """Each article once: the page of it that was fetched first stays, then by source and bytes.

    Archives hold the same article many times; the command line gives such an article once, too.
    ``row_id`` is unique afterwards, and which rows stay does not depend on the order of the work.
    """
    article = sql.coalesce("article_id", "row_id")
    order = [sql.col(name).asc_nulls_last() for name in ("fetched_at", "source", "raw_sha256")]
    ranked = results.select(
        "*",
        sql.dense_rank().over(Window.partitionBy(article).orderBy(order)).alias("_page"),
        sql.row_number().over(Window.partitionBy(article, "row_id").orderBy(order)).alias("_copy"),
    )
    kept = ranked.where((sql.col("_page") == 1) & (sql.col("_copy") == 1))
    return kept.drop("_page", "_copy")


def write_parquet(results: DataFrame, output: str) -> None:
    """Write a table as Parquet, in place of what is there: a job done twice leaves it once.

    The folder holds the file ``_SUCCESS`` once it is whole. While the job runs the old table is
    gone already: write to a new folder where somebody reads the old one meanwhile.
    """
    results.sortWithinPartitions("source", "position").write.mode("overwrite").parquet(output)


def write_jdbc(results: DataFrame, url: str, table: str, properties: dict[str, str]) -> None:
    """Write a table into a database, in place of its rows; lists and structs become JSON text.

    A job that is done twice, or whose tasks are, leaves each row once. Workers write into a table
    beside it, named like it with ``_incoming``; when all rows are there, one transaction moves
    them. Until then the table is as it was.

    Args:
        results: Rows with a unique ``row_id``: from ``without_repeats``.
        url: ``jdbc:...``; the driver's jar must be with the driver and the workers.
        table: Its name; it is made when it is not there.
        properties: User, password, driver class, ... as Spark's reader of JDBC knows them.
    """
    replace_rows(_flat(results), Target(url, table, properties))


def ddl(schema: pa.Schema) -> str:
    """An Arrow schema in the words of Spark's SQL."""
    return ", ".join(f"`{field.name}` {_sql_type(field.type)}" for field in schema)


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"ARRAY<{_sql_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"STRUCT<{', '.join(f'`{field.name}`: {_sql_type(field.type)}' for field in kind)}>"
    return _SIMPLE_TYPES[kind]


def _mapped(table: DataFrame, work: partial[Iterator[pa.RecordBatch]]) -> DataFrame:
    return table.mapInArrow(work, ddl(RESULTS))


def _page_columns(pages: DataFrame) -> list[Column]:
    given = dict(pages.dtypes)
    if "content" not in given or not given.keys() & {"source", "url"}:
        raise ValueError(f"pages need `content` and `source` or `url`, not {', '.join(given)}")
    return [_page_column(field, given) for field in PAGES]


def _page_column(field: pa.Field, given: dict[str, str]) -> Column:
    kind = _sql_type(field.type)
    if field.name == "source":
        names = [name for name in ("source", "url") if name in given]
        return sql.coalesce(*names).cast(kind).alias("source")
    # Text that a table holds as text was decoded by somebody already.
    decoded = given["content"] == "string"
    if field.name == "charset" and decoded:
        return sql.lit("utf-8").alias("charset")
    known = sql.col(field.name) if field.name in given else sql.lit(None)
    return known.cast(kind).alias(field.name)


def _flat(results: DataFrame) -> DataFrame:
    return results.select([_flat_column(field) for field in RESULTS])


def _flat_column(field: pa.Field) -> Column:
    column = sql.col(field.name)
    nested = pa.types.is_nested(field.type)
    return sql.to_json(column).alias(field.name) if nested else column
