"""docs/howto/postgresql.md: its Python moves a database, its SQL lets others read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from postgres_server import postgres_server
from typer.testing import CliRunner

from extractor.cli import app
from extractor.sinks.sql import SqlStore

__all__ = ["postgres_server"]

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/howto/postgresql.md").read_text(encoding="utf-8")
DEMO = ROOT / "corpus/demo/texts"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def moved(postgres_server, tmp_path_factory):
    """A SQLite database of the demonstration, and the PostgreSQL one that the page copies it to."""
    old = str(tmp_path_factory.mktemp("old") / "claims.db")
    sources = [str(DEMO), str(DEMO / "none.txt")]
    result = CliRunner().invoke(
        app, ["run", *sources, "--db", old, "--model", "none", "--workers", "1"]
    )
    assert result.exit_code == 3, result.stderr
    new = postgres_server.new_database("ENCODING 'UTF8' TEMPLATE template0")
    (code,) = blocks("python")
    page: dict = {}
    exec(compile(code, "postgresql.md", "exec"), page)
    page["copy"](old, new)
    page["copy"](old, new)
    return old, new


def test_everything_is_there_and_once(moved):
    old, new = moved
    with SqlStore(old) as before, SqlStore(new) as after:
        assert after.counts() == before.counts()
        assert list(after.articles()) == list(before.articles())
        assert after.failures() == before.failures()
        assert after.counts().claims


def test_the_statements_run(moved, postgres_server):
    name = moved[1].partition("@/")[2].partition("?")[0]
    grants, question = blocks("sql")
    for statement in filter(str.strip, grants.split(";")):
        postgres_server.execute(statement, name)
    granted = postgres_server.execute(
        "SELECT has_table_privilege('analyst', 'unconfirmed_claims', 'SELECT')", name
    )
    assert granted == [(True,)]
    assert isinstance(postgres_server.execute(question.strip().rstrip(";"), name), list)
