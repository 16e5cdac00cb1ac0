"""What tells one database from another, and what came later in it from what is there already.

An article's row may be deleted, and with it the version that came last. So the highest key that is
there says neither whether this is the database that was looked at before nor which key is free:
a random id says the one, the highest keys that any version and any correction ever had say the
other.
"""

from __future__ import annotations

from secrets import token_hex
from typing import Final, NamedTuple

from sqlalchemy import Column, Connection, func, insert, select, update

from extractor.sinks import tables

_IDENTITY: Final = "identity"
_LAST_VERSION: Final = "last_version"
_LAST_CORRECTION: Final = "last_correction"
_RANDOM_BYTES: Final = 16
_meta: Final = tables.meta
_VERSION_KEY: Final = tables.article_versions.c.version_key
_CORRECTION_KEY: Final = tables.corrections.c.correction_key


class Identity(NamedTuple):
    """A database as those see it who follow it.

    Attributes:
        name: Random, given when the database was made.
        last_version: The highest key that a version ever had here; 0 before the first.
        last_correction: The same of what editors noted.
    """

    name: str | None
    last_version: int
    last_correction: int


def give_identity(connection: Connection) -> None:
    """Note in a database that has none which one it is, and the highest keys."""
    noted = {
        _IDENTITY: token_hex(_RANDOM_BYTES),
        _LAST_VERSION: str(_highest(connection, _VERSION_KEY)),
        _LAST_CORRECTION: str(_highest(connection, _CORRECTION_KEY)),
    }
    described = [{"name": name, "value": value} for name, value in noted.items()]
    connection.execute(insert(_meta), described)


def identity_of(connection: Connection) -> Identity:
    """Which database this is, and how far it has come."""
    names = (_IDENTITY, _LAST_VERSION, _LAST_CORRECTION)
    query = select(_meta.c.name, _meta.c.value).where(_meta.c.name.in_(names))
    noted = dict(connection.execute(query).all())
    return Identity(
        noted.get(_IDENTITY),
        max(_highest(connection, _VERSION_KEY), int(noted.get(_LAST_VERSION, 0))),
        max(_highest(connection, _CORRECTION_KEY), int(noted.get(_LAST_CORRECTION, 0))),
    )


def note_last_version(connection: Connection, version_key: int) -> None:
    """Note the key of the version that was just saved, so that no other ever gets it.

    The caller's transaction must be the only one that writes.
    """
    _note(connection, _LAST_VERSION, version_key)


def note_last_correction(connection: Connection, correction_key: int) -> None:
    """The same for what an editor just noted."""
    _note(connection, _LAST_CORRECTION, correction_key)


def _note(connection: Connection, name: str, key: int) -> None:
    noted = update(_meta).where(_meta.c.name == name)
    connection.execute(noted.values(value=str(key)))


def _highest(connection: Connection, key: Column[int]) -> int:
    return int(connection.execute(select(func.max(key))).scalar() or 0)
