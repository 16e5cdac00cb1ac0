"""``claims``, ``schema``, usage errors, and what must not be imported."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.records import Status
from extractor.sinks.stored import StoredClaim


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def sources_of(result):
    return [
        StoredClaim.model_validate_json(line).article.source.rsplit("/", 1)[-1]
        for line in result.stdout.splitlines()
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["rumour.txt", "story.txt"]),
        (["--status", "unconfirmed"], ["rumour.txt"]),
        (["--status", "unconfirmed", "--status", "confirmed"], ["rumour.txt", "story.txt"]),
        (["--party", "nordWIND"], ["story.txt"]),
        (["--min-amount", "1e9"], ["story.txt"]),
        (["--max-amount", "1e9"], ["rumour.txt"]),
        (["--currency", "eur"], ["rumour.txt"]),
        (["--currency", "eur", "--min-amount", "1e9"], []),
        (["--modality", "possible"], ["rumour.txt"]),
        (["--since", "2100-01-01"], []),
        (["--source", "nowhere"], []),
    ],
)
def test_claims_are_selected(filled_database, options, expected):
    result = call("claims", "--db", filled_database, *options)
    assert result.exit_code == 0
    assert sources_of(result) == expected


def test_claims_as_csv(filled_database):
    result = call("claims", "--db", filled_database, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["currency"] for row in rows] == ["EUR", "USD"]


def test_claims_as_table(filled_database):
    result = call("claims", "--db", filled_database, "--format", "table")
    assert "? unconfirmed" in result.stdout


def test_no_claims_is_said_beside_the_output(filled_database):
    result = call("claims", "--db", filled_database, "--party", "nobody", "--format", "table")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no claims\n")


def test_missing_database_is_an_error(tmp_path):
    result = call("claims", "--db", tmp_path / "none.db")
    assert result.exit_code == 1
    assert "newsclaims run" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["claims", "--status", "true"], "unconfirmed"),
        (["claims", "--since", "soon"], "7d"),
        (["claims", "--min-amount", "lots"], "1e9"),
        (["claims", "--currency", "euros"], "ISO 4217"),
        (["claims", "--format", "xml"], "jsonl"),
        (["extract"], "SOURCE"),
        (["extract", "a.txt", "--dollar", "peso"], "ISO 4217"),
        (["run", "a.txt", "--batch-size", "0"], "batch-size"),
        (["fly"], "fly"),
        (["claims", "--fly"], "--fly"),
    ],
)
def test_usage_errors(arguments, said):
    result = call(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_unknown_status_names_all_choices():
    result = call("claims", "--status", "maybe")
    assert all(status.value in result.stderr for status in Status)


def test_schema_is_json_schema():
    result = call("schema")
    assert result.exit_code == 0
    schema = json.loads(result.stdout)
    assert {"Claim", "Failure", "Article"} <= set(schema["$defs"])


def test_version():
    assert call("--version").stdout.startswith("newsclaims ")


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["extract", "--help"], ["schema"], ["claims", "--party", "nobody"]],
    ids=" ".join,
)
def test_light_commands_do_not_load_spacy(filled_database, arguments):
    database = ["--db", filled_database] if arguments[0] == "claims" else []
    script = (
        "import sys; from extractor.cli import app\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "assert not {'spacy', 'trafilatura', 'httpx'} & set(sys.modules)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script, *arguments, *database], capture_output=True, check=False
    )
    assert finished.stderr == b""
    assert finished.returncode == 0


def test_help_comes_at_once(newsclaims):
    def seconds():
        before = time.monotonic()
        assert newsclaims("--help").returncode == 0
        return time.monotonic() - before

    # The aim is half a second on an idle machine; a loaded one may take longer.
    assert min(seconds() for _ in range(3)) < 1.5
