"""What editors noted, out of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    true,
)

from extractor.records import Claim, PartyKind, Role, Status
from extractor.sinks.corrections.records import (
    CorrectedParty,
    Correction,
    Remembered,
    Standing,
)
from extractor.sinks.rows import source_id
from extractor.sinks.tables import (
    article_versions,
    articles,
    claims,
    correction_parties,
    corrections,
)

_gone: Final = corrections.alias("withdrawal")


def histories_of(connection: Connection, claim_keys: Sequence[int]) -> dict[int, list[Correction]]:
    """The histories of those claims that have one, by their keys; the first entry first.

    Args:
        connection: In a transaction.
        claim_keys: So many as one statement may name.
    """
    found: dict[int, list[Correction]] = defaultdict(list)
    rows, parties = _read(connection, corrections.c.claim_key.in_(claim_keys))
    for row in rows:
        found[row["claim_key"]].append(_entry(row, parties).correction)
    return found


def history_of(connection: Connection, claim_key: int) -> list[Remembered]:
    """What was noted of one claim."""
    return _remembered(connection, corrections.c.claim_key == claim_key)


def all_entries(connection: Connection, source: str | None = None) -> list[Remembered]:
    """Everything that was noted, also of claims that are gone, the first entry first.

    Args:
        connection: In a transaction.
        source: Only in this article.
    """
    return _remembered(connection, _in_article(source))


def entries_named(
    connection: Connection, claim_id: str, source: str | None = None
) -> list[Remembered]:
    """The histories of the claims that have an id, or had it when something was noted of them.

    A claim keeps what was noted of it when a newer extractor gives it another id.
    """
    noted = corrections.alias("noted")
    has_it = select(claims.c.claim_key).where(claims.c.id == claim_id)
    had_it = select(noted.c.claim_key).where(noted.c.claim_id == claim_id)
    named = or_(
        corrections.c.claim_id == claim_id,
        corrections.c.claim_key.in_(has_it),
        corrections.c.claim_key.in_(had_it),
    )
    return _remembered(connection, and_(named, _in_article(source)))


def _in_article(source: str | None) -> ColumnElement[bool]:
    if source is None:
        return true()
    named = select(articles.c.article_key).where(articles.c.source_id == source_id(source))
    return corrections.c.article_key.in_(named)


def _entries() -> Select[tuple[object, ...]]:
    return (
        select(
            corrections,
            articles.c.source,
            article_versions.c.superseded_by,
            func.coalesce(claims.c.id, corrections.c.claim_id).label("id_now"),
            case((_gone.c.correction_key.is_not(None), 1), else_=0).label("withdrawn"),
        )
        .join(articles, articles.c.article_key == corrections.c.article_key)
        .join(article_versions, article_versions.c.version_key == corrections.c.version_key)
        .outerjoin(claims, claims.c.claim_key == corrections.c.claim_key)
        .outerjoin(_gone, _gone.c.withdraws == corrections.c.correction_key)
        .order_by(corrections.c.correction_key)
    )


def _remembered(connection: Connection, condition: ColumnElement[bool]) -> list[Remembered]:
    rows, parties = _read(connection, condition)
    return [_entry(row, parties) for row in rows]


def _read(
    connection: Connection, condition: ColumnElement[bool]
) -> tuple[Sequence[RowMapping], Mapping[int, tuple[CorrectedParty, ...]]]:
    """The entries for which a condition on ``corrections`` holds, and their parties."""
    rows = connection.execute(_entries().where(condition)).mappings().all()
    # The parties of those entries that set some, or set none on purpose.
    found: dict[int, list[CorrectedParty]] = {
        row["correction_key"]: [] for row in rows if row["party_count"] is not None
    }
    if found:
        # By the condition again: a list of keys could be too long for a statement.
        asked = select(corrections.c.correction_key).where(condition)
        query = select(correction_parties).where(correction_parties.c.correction_key.in_(asked))
        for row in connection.execute(query.order_by(correction_parties.c.position)).mappings():
            found[row["correction_key"]].append(_party(row))
    return rows, {key: tuple(parties) for key, parties in found.items()}


def _party(row: RowMapping) -> CorrectedParty:
    return CorrectedParty(
        name=row["name"],
        role=Role(row["role"]),
        kind=PartyKind(row["kind"]),
        identifier=row["identifier"],
    )


def _entry(row: RowMapping, parties: Mapping[int, tuple[CorrectedParty, ...]]) -> Remembered:
    machine = Claim.model_validate_json(row["claim_record"])
    entry = Correction(
        number=row["correction_key"],
        claim_id=row["id_now"],
        source=row["source"],
        by=row["editor"],
        at=row["corrected_at"].replace(tzinfo=UTC),
        note=row["note"],
        status=None if row["status"] is None else Status(row["status"]),
        parties=parties.get(row["correction_key"]),
        accepted=row["accepted"],
        withdraws=row["withdraws"],
        standing=_standing(row),
        machine_status=machine.confirmation.status,
        machine_parties=tuple(map(CorrectedParty.of, machine.parties)),
    )
    return Remembered(entry, machine)


def _standing(row: RowMapping) -> Standing:
    if row["withdrawn"]:
        return Standing.WITHDRAWN
    if row["superseded_by"] is not None:
        return Standing.SUPERSEDED
    return Standing.LOST if row["claim_key"] is None else Standing.STANDS
