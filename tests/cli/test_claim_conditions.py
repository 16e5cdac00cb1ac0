"""The conditions on claims: declared once, the same in every command that chooses claims."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from extractor.cli import app
from extractor.cli.filters import CONDITIONS
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter

CHOOSING = ("claims", "export", "report", "watch")
# What makes no sense: the page shows each article once; what lands is told, revised or not.
LEFT_OUT = {"report": {"superseded"}, "watch": {"superseded", "corrected"}}


def call(*arguments, **settings):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **settings)


def options_of(command):
    return {option.name: option for option in typer.main.get_command(app).commands[command].params}


def test_every_field_of_the_filter_is_an_option():
    assert {each.field for each in CONDITIONS} == set(ClaimFilter.model_fields)


@pytest.mark.parametrize("command", CHOOSING)
def test_every_command_has_every_condition_with_the_same_words(command):
    options = options_of(command)
    for condition in CONDITIONS:
        if condition.field not in LEFT_OUT.get(command, ()):
            assert options[condition.parameter].help == condition.option.help
        else:
            assert condition.parameter not in options


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["rumour.txt", "story.txt"]),
        (["--text", '"two people" ostw*'], ["rumour.txt"]),
        (["--text", "nobody"], []),
        (["--status", "unconfirmed", "--currency", "eur"], ["rumour.txt"]),
        (["--superseded", "--party", "nordwind"], ["story.txt"]),
        (["--since", "1d"], []),
    ],
    ids=" ".join,
)
def test_database_and_file_are_chosen_from_alike(filled_database, tmp_path, options, expected):
    of_database = call("export", "--db", filled_database, "--format", "csv", *options)
    recorded = tmp_path / "claims.jsonl"
    recorded.write_text(
        "".join(record.model_dump_json() + "\n" for record in all_of(filled_database))
    )
    of_file = call("export", recorded, "--format", "csv", *options)
    assert (of_database.exit_code, of_file.exit_code) == (0, 0), of_file.stderr
    assert of_file.stdout == of_database.stdout
    assert [name for name in ("rumour.txt", "story.txt") if name in of_file.stdout] == expected


def all_of(database):
    with SqlStore(database, create=False) as store:
        return list(store.articles())


def test_superseded_claims_are_exported_when_asked_for(newsclaims, story):
    for price in ("2.5", "2.6"):
        story.write_text(f"Port sold\nNordwind AG will buy Pelagia Ltd for ${price} billion.\n")
        assert newsclaims("run", story, "--model", "none").returncode == 0
    latest = newsclaims("export", "--format", "csv").stdout.decode()
    every = newsclaims("export", "--format", "csv", "--superseded").stdout.decode()
    assert ("$2.5 billion" in latest, "$2.6 billion" in latest) == (False, True)
    assert ("$2.5 billion" in every, "$2.6 billion" in every) == (True, True)


def test_report_of_some_claims(filled_database, tmp_path):
    page = tmp_path / "page.html"
    done = call("report", "--db", filled_database, "-o", page, "--party", "ostwind")
    assert (done.exit_code, done.stderr) == (0, f"1 claim, 1 article, 1 failure -> {page}\n")
    assert "Nordwind" not in page.read_text(encoding="utf-8")


def test_claims_say_their_conditions_in_json(filled_database):
    done = call("claims", "--db", filled_database, "--status", "unconfirmed", "--text", "people")
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["claim"]["confirmation"]["status"] == "unconfirmed"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "\udcff"), 1),
        (("show", "c1-", "--source", "\udcff"), 1),
        (("review", "c1-\udcff"), 1),
        (("review", "c1-", "--source", "\udcff"), 1),
        (("claims", "--party", "\udcff"), 0),
        (("claims", "--text", "\udcff"), 0),
        (("report", "-o", "page.html", "--title", "\udcff"), 0),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else "",
)
def test_words_that_are_no_utf8(filled_database, newsclaims, words, code):
    """Bytes that are no UTF-8 reach Python as halves of characters."""
    done = newsclaims(*words, "--db", filled_database)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 1
