"""What editors noted, out of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Final

from sqlalchemy import Connection, RowMapping, Select, case, func, select

from extractor.records import Claim, PartyKind, Role, Status
from extractor.sinks.corrections.records import (
    CorrectedParty,
    Correction,
    Remembered,
    Standing,
)
from extractor.sinks.tables import (
    article_versions,
    articles,
    claims,
    correction_parties,
    corrections,
)

_gone: Final = corrections.alias("withdrawal")


class Histories:
    """What was noted of every claim that is there, read out when it is asked for.

    Args:
        connection: In a transaction; it is asked at once and not kept.
    """

    def __init__(self, connection: Connection) -> None:
        query = _entries().where(corrections.c.claim_key.is_not(None))
        rows = connection.execute(query).mappings().all()
        self._parties = _parties(connection, rows)
        self._rows: dict[int, list[RowMapping]] = defaultdict(list)
        for row in rows:
            self._rows[row["claim_key"]].append(row)

    def of(self, claim_key: int) -> list[Correction]:
        """The history of a claim, the first entry first; empty for one that has none."""
        return [_entry(row, self._parties).correction for row in self._rows.get(claim_key, ())]


def history_of(connection: Connection, claim_key: int) -> list[Remembered]:
    """What was noted of one claim."""
    return _remembered(connection, _entries().where(corrections.c.claim_key == claim_key))


def all_entries(connection: Connection) -> list[Remembered]:
    """Everything that was noted, also of claims that are gone, the first entry first."""
    return _remembered(connection, _entries())


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


def _remembered(connection: Connection, query: Select[tuple[object, ...]]) -> list[Remembered]:
    rows = connection.execute(query).mappings().all()
    parties = _parties(connection, rows)
    return [_entry(row, parties) for row in rows]


def _parties(
    connection: Connection, rows: Sequence[RowMapping]
) -> dict[int, tuple[CorrectedParty, ...]]:
    """The parties of those entries that set some, or set none on purpose."""
    found: dict[int, list[CorrectedParty]] = {
        row["correction_key"]: [] for row in rows if row["party_count"] is not None
    }
    if found:
        known = correction_parties.c
        # From the first to the last: a list of keys could be too long for a statement.
        between = known.correction_key.between(min(found), max(found))
        query = select(correction_parties).where(between).order_by(known.position)
        for row in connection.execute(query).mappings():
            if row["correction_key"] in found:
                found[row["correction_key"]].append(_party(row))
    return {key: tuple(parties) for key, parties in found.items()}


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
