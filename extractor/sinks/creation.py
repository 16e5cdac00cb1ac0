"""A database made new, or brought up to the version that this package reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, insert, inspect, select, update

from extractor.errors import StoreError
from extractor.sinks import signatures, tables  # noqa: F401 - what it defines is made too
from extractor.sinks.fulltext import create_search
from extractor.sinks.identity import give_identity
from extractor.sinks.upgrade_1 import upgrade_from_1
from extractor.sinks.views import create_views

Step = Callable[[Connection, datetime], None]
EMPTY: Final = 0
_NOT_OURS: Final = "this is not a newsclaims database; name another with --db"
# From each older version to the next; all steps of an upgrade are one transaction.
_STEPS: Final[Mapping[int, Step]] = MappingProxyType({1: upgrade_from_1})


def version_of(connection: Connection, name: str) -> int:
    """The version of the schema; ``EMPTY`` when there is nothing in the database.

    Raises:
        StoreError: it is another program's, or made by a newer version of ours.
    """
    found = inspect(connection).get_table_names()
    if not found:
        return EMPTY
    if tables.meta.name not in found:
        raise StoreError(name, _NOT_OURS)
    described = dict(connection.execute(select(tables.meta.c.name, tables.meta.c.value)).all())
    version = described.get("schema_version", "")
    if described.get("application") != tables.APPLICATION or not version.isdecimal():
        raise StoreError(name, _NOT_OURS)
    if int(version) == EMPTY:
        raise StoreError(name, _NOT_OURS)
    if int(version) > tables.DATABASE_VERSION:
        reason = f"made with database version {version}, this newsclaims reads"
        raise StoreError(name, f"{reason} {tables.DATABASE_VERSION}; upgrade newsclaims")
    return int(version)


def bring_up_to_date(connection: Connection, name: str, now: datetime) -> None:
    """Make the tables, or change those of an older version, in the caller's transaction.

    Raises:
        StoreError: as ``version_of``.
    """
    # Another process may have done it since we looked.
    version = version_of(connection, name)
    if version == EMPTY:
        _require_unicode(connection, name)
        create_tables(connection)
        _describe(connection)
        return
    for older in range(version, tables.DATABASE_VERSION):
        _STEPS[older](connection, now)
    described = update(tables.meta).where(tables.meta.c.name == "schema_version")
    connection.execute(described.values(value=str(tables.DATABASE_VERSION)))


def create_tables(connection: Connection) -> None:
    """All tables, indexes and views, empty."""
    tables.metadata.create_all(connection)
    create_search(connection)
    create_views(connection)


def _describe(connection: Connection) -> None:
    described = {
        "application": tables.APPLICATION,
        "schema_version": str(tables.DATABASE_VERSION),
    }
    described_rows = [{"name": name, "value": value} for name, value in described.items()]
    connection.execute(insert(tables.meta), described_rows)
    give_identity(connection)


def _require_unicode(connection: Connection, name: str) -> None:
    if connection.dialect.name != tables.POSTGRESQL:
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        reason = f"its encoding is {encoding}; make one with CREATE DATABASE ... ENCODING 'UTF8'"
        raise StoreError(name, reason)
