"""Short views of what the pipeline finds, for tables of phrasings."""

from __future__ import annotations

import pytest

from extractor.pipeline.components import reading_of
from extractor.records import Claim


def gap(*values, reason, id=None):  # noqa: A002 - pytest's name
    """A row of a table that is known to fail; strict, so that a repair is noticed."""
    return pytest.param(*values, id=id, marks=pytest.mark.xfail(reason=reason))


def row(name, *values):
    """A row of a table under a readable name."""
    return pytest.param(*values, id=name)


def known_gap(name, reason, *values):
    """A row that is known to fail, under a readable name."""
    return gap(*values, reason=reason, id=name)


def claims_in(nlp, text) -> list[Claim]:
    """The claims of a text."""
    return [Claim.model_validate(data) for data in nlp(text)._.claims]


def claim_of(nlp, text, amount) -> Claim:
    """The claim that holds the amount that is written so."""
    return next(c for c in claims_in(nlp, text) if amount in [a.text for a in c.amounts])


def status_of(nlp, text, amount) -> str:
    """The status of the claim with an amount."""
    return claim_of(nlp, text, amount).confirmation.status.value


def roles_of(claim) -> dict[str, str]:
    """The parties of a claim and their roles."""
    return {party.name: party.role.value for party in claim.parties}


def read(nlp, text):
    """What is known of a text before its claims are put together."""
    return reading_of(nlp(text))


def links(reading) -> dict[str, str]:
    """The words of each mention and the name of the entity behind it (the last mention wins)."""
    return {
        reading.text[m.start : m.end]: reading.entities[m.entity].name for m in reading.mentions
    }
