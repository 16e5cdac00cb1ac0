"""What lands in a database that another process writes: new claims, and changes of their status.

Each text that is read becomes a version, with a key above all that there ever were, also when
articles were deleted since: writers take turns, and no key is given twice. The same holds for what
editors note. So what lies above the last keys that were told is what is new, each once, and asking
for it costs a look at the ends of two indexes. Another database under the same name has another
identity, and is told from its beginning. A text that is read again by a newer extractor stays the
version that it is: what it brings is no news and is not told, since nobody said anything new.

Where editors corrected a claim, the status that is in force counts, as in all other views; what
they had noted before the first look is part of what the database then held.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from extractor.errors import StoreError
from extractor.sinks import engine, tables
from extractor.sinks.creation import EMPTY, version_of
from extractor.sinks.identity import Identity, identity_of
from extractor.sinks.landed import LandedClaim, Position, Step, What, next_steps
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter

__all__ = ["Follower", "LandedClaim", "NotThereError", "What", "is_passing"]

# Ctrl-C is heard when SQLite has done waiting; who follows asks again anyhow.
_PATIENCE: Final = 0.5
# PostgreSQL says so when it refuses a connection; such an error has no code.
_NO_DATABASE: Final = "does not exist"
_NOTHING: Final = Position(0, 0)


class NotThereError(StoreError):
    """There is no database yet, or nothing in it."""


class Follower:
    """Follows a database; ask it again and again.

    Args:
        database: As ``SqlStore`` takes it.
        wanted: Which claims to tell. Without statuses those that are unconfirmed, and every change
            of status; with some, what has one of them or had it. Superseded claims are always
            told: they were new when they landed.
        from_start: Tell also what the database holds already.
    """

    def __init__(self, database: str, wanted: ClaimFilter, *, from_start: bool) -> None:
        self._database = database
        self._url = engine.database_url(database)
        self._engine: Engine | None = None
        self._statuses = wanted.statuses
        self._wanted = wanted.model_copy(update={"statuses": (), "superseded": True})
        self._from_start = from_start
        self._last: Position | None = None
        self._name: str | None = None

    def close(self) -> None:
        """Give back all connections."""
        if self._engine is not None:
            self._engine.dispose()
        self._engine = None

    def landed(self) -> Iterator[LandedClaim]:
        """What has landed since the last time, in the order in which it did.

        What was handed out is never handed out again; what was not, is the next time.

        Raises:
            NotThereError: there is no database yet.
            StoreError: it refuses (see ``is_passing``), or is not one of ours.
        """
        try:
            while page := self._page():
                for step in page:
                    yield from step.claims
                    self._last = step.position
        except StoreError as error:
            if _NO_DATABASE in error.reason:
                self._begin()
            self.close()
            raise
        finally:
            self._let_go()

    def _page(self) -> list[Step]:
        """The next versions and corrections, also those without anything to tell."""
        with engine.reading(self._opened()) as connection:
            told = self._told_up_to(identity_of(connection))
            return next_steps(connection, told, self._wanted, self._statuses)

    def _told_up_to(self, seen: Identity) -> Position:
        """The keys of the last version and correction that were told, or are not to be told."""
        if self._last is None:
            version = 0 if self._from_start else seen.last_version
            self._last = Position(version, seen.last_correction)
        elif self._name not in {None, seen.name}:
            self._last = Position(0, seen.last_correction)
        self._name = seen.name
        # Where the keys have gone back, an older copy was put in place: all of it was told.
        self._last = Position(
            min(self._last.version, seen.last_version),
            min(self._last.correction, seen.last_correction),
        )
        return self._last

    def _begin(self) -> None:
        """All that will ever be in a database which is not there yet is news."""
        self._last = self._last or _NOTHING

    def _opened(self) -> Engine:
        """The engine; opened anew for a SQLite file that was not there or may now be written."""
        file = engine.sqlite_file(self._url)
        if file is not None and not file.is_file():
            engine.refuse_folder(file, engine.shown(self._url))
            self._begin()
            raise NotThereError(engine.shown(self._url), "there is no such database yet")
        if self._engine is None:
            self._engine = engine.open_engine(engine.for_reading(self._url), _PATIENCE)
            self._require_ours(self._engine)
        return self._engine

    def _require_ours(self, opened: Engine) -> None:
        name = engine.shown(self._url)
        with engine.reading(opened) as connection:
            version = version_of(connection, name)
        if version == EMPTY:
            self._begin()
            raise NotThereError(name, "there is nothing in this database yet")
        if version < tables.DATABASE_VERSION:
            SqlStore(self._database, create=False).close()

    def _let_go(self) -> None:
        """A SQLite file may be replaced, or seen as never changing: it is opened anew each time."""
        if engine.sqlite_file(self._url) is not None:
            self.close()


def is_passing(error: StoreError) -> bool:
    """Whether waiting may help: no database yet, locked, no connection."""
    cause = error.__cause__
    if isinstance(cause, OperationalError):
        return True
    return isinstance(error, NotThereError) or isinstance(cause, sqlite3.OperationalError)
