"""The documentation keeps up with the code."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import typer

from extractor.cli import app

DOCS = Path(__file__).parent.parent / "docs"


def generator():
    specification = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_records_page_is_up_to_date():
    committed = (DOCS / "records.md").read_text(encoding="utf-8")
    assert committed == generator().page(), "run: python docs/generate.py"


def words_of_commands():
    group = typer.main.get_command(app)
    for option in group.params:
        yield from option.opts
    for name, command in group.commands.items():
        yield f"newsclaims {name}"
        for option in command.params:
            yield from (word for word in option.opts if word.startswith("-"))


@pytest.mark.parametrize("word", sorted(set(words_of_commands())))
def test_every_command_and_option_is_documented(word):
    assert f"{word}" in (DOCS / "cli.md").read_text(encoding="utf-8")


def test_every_option_stands_in_the_section_of_its_command():
    sections = (DOCS / "cli.md").read_text(encoding="utf-8").split("\n## newsclaims ")
    by_name = {section.split("\n", 1)[0]: section for section in sections[1:]}
    missing = [
        (name, option.opts)
        for name, command in typer.main.get_command(app).commands.items()
        for option in command.params
        if option.opts[0].startswith("-")
        and not any(f"`{word}" in by_name[name] for word in option.opts)
    ]
    assert missing == []
