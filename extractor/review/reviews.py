"""What editors say of a claim, as the page's script reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from extractor.records import Claim, Party, Quote
from extractor.sinks.corrections.records import (
    Correction,
    Remembered,
    Standing,
    as_corrected,
    corrected_of,
    is_checked,
)
from extractor.sinks.corrections.words import party_words
from extractor.sinks.plain import one_line

Entry: TypeAlias = dict[str, object]
PartyEntry: TypeAlias = Callable[[Party], Entry]

CORRECTED: Final = "corrected"
ACCEPTED: Final = "accepted"
OPEN: Final = "not reviewed"


def in_force(claim: Claim, history: Sequence[Remembered], text: str) -> Claim:
    """The claim with what editors set in place of the machine's values.

    Parties that an editor named are found in the article's text where their names stand there.
    """
    corrected = corrected_of([entry for entry, _ in history])
    if corrected is None or corrected.parties is None:
        return as_corrected(claim, corrected)
    claim = as_corrected(claim, corrected)
    return claim.model_copy(update={"parties": tuple(_placed(p, text) for p in claim.parties)})


def _placed(party: Party, text: str) -> Party:
    if party.mentions:
        return party
    named = re.finditer(rf"(?<!\w){re.escape(party.name)}(?!\w)", text)
    places = tuple(Quote(text=found[0], start=found.start(), end=found.end()) for found in named)
    return party.model_copy(update={"mentions": places})


def review_entry(claim: Claim, history: Sequence[Remembered], party: PartyEntry) -> Entry:
    """The field ``review`` of a claim that has a history; nothing for one that has none.

    Args:
        claim: As the machine reads it.
        history: What was noted of it, the first entry first.
        party: Makes the page's entry of a party.
    """
    if not history:
        return {}
    entries = [entry for entry, _ in history]
    corrected = corrected_of(entries)
    status_set = corrected is not None and corrected.status is not None
    parties_set = corrected is not None and corrected.parties is not None
    review: Entry = {
        "state": _state(claim, history, is_corrected=corrected is not None),
        "machineStatus": claim.confirmation.status.value if status_set else None,
        "machineParties": [party(each) for each in claim.parties] if parties_set else None,
        "entries": [_noted(entry) for entry in entries],
    }
    return {"review": review}


def _state(claim: Claim, history: Sequence[Remembered], *, is_corrected: bool) -> str:
    if is_corrected:
        return CORRECTED
    return ACCEPTED if is_checked(claim, history) else OPEN


def _noted(entry: Correction) -> Entry:
    return {
        "at": f"{entry.at:%Y-%m-%d %H:%M} UTC",
        "by": one_line(entry.by),
        "note": one_line(entry.note or ""),
        "status": entry.status.value if entry.status else None,
        "statusBefore": entry.machine_status.value,
        "parties": None if entry.parties is None else party_words(entry.parties),
        "accepted": entry.accepted,
        "back": entry.withdraws is not None,
        "gone": entry.standing is Standing.WITHDRAWN,
    }
