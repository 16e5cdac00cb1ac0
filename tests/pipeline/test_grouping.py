"""Which figures tell one fact: repeated sums, conversions, sums with their terms."""

from __future__ import annotations

import pytest
from pipeline_views import claims_in, known_gap, row


def figures(claim):
    return [figure.text for figure in (*claim.amounts, *claim.durations)]


TABLE = [
    row(
        "told-twice", "It paid $5 million. The $5 million was cash.", [["$5 million", "$5 million"]]
    ),
    row("other-sum", "It paid $5 million. It lent $6 million.", [["$5 million"], ["$6 million"]]),
    row(
        "other-currency",
        "It paid $5 million and 5 million euros.",
        [["$5 million"], ["5 million euros"]],
    ),
    row("conversion", "It paid €5 million ($5.6 million).", [["€5 million", "$5.6 million"]]),
    row("rate-note", "It left. ($1 = 0.75 pounds)", [["$1", "0.75 pounds"]]),
    row("two-in-list", "It paid €5 million, $6 million.", [["€5 million"], ["$6 million"]]),
    row(
        "headline-rounds",
        "Keld sold for $77m\nIt fetched $77.2 million.",
        [["$77m", "$77.2 million"]],
    ),
    row("body-never-rounds", "It sold.\nIt got $77m. It paid $77.2m.", [["$77m"], ["$77.2m"]]),
    row("share-price", "It fell to $5 a share. A mug costs $5.", [["$5"], ["$5"]]),
    row("with-term", "It pays $5 million over three years.", [["$5 million", "three years"]]),
    row("adjective-term", "It won a two-year, $5 million contract.", [["$5 million", "two-year"]]),
    row(
        "term-in-other-clause",
        "It paid $5 million; the ban lasts two years.",
        [["$5 million"], ["two years"]],
    ),
    row("term-alone", "It signed a five-year supply agreement.", [["five-year"]]),
    row(
        "term-told-again",
        "It pays $5 million over three years. The contract spans three years.",
        [["$5 million", "three years", "three years"]],
    ),
    row("anchor-is-no-term", "It paid $5 million, three years ago.", [["$5 million"]]),
    row(
        "amount-before-anchor",
        "It paid $5 million three years ago.",
        [["$5 million"]],
    ),
    row("age-is-no-term", "The 41-year-old got $5 million.", [["$5 million"]]),
    row("range", "It wants $5 million to $7 million.", [["$5 million to $7 million"]]),
    row("nothing", "It rained three days ago.", []),
    known_gap("weather", "any “for three days” is a term", "It rained for three days.", []),
    known_gap(
        "same-number-other-fact",
        "equal sums of a thousand and more are one fact, wherever they stand",
        "Brisk Foods paid $5 million for Keld Ltd.\n\nWexal Group was fined $5 million in Tarrin.",
        [["$5 million"], ["$5 million"]],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_groups(rules, text, expected):
    assert [figures(claim) for claim in claims_in(rules, text)] == expected


def test_every_amount_stands_in_one_claim(rules):
    text = "Keld sold for $77m\nIt got $77m (€70m). A $9m fee and $77.1 million. Then $9m, €70m."
    doc = rules(text)
    told = [a["start"] for claim in doc._.claims for a in claim["amounts"]]
    assert sorted(told) == [amount["start"] for amount in doc._.amounts]


def test_claims_come_in_the_order_of_their_first_figure(either):
    text = "It paid $9 million. It lent $5 million. The $9 million was cash."
    found = claims_in(either, text)
    assert [claim.amounts[0].text for claim in found] == ["$9 million", "$5 million"]
