"""Stories to run on, and databases of every kind to run into."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

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


SENTENCE = "Nordwind{number} AG will pay Pelagia Ltd ${number} million over three years, it said. "


def write_stories(folder: Path, count: int, first: int = 0) -> list[str]:
    """Small articles, each with other claims; gives their paths in order."""
    paths = []
    for number in range(first, first + count):
        path = folder / f"story-{number:05}.txt"
        body = "\n".join(SENTENCE.format(number=number + step) for step in range(4))
        path.write_text(f"Headline {number}\n{body}")
        paths.append(str(path))
    return paths


@pytest.fixture(scope="session")
def rules():
    """A pipeline by rules alone, in this process."""
    return road.load(None)


@pytest.fixture
def store(database):
    """A store in an empty database of each kind."""
    with SqlStore(database) as opened:
        yield opened


def everything_in(store: SqlStore) -> tuple[list[str], object, list[str]]:
    """Articles with their claims as bytes, the ledger and the failures."""
    articles = list(store.articles())
    ledger = store.known(each.article.source for each in articles)
    failures = [failure.model_dump_json() for failure in store.failures()]
    return [each.model_dump_json() for each in articles], ledger, failures
