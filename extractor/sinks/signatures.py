"""Signatures of stories, to tell copies that come in a later run.

A story is a text that repeats no other; its signature is kept with the version that brought it,
and goes with it. Keys lead from a text to the few stories that it may repeat, so that the look-up
takes no more memory in a large database than in a small one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    select,
)

from extractor.sinks import tables
from extractor.sinks.loading import load_rows, next_keys
from extractor.sinks.saving import Outcome, in_parts

_SIGNS: Final = 1 << 64
_LARGEST: Final = (1 << 63) - 1
_KEY: Final = BigInteger().with_variant(Integer(), tables.SQLITE)

signatures: Final = Table(
    "signatures",
    tables.metadata,
    # Counts the stories in the order in which they were met.
    Column("signature_key", _KEY, primary_key=True),
    Column(
        "version_key",
        ForeignKey("article_versions.version_key", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    Column("signature", LargeBinary, nullable=False),
)

signature_keys: Final = Table(
    "signature_keys",
    tables.metadata,
    Column("story_key", BigInteger, primary_key=True),
    Column(
        "signature_key",
        ForeignKey("signatures.signature_key", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sqlite_with_rowid=False,
)


class Story(NamedTuple):
    """A story of the database: which article's text it is, and its signature as it was stored."""

    article_id: str
    source_id: str
    text_sha256: str
    signature: bytes


class NewStory(NamedTuple):
    """A story to be kept: the source that brought it, its signature, keys of 64 bits."""

    source: str
    signature: bytes
    keys: Sequence[int]


class Marked(NamedTuple):
    """A batch whose articles say what they repeat, and the stories that are new in it."""

    outcomes: Sequence[Outcome]
    fresh: Sequence[NewStory]


class Shelf:
    """The stories of a database, as one transaction sees them.

    Args:
        connection: In a transaction; to add stories, one that is the only one that writes.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holders(self, keys: Iterable[int]) -> dict[int, list[int]]:
        """The places of the stories that have a key, the first story first, by key."""
        found: dict[int, list[int]] = {}
        table = signature_keys.c
        query = select(table.story_key, table.signature_key).order_by(table.signature_key)
        for part in in_parts(map(_signed, keys)):
            for key, place in self._connection.execute(query.where(table.story_key.in_(part))):
                found.setdefault(key % _SIGNS, []).append(place)
        return found

    def stories(self, places: Iterable[int]) -> dict[int, Story]:
        """The stories at these places."""
        versions, articles = tables.article_versions, tables.articles
        query = (
            select(
                signatures.c.signature_key,
                versions.c.id,
                articles.c.source_id,
                versions.c.text_sha256,
                signatures.c.signature,
            )
            .join(versions, versions.c.version_key == signatures.c.version_key)
            .join(articles, articles.c.article_key == versions.c.article_key)
        )
        found: dict[int, Story] = {}
        for part in in_parts(places):
            asked = query.where(signatures.c.signature_key.in_(part))
            found |= {row[0]: Story(*row[1:]) for row in self._connection.execute(asked)}
        return found

    def add(self, fresh: Sequence[NewStory], version_keys: Mapping[str, int]) -> None:
        """Keep new stories, in their order.

        Args:
            fresh: The stories.
            version_keys: The version that each source has now; a story whose source has none, or
                whose version has its signature already, is left out.
        """
        kept = list(self._missing(fresh, version_keys))
        places = next_keys(self._connection, signatures, len(kept))
        rows = [
            {"signature_key": place, "version_key": version, "signature": story.signature}
            for place, (version, story) in zip(places, kept, strict=True)
        ]
        load_rows(self._connection, signatures, rows)
        keys = (
            {"story_key": _signed(key), "signature_key": place}
            for place, (_, story) in zip(places, kept, strict=True)
            for key in story.keys
        )
        load_rows(self._connection, signature_keys, keys)

    def _missing(
        self, fresh: Sequence[NewStory], version_keys: Mapping[str, int]
    ) -> Iterator[tuple[int, NewStory]]:
        by_version = {version_keys.get(story.source): story for story in fresh}
        by_version.pop(None, None)
        known: set[int] = set()
        query = select(signatures.c.version_key)
        for part in in_parts(version for version in by_version if version is not None):
            asked = query.where(signatures.c.version_key.in_(part))
            known.update(self._connection.execute(asked).scalars())
        for version, story in by_version.items():
            if version is not None and version not in known:
                yield version, story


Marker = Callable[[Shelf, Sequence[Outcome]], Marked]
"""Says of each article of a batch what it repeats; called inside the batch's transaction."""


def _signed(key: int) -> int:
    """The key as databases hold it, whose integers have a sign."""
    return key - _SIGNS if key > _LARGEST else key
