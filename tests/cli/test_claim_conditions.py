"""The conditions on claims: declared once, the same in every command that chooses claims."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from extractor.cli import app
from extractor.cli.filters import CONDITIONS
from extractor.records import Status
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter
from tests.sinks.sample_records import claim, record

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


@pytest.fixture(scope="module")
def outlets(tmp_path_factory):
    """Rumours of two outlets on three days."""
    file = str(tmp_path_factory.mktemp("outlets") / "claims.db")
    with SqlStore(file) as store:
        store.save(
            record(
                f"{name.lower()}-{day}.txt",
                [claim(status, id=f"c1-{name}-{day}", confidence=day / 10)],
                publisher=f"{name} Courier",
                published_at=date(2026, 3, day),
            )
            for name, status in (("Harbour", Status.UNCONFIRMED), ("Sextant", Status.STATED))
            for day in (7, 8, 9)
        )
    return file


COMBINED = [
    (["--publisher", "COURIER"], "harbour-9 sextant-9 harbour-8 sextant-8 harbour-7 sextant-7"),
    (["--publisher", "harb", "--until", "2026-03-08"], "harbour-8 harbour-7"),
    (["--publisher", "sext", "--since", "2026-03-08", "--until", "2026-03-08"], "sextant-8"),
    (["--min-confidence", "80%", "--until", "2026-03-08"], "harbour-8 sextant-8"),
    (["--min-confidence", "0.8", "--status", "stated", "--publisher", "harbour"], ""),
    (["--min-confidence", "0.9", "--status", "stated", "--text", "pelagia"], "sextant-9"),
]


@pytest.mark.parametrize(("options", "expected"), COMBINED, ids=str)
def test_conditions_combine_in_every_command(outlets, tmp_path, options, expected):
    listed = call("claims", "--db", outlets, "--format", "jsonl", *options)
    names = [json.loads(line)["article"]["source"] for line in listed.stdout.splitlines()]
    assert [name.removesuffix(".txt") for name in names] == expected.split()
    exported = call("export", "--db", outlets, "--format", "csv", *options)
    recorded = tmp_path / "claims.jsonl"
    recorded.write_text("".join(each.model_dump_json() + "\n" for each in all_of(outlets)))
    of_file = call("export", recorded, "--format", "csv", *options)
    assert exported.stdout == of_file.stdout
    assert sorted(set(re.findall(r"(?:harbour|sextant)-\d\.txt", exported.stdout))) == sorted(names)
    page = tmp_path / "page.html"
    assert call("report", "--db", outlets, "-o", page, *options).exit_code == 0
    shown = set(re.findall(r"(?:harbour|sextant)-\d\.txt", page.read_text(encoding="utf-8")))
    assert shown == set(names)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--until", "soon"), "2026-01-31"),
        (("--since", "2026-03-10", "--until", "2026-03-09"), "--since is after --until"),
        (("--min-confidence", "80"), "like 80%"),
        (("--min-confidence", "sure"), "from 0 to 1"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("command", CHOOSING)
def test_words_that_mean_nothing_are_usage_errors(outlets, command, words, said):
    usual = ("--format", "csv") if command == "export" else ()
    done = call(command, "--db", outlets, *usual, *words)
    assert done.exit_code == 2
    assert said in done.stderr


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
