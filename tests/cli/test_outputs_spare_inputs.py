"""No output replaces the database or the file that it is made of."""

from __future__ import annotations

import os
import shutil

import pytest

EXPORTS = ("webannotation", "schemaorg", "prov", "csv", "docbin")
LISTINGS = ("table", "jsonl", "csv", "md", "parquet")


@pytest.fixture
def database(filled_database, tmp_path):
    copy = tmp_path / "claims.db"
    shutil.copy(filled_database, copy)
    return copy


def refused(done, path, before, words):
    __tracebackhide__ = True
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert path.name in said
    assert words in said
    assert "name another file with -o" in said
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir() if each.suffix == ".tmp"] == []


@pytest.mark.parametrize(
    "command",
    [
        *(("claims", "--format", name) for name in LISTINGS),
        *(("export", "--format", name) for name in EXPORTS),
        ("report",),
    ],
    ids=" ".join,
)
def test_the_database_that_is_read(newsclaims, database, command):
    before = database.read_bytes()
    done = newsclaims(*command, "--db", database, "-o", database)
    refused(done, database, before, "this is a database")


@pytest.mark.parametrize("name", LISTINGS[1:2] + LISTINGS[-1:] + LISTINGS[:1])
def test_extract_onto_a_database(newsclaims, story, database, name):
    before = database.read_bytes()
    done = newsclaims("extract", story, "--model", "none", "--format", name, "-o", database)
    refused(done, database, before, "this is a database")


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_a_database_by_another_name(newsclaims, database, tmp_path, link):
    link(database, tmp_path / "out.jsonl")
    before = database.read_bytes()
    done = newsclaims("claims", "--db", database, "-o", "out.jsonl")
    refused(done, tmp_path / "out.jsonl", before, "this is a database")


@pytest.fixture
def recorded(newsclaims, story, tmp_path):
    assert newsclaims("extract", story, "--model", "none", "-o", "ok.jsonl").returncode == 0
    return tmp_path / "ok.jsonl"


@pytest.mark.parametrize("name", EXPORTS)
def test_the_records_that_are_exported(newsclaims, recorded, name):
    before = recorded.read_bytes()
    done = newsclaims("export", "ok.jsonl", "--format", name, "-o", recorded)
    refused(done, recorded, before, "read by the same command")


def test_the_records_on_standard_input(newsclaims, recorded):
    before = recorded.read_bytes()
    with recorded.open("rb") as stream:
        done = newsclaims("export", "-", "--format", "csv", "-o", "ok.jsonl", stdin=stream)
    refused(done, recorded, before, "read by the same command")


@pytest.mark.parametrize("source", ["story.txt", "./story.txt", "file:URI", "other.txt", "."])
def test_the_article_that_is_read(newsclaims, story, tmp_path, source):
    before = story.read_bytes()
    (tmp_path / "other.txt").symlink_to(story)
    named = story.as_uri() if source == "file:URI" else source
    done = newsclaims("extract", "missing.txt", named, "--model", "none", "-o", story)
    refused(done, story, before, "read by the same command")


@pytest.mark.parametrize("name", ["claims.jsonl", "news/.claims.jsonl"])
def test_a_file_of_an_earlier_time_is_replaced(newsclaims, story, tmp_path, name):
    (tmp_path / "news").mkdir()
    story.rename(tmp_path / "news" / "story.txt")
    (tmp_path / name).write_text("of yesterday")
    done = newsclaims("extract", "news", "--model", "none", "-o", name)
    assert done.returncode == 0, done.stderr
    assert b"Nordwind" in (tmp_path / name).read_bytes()
