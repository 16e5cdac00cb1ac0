"""What lands in a database that another process writes: new claims, and changes of their status.

Each text that is read becomes a version, with a key above all that there ever were, also when
articles were deleted since: writers take turns, and no key is given twice. So the versions above
the last key that was told are what is new, each once, and asking for them costs one look at the end
of an index. Another database under the same name has another identity, and is told from its
beginning. A text that is read again by a newer extractor stays the version that it is: what it
brings is no news and is not told.

Where editors corrected a claim, the status that is in force counts, as in all other views.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from pydantic import AwareDatetime, Field
from sqlalchemy import Connection, Engine, RowMapping, or_, select
from sqlalchemy.exc import OperationalError

from extractor.errors import StoreError
from extractor.records import Claim, Status
from extractor.sinks import engine, rows, tables
from extractor.sinks.corrections.reading import history_of
from extractor.sinks.corrections.records import Correction, as_corrected, corrected_of
from extractor.sinks.creation import EMPTY, version_of
from extractor.sinks.identity import Identity, identity_of
from extractor.sinks.queries import claims_query, passing_keys
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter, StoredClaim
from extractor.sinks.succession import figures, same_deals

_VERSIONS_AT_ONCE: Final = 100
# Ctrl-C is heard when SQLite has done waiting; who follows asks again anyhow.
_PATIENCE: Final = 0.5
# PostgreSQL says so when it refuses a connection; such an error has no code.
_NO_DATABASE: Final = "does not exist"
_USUAL: Final = (Status.UNCONFIRMED,)
_versions: Final = tables.article_versions


class What(StrEnum):
    """What happened to a claim."""

    NEW = "new"
    STATUS = "status"


class LandedClaim(StoredClaim):
    """A claim that has just been saved."""

    what: What = Field(description="new, or a deal that had another status before")
    before: Claim | None = Field(
        default=None,
        description="the same deal in the text before, when its status was another; what editors"
        " corrected of it is in place of the machine's",
    )
    saved_at: AwareDatetime


class NotThereError(StoreError):
    """There is no database yet, or nothing in it."""


class _Read(NamedTuple):
    """A claim as the machine reads it, and what editors noted of it."""

    claim: Claim
    history: Sequence[Correction]

    def in_force(self) -> Claim:
        return as_corrected(self.claim, corrected_of(self.history))


class _Landing(NamedTuple):
    """A claim of a new version, with the keys that tell what it is about."""

    version_key: int
    claim_key: int
    row: RowMapping
    read: _Read


_Histories: TypeAlias = Mapping[int, Sequence[Correction]]


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
        self._last: int | None = 0 if from_start else None
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
                for version_key, claims in page.items():
                    yield from claims
                    self._last = version_key
        except StoreError as error:
            if _NO_DATABASE in error.reason and self._last is None:
                self._last = 0
            self.close()
            raise
        finally:
            self._let_go()

    def _page(self) -> dict[int, list[LandedClaim]]:
        """The next versions, also those without anything to tell."""
        with engine.reading(self._opened()) as connection:
            keys = self._keys_after(connection, self._told_up_to(identity_of(connection)))
            told = self._told(connection, keys) if keys else {}
        return {key: told.get(key, []) for key in keys}

    def _told_up_to(self, seen: Identity) -> int:
        """The key of the last version that was told, or that is not to be told."""
        if self._name not in {None, seen.name}:
            self._last = 0
        self._name = seen.name
        # Where the keys have gone back, an older copy was put in place: all of it was told.
        self._last = seen.last_version if self._last is None else min(self._last, seen.last_version)
        return self._last

    def _keys_after(self, connection: Connection, last: int) -> list[int]:
        key = _versions.c.version_key
        query = select(key).where(key > last).order_by(key).limit(_VERSIONS_AT_ONCE)
        return list(connection.execute(query).scalars())

    def _told(self, connection: Connection, keys: Sequence[int]) -> dict[int, list[LandedClaim]]:
        passing = self._passing(connection, keys)
        histories = _histories(connection, keys)
        earlier = _earlier(connection, keys, histories)
        told: dict[int, list[LandedClaim]] = {}
        for version_key, landings in _landings(connection, keys, histories).items():
            before = _before(landings, earlier.get(version_key, []))
            told[version_key] = [
                _landed_claim(landing, before.get(landing.claim_key))
                for landing in landings
                if landing.claim_key in passing
                and self._is_news(landing.read.in_force(), before.get(landing.claim_key))
            ]
        return told

    def _passing(self, connection: Connection, keys: Sequence[int]) -> set[int]:
        query = passing_keys(self._wanted, connection.dialect.name)
        of_page = tables.claims.c.version_key.in_(keys)
        return set(connection.execute(query.where(of_page)).scalars())

    def _is_news(self, claim: Claim, before: Claim | None) -> bool:
        status = claim.confirmation.status
        if before is not None and before.confirmation.status is not status:
            told = {status, before.confirmation.status}
            return not self._statuses or bool(told & set(self._statuses))
        if before is not None and figures(before) & figures(claim):
            return False
        return status in (self._statuses or _USUAL)

    def _opened(self) -> Engine:
        """The engine; opened anew for a SQLite file that was not there or may now be written."""
        file = engine.sqlite_file(self._url)
        if file is not None and not file.is_file():
            self._last = 0 if self._last is None else self._last
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
            self._last = 0 if self._last is None else self._last
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


def _histories(connection: Connection, keys: Sequence[int]) -> _Histories:
    """What editors noted of the claims of these versions and of those that they superseded."""
    claims, noted = tables.claims, tables.corrections
    query = (
        select(claims.c.claim_key)
        .join(noted, noted.c.claim_key == claims.c.claim_key)
        .where(or_(claims.c.version_key.in_(keys), claims.c.superseded_by.in_(keys)))
        .distinct()
    )
    return {
        claim_key: [entry for entry, _ in history_of(connection, claim_key)]
        for claim_key in connection.execute(query).scalars().all()
    }


def _landings(
    connection: Connection, keys: Sequence[int], histories: _Histories
) -> dict[int, list[_Landing]]:
    """The claims of these versions, by version, in the order of the text."""
    every = claims_query(ClaimFilter(superseded=True), connection.dialect.name)
    claims = tables.claims
    query = (
        every.add_columns(claims.c.version_key, claims.c.claim_key, _versions.c.saved_at)
        .where(claims.c.version_key.in_(keys))
        .order_by(None)
        .order_by(claims.c.version_key, claims.c.position)
    )
    found: dict[int, list[_Landing]] = {}
    for row in connection.execute(query).mappings():
        version_key, claim_key = row["version_key"], row["claim_key"]
        read = _read(row["claim_record"], histories.get(claim_key, ()))
        landing = _Landing(version_key, claim_key, row, read)
        found.setdefault(version_key, []).append(landing)
    return found


def _earlier(
    connection: Connection, keys: Sequence[int], histories: _Histories
) -> dict[int, list[_Read]]:
    """The claims of the texts before, by the version that superseded them."""
    claims = tables.claims
    query = (
        select(claims.c.superseded_by, claims.c.claim_key, claims.c.record)
        .where(claims.c.superseded_by.in_(keys))
        .order_by(claims.c.version_key, claims.c.position)
    )
    found: dict[int, list[_Read]] = {}
    for successor, claim_key, record in connection.execute(query):
        read = _read(record, histories.get(claim_key, ()))
        found.setdefault(successor, []).append(read)
    return found


def _read(record: str, history: Sequence[Correction]) -> _Read:
    return _Read(Claim.model_validate_json(record), history)


def _before(landings: Sequence[_Landing], earlier: Sequence[_Read]) -> dict[int, Claim]:
    """The same deal in the text before, as it was in force there, by the key of the claim.

    Which deals are the same is told by what the machine read in both texts.
    """
    keys = {id(landing.read.claim): landing.claim_key for landing in landings}
    in_force = {id(read.claim): read.in_force() for read in earlier}
    after = [landing.read.claim for landing in landings]
    pairs = same_deals(after, [read.claim for read in earlier])
    return {keys[id(new)]: in_force[id(old)] for new, old in pairs}


def _landed_claim(landing: _Landing, before: Claim | None) -> LandedClaim:
    stored = rows.stored_claim(landing.row).with_history(landing.read.history)
    status = stored.in_force().confirmation.status
    changed = before is not None and before.confirmation.status is not status
    return LandedClaim(
        **{name: getattr(stored, name) for name in StoredClaim.model_fields},
        what=What.STATUS if changed else What.NEW,
        before=before if changed else None,
        saved_at=landing.row["saved_at"].replace(tzinfo=UTC),
    )
