"""``extract`` and ``run`` as users run them: output, messages, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.records import ArticleClaims, Failure
from extractor.sinks.sql import SqlStore

RULES = ("--model", "none")


def test_extract_writes_records_and_tells_of_failures(newsclaims, story):
    finished = newsclaims("extract", *RULES, story, "missing.txt")
    article, failure = finished.stdout.decode().splitlines()
    assert ArticleClaims.model_validate_json(article).claims
    assert Failure.model_validate_json(failure).source == "missing.txt"
    said = finished.stderr.decode().splitlines()
    assert len([line for line in said if line.startswith("rules only: ")]) == 1
    (told,) = [line for line in said if line.startswith("missing.txt: ")]
    assert told.endswith("(missing)")
    assert len(said) == 2
    assert finished.returncode == 3


def test_extract_gives_the_same_bytes_every_time_and_in_every_locale(newsclaims, tmp_path):
    (tmp_path / "a.txt").write_text("Café\nCafé Zürich AG paid €3 million for Ōsaka 大阪.\n")
    usual = newsclaims("extract", *RULES, "a.txt")
    ascii_only = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    elsewhere = newsclaims("extract", *RULES, "a.txt", env=ascii_only)
    assert usual.returncode == elsewhere.returncode == 0
    assert usual.stdout == elsewhere.stdout
    assert "大阪" in usual.stdout.decode("utf-8")


def test_extract_reads_standard_input_and_writes_a_file(newsclaims, story, tmp_path):
    finished = newsclaims("extract", *RULES, "-", "-o", "out.jsonl", input=story.read_bytes())
    assert (finished.returncode, finished.stdout) == (0, b"")
    (line,) = (tmp_path / "out.jsonl").read_text().splitlines()
    assert json.loads(line)["article"]["source"] == "-"


def test_extract_prints_a_table(newsclaims, story):
    finished = newsclaims("extract", *RULES, "--format", "table", story)
    shown = finished.stdout.decode()
    assert "Status" in shown
    assert "USD 2.5bn" in shown
    assert max(map(len, shown.splitlines())) <= 120


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_terminal_gets_a_table(newsclaims, story):
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    finished = newsclaims(
        "extract", *RULES, story, capture_output=False, stdout=theirs, stderr=subprocess.PIPE
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert finished.returncode == 0
    assert "Status" in shown
    assert not shown.startswith("{")


def test_output_that_cannot_be_written_is_said_before_any_work(newsclaims, story):
    finished = newsclaims("extract", *RULES, story, "-o", "missing/out.jsonl")
    assert finished.returncode == 1
    assert finished.stderr.decode() == "error: missing/out.jsonl: No such file or directory\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_one_line(newsclaims):
    with Path("/dev/full").open("w") as full:
        finished = newsclaims("schema", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert finished.stderr.decode() == "error: output: No space left on device\n"
    assert finished.returncode == 1


def test_model_that_is_not_there_is_one_line(newsclaims, story):
    finished = newsclaims("extract", story, "--model", "xx_no_such_model")
    said = finished.stderr.decode()
    assert finished.returncode == 1
    assert said.startswith("error: model 'xx_no_such_model': ")
    assert len(said.splitlines()) == 1


def test_hostile_names_reach_the_terminal_harmless(newsclaims):
    finished = newsclaims("extract", *RULES, "\x1b[2J\x1b]0;owned\x07[red]x[/red]")
    said = finished.stderr.decode()
    assert "\x1b" not in said
    assert "[red]x[/red]: " in said
    assert finished.returncode == 3


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell and head")
def test_reader_that_goes_away_is_no_error(tmp_path, story):
    many = " ".join([story.name] * 400)
    line = f"'{sys.executable}' -m extractor.cli extract --model none {many} | head -n 1"
    finished = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert len(finished.stdout.splitlines()) == 1
    assert len(finished.stderr.splitlines()) == 1  # rules only
    assert finished.returncode == 0


def test_run_fills_a_database_and_says_what_it_did(newsclaims, story, tmp_path):
    first = newsclaims("run", *RULES, story, "missing.txt")
    assert (first.returncode, first.stdout) == (3, b"")
    summary = first.stderr.decode().splitlines()[-1]
    assert summary == "1 article, 1 claim, 1 failure, 0 unchanged -> sqlite:///claims.db"
    with SqlStore(str(tmp_path / "claims.db"), create=False) as store:
        assert store.counts() == (1, 1, 1)
    again = newsclaims("run", *RULES, story)
    assert again.returncode == 0
    assert "0 articles, 0 claims, 0 failures, 1 unchanged" in again.stderr.decode()


def test_run_refuses_a_foreign_database(newsclaims, story):
    finished = newsclaims("run", *RULES, story, "--db", story)
    said = finished.stderr.decode()
    assert finished.returncode == 1
    assert said.startswith("error: sqlite:///")
    assert "Traceback" not in said


def test_deals_without_figures_are_claims_on_request(newsclaims, tmp_path):
    (tmp_path / "talks.txt").write_text(
        "Ardmoor agrees to buy Kestrel\n"
        "Ardmoor Rail Plc said on Monday it had agreed to acquire Kestrel Foundries Ltd from its"
        " founders.\n"
    )
    plain = newsclaims("extract", *RULES, "talks.txt")
    assert not ArticleClaims.model_validate_json(plain.stdout).claims
    asked = newsclaims("extract", *RULES, "talks.txt", "--deals")
    claims = ArticleClaims.model_validate_json(asked.stdout).claims
    assert claims
    assert not any(claim.figures() for claim in claims)
    newsclaims("run", *RULES, "talks.txt")
    again = newsclaims("run", *RULES, "talks.txt", "--deals")
    assert b"1 done by an older extractor" in again.stderr
    newsclaims("run", *RULES, "talks.txt", "--deals", "--reprocess")
    with SqlStore(str(tmp_path / "claims.db")) as store:
        assert [claim.claim.id for claim in store.claims()] == [claim.id for claim in claims]
