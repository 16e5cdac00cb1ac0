"""Parquet: every field arrives, in other programs too; whole files or the old ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from claim_strategies import article_claims, unhurried
from hypothesis import given
from hypothesis import strategies as st
from sample_records import claim, failure, record

from extractor.errors import StoreError
from extractor.records import Status, plain_decimal
from extractor.sinks.parquet import ParquetSink
from extractor.sinks.stored import claims_in

pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "claims.parquet"


def write(file, *records, **options):
    with ParquetSink(file, **options) as sink:
        for each in records:
            sink.write(each)


def names_of(claim_):
    return [(party.name, party.role.value, len(party.mentions)) for party in claim_.parties]


@unhurried
@given(originals=st.lists(article_claims(), max_size=2))
def test_any_claim_arrives(file, originals):
    write(file, *originals)
    rows = pq.read_table(file).to_pylist()
    claims = [(each.article, one) for each in originals for one in each.claims]
    assert [row["claim_id"] for row in rows] == [one.id for _, one in claims]
    for row, (article, one) in zip(rows, claims, strict=True):
        assert (row["source"], row["title"]) == (article.source, article.title)
        assert row["status"] == one.confirmation.status.value
        assert [
            (party["name"], party["role"], len(party["mentions"])) for party in row["parties"]
        ] == names_of(one)
        exact = [None if x.value_min is None else plain_decimal(x.value_min) for x in one.amounts]
        assert [amount["value_min_text"] for amount in row["amounts"]] == exact
        assert [each["text"] for each in row["evidence"]] == [each.text for each in one.evidence]


def test_stored_claims_can_be_written(file):
    (stored,) = claims_in(record(published_at=date(2026, 3, 2)))
    write(file, stored.model_copy(update={"superseded_by": "a1-9"}))
    (row,) = pq.read_table(file).to_pylist()
    assert row["superseded_by"] == "a1-9"
    assert row["published_at"] == row["dated_at"] == datetime(2026, 3, 2, tzinfo=UTC)
    assert row["amounts"][0]["value_max"] == 2.5e9
    assert row["durations"][0]["iso8601"] == "P3Y"


def test_schema_does_not_depend_on_the_rows(file, tmp_path):
    write(file, record())
    write(tmp_path / "empty.parquet", failure(), record(claims=[]))
    assert pq.read_schema(file) == pq.read_schema(tmp_path / "empty.parquet")
    assert pq.read_table(tmp_path / "empty.parquet").num_rows == 0


def test_rows_are_written_in_groups(file):
    write(file, *[record(str(number)) for number in range(7)], rows_in_group=3)
    groups = pq.ParquetFile(file).metadata
    assert [groups.row_group(at).num_rows for at in range(groups.num_row_groups)] == [3, 3, 1]


@pytest.mark.parametrize("rows_in_group", [1, 100])
def test_old_file_stays_when_the_block_fails(file, rows_in_group):
    file.write_bytes(b"old")

    def interrupted():
        with ParquetSink(file, rows_in_group) as sink:
            sink.write(record())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("rows_in_group", [1, 100])
def test_full_disk_is_a_store_error(rows_in_group):
    with pytest.raises(StoreError, match="No space left"):
        write(Path("/dev/full"), *[record(str(at)) for at in range(9)], rows_in_group=rows_in_group)


def test_unwritable_target_is_a_store_error(tmp_path):
    with pytest.raises(StoreError):
        write(tmp_path / "missing" / "out.parquet", record())


def test_surrogates_are_replaced(file):
    write(file, record("caf\udce9.txt"))
    assert pq.read_table(file)["source"].to_pylist() == ["caf\ufffd.txt"]


def test_sink_outside_a_with_block_says_so(file):
    with pytest.raises(RuntimeError, match="with block"):
        ParquetSink(file).write(record())


def test_without_the_library_it_says_what_to_install(file, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(StoreError, match=r"pip install 'newsclaims\[parquet\]'"):
        write(file, claim(Status.DENIED))
    assert not list(file.parent.iterdir())
