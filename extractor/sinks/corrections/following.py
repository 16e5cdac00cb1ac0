"""Corrections go along when a text is read again and its claims are replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from extractor.records import Claim
from extractor.sinks.corrections.matching import same_claim
from extractor.sinks.rows import RowValues
from extractor.sinks.tables import article_versions, claims, corrections

_AT_ONCE: Final = 500


class ReadText(NamedTuple):
    """A text whose claims have just been written."""

    article_key: int
    version_key: int
    text_sha256: str


def follow(connection: Connection, texts: Iterable[ReadText]) -> None:
    """Lead the corrections of these very texts to the claims that they have now.

    The corrections of another text of the same article stay with it. One whose claim is not found
    any more is kept and belongs to no claim, until it is found again.
    """
    read = list(texts)
    for start in range(0, len(read), _AT_ONCE):
        by_article = {text.article_key: text for text in read[start : start + _AT_ONCE]}
        for article_key, entries in _entries(connection, by_article).items():
            text = by_article[article_key]
            moved = list(_moved(entries, text, _claims(connection, text.version_key)))
            connection.execute(_MOVE, moved)


_MOVE: Final = (
    update(corrections)
    .where(corrections.c.correction_key == bindparam("entry"))
    .values(version_key=bindparam("version"), claim_key=bindparam("claim"))
)


def _entries(connection: Connection, texts: Mapping[int, ReadText]) -> dict[int, list[RowMapping]]:
    """The entries of each article that are about the text which was read, the first one first."""
    query = (
        select(
            corrections.c.correction_key,
            corrections.c.article_key,
            corrections.c.withdraws,
            corrections.c.claim_record,
            article_versions.c.text_sha256,
        )
        .join(article_versions, article_versions.c.version_key == corrections.c.version_key)
        .where(corrections.c.article_key.in_(list(texts)))
        .order_by(corrections.c.correction_key)
    )
    found: dict[int, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        if row["text_sha256"] == texts[row["article_key"]].text_sha256:
            found[row["article_key"]].append(row)
    return found


def _claims(connection: Connection, version_key: int) -> list[tuple[int, Claim]]:
    query = (
        select(claims.c.claim_key, claims.c.record)
        .where(claims.c.version_key == version_key)
        .order_by(claims.c.position)
    )
    return [(key, Claim.model_validate_json(record)) for key, record in connection.execute(query)]


def _moved(
    entries: Sequence[RowMapping], text: ReadText, now: Sequence[tuple[int, Claim]]
) -> Iterator[RowValues]:
    """Where each entry belongs now; a withdrawal goes with what it takes back."""
    homes: dict[int, int | None] = {}
    for row in entries:
        target = row["withdraws"]
        home = homes[target] if target in homes else _home(row["claim_record"], now)
        homes[row["correction_key"]] = home
        yield {"entry": row["correction_key"], "version": text.version_key, "claim": home}


def _home(record: str, now: Sequence[tuple[int, Claim]]) -> int | None:
    place = same_claim(Claim.model_validate_json(record), [claim for _, claim in now])
    return None if place is None else now[place][0]
