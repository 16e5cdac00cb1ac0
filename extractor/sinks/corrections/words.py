"""Corrections in words for a terminal: one line each, nothing in it that a terminal acts upon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from extractor.records import Claim, Role
from extractor.sinks.corrections.records import CorrectedParty, Correction, Standing
from extractor.sinks.plain import claim_amounts, claim_durations, one_line, shortened
from extractor.sinks.stored import StoredClaim

_QUOTE_LENGTH: Final = 300
_ROLES: Final = (Role.PAYER, Role.PAYEE, Role.SUBJECT)
_STANDING: Final = {
    Standing.STANDS: "",
    Standing.WITHDRAWN: "taken back",
    Standing.SUPERSEDED: "of a text that was revised since",
    Standing.LOST: "of a claim that is not found in the text any more",
}


def entry_words(entry: Correction) -> str:
    """An entry on one line: when, who, which claim, what, why, and what became of it."""
    what = "; ".join(_changes(entry))
    told = f" “{one_line(entry.note)}”" if entry.note else ""
    became = f" [{_STANDING[entry.standing]}]" if _STANDING[entry.standing] else ""
    when = f"{entry.at:%Y-%m-%d %H:%M} UTC"
    return one_line(f"{when} {entry.by}: {entry.claim_id} {what}{told}{became}")


def _changes(entry: Correction) -> Iterator[str]:
    if entry.withdraws is not None:
        yield "correction taken back"
    if entry.status is not None:
        yield f"status {entry.machine_status.value} → {entry.status.value}"
    if entry.parties is not None:
        yield f"parties {party_words(entry.machine_parties)} → {party_words(entry.parties)}"
    if entry.accepted:
        yield "checked, the rest is right" if entry.corrects else "checked and right"


def party_words(parties: Sequence[CorrectedParty]) -> str:
    """Parties with their roles on one line, who pays first."""
    ordered = sorted(parties, key=lambda party: _ROLES.index(party.role))
    return ", ".join(f"{party.role.value} {one_line(party.name)}" for party in ordered) or "none"


def claim_words(stored: StoredClaim) -> str:
    """A claim as it stands, and its history; lines, the last one ended."""
    return "".join(f"{line}\n" for line in _claim_lines(stored))


def _claim_lines(stored: StoredClaim) -> Iterator[str]:
    claim = stored.claim
    figures = ", ".join((*claim_amounts(claim), *claim_durations(claim)))
    quote = shortened(claim.evidence[0].text, _QUOTE_LENGTH) if claim.evidence else "–"
    yield f"{one_line(claim.id)}  {claim.event.value}, {claim.modality.value}  {figures}"
    yield f"  source   {one_line(stored.article.source)}"
    yield f"  quote    {quote}"
    yield f"  status   {_beside(_status(stored.in_force()), _status(claim))}"
    yield f"  parties  {_beside(_parties(stored.in_force()), _parties(claim))}"
    if stored.superseded_by is not None:
        yield "  of a text that was revised since"
    for entry in stored.corrections:
        yield f"  {entry_words(entry)}"


def _status(claim: Claim) -> str:
    return claim.confirmation.status.value


def _parties(claim: Claim) -> str:
    return party_words([CorrectedParty.of(party) for party in claim.parties])


def _beside(in_force: str, machine: str) -> str:
    """What is in force, and what the machine says where that is another thing."""
    return in_force if in_force == machine else f"{in_force}  (newsclaims: {machine})"
