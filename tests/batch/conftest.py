"""Stories to run on, and databases of every kind to run into."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from batch_stories import everything_in, write_stories

from extractor.batch import run
from extractor.pipeline import road
from extractor.sinks.sql import SqlStore

if find_spec("postgres_server"):
    from postgres_server import database, postgres_server  # noqa: F401 - fixtures
else:

    @pytest.fixture(params=["sqlite", "postgresql"])
    def database(request, tmp_path) -> str:
        """The URL of an empty database."""
        if request.param == "postgresql":
            pytest.skip("there is no module postgres_server that brings a server")
        return f"sqlite:///{tmp_path / 'claims.db'}"


@pytest.fixture(scope="session")
def rules():
    """A pipeline by rules alone, in this process."""
    return road.load(None)


@pytest.fixture
def store(database):
    """A store in an empty database of each kind."""
    with SqlStore(database) as opened:
        yield opened


@pytest.fixture(scope="module")
def stories(request, tmp_path_factory) -> Path:
    """A folder with as many stories as the module's ``ARTICLES`` says."""
    folder = tmp_path_factory.mktemp("stories")
    write_stories(folder, request.module.ARTICLES)
    return folder


@pytest.fixture(scope="module")
def undisturbed(request, rules, stories, tmp_path_factory):
    """What a run over them leaves when nothing happens to it."""
    with SqlStore(str(tmp_path_factory.mktemp("undisturbed") / "claims.db")) as store:
        assert run([str(stories)], store, rules).articles == request.module.ARTICLES
        return everything_in(store)
