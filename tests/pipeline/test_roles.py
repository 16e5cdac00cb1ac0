"""Who is bound by a claim and how, by rules alone and with the model."""

from __future__ import annotations

import pytest
from pipeline_views import claims_in, known_gap, roles_of, row

BOTH = [
    row(
        "buyer-and-bought",
        "Wexal Group agreed to buy Keld Ltd for $50 million, it said.",
        {"Wexal Group": "payer", "Keld Ltd": "subject"},
    ),
    row(
        "buyer-bought-in-past",
        "Wexal Group bought Keld Ltd for $50 million.",
        {"Wexal Group": "payer", "Keld Ltd": "subject"},
    ),
    row("fined", "Brisk Foods was fined $4 million by the watchdog.", {"Brisk Foods": "payer"}),
    row("results", "Brisk Foods reported net income of $5 million.", {"Brisk Foods": "subject"}),
    row("buyback", "Brisk Foods announced a $5 million share buyback.", {"Brisk Foods": "subject"}),
    row("commodity", "Brent crude rose to $84.10 a barrel.", {"Brent crude": "subject"}),
    row(
        "order-won",
        "Keld Ltd, a maker of doors, said it had won a $9 million order from Brisk Foods.",
        {"Brisk Foods": "payer", "Keld Ltd": "payee"},
    ),
    row(
        "spending",
        "Wexal Group is expected to invest $1 billion in the plant.",
        {"Wexal Group": "payer"},
    ),
    row(
        "shares-of",
        "Shares of Keld Ltd closed at $45.20.",
        {"Keld Ltd": "subject"},
    ),
]
RULES = [
    row(
        "lawsuit-damages",
        "Wexal Group sued Keld Ltd for $20 million.",
        {"Keld Ltd": "payer", "Wexal Group": "payee"},
    ),
    known_gap(
        "lawsuit",
        "“sued Y, seeking $x” makes the sued the payee",
        "Wexal Group sued Keld Ltd on Friday, seeking $20 million in damages.",
        {"Keld Ltd": "payer", "Wexal Group": "payee"},
    ),
    row(
        "invested",
        "In May Wexal Group invested $5 million in Keld Ltd.",
        {"Wexal Group": "payer", "Keld Ltd": "payee"},
    ),
    row(
        "merger",
        "The $9 billion merger of Keld Ltd with Wexal Group is off.",
        {"Keld Ltd": "subject", "Wexal Group": "payee"},
    ),
    row("nobody", "An estimated $5 million was lost in the fire.", {}),
    row("outlet-is-no-party", "Harbour Post said the fire cost $5 million.", {}),
    known_gap(
        "paid-for-company",
        "“paid $x for Y” without another cue is not read as a purchase",
        "Wexal Group paid $50 million for Keld Ltd.",
        {"Wexal Group": "payer", "Keld Ltd": "subject"},
    ),
    known_gap(
        "two-objects",
        "“pay Y $x”: no event, so no roles",
        "Wexal Group will pay Keld Ltd $12 million over three years.",
        {"Wexal Group": "payer", "Keld Ltd": "payee"},
    ),
    known_gap(
        "lone-name-at-start",
        "one capitalised word at the start of a sentence is not read as a name",
        "Orvale won a $60 million contract from Keld Ltd.",
        {"Keld Ltd": "payer", "Orvale": "payee"},
    ),
    known_gap(
        "speaker-is-no-payee",
        "who speaks for a company is taken for a party",
        "“We will spend $40 million on the plant,” Chief Executive Jane Farrow said.",
        {},
    ),
]


def only_claim_roles(nlp, text):
    (claim,) = claims_in(nlp, text)
    return roles_of(claim)


MODEL = [
    row(
        "lawsuit-damages",
        "Wexal Group sued Keld Ltd for $20 million.",
        {"Keld Ltd": "payer", "Wexal Group": "payee"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), BOTH)
def test_roles(either, text, expected):
    assert only_claim_roles(either, text) == expected


@pytest.mark.parametrize(("text", "expected"), RULES)
def test_roles_by_rules_alone(rules, text, expected):
    assert only_claim_roles(rules, text) == expected


@pytest.mark.parametrize(("text", "expected"), MODEL)
def test_roles_by_the_weights(model, text, expected):
    assert only_claim_roles(model, text) == expected


def test_a_deal_that_names_no_one_has_the_parties_of_the_deal_before(rules):
    text = (
        "Wexal Group agreed to buy Keld Ltd for $50 million.\n"
        "The agreement expands a previous deal worth $9 million."
    )
    first, second = claims_in(rules, text)
    assert roles_of(second) == roles_of(first) == {"Wexal Group": "payer", "Keld Ltd": "subject"}


def test_mentions_of_parties_are_quoted(either):
    text = "Wexal Group agreed to buy Keld Ltd for $50 million."
    (claim,) = claims_in(either, text)
    quoted = [m for party in claim.parties for m in party.mentions]
    assert quoted
    assert all(text[m.start : m.end] == m.text for m in quoted)


def test_a_pronoun_gives_the_name(either):
    text = "Keld Ltd makes doors. It agreed to buy Marl Foods for $50 million, it said."
    (claim,) = claims_in(either, text)
    assert roles_of(claim).get("Keld Ltd") == "payer"


REJECTED = "Keld Ltd rejected a £2.1bn bid from Wexal Group."


def test_the_bidder_of_a_rejected_bid(model):
    assert only_claim_roles(model, REJECTED) == {"Wexal Group": "payer", "Keld Ltd": "subject"}


@pytest.mark.xfail(reason="the bidder after “bid from” gets no role")
def test_the_bidder_of_a_rejected_bid_by_rules(rules):
    assert only_claim_roles(rules, REJECTED) == {"Wexal Group": "payer", "Keld Ltd": "subject"}
