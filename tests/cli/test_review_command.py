"""The command ``review`` as editors run it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.batch import RunOptions, run
from extractor.cli import app
from extractor.pipeline import road
from extractor.records import Status
from extractor.sinks.corrections import Edit, Standing
from extractor.sinks.sql import SqlStore

RUMOUR = "Port talk\nOstwind AG may pay €40 million for Delphi Ltd, two people said.\n"
PAGE = Path(__file__).parents[2] / "docs/troubleshooting.md"
USAGE_ERRORS = [
    ((), "name a claim"),
    (("c1", "--accept"), "NEWSCLAIMS_EDITOR"),
    (("c1", "--withdraw"), "NEWSCLAIMS_EDITOR"),
    (("c1", "--status", "maybe", "--by", "A"), "is not one of"),
    (("c1", "--party", "boss=X", "--by", "A"), "payer, payee, subject"),
    (("c1", "--party", "Northwind", "--by", "A"), "not like payer=NAME"),
    (("c1", "--party", "payer= \u202e", "--by", "A"), "is empty"),
    (("c1", "--remove-party", " ", "--by", "A"), "is empty"),
    (("c1", "--party", "payer=A", "--remove-party", "B", "--by", "A"), "leave out"),
    (("c1", "--accept", "--withdraw", "--by", "A"), "exclude"),
    (("c1", "--list", "--status", "denied"), "exclude"),
    (("--list", "--export-labels", "x"), "exclude"),
]


def call(*arguments, **environment):
    runner = CliRunner(env={"NEWSCLAIMS_EDITOR": None, **environment})
    return runner.invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def desk(filled_database, tmp_path):
    """A copy of the filled database, and the command on it."""
    copy = tmp_path / "claims.db"
    shutil.copy(filled_database, copy)

    def review(*arguments, **environment):
        return call("review", "--db", copy, *arguments, **environment)

    review.database = copy
    return review


@pytest.fixture
def rumour(desk):
    """The id of the claim that is unconfirmed."""
    with SqlStore(str(desk.database), create=False) as store:
        (found,) = (c for c in store.claims() if c.article.source.endswith("rumour.txt"))
    assert found.claim.confirmation.status == "unconfirmed"
    return found.claim.id


def claims(desk, *options):
    result = call("claims", "--db", desk.database, *options)
    return [json.loads(line) for line in result.stdout.splitlines()]


def entries(desk, *arguments):
    result = desk(*arguments, "--list")
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_status_beside_the_machine_value(desk, rumour):
    result = desk(rumour[:8], "--status", "confirmed", "--by", "A. Editor", "--note", "Seen it.")
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"A. Editor: {rumour} status unconfirmed → confirmed “Seen it.”" in result.stderr
    (found,) = [each for each in claims(desk) if each["claim"]["id"] == rumour]
    assert found["claim"]["confirmation"]["status"] == "unconfirmed"
    assert found["corrected"]["status"] == "confirmed"
    assert [each["by"] for each in found["corrections"]] == ["A. Editor"]
    assert rumour in {each["claim"]["id"] for each in claims(desk, "--status", "confirmed")}
    assert claims(desk, "--status", "unconfirmed") == []


def test_parties_are_replaced(desk, rumour):
    parties = ("--party", "payer=Northwind plc", "--party", " Payee = Umbra=Ltd ")
    assert desk(rumour, *parties, "--by", "A").exit_code == 0
    (entry,) = entries(desk, rumour)
    assert [(each["role"], each["name"]) for each in entry["parties"]] == [
        ("payer", "Northwind plc"), ("payee", "Umbra=Ltd")
    ]  # fmt: skip
    assert desk(rumour, "--remove-party", "northwind PLC", "--by", "B").exit_code == 0
    assert [each["name"] for each in entries(desk, rumour)[-1]["parties"]] == ["Umbra=Ltd"]


def test_everything_at_once(desk, rumour):
    options = ("--status", "denied", "--party", "subject=Delphi Ltd", "--accept", "--by", "A")
    assert desk(rumour, *options).exit_code == 0
    (entry,) = entries(desk)
    assert (entry["status"], entry["accepted"], len(entry["parties"])) == ("denied", True, 1)


def test_taking_back(desk, rumour):
    desk(rumour, "--status", "denied", "--by", "A")
    result = desk(rumour, "--withdraw", "--by", "B", "--note", "Misread.")
    assert result.exit_code == 0
    assert "taken back: " in result.stderr
    assert [each["standing"] for each in entries(desk, rumour)] == ["withdrawn", "stands"]
    assert claims(desk, "--status", "denied") == []
    assert desk(rumour, "--withdraw", "--by", "B").exit_code == 1


def test_the_environment_says_who(desk, rumour):
    assert desk(rumour, "--accept", NEWSCLAIMS_EDITOR="E. Ditor").exit_code == 0
    assert desk(rumour, "--accept", "--by", "Other", NEWSCLAIMS_EDITOR="E. Ditor").exit_code == 0
    assert [each["by"] for each in entries(desk)] == ["E. Ditor", "Other"]


def test_claim_and_history_are_shown(desk, rumour):
    desk(rumour, "--status", "denied", "--by", "A")
    shown = desk(rumour).stdout
    assert "status   denied  (newsclaims: unconfirmed)" in shown
    assert "A: " in shown
    assert "two people said" in shown


def test_list_as_text(desk, rumour):
    assert "no corrections" in desk("--list", "--format", "text").stderr
    desk(rumour, "--accept", "--by", "A\x1b[2J")
    shown = desk("--list", "--format", "text").stdout
    assert shown.endswith(f" UTC A[2J: {rumour} checked and right\n")


@pytest.mark.parametrize(("arguments", "words"), USAGE_ERRORS)
def test_usage_errors(desk, arguments, words):
    result = desk(*arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.replace("│", " ").split())
    assert entries(desk) == []


@pytest.mark.parametrize("arguments", [arguments for arguments, _ in USAGE_ERRORS])
def test_usage_errors_are_on_the_page_of_messages(desk, arguments):
    said = re.search(r"Invalid value[^:]*: (.+)\n", desk(*arguments).stderr)[1]
    explained = re.findall(r"^\| `(.+?)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    patterns = (re.escape(text).replace("…", ".+") for text in explained if " " in text)
    assert any(re.fullmatch(pattern, said) for pattern in patterns), said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("c1-zzz", "--accept"), "no claim has an id"),
        (("c1-", "--accept"), "several claims"),
        (("RUMOUR", "--status", "unconfirmed"), "says unconfirmed itself"),
        (("RUMOUR", "--remove-party", "Nobody"), "no party"),
        (("RUMOUR", "--accept", "--source", "nowhere"), "in nowhere"),
        (("RUMOUR", "--accept", "--by", " "), "name is empty"),
        (("c1-zzz", "--list"), "no claim has an id"),
        (("c1-zzz",), "no claim has an id"),
    ],
)
def test_refusals(desk, rumour, arguments, words):
    told = [rumour if each == "RUMOUR" else each for each in arguments]
    result = desk(*told, NEWSCLAIMS_EDITOR="A")
    assert result.exit_code == 1
    assert words in result.stderr
    assert entries(desk) == []


def test_no_database(tmp_path):
    result = call("review", "--db", tmp_path / "none.db", "--list")
    assert result.exit_code == 1
    assert "newsclaims run" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to the superuser")
def test_database_that_may_not_be_written(desk, rumour):
    desk.database.chmod(0o444)
    desk.database.parent.chmod(0o555)
    try:
        result = desk(rumour, "--accept", "--by", "A")
        assert desk("--list").exit_code == 0
    finally:
        desk.database.parent.chmod(0o755)
    assert result.exit_code == 1
    assert "rights" in result.stderr


def test_labels(desk, rumour, tmp_path):
    with SqlStore(str(desk.database), create=False) as store:
        ids = [each.claim.id for each in store.claims()]
    desk(rumour, "--accept", "--by", "A")
    result = desk("--export-labels", tmp_path / "reviewed")
    assert result.exit_code == 0
    assert f"1 article with 1 claim, 0 left out -> {tmp_path / 'reviewed'}" in result.stderr
    (labels,) = (tmp_path / "reviewed" / "labels").iterdir()
    assert (tmp_path / "reviewed" / "texts" / f"{labels.stem}.txt").exists()
    assert desk("--export-labels", tmp_path / "reviewed").exit_code == 1
    assert len(ids) == 2


def test_report_shows_it(desk, rumour, tmp_path):
    desk(rumour, "--status", "denied", "--by", "<b>Eve</b>", "--note", "</script><img src=x>")
    page = tmp_path / "page.html"
    assert call("report", "--db", desk.database, "-o", page).exit_code == 0
    content = page.read_text(encoding="utf-8")
    assert '"machineStatus":"unconfirmed"' in content
    assert "Eve" in content
    assert "<b>Eve" not in content
    assert "<img src=x>" not in content


def test_needs_neither_spacy_nor_a_network_library(desk, rumour):
    script = (
        "import sys; from extractor.cli import app\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "assert not {'spacy', 'trafilatura', 'httpx'} & set(sys.modules)\n"
    )
    arguments = ["review", "--db", str(desk.database), rumour, "--accept", "--by", "A"]
    finished = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, check=False
    )
    assert finished.returncode == 0, finished.stderr


def test_corrections_outlive_a_run_that_reads_everything_again(tmp_path):
    story = tmp_path / "story.txt"
    nlp = road.load(None)
    with SqlStore(str(tmp_path / "claims.db")) as store:

        def read(text, **options):
            story.write_text(text)
            run([str(story)], store, nlp, RunOptions(**options))
            return next(store.claims())

        claim_id = read(RUMOUR).claim.id
        store.correct(claim_id, Edit(status=Status.DENIED), "A. Editor")
        again = read(RUMOUR, reprocess=True)
        assert (again.claim.id, again.corrected.status) == (claim_id, Status.DENIED)
        revised = read(RUMOUR + "Delphi had no comment.\n")
        assert revised.corrected is None
        (entry,) = store.corrections()
        assert (entry.claim_id, entry.standing) == (claim_id, Standing.SUPERSEDED)
        assert read(RUMOUR).corrected.status is Status.DENIED
