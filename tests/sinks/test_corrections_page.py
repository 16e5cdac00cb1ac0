"""docs/corrections.md: its Python runs, and its commands name options that there are."""

from __future__ import annotations

import re
from pathlib import Path

import typer
from sample_records import record

from extractor.cli import app
from extractor.sinks.corrections import Standing
from extractor.sinks.sql import SqlStore

PAGE = (Path(__file__).parents[2] / "docs" / "corrections.md").read_text(encoding="utf-8")


def test_python_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with SqlStore("claims.db") as store:
        store.save([record()])
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    names = {}
    exec(code, names)
    assert [entry.standing for entry in names["history"]] == [Standing.WITHDRAWN, Standing.STANDS]


def test_every_option_is_told():
    command = typer.main.get_command(app).commands["review"]
    options = {word for option in command.params for word in option.opts if word.startswith("--")}
    untold = {word for word in options if word not in PAGE}
    assert untold <= {"--db", "--source"}


def test_every_standing_is_told():
    assert [word for word in Standing if f"`{word.value}`" not in PAGE] == []
