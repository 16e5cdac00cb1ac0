"""The command as users run it, and stories to run it on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractor.batch import run
from extractor.pipeline import road
from extractor.sinks.sql import SqlStore

STORY = "Nordwind sells its port\nNordwind AG will buy Pelagia Ltd for $2.5 billion, it said.\n"
RUMOUR = "Port talk\nOstwind AG may pay €40 million for Delphi Ltd, two people said.\n"


@pytest.fixture
def newsclaims(tmp_path):
    """Runs the command in a process of its own and in an empty folder."""

    def call(*arguments, **settings):
        usual = {"cwd": tmp_path, "capture_output": True, "timeout": 60}
        options = {**usual, **settings}
        return subprocess.run(
            [sys.executable, "-m", "extractor.cli", *map(str, arguments)], check=False, **options
        )

    return call


@pytest.fixture
def story(tmp_path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory) -> str:
    """A database with the claims of two stories and a failure."""
    folder = tmp_path_factory.mktemp("filled")
    for name, text in (("story.txt", STORY), ("rumour.txt", RUMOUR)):
        (folder / name).write_text(text)
    sources = [str(folder / name) for name in ("story.txt", "rumour.txt", "missing.txt")]
    with SqlStore(str(folder / "claims.db")) as store:
        run(sources, store, road.load(None))
    return str(folder / "claims.db")
