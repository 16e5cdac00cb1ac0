"""How far disclaimers and denials reach: to their own claims and no others."""

from __future__ import annotations

import pytest
from pipeline_views import claim_of, claims_in, known_gap, row

DEAL = "Wexal Group plans to buy Keld Ltd for $50 million, sources said."
DISCLAIMER = "The deal has not been officially confirmed by Wexal Group or Keld Ltd."
SPENDING = "Wexal Group is expected to invest $8 million in Keld Ltd."
EARLIER = "The plan expands a previous deal worth $9 million."

TABLE = [
    row("own-deal", [SPENDING, DISCLAIMER], {"$8 million": "unconfirmed"}),
    row("before-it", [DISCLAIMER, SPENDING], {"$8 million": "unconfirmed"}),
    row(
        "earlier-deal",
        [DEAL, EARLIER, DISCLAIMER],
        {"$50 million": "unconfirmed", "$9 million": "stated"},
    ),
    row(
        "told-on-record",
        ["Wexal Group said it would lend Keld Ltd $8 million.", DISCLAIMER],
        {"$8 million": "confirmed"},
    ),
    row(
        "strangers",
        ["Orvale Holdings is expected to invest $7 million in Marl Foods.", DISCLAIMER],
        {"$7 million": "stated"},
    ),
    row(
        "no-deal-in-sight",
        [SPENDING, "The weather has not been confirmed."],
        {"$8 million": "stated"},
    ),
    row("denied-report", [DEAL, "Wexal Group denied the report."], {"$50 million": "denied"}),
    row("no-comment", [DEAL, "Wexal Group declined to comment."], {"$50 million": "unconfirmed"}),
    row(
        "price-is-not-denied",
        [DEAL, "Shares in Wexal Group closed at $12.10.", "Wexal Group denied the report."],
        {"$50 million": "denied", "$12.10": "stated"},
    ),
    row(
        "earlier-deal-is-not-denied",
        [DEAL, EARLIER, "Wexal Group denied the report."],
        {"$50 million": "denied", "$9 million": "stated"},
    ),
    row(
        "results-are-not-denied",
        [
            "Wexal Group reported a profit of $6 million.",
            "Wexal Group denied it would sell Keld Ltd.",
        ],
        {"$6 million": "confirmed"},
    ),
    known_gap(
        "denial-by-sources",
        "a denial by unnamed people counts like one on the record",
        [DEAL, "Two people close to Wexal Group denied the report."],
        {"$50 million": "unconfirmed"},
    ),
    row(
        "denied-bail",
        [DEAL, "The judge denied bail to the trader."],
        {"$50 million": "unconfirmed"},
    ),
    row(
        "too-far",
        [DEAL, *["It rained in Tarrin all day."] * 7, "Wexal Group denied the report."],
        {"$50 million": "unconfirmed"},
    ),
    row(
        "allegations",
        [
            "Prosecutors said Brisk Foods paid $4 million in bribes.",
            "Brisk Foods denied the allegations.",
        ],
        {"$4 million": "denied"},
    ),
    row(
        "portfolio-is-not-denied",
        [
            "Wexal Group holds assets of $90 million.",
            "Wexal Group denied reports of a hole in its books.",
        ],
        {"$90 million": "stated"},
    ),
    known_gap(
        "later-confirmed",
        "a later “confirmed the price” does not reach the claim that it is about",
        [DEAL, "Wexal Group later confirmed the price."],
        {"$50 million": "confirmed"},
    ),
    known_gap(
        "based-on-reports-at-the-top",
        "“the figures come from reports” without a word of the table reaches nothing",
        ["These figures come from unverified posts.", SPENDING],
        {"$8 million": "unconfirmed"},
    ),
]


@pytest.mark.parametrize(("sentences", "expected"), TABLE)
def test_reach(rules, sentences, expected):
    text = "\n".join(sentences)
    found = {a: claim_of(rules, text, a).confirmation.status.value for a in expected}
    assert found == expected


def test_evidence_from_elsewhere_says_so(rules):
    claim = claim_of(rules, f"{SPENDING}\n{DISCLAIMER}", "$8 million")
    assert claim.confirmation.scope == "document"
    assert claim.confirmation.cues[0].rule == "disclaimer.not_confirmed"
    assert claim.confirmation.cues[0].text in DISCLAIMER


def test_a_disclaimer_alone_makes_no_claim(rules):
    assert claims_in(rules, DISCLAIMER) == []
