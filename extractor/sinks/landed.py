"""What has landed in a database after a place in its history: versions of texts, and corrections.

Writers take turns, and each correction notes the highest key of a version that there was: so
versions and corrections have one order, and each claim is looked at as it was in force at its turn,
however many turns lie between two looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

from pydantic import AwareDatetime, Field
from sqlalchemy import ColumnElement, Connection, RowMapping, false, or_, select

from extractor.records import Claim, Status
from extractor.sinks import rows, tables
from extractor.sinks.corrections.reading import history_of
from extractor.sinks.corrections.records import Correction, as_corrected, corrected_of
from extractor.sinks.queries import claims_query, passing_keys
from extractor.sinks.stored import ClaimFilter, StoredClaim
from extractor.sinks.succession import figures, same_deals

_AT_ONCE: Final = 100
_USUAL: Final = (Status.UNCONFIRMED,)
_versions: Final = tables.article_versions


class What(StrEnum):
    """What happened to a claim."""

    NEW = "new"
    STATUS = "status"


class LandedClaim(StoredClaim):
    """A claim that has just been saved, or whose status an editor has just changed.

    What editors say of it is what they had said by then.
    """

    what: What = Field(description="new, or a deal that had another status before")
    before: Claim | None = Field(
        default=None,
        description="the same deal in the text before, or the same claim before an editor's"
        " correction, when its status was another; what editors corrected of it is in place of the"
        " machine's",
    )
    correction: Correction | None = Field(
        default=None,
        description="what an editor noted that changed the status, null when the text did",
    )
    saved_at: AwareDatetime = Field(description="when the text was saved, or the correction noted")


class Position(NamedTuple):
    """How much was told: the keys of the last version and of the last correction."""

    version: int
    correction: int


class Step(NamedTuple):
    """A version or a correction, and what there is to tell of it."""

    position: Position
    claims: Sequence[LandedClaim]


class _Noted(NamedTuple):
    """A correction, and the versions that were there when it was noted."""

    number: int
    after_version: int
    claim_key: int | None


class _Landing(NamedTuple):
    """A claim with the keys that tell what it is about, and all that editors ever noted of it."""

    version_key: int
    claim_key: int
    superseded_by: int | None
    row: RowMapping
    claim: Claim
    history: Sequence[Correction]


class _Earlier(NamedTuple):
    """A claim of the text before, and all that editors ever noted of it."""

    claim: Claim
    history: Sequence[Correction]


_Histories: TypeAlias = Mapping[int, Sequence[Correction]]


class _Turns(NamedTuple):
    """The next versions and corrections after a position.

    The corrections may be more than those whose turn it is: they say how much had been noted when
    a version landed.
    """

    after: Position
    versions: Sequence[int]
    noted: Sequence[_Noted]

    def noted_before(self, version: int) -> int:
        """The key of the last correction that was noted before a version landed."""
        before = (each.number for each in self.noted if each.after_version < version)
        return max(before, default=self.after.correction)


@dataclass(frozen=True, slots=True)
class _Page:
    """The next versions and corrections, and what is to be known of them.

    Attributes:
        turns: Which ones.
        of_versions: The claims of each version.
        of_claims: The claims by their keys, also those that are only corrected.
        earlier: The claims that each version superseded.
        passing: The keys of the claims that fit the conditions.
    """

    turns: _Turns
    of_versions: Mapping[int, Sequence[_Landing]]
    of_claims: Mapping[int, _Landing]
    earlier: Mapping[int, Sequence[_Earlier]]
    passing: frozenset[int]

    def by_then(self, history: Sequence[Correction], version: int) -> list[Correction]:
        """What editors had noted when a version landed."""
        return _up_to(history, self.turns.noted_before(version))


def _up_to(history: Sequence[Correction], number: int) -> list[Correction]:
    return [entry for entry in history if entry.number <= number]


def next_steps(
    connection: Connection, after: Position, wanted: ClaimFilter, statuses: Sequence[Status]
) -> list[Step]:
    """The next versions and corrections after a position, also those without anything to tell.

    Args:
        connection: In a transaction, which sees one state of the database.
        after: What was told already.
        wanted: The conditions but for the statuses.
        statuses: Of a claim or of what it was before; without any those that are unconfirmed, and
            every change.
    """
    versions, noted = _next_versions(connection, after), _next_noted(connection, after)
    if not versions and not noted:
        return []
    full = len(versions) == _AT_ONCE
    last = versions[-1] if full else None
    if len(noted) == _AT_ONCE:
        versions = [key for key in versions if key <= noted[-1].after_version]
    own = [each for each in noted if last is None or each.after_version < last]
    page = _page(connection, _Turns(after, versions, noted), wanted)
    return list(_steps(page, own, statuses))


def _next_versions(connection: Connection, after: Position) -> list[int]:
    key = _versions.c.version_key
    query = select(key).where(key > after.version).order_by(key).limit(_AT_ONCE)
    return list(connection.execute(query).scalars())


def _next_noted(connection: Connection, after: Position) -> list[_Noted]:
    noted = tables.corrections
    query = (
        select(noted.c.correction_key, noted.c.after_version, noted.c.claim_key)
        .where(noted.c.correction_key > after.correction)
        .order_by(noted.c.correction_key)
        .limit(_AT_ONCE)
    )
    return [_Noted(*row) for row in connection.execute(query)]


def _page(connection: Connection, turns: _Turns, wanted: ClaimFilter) -> _Page:
    """What the database knows of these versions and corrections."""
    corrected = [each.claim_key for each in turns.noted if each.claim_key is not None]
    histories = _histories(connection, turns.versions, corrected)
    of_page = _of_page(turns.versions, corrected)
    landings = list(_landings(connection, of_page, histories))
    of_versions: dict[int, list[_Landing]] = {key: [] for key in turns.versions}
    for landing in landings:
        of_versions.setdefault(landing.version_key, []).append(landing)
    passing = passing_keys(wanted, connection.dialect.name).where(of_page)
    return _Page(
        turns,
        of_versions,
        of_claims={each.claim_key: each for each in landings},
        earlier=_earlier(connection, turns.versions, histories),
        passing=frozenset(connection.execute(passing).scalars()),
    )


def _of_page(versions: Sequence[int], corrected: Sequence[int]) -> ColumnElement[bool]:
    """Seldom both: one condition alone is answered by an index in any database."""
    claims = tables.claims
    conditions = [
        *([claims.c.version_key.in_(versions)] if versions else []),
        *([claims.c.claim_key.in_(corrected)] if corrected else []),
    ]
    return or_(false(), *conditions)


def _steps(page: _Page, noted: Iterable[_Noted], statuses: Sequence[Status]) -> Iterator[Step]:
    """Both in their one order, each with the position that it leads to."""
    order: list[tuple[int, int, _Noted | None]] = [(key, 0, None) for key in page.turns.versions]
    order += [(each.after_version, each.number, each) for each in noted]
    position = page.turns.after
    for version, number, entry in sorted(order, key=itemgetter(0, 1)):
        if entry is None:
            position = position._replace(version=version)
            told = _of_version(page, version)
        else:
            position = position._replace(correction=number)
            told = _of_correction(page, entry)
        yield Step(position, [each for each in told if _is_told(each, statuses)])


def _of_version(page: _Page, version: int) -> Iterator[LandedClaim]:
    """The claims of a text that are news: new ones, and those whose status is another."""
    landings = page.of_versions[version]
    before = _before(page, version)
    for landing in landings:
        if landing.claim_key in page.passing:
            history = page.by_then(landing.history, version)
            landed = _landed(landing, history, before.get(landing.claim_key))
            if landed is not None:
                yield landed


def _before(page: _Page, version: int) -> dict[int, Claim]:
    """The same deal in the text before, as it was in force there, by the key of the claim.

    Which deals are the same is told by what the machine read in both texts.
    """
    landings, earlier = page.of_versions[version], page.earlier.get(version, ())
    keys = {id(landing.claim): landing.claim_key for landing in landings}
    histories = {id(each.claim): each.history for each in earlier}
    pairs = same_deals([each.claim for each in landings], [each.claim for each in earlier])
    return {
        keys[id(new)]: as_corrected(old, corrected_of(page.by_then(histories[id(old)], version)))
        for new, old in pairs
    }


def _landed(
    landing: _Landing, history: Sequence[Correction], before: Claim | None
) -> LandedClaim | None:
    stored = rows.stored_claim(landing.row).with_history(history)
    claim = stored.in_force()
    changed = before is not None and _status(before) is not _status(claim)
    if before is not None and not changed and figures(before) & figures(claim):
        return None
    return LandedClaim(
        **{name: getattr(stored, name) for name in StoredClaim.model_fields},
        what=What.STATUS if changed else What.NEW,
        before=before if changed else None,
        saved_at=landing.row["saved_at"].replace(tzinfo=UTC),
    )


def _of_correction(page: _Page, noted: _Noted) -> Iterator[LandedClaim]:
    """The claim, when an editor changed the status in force of what its article then said."""
    landing = page.of_claims.get(noted.claim_key) if noted.claim_key is not None else None
    if landing is None or landing.claim_key not in page.passing:
        return
    if landing.superseded_by is not None and landing.superseded_by <= noted.after_version:
        return
    history = _up_to(landing.history, noted.number)
    before = as_corrected(landing.claim, corrected_of(history[:-1]))
    stored = rows.stored_claim(landing.row).with_history(history)
    if _status(before) is not _status(stored.in_force()):
        yield LandedClaim(
            **{name: getattr(stored, name) for name in StoredClaim.model_fields},
            what=What.STATUS,
            before=before,
            correction=history[-1],
            saved_at=history[-1].at,
        )


def _is_told(landed: LandedClaim, statuses: Sequence[Status]) -> bool:
    if landed.before is None:
        return _status(landed.in_force()) in (statuses or _USUAL)
    told = {_status(landed.in_force()), _status(landed.before)}
    return not statuses or bool(told & set(statuses))


def _status(claim: Claim) -> Status:
    return claim.confirmation.status


def _histories(
    connection: Connection, versions: Sequence[int], corrected: Sequence[int]
) -> _Histories:
    """What editors noted of claims: of these, of those of the versions and of the texts before."""
    claims, noted = tables.claims, tables.corrections
    query = (
        select(claims.c.claim_key)
        .join(noted, noted.c.claim_key == claims.c.claim_key)
        .where(
            or_(
                claims.c.version_key.in_(versions),
                claims.c.superseded_by.in_(versions),
                claims.c.claim_key.in_(corrected),
            )
        )
        .distinct()
    )
    return {
        claim_key: [entry for entry, _ in history_of(connection, claim_key)]
        for claim_key in connection.execute(query).scalars().all()
    }


def _landings(
    connection: Connection, condition: ColumnElement[bool], histories: _Histories
) -> Iterator[_Landing]:
    """Claims by version, in the order of the text."""
    every = claims_query(ClaimFilter(superseded=True), connection.dialect.name)
    claims = tables.claims
    query = (
        every.add_columns(
            claims.c.version_key, claims.c.superseded_by.label("successor"), _versions.c.saved_at
        )
        .where(condition)
        .order_by(None)
        .order_by(claims.c.version_key, claims.c.position)
    )
    for row in connection.execute(query).mappings():
        claim_key = row["claim_key"]
        yield _Landing(
            version_key=row["version_key"],
            claim_key=claim_key,
            superseded_by=row["successor"],
            row=row,
            claim=Claim.model_validate_json(row["claim_record"]),
            history=histories.get(claim_key, ()),
        )


def _earlier(
    connection: Connection, versions: Sequence[int], histories: _Histories
) -> dict[int, list[_Earlier]]:
    """The claims of the texts before, by the version that superseded them."""
    claims = tables.claims
    query = (
        select(claims.c.superseded_by, claims.c.claim_key, claims.c.record)
        .where(claims.c.superseded_by.in_(versions))
        .order_by(claims.c.version_key, claims.c.position)
    )
    found: dict[int, list[_Earlier]] = {}
    for successor, claim_key, record in connection.execute(query):
        claim = Claim.model_validate_json(record)
        found.setdefault(successor, []).append(_Earlier(claim, histories.get(claim_key, ())))
    return found
