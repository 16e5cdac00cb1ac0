"""Stories to run on, and databases of every kind to run into."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

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
