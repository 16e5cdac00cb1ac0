"""What editors note, into the database: only ever added to.

Every function works in a transaction that is the only one that writes, so that two editors at once
come one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, insert

from extractor.records import PartyKind
from extractor.sinks.corrections.finding import NamedClaim
from extractor.sinks.corrections.reading import history_of
from extractor.sinks.corrections.records import (
    Corrected,
    CorrectedParty,
    Correction,
    CorrectionError,
    Edit,
    corrected_of,
    is_checked,
    roles_of,
    valid,
)
from extractor.sinks.encodable import without_surrogates
from extractor.sinks.identity import identity_of, note_last_correction
from extractor.sinks.loading import next_keys, storable
from extractor.sinks.plain import one_line
from extractor.sinks.rows import RowValues
from extractor.sinks.tables import correction_parties, corrections

_LONGEST_NAME: Final = 300
_LONGEST_NOTE: Final = 4000
_MACHINE: Final = "newsclaims"


class Signature(NamedTuple):
    """Who notes something, and when (UTC without zone)."""

    by: str
    at: datetime


def correct(connection: Connection, found: NamedClaim, edit: Edit, signature: Signature) -> None:
    """Note a correction of a claim.

    Raises:
        CorrectionError: it would change nothing, or the claim's text was revised.
    """
    if found.is_superseded:
        reason = "its article was revised since; correct the claim of the latest text"
        raise CorrectionError(found.claim.id, reason)
    history = history_of(connection, found.claim_key)
    entries = [each.correction for each in history]
    parties = _parties(found, edit, corrected_of(entries))
    if edit.status is None and parties is None and not edit.accept:
        raise CorrectionError(found.claim.id, "nothing to note: set a status or parties, or accept")
    _require_new_status(found, edit, entries)
    if parties is not None:
        _require_new_parties(found, parties, entries)
    accepts_again = edit.accept and edit.status is None and parties is None
    if accepts_again and is_checked(found.claim, history) and _accepted_by(entries, signature.by):
        raise CorrectionError(found.claim.id, "you have accepted it as it stands already")
    _add(
        connection,
        {
            **_row(found, signature, edit.note),
            "status": edit.status.value if edit.status else None,
            "party_count": None if parties is None else len(parties),
            "accepted": edit.accept,
        },
        parties or (),
    )


def _accepted_by(entries: Sequence[Correction], editor: str) -> bool:
    return any(entry.accepted and entry.by == one_line(editor) for entry in valid(entries))


def withdraw(
    connection: Connection, found: NamedClaim, signature: Signature, note: str | None = None
) -> Correction:
    """Take back the last entry that stands, by an entry of its own; gives the one taken back.

    Raises:
        CorrectionError: there is nothing to take back.
    """
    entries = [each.correction for each in history_of(connection, found.claim_key)]
    standing = valid(entries)
    if not standing:
        raise CorrectionError(found.claim.id, "there is no correction to take back")
    row = {**_row(found, signature, note), "accepted": False, "withdraws": standing[-1].number}
    _add(connection, row, ())
    return standing[-1]


def _row(found: NamedClaim, signature: Signature, note: str | None) -> RowValues:
    editor, told = one_line(signature.by), one_line(note or "")
    if not editor:
        raise CorrectionError(found.claim.id, "the editor's name is empty")
    if len(editor) > _LONGEST_NAME:
        raise CorrectionError(found.claim.id, f"a name may have {_LONGEST_NAME} characters")
    if len(told) > _LONGEST_NOTE:
        raise CorrectionError(found.claim.id, f"a note may have {_LONGEST_NOTE} characters")
    return {
        "article_key": found.article_key,
        "version_key": found.version_key,
        "claim_key": found.claim_key,
        "claim_id": found.claim.id,
        "editor": editor,
        "corrected_at": signature.at,
        "note": told or None,
        "claim_record": found.claim.model_dump_json(),
    }


def _add(connection: Connection, row: RowValues, parties: Sequence[CorrectedParty]) -> None:
    come = identity_of(connection)
    (key,) = next_keys(connection, corrections, 1, come.last_correction)
    placed = {**row, "correction_key": key, "after_version": come.last_version}
    connection.execute(insert(corrections), storable(placed))
    note_last_correction(connection, key)
    if parties:
        rows = [_party_row(key, *numbered) for numbered in enumerate(parties)]
        connection.execute(insert(correction_parties), list(map(storable, rows)))


def _party_row(key: int, position: int, party: CorrectedParty) -> RowValues:
    return {
        "correction_key": key,
        "position": position,
        "name": without_surrogates(party.name),
        "name_folded": without_surrogates(party.name).casefold(),
        "role": party.role.value,
        "kind": party.kind.value,
        "identifier": party.identifier,
    }


def _require_new_status(found: NamedClaim, edit: Edit, entries: Sequence[Correction]) -> None:
    if edit.status is None:
        return
    corrected = corrected_of(entries)
    is_set = corrected is not None and corrected.status is not None
    if corrected is not None and edit.status is corrected.status:
        raise CorrectionError(found.claim.id, f"is {edit.status.value} already: {_setter(entries)}")
    if edit.status is found.claim.confirmation.status:
        advice = (
            "--withdraw takes a correction back" if is_set else "--accept says that it is right"
        )
        said = f"{_MACHINE} says {edit.status.value} itself"
        raise CorrectionError(found.claim.id, f"{said}; {advice}")


def _setter(entries: Sequence[Correction]) -> str:
    """Who set the status that is in force."""
    last = [entry for entry in valid(entries) if entry.status is not None][-1]
    return f"{last.by} set it, {last.at:%Y-%m-%d %H:%M} UTC"


def _parties(
    found: NamedClaim, edit: Edit, corrected: Corrected | None
) -> tuple[CorrectedParty, ...] | None:
    """All parties that the edit leaves; None when it is not about them."""
    machine = tuple(map(CorrectedParty.of, found.claim.parties))
    if edit.parties is not None:
        return tuple(_with_kind(party, machine) for party in edit.parties)
    if not edit.without:
        return None
    has_set = corrected is not None and corrected.parties is not None
    now = corrected.parties if corrected and corrected.parties is not None else machine
    names = {party.name.casefold() for party in now}
    for name in edit.without:
        if name.casefold() not in names:
            whose = "in force" if has_set else "of the claim"
            told = ", ".join(party.name for party in now) or "none"
            reason = f"{name!r} is no party {whose}; the parties are: {told}"
            raise CorrectionError(found.claim.id, reason)
    gone = {name.casefold() for name in edit.without}
    return tuple(party for party in now if party.name.casefold() not in gone)


def _with_kind(party: CorrectedParty, machine: Sequence[CorrectedParty]) -> CorrectedParty:
    """What the machine knows of a party of this name."""
    if party.kind is not PartyKind.UNKNOWN or party.identifier is not None:
        return party
    folded = party.name.casefold()
    known = next((each for each in machine if each.name.casefold() == folded), party)
    return party.model_copy(update={"kind": known.kind, "identifier": known.identifier})


def _require_new_parties(
    found: NamedClaim, parties: Sequence[CorrectedParty], entries: Sequence[Correction]
) -> None:
    wanted = roles_of(parties)
    if len(wanted) < len(parties):
        raise CorrectionError(found.claim.id, "a party is named twice in one role")
    long = [party.name for party in parties if len(party.name) > _LONGEST_NAME]
    if long:
        raise CorrectionError(found.claim.id, f"a name may have {_LONGEST_NAME} characters")
    corrected = corrected_of(entries)
    if corrected is not None and corrected.parties is not None:
        if wanted == roles_of(corrected.parties):
            raise CorrectionError(
                found.claim.id, "these are its parties already: an editor set them"
            )
        advice = "--withdraw takes a correction back"
    else:
        advice = "--accept says that they are right"
    if wanted == roles_of([CorrectedParty.of(party) for party in found.claim.parties]):
        raise CorrectionError(found.claim.id, f"{_MACHINE} names these parties itself; {advice}")
