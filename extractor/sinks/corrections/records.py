"""Corrections as values: what an editor asks for, what was noted, and what is in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Final, NamedTuple, Self, TypeAlias

from pydantic import AfterValidator, AwareDatetime, Field

from extractor.errors import NewsclaimsError
from extractor.records import Claim, Party, PartyKind, Record, Role, Status
from extractor.sinks.plain import one_line

ClaimName: TypeAlias = tuple[str, str]
"""The source of an article and the id of a claim in it."""


class CorrectionError(NewsclaimsError):
    """There is no such claim, more than one, or it can't be corrected so.

    Fields: ``claim`` the id as it was given, ``reason`` what is wrong and what to do.
    """

    def __init__(self, claim: str, reason: str) -> None:
        super().__init__(f"{claim}: {reason}")
        self.claim = claim
        self.reason = reason


def _plain_name(words: str) -> str:
    name = one_line(words)
    if not name:
        raise ValueError("a name must have letters that can be seen")
    return name


PlainName = Annotated[str, AfterValidator(_plain_name)]
"""A name on one line, without control characters and marks that turn the direction of text."""
PlainNote = Annotated[str, AfterValidator(one_line)]
"""A note of the same kind."""


class CorrectedParty(Record):
    """A party as an editor gives it."""

    name: PlainName
    role: Role
    kind: PartyKind = PartyKind.UNKNOWN
    identifier: str | None = None

    @classmethod
    def of(cls, party: Party) -> Self:
        """A party that the machine found, without the places where it found it."""
        known = {name: getattr(party, name) for name in cls.model_fields}
        # Names are shown on one line; one that has nothing to show stays as it is.
        return cls(**{**known, "name": one_line(party.name) or repr(party.name)})


class Edit(Record):
    """What an editor wants to note of a claim; what is not given stays as it is.

    ``parties`` replaces all parties, ``without`` takes some out of those in force. ``accept`` says
    that everything else of the claim was checked and is right.
    """

    status: Status | None = None
    parties: tuple[CorrectedParty, ...] | None = None
    without: tuple[PlainName, ...] = ()
    accept: bool = False
    note: PlainNote | None = None


class Standing(StrEnum):
    """What became of a correction."""

    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    LOST = "lost"


class Correction(Record):
    """An entry in the history of a claim; entries are never changed."""

    number: int = Field(description="counts up through the database: a later entry has a higher")
    claim_id: str = Field(description="the claim that it stands beside now")
    source: str = Field(description="the article's, as it was named for the run")
    by: str = Field(description="the editor")
    at: AwareDatetime
    note: str | None = None
    status: Status | None = Field(default=None, description="null: not corrected by this entry")
    parties: tuple[CorrectedParty, ...] | None = Field(
        default=None, description="all parties; null: not corrected by this entry"
    )
    accepted: bool = Field(default=False, description="everything else was checked and is right")
    withdraws: int | None = Field(default=None, description="number of the entry it takes back")
    standing: Standing = Standing.STANDS
    machine_status: Status = Field(description="what the machine said when the entry was made")
    machine_parties: tuple[CorrectedParty, ...] = ()

    @property
    def corrects(self) -> bool:
        """Whether it sets a status or parties."""
        return self.status is not None or self.parties is not None


class Corrected(Record):
    """What is in force in place of the machine's values, and who said so last."""

    status: Status | None = None
    parties: tuple[CorrectedParty, ...] | None = None
    by: str
    at: AwareDatetime
    note: str | None = None


class Remembered(NamedTuple):
    """An entry, and the machine's claim as it was then."""

    correction: Correction
    machine: Claim


def valid(history: Sequence[Correction]) -> list[Correction]:
    """The entries that are not taken back, the first one first; withdrawals are none."""
    gone = {entry.withdraws for entry in history}
    return [entry for entry in history if entry.withdraws is None and entry.number not in gone]


def corrected_of(history: Sequence[Correction]) -> Corrected | None:
    """What is in force: of status and of parties the latest valid entry; None without any."""
    entries = [entry for entry in valid(history) if entry.corrects]
    if not entries:
        return None
    last = entries[-1]
    statuses = [entry.status for entry in entries if entry.status is not None]
    parties = [entry.parties for entry in entries if entry.parties is not None]
    return Corrected(
        status=statuses[-1] if statuses else None,
        parties=parties[-1] if parties else None,
        by=last.by,
        at=last.at,
        note=last.note,
    )


def as_corrected(claim: Claim, corrected: Corrected | None) -> Claim:
    """The claim with the status and the parties that are in force; everything else as it was.

    The confidences, cues and spans stay the machine's; a party that the machine did not find has
    no mentions.
    """
    if corrected is None:
        return claim
    changes: dict[str, object] = {}
    if corrected.status is not None:
        told = {"status": corrected.status}
        changes["confirmation"] = claim.confirmation.model_copy(update=told)
    if corrected.parties is not None:
        changes["parties"] = tuple(_party(party, claim) for party in corrected.parties)
    return claim.model_copy(update=changes)


def _party(corrected: CorrectedParty, claim: Claim) -> Party:
    folded = corrected.name.casefold()
    alike = (party for party in claim.parties if one_line(party.name).casefold() == folded)
    known = next(alike, None)
    return Party(
        name=corrected.name,
        role=corrected.role,
        kind=corrected.kind,
        mentions=known.mentions if known else (),
        identifier=corrected.identifier,
    )


def roles_of(parties: Sequence[CorrectedParty]) -> set[tuple[str, Role]]:
    """What makes two sets of parties the same: names and roles, in any order."""
    return {(party.name, party.role) for party in parties}


_ACCEPTED: Final = {"event", "amounts", "durations", "modality", "attribution", "evidence"}


def is_checked(claim: Claim, history: Sequence[Remembered]) -> bool:
    """Whether an editor has accepted the claim as it stands now.

    What was accepted must still be what is there: a newer extractor that reads the figures, the
    event or the sources otherwise, or another status or other parties that no editor has set since,
    makes it unchecked again.
    """
    standing = {entry.number for entry in valid([each.correction for each in history])}
    accepts = [
        each for each in history if each.correction.accepted and each.correction.number in standing
    ]
    return bool(accepts) and _still_holds(claim, history, accepts[-1])


def _still_holds(claim: Claim, history: Sequence[Remembered], accept: Remembered) -> bool:
    entries = [each.correction for each in history]
    number = accept.correction.number
    then = as_corrected(
        accept.machine, corrected_of([entry for entry in entries if entry.number <= number])
    )
    now = as_corrected(claim, corrected_of(entries))
    since = [entry for entry in valid(entries) if entry.number > number]
    return (
        claim.model_dump(include=_ACCEPTED) == accept.machine.model_dump(include=_ACCEPTED)
        and (
            now.confirmation.status is then.confirmation.status
            or any(entry.status is not None for entry in since)
        )
        and (_same_parties(now, then) or any(entry.parties is not None for entry in since))
    )


def _same_parties(one: Claim, other: Claim) -> bool:
    return {(p.name, p.role) for p in one.parties} == {(p.name, p.role) for p in other.parties}


def by_claim(entries: Iterable[Remembered]) -> dict[ClaimName, list[Remembered]]:
    """The histories of the claims that the latest texts make, by source and claim's id."""
    found: dict[ClaimName, list[Remembered]] = defaultdict(list)
    for remembered in entries:
        entry = remembered.correction
        if entry.standing not in {Standing.SUPERSEDED, Standing.LOST}:
            found[entry.source, entry.claim_id].append(remembered)
    return dict(found)
