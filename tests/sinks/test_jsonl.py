"""JSON Lines: exact bytes, whole files or the old ones, any record survives."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from claim_strategies import article_claims, failures, unhurried
from hypothesis import given
from sample_records import failure, record

from extractor.errors import StoreError
from extractor.records import ArticleClaims, Failure
from extractor.sinks.jsonl import JsonlSink


def lines_of(*records):
    stream = io.StringIO()
    with JsonlSink(stream) as sink:
        for each in records:
            sink.write(each)
    return stream.getvalue()


@unhurried
@given(article_claims())
def test_article_survives_the_round_trip_byte_for_byte(original):
    line = lines_of(original)
    assert line.count("\n") == 1
    back = ArticleClaims.model_validate_json(line)
    assert back == original
    assert lines_of(back) == line


@unhurried
@given(failures())
def test_failure_survives_the_round_trip(original):
    assert Failure.model_validate_json(lines_of(original)) == original


def test_failure_is_a_flat_line():
    assert json.loads(lines_of(failure())) == {
        "source": "a.txt",
        "stage": "fetch",
        "error": "not_found",
        "message": "gone",
    }


def test_file_has_one_record_a_line(tmp_path: Path):
    target = tmp_path / "out.jsonl"
    with JsonlSink(target) as sink:
        sink.write(record())
        sink.write(failure("b"))
    assert target.read_bytes() == lines_of(record(), failure("b")).encode()
    assert list(tmp_path.iterdir()) == [target]


def test_old_file_stays_when_the_block_fails(tmp_path: Path):
    target = tmp_path / "out.jsonl"
    target.write_text("old\n")

    def interrupted():
        with JsonlSink(target) as sink:
            sink.write(record())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert target.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [target]


def test_link_is_written_through(tmp_path: Path):
    target, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    target.write_text("old\n")
    link.symlink_to(target)
    with JsonlSink(link) as sink:
        sink.write(failure())
    assert link.is_symlink()
    assert target.read_text() == lines_of(failure())


@pytest.mark.parametrize("name", ["missing/out.jsonl", "."])
def test_unwritable_target_is_a_store_error(tmp_path: Path, name):
    with pytest.raises(StoreError), JsonlSink(tmp_path / name):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_a_store_error():
    def write_to_full_disk():
        with JsonlSink(Path("/dev/full")) as sink:
            sink.write(record())

    with pytest.raises(StoreError, match="No space left"):
        write_to_full_disk()


def test_device_is_written_in_place():
    with JsonlSink(Path("/dev/null")) as sink:
        sink.write(record())
    assert not Path("/dev/null").is_file()


def test_name_that_is_no_utf8_can_be_written():
    line = lines_of(failure("caf\udce9.txt"))
    assert json.loads(line)["source"] == "caf\N{REPLACEMENT CHARACTER}.txt"


def test_surrogate_in_an_article_keeps_offsets():
    broken = record(source="caf\udce9.txt", title="\ud83d")
    back = ArticleClaims.model_validate_json(lines_of(broken))
    assert back.claims == broken.claims


def test_sink_outside_a_with_block_says_so(tmp_path: Path):
    with pytest.raises(RuntimeError, match="with block"):
        JsonlSink(tmp_path / "x").write(record())
