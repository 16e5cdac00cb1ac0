"""`newsclaims export` as users run it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from prov.model import ProvDocument
from spacy.tokens import DocBin
from typer.testing import CliRunner

from extractor.cli import app
from extractor.records import Failure, Stage
from extractor.sinks.sql import SqlStore
from tests.standards.export_samples import full_record, hostile_record

FORMATS = ("webannotation", "schemaorg", "prov", "csv", "docbin")


def newsclaims(*arguments, **settings):
    return CliRunner().invoke(app, ["export", *map(str, arguments)], **settings)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The same two records as JSON Lines and as a database."""
    made = tmp_path_factory.mktemp("exports")
    records = [hostile_record(), full_record()]
    failure = Failure(source="gone", stage=Stage.FETCH, error="missing", message="not there")
    lines = [record.model_dump_json() + "\n" for record in (failure, *records)]
    (made / "claims.jsonl").write_text("".join(lines), encoding="utf-8")
    with SqlStore(str(made / "claims.db")) as store:
        store.save(records)
    return made


@pytest.mark.parametrize("name", FORMATS)
def test_file_and_database_say_the_same(folder, tmp_path, name):
    out = tmp_path / "out"
    from_file = newsclaims(folder / "claims.jsonl", "--format", name)
    from_database = newsclaims("--db", folder / "claims.db", "--format", name, "-o", out)
    assert (from_file.exit_code, from_database.exit_code) == (0, 0), from_file.stderr
    assert from_database.stdout_bytes == b""
    assert from_file.stdout_bytes == out.read_bytes() != b""


def test_web_annotations(folder):
    result = newsclaims(folder / "claims.jsonl", "--format", "webannotation")
    collections = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["type"] for each in collections] == ["AnnotationCollection"] * 2


def test_schema_org_under_a_base(folder):
    base = "https://data.example/claims/"
    result = newsclaims(folder / "claims.jsonl", "--format", "schemaorg", "--base", base)
    claims = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["@id"] for each in claims][-1] == f"{base}claim-c1-price"
    assert {each["@type"] for each in claims} == {"Claim"}


def test_prov(folder):
    result = newsclaims(folder / "claims.jsonl", "--format", "prov")
    for line in result.stdout.splitlines():
        assert ProvDocument.deserialize(content=line, format="json").get_records()


def test_csv_with_conditions(folder):
    conditions = ("--min-amount", "1e9", "--status", "unconfirmed", "--party", "nordwind")
    result = newsclaims(folder / "claims.jsonl", "--format", "csv", *conditions)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["claim_id"] for row in rows] == ["c1-price"]


def test_docbin_tells_what_was_widened(folder, tmp_path):
    out = tmp_path / "claims.spacy"
    result = newsclaims(folder / "claims.jsonl", "--format", "docbin", "-o", out)
    docs = DocBin(store_user_data=True).from_disk(out).get_docs(spacy.blank("en").vocab)
    spans = sum(len(doc.spans["sc"]) for doc in docs)
    # The tokenizer takes "m." at the end of a sentence, and what stands between "$" and an escape
    # sequence, as one token.
    assert result.stderr == f"2 articles, {spans} spans, 3 widened to whole tokens\n"


@pytest.mark.parametrize("name", FORMATS)
def test_no_claims_is_said(folder, name):
    result = newsclaims(folder / "claims.jsonl", "--format", name, "--source", "nowhere")
    assert result.exit_code == 0
    assert "no claims" in result.stderr


def test_a_database_in_the_place_of_lines_is_told(folder):
    result = newsclaims(folder / "claims.db", "--format", "csv")
    assert result.exit_code == 1
    assert "claims.db: this is a database: name it after --db" in result.stderr


def test_a_broken_line_leaves_the_old_file(folder, tmp_path):
    broken, out = tmp_path / "broken.jsonl", tmp_path / "out.csv"
    broken.write_bytes((folder / "claims.jsonl").read_bytes() + b'{"cut')
    out.write_text("old")
    result = newsclaims(broken, "--format", "csv", "-o", out)
    assert result.exit_code == 1
    assert "broken.jsonl, line 4: not a line of" in result.stderr
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.jsonl", "out.csv"]


@pytest.mark.parametrize(("arguments", "code", "told"), [
    (["missing.jsonl", "--format", "csv"], 1, "missing.jsonl: No such file"),
    ([".", "--format", "csv"], 1, "Is a directory"),
    (["--db", ".", "--format", "csv"], 1, "this is a folder"),
    (["--db", "missing.db", "--format", "csv"], 1, "there is no such database"),
    (["x.jsonl", "--db", "y.db", "--format", "csv"], 2, "not both"),
    (["x.jsonl"], 2, "--format"),
    (["x.jsonl", "--format", "rdf"], 2, "webannotation"),
    (["x.jsonl", "--format", "prov", "--base", "nonsense"], 2, "'nonsense'"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else None)  # fmt: skip
def test_what_goes_wrong_is_told(arguments, code, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = newsclaims(*arguments)
    assert result.exit_code == code
    assert told in " ".join(result.stderr.replace("│", " ").split())


def test_a_folder_that_is_not_there(folder, tmp_path):
    out = tmp_path / "none" / "out.csv"
    result = newsclaims(folder / "claims.jsonl", "--format", "csv", "-o", out)
    assert result.exit_code == 1
    assert "out.csv: No such file" in result.stderr


def test_as_a_process_from_standard_input(folder):
    """Bytes go through real streams, whatever the locale."""
    command = [sys.executable, "-m", "extractor.cli", "export", "-", "--format"]
    content = (folder / "claims.jsonl").read_bytes()
    piped = subprocess.run(
        [*command, "docbin"],
        input=content,
        capture_output=True,
        check=True,
        timeout=120,
        env={"LC_ALL": "C", "PYTHONPATH": ":".join(sys.path)},
    )
    in_process = newsclaims(folder / "claims.jsonl", "--format", "docbin")
    assert piped.stdout == in_process.stdout_bytes


def test_a_bad_line_leaves_no_file_and_in_a_pipe_what_came_before(folder, tmp_path):
    recorded = tmp_path / "bad.jsonl"
    recorded.write_bytes((folder / "claims.jsonl").read_bytes() + b"{}\n")
    into_file = newsclaims(recorded, "--format", "webannotation", "-o", tmp_path / "out")
    piped = newsclaims(recorded, "--format", "webannotation")
    assert (into_file.exit_code, piped.exit_code) == (1, 1)
    assert not (tmp_path / "out").exists()
    assert len(piped.stdout.splitlines()) == 2
    page = (Path(__file__).parents[2] / "docs/cli.md").read_text(encoding="utf-8")
    section = " ".join(page.partition("## newsclaims export\n")[2].partition("\n## ")[0].split())
    assert "With `-o` nothing is written then; a pipe has got what comes from the lines" in section
