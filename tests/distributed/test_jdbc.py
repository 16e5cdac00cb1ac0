"""Results in a database: a job done twice, or in part, leaves each row once."""

from __future__ import annotations

import pytest
from samples import story, write_pages

from extractor.batch.distributed import WorkOptions

pytest.importorskip("pyspark", reason="needs pip install 'newsclaims[spark]'")
from pyspark.sql import functions as sql

from extractor.batch.distributed import claims_of_pages, without_repeats, write_jdbc

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")

RULES = WorkOptions(model=None)
STORIES = 5


class Place:
    """A database that Spark can reach: its URL and what its driver wants to know."""

    def __init__(self, spark, url, **properties):
        self.spark, self.url, self.properties = spark, url, properties

    def write(self, results, table="claims"):
        write_jdbc(results, self.url, table, self.properties)

    def rows(self, table="claims"):
        stored = self.spark.read.jdbc(self.url, table, properties=self.properties)
        return sorted(stored.toArrow().to_pylist(), key=lambda row: row["row_id"])


@pytest.fixture(params=["derby", "postgresql"])
def place(request, spark, tmp_path):
    if request.param == "derby":
        url = f"jdbc:derby:{tmp_path / 'database'};create=true"
        return Place(spark, url, driver="org.apache.derby.jdbc.EmbeddedDriver")
    server = request.getfixturevalue("postgres_tcp")
    return Place(spark, jdbc_url(server), user="tests", driver="org.postgresql.Driver")


def jdbc_url(server) -> str:
    name = server.new_database().partition("@/")[2].partition("?")[0]
    return f"jdbc:postgresql://127.0.0.1:{server.port}/{name}"


@pytest.fixture
def results(spark, tmp_path):
    pages = [story(number) for number in range(1, STORIES + 1)]
    path = write_pages(pages, tmp_path / "pages.parquet", rows=2)
    return without_repeats(claims_of_pages(spark.read.parquet(path), RULES))


def test_second_job_leaves_the_same_table(place, results):
    place.write(results)
    first = place.rows()
    place.write(results)
    assert place.rows() == first
    assert len(first) == len({row["row_id"] for row in first}) == STORIES
    assert '"currency":"USD"' in first[0]["amounts"]
    assert first[0]["kind"] == "claim"


def test_rows_that_a_task_wrote_twice_are_there_once(place, results):
    """As when a worker is lost just after its rows were committed, and its task is tried again."""
    place.write(results)
    once = place.rows()
    place.write(results.union(results))
    assert place.rows() == once


def test_rows_of_an_earlier_job_go(place, results):
    place.write(results)
    kept = results.where(sql.col("source") != story(2).source)
    place.write(kept)
    assert {row["source"] for row in place.rows()} == {
        story(number).source for number in (1, 3, 4, 5)
    }


def test_job_that_fails_leaves_the_table_as_it_was(place, results):
    place.write(results)
    before = place.rows()
    message = sql.raise_error(sql.lit("no more of this")).cast("string")
    last = sql.col("source") == story(STORIES).source
    broken = results.withColumn("title", sql.when(last, message).otherwise(sql.col("title")))
    with pytest.raises(Exception, match="no more of this"):
        place.write(broken)
    assert place.rows() == before
    # What it left behind is no hindrance and does not stay.
    place.write(results)
    assert place.rows() == before
    with pytest.raises(Exception, match=r"(?i)claims_incoming"):
        place.rows("claims_incoming")


def test_reader_sees_the_old_rows_or_the_new_ones(postgres_tcp, spark, results):
    """The table is changed in one transaction: who reads all the time never finds it empty."""
    psycopg = pytest.importorskip("psycopg")
    url = jdbc_url(postgres_tcp)
    place = Place(spark, url, user="tests", driver="org.postgresql.Driver")
    place.write(results)
    with psycopg.connect(url.removeprefix("jdbc:"), user="tests") as reader:
        reader.execute("SET default_transaction_isolation = 'repeatable read'")
        reader.commit()
        counted = "SELECT count(*) FROM claims"
        assert reader.execute(counted).fetchone() == (STORIES,)
        place.write(results.where(sql.col("source") == story(1).source))
        assert reader.execute(counted).fetchone() == (STORIES,)
        reader.commit()
        assert reader.execute(counted).fetchone() == (1,)


def test_table_in_a_schema_with_capitals(postgres_tcp, spark, results):
    name = jdbc_url(postgres_tcp).rpartition("/")[2]
    postgres_tcp.execute("CREATE SCHEMA news", database=name)
    url = f"jdbc:postgresql://127.0.0.1:{postgres_tcp.port}/{name}"
    place = Place(spark, url, user="tests", driver="org.postgresql.Driver")
    for _ in range(2):
        place.write(results, 'news."Claims"')
    assert len(place.rows('news."Claims"')) == STORIES
