"""Jobs on a real Spark: the claims of one machine, whatever dies on the way."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from poisons import LOADER
from samples import html, story, warc_bytes, write_pages

from extractor.api import extract_all, load
from extractor.batch.arrow import RESULTS, result_batch, result_rows
from extractor.batch.distributed import WorkOptions
from extractor.fetchers import fetch
from extractor.records import Amount, ArticleClaims, Claim, Failure

pytest.importorskip("pyspark", reason="needs pip install 'newsclaims[spark]'")
from extractor.batch.distributed import (
    claims_of_pages,
    claims_of_warcs,
    table_of_paths,
    warc_paths,
    without_repeats,
    write_parquet,
)

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")

DEMO = Path(__file__).parents[2] / "corpus" / "demo"
EXAMPLE = Path(__file__).parents[2] / "docs" / "spark_claims.py"
SOURCES = [str(DEMO / name) for name in ("texts", "pages", "markets.xml", "wire.atom")]
RULES = WorkOptions(model=None)
POISONED = WorkOptions(loader=LOADER)
# A harmless page must not take so long, even on a machine that is busy with much else.
IMPATIENT = WorkOptions(loader=LOADER, seconds=8)


def ordered(rows):
    return sorted(rows, key=lambda row: (row["source"], row["row_id"]))


def collected(frame):
    return ordered(frame.toArrow().cast(RESULTS).to_pylist())


def single_machine(results):
    rows = [row for result in results for row in result_rows(result)]
    return ordered(result_batch(rows).to_pylist())


def claim_of(row) -> Claim:
    """The record again, from its row."""
    values = {name: row[name] for name in Claim.model_fields if name != "id"} | {
        "id": row["claim_id"]
    }
    kept = set(Amount.model_fields)
    amounts = [{key: each[key] for key in each.keys() & kept} for each in values["amounts"]]
    return Claim.model_validate(values | {"amounts": amounts})


def failures(rows):
    return {row["source"]: row["error"] for row in rows if row["kind"] == "failure"}


def read_stories(spark, path, options):
    # Such small files are one task each: the work has to be dealt out by hand.
    pages = spark.read.parquet(path).repartition(3, "source")
    return collected(claims_of_pages(pages, options))


def test_demo_corpus_has_the_claims_of_one_machine(spark, tmp_path):
    path = write_pages(fetch(SOURCES), tmp_path / "pages.parquet")
    pages = spark.read.parquet(path)
    assert pages.rdd.getNumPartitions() > 1
    rows = collected(without_repeats(claims_of_pages(pages)))
    results = list(extract_all(SOURCES, load()))
    assert rows == single_machine(results)
    articles = [result for result in results if isinstance(result, ArticleClaims)]
    claims = {claim for article in articles for claim in article.claims}
    assert {claim_of(row) for row in rows if row["kind"] == "claim"} == claims
    assert len(claims) > 100


def test_worker_that_is_killed_is_replaced(spark, tmp_path):
    marker = tmp_path / "killed"
    pages = [story(number) for number in range(1, 13)]
    pages[7] = story(8, f"KILLSWORKER {marker}")
    path = write_pages(pages, tmp_path / "pages.parquet")
    disturbed = read_stories(spark, path, POISONED)
    assert marker.exists()
    assert disturbed == read_stories(spark, path, POISONED)
    assert {row["source"] for row in disturbed} == {page.source for page in pages}
    assert failures(disturbed) == {}


def test_page_that_kills_becomes_a_failure_and_the_others_are_read(spark, tmp_path):
    words = {2: "SEGFAULTING", 5: "HANGING", 9: "RAISING"}
    pages = [story(number, words.get(number, "")) for number in range(1, 11)]
    rows = read_stories(spark, write_pages(pages, tmp_path / "pages.parquet"), IMPATIENT)
    assert failures(rows) == {
        pages[1].source: "crashed",
        pages[4].source: "stalled",
        pages[8].source: "bug",
    }
    clean = write_pages(
        [page for number, page in enumerate(pages, 1) if number not in words],
        tmp_path / "clean.parquet",
    )
    assert [row for row in rows if row["kind"] != "failure"] == read_stories(spark, clean, RULES)


def test_job_done_twice_leaves_the_same_table_once(spark, tmp_path):
    met_twice = [story(number) for number in (1, 2, 3, 4, 5, 2, 3)]
    path = write_pages(met_twice, tmp_path / "pages.parquet", rows=2)
    output = str(tmp_path / "claims.parquet")
    tables = []
    for _ in range(2):
        results = without_repeats(claims_of_pages(spark.read.parquet(path), RULES))
        write_parquet(results, output)
        tables.append(collected(spark.read.parquet(output)))
    assert tables[0] == tables[1]
    keys = [row["row_id"] for row in tables[0]]
    assert len(keys) == len(set(keys))
    assert len({row["source"] for row in tables[0]}) == 5


def test_archives_are_read_a_task_a_file(spark, tmp_path):
    expected = []
    for number in (1, 2, 3):
        url = f"https://news.example/{number}"
        content = warc_bytes([(url, "200 OK", "text/html; charset=utf-8", html(number))])
        (tmp_path / f"{number}.warc.gz").write_bytes(content)
        expected.append(url)
    listing = tmp_path / "warc.paths"
    listing.write_text("1.warc.gz\n2.warc.gz\n\n3.warc.gz\n4.warc.gz\n")
    results = claims_of_warcs(warc_paths(spark, str(listing), f"{tmp_path}/"), RULES)
    assert results.rdd.getNumPartitions() == 4
    rows = collected(results)
    assert sorted({row["source"] for row in rows if row["kind"] == "claim"}) == expected
    assert failures(rows) == {f"{tmp_path}/4.warc.gz": "missing"}
    assert {row["fetched_at"] for row in rows if row["kind"] == "claim"} == {"2026-03-02T06:07:08Z"}


def test_example_of_the_documentation_runs(spark, tmp_path, monkeypatch):
    name = "1.warc.gz"
    content = warc_bytes([("https://news.example/1", "200 OK", "text/html", html(1))])
    (tmp_path / name).write_bytes(content)
    (tmp_path / "listing").write_text(name)
    output = tmp_path / "output"
    arguments = [str(EXAMPLE), str(tmp_path / "listing"), f"{tmp_path}/", str(output)]
    monkeypatch.setattr("sys.argv", arguments)
    runpy.run_path(str(EXAMPLE))
    rows = collected(spark.read.parquet(str(output / "claims")))
    assert {row["source"] for row in rows} == {"https://news.example/1"}


def test_paths_given_twice_are_read_once(spark, tmp_path):
    file = tmp_path / "1.warc"
    file.write_bytes(
        warc_bytes([("https://news.example/1", "200 OK", "text/html", html(1))], compressed=False)
    )
    rows = collected(claims_of_warcs(table_of_paths(spark, [file, file]), RULES))
    assert len(rows) == len({row["row_id"] for row in rows})


def test_text_in_a_table_without_the_other_columns_is_enough(spark):
    text = story(4).content.decode()
    pages = spark.createDataFrame([("https://news.example/4", text)], "url STRING, content STRING")
    (row,) = collected(claims_of_pages(pages, RULES))
    assert row["source"] == "https://news.example/4"
    assert row["amounts"][0]["value_min"] == "4000000"


def test_table_without_content_is_refused(spark):
    with pytest.raises(ValueError, match="`content`"):
        claims_of_pages(spark.createDataFrame([("a",)], "url STRING"), RULES)


def test_failure_records_come_through(spark, tmp_path):
    page = story(1).model_copy(update={"content": b""})
    (row,) = read_stories(spark, write_pages([page], tmp_path / "pages.parquet"), RULES)
    failure = Failure(**{name: row[name] for name in Failure.model_fields})
    assert (failure.stage, failure.error) == ("article", "empty")
