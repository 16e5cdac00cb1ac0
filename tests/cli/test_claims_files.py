"""Claims into files, and searching and superseded claims from the command line."""

from __future__ import annotations

import json

import pytest

pq = pytest.importorskip("pyarrow.parquet")


@pytest.mark.parametrize("command", ["extract", "claims"])
def test_parquet_file(newsclaims, story, filled_database, tmp_path, command):
    what = [story, "--model", "none"] if command == "extract" else ["--db", filled_database]
    done = newsclaims(command, *what, "--format", "parquet", "-o", "out.parquet")
    assert (done.returncode, done.stdout) == (0, b"")
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert "$2.5 billion" in {amount["text"] for row in rows for amount in row["amounts"]}


@pytest.mark.parametrize("command", ["extract", "claims"])
def test_parquet_needs_a_file(newsclaims, story, filled_database, command):
    what = [story, "--model", "none"] if command == "extract" else ["--db", filled_database]
    done = newsclaims(command, *what, "--format", "parquet")
    assert done.returncode == 2
    assert b"-o claims.parquet" in done.stderr


def test_claims_into_a_file(newsclaims, filled_database, tmp_path):
    assert newsclaims("claims", "--db", filled_database, "-o", "out.jsonl").returncode == 0
    printed = newsclaims("claims", "--db", filled_database).stdout
    assert (tmp_path / "out.jsonl").read_bytes() == printed


def test_claims_by_words(newsclaims, filled_database):
    found = newsclaims("claims", "--db", filled_database, "--text", '"two people" ostw*')
    (claim,) = map(json.loads, found.stdout.splitlines())
    assert claim["claim"]["amounts"][0]["text"] == "€40 million"
    assert newsclaims("claims", "--db", filled_database, "--text", "nobody").stdout == b""


def test_superseded_claims(newsclaims, story):
    for price in ("2.5", "2.6"):
        story.write_text(f"Port sold\nNordwind AG will buy Pelagia Ltd for ${price} billion.\n")
        assert newsclaims("run", story, "--model", "none").returncode == 0
    assert len(newsclaims("claims").stdout.splitlines()) == 1
    lines = newsclaims("claims", "--superseded").stdout.splitlines()
    texts = [json.loads(line)["claim"]["amounts"][0]["text"] for line in lines]
    superseded = [json.loads(line)["superseded_by"] is not None for line in lines]
    assert (texts, superseded) == (["$2.6 billion", "$2.5 billion"], [False, True])
