"""Stores on both databases; the server's fixtures are in tests/postgres_server.py."""

from __future__ import annotations

from contextlib import closing

import pytest
from postgres_server import database, postgres_server
from sql_direct import Direct

from extractor.sinks.sql import SqlStore

__all__ = ["database", "postgres_server"]


@pytest.fixture
def store(database):
    with SqlStore(database) as opened:
        yield opened


@pytest.fixture
def direct(store, database):
    with closing(Direct(database)) as opened:
        yield opened
