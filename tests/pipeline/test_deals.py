"""Deals that are told without any figure: real phrasings, and what the option leaves alone."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extractor
from extractor.pipeline.deals import find_deals
from extractor.pipeline.road import info, load
from extractor.records import Claim

DEMO = Path(__file__).parents[2] / "corpus" / "demo"


@pytest.fixture(scope="module")
def nlp():
    return load(deals=True)


@pytest.fixture(scope="module")
def rules():
    return load(None, deals=True)


def article(*sentences: str) -> str:
    """A headline and a body of one paragraph."""
    return "\n".join([sentences[0], " ".join(sentences[1:])])


def deals(text: str, pipeline) -> list[Claim]:
    return [claim for claim in extractor.extract(text, pipeline).claims if not claim.figures()]


def told(claim: Claim) -> tuple[str, ...]:
    return (claim.event.value, claim.modality.value, claim.confirmation.status.value)


def cast(claim: Claim) -> set[tuple[str, str]]:
    return {(party.role.value, party.name) for party in claim.parties}


TOLD = [
    pytest.param(
        article(
            "Ardmoor in talks to buy Kestrel - sources",
            "Ardmoor Rail Plc is in talks to buy Kestrel Foundries Ltd, two people familiar with"
            " the matter said on Tuesday.",
            "Ardmoor declined to comment.",
        ),
        ("acquisition", "possible", "unconfirmed"),
        {("payer", "Ardmoor Rail Plc"), ("subject", "Kestrel Foundries Ltd")},
        id="talks, unnamed people",
    ),
    pytest.param(
        article(
            "Nordwind agrees to buy Pelagia",
            "Nordwind AG said on Monday it had agreed to acquire Pelagia Shipping Ltd from its"
            " founders.",
            "The companies did not disclose the terms of the deal.",
        ),
        ("acquisition", "planned", "confirmed"),
        {("payer", "Nordwind AG"), ("subject", "Pelagia Shipping Ltd")},
        id="agreed, on the record",
    ),
    pytest.param(
        article(
            "Umbra Chips and Keld form venture",
            "Umbra Chips Inc and Keld Plc said on Thursday they had formed a joint venture to make"
            " sensors in Leeds.",
        ),
        ("contract", "actual", "confirmed"),
        {("subject", "Umbra Chips Inc"), ("subject", "Keld Plc")},
        id="joint venture, neither pays",
    ),
    pytest.param(
        article(
            "Vantor sells software unit to Brask",
            "Vantor Systems Corp said on Friday it had sold its software unit to Brask Holdings Inc"
            " after a long search.",
        ),
        ("acquisition", "actual", "confirmed"),
        {("payee", "Vantor Systems Corp"), ("payer", "Brask Holdings Inc")},
        id="sold to",
    ),
]


@pytest.mark.parametrize(("text", "words", "parties"), TOLD)
def test_a_deal_without_figures_is_a_claim(nlp, text, words, parties):
    (claim,) = deals(text, nlp)
    assert told(claim) == words
    assert cast(claim) == parties
    assert claim.event_cue is not None
    assert claim.event_cue.rule.startswith("deal.")
    assert claim.evidence


NO_DEAL = [
    pytest.param(
        article(
            "Ardmoor Rail names new chief",
            "Ardmoor Rail Plc named Jane Roe chief executive on Monday.",
            "Roe ran Kestrel Foundries Ltd before.",
        ),
        id="an appointment",
    ),
    pytest.param(
        article(
            "Ardmoor to pay $3 billion for Kestrel",
            "Ardmoor Rail Plc said on Monday it would buy Kestrel Foundries Ltd for $3 billion.",
            "The purchase of Kestrel will make Ardmoor the largest of its kind.",
        ),
        id="the figure's claim tells the deal",
    ),
    pytest.param(
        article(
            "Shares of Nordwind rise",
            "Investors bought shares on Monday, and Nordwind AG rose.",
            "Analysts have a buy rating on the stock.",
        ),
        id="trading and a rating",
    ),
]


@pytest.mark.parametrize("text", NO_DEAL)
def test_what_is_no_deal_or_has_a_figure_makes_no_claim(nlp, text):
    assert deals(text, nlp) == []


def test_a_deal_told_twice_is_one_claim_with_two_sentences(nlp):
    text = article(
        "Ardmoor agrees to buy Kestrel",
        "Ardmoor Rail Plc has agreed to buy Kestrel Foundries Ltd, the company said.",
        "The weather was fine.",
        "Ardmoor expects to complete the acquisition of Kestrel in March.",
    )
    (claim,) = deals(text, nlp)
    assert len(claim.evidence) > 1


def test_a_denied_deal_is_denied(nlp):
    text = article(
        "Nordwind denies Pelagia bid report",
        "Nordwind AG denied on Monday a newspaper report that it was preparing a bid for Pelagia"
        " Shipping Ltd.",
        '"The report is not true," a spokesman said.',
    )
    assert {claim.confirmation.status.value for claim in deals(text, nlp)} == {"denied"}


def test_rules_alone_find_plain_deals(rules):
    text = TOLD[1].values[0]
    assert ("acquisition", "confirmed") in {
        (claim.event.value, claim.confirmation.status.value) for claim in deals(text, rules)
    }


def test_without_the_option_there_is_no_claim_of_a_deal():
    pipeline = load(None)
    assert all(not deals(case.values[0], pipeline) for case in TOLD)
    assert "deals" not in info(pipeline).rules


def test_the_records_say_that_deals_were_asked_for(nlp, rules):
    assert info(nlp).rules.endswith("+deals")
    assert "claims-deals-" in str(info(nlp).model)
    assert info(rules).rules.endswith("+deals")


def test_claims_with_figures_are_the_same_claims(nlp):
    """Their ids: names that are read further off may turn up other parties."""
    plain = load()
    for path in sorted(DEMO.rglob("*.txt")):
        text = path.read_text(encoding="utf-8")
        without = {claim.id for claim in extractor.extract(text, plain).claims}
        ids = {claim.id for claim in extractor.extract(text, nlp).claims if claim.figures()}
        assert ids == without


def test_the_same_text_gives_the_same_records(nlp):
    first, second = (extractor.extract(TOLD[0].values[0], nlp) for _ in range(2))
    assert first.model_dump_json() == second.model_dump_json()
    assert json.loads(first.model_dump_json())["claims"]


WORDS = st.sampled_from(
    ["buy", "buy rating", "acquisition", "take over", "joint venture", "sold", "İ", "🙂", "\n", ".",
     "settlement", "deal", "talks", "merger", "stake", "the", "Keld", "IPO", "spun off"]
)  # fmt: skip


@given(st.lists(WORDS | st.text(max_size=5), max_size=30).map(" ".join))
def test_words_stand_where_they_say_and_never_overlap(text):
    found = find_deals(text)
    assert all(0 <= deal.start < deal.end <= len(text) for deal in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_text_of_nothing_else_is_bounded():
    assert len(find_deals("deal " * 20_000)) == 300
