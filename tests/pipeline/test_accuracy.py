"""Accuracy on our own labelled articles: it never falls unnoticed, and the scorer counts right."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import extractor
from corpus.tools.labels import LabelledArticle, LabelledClaim
from corpus.tools.score_labels import (
    Counts,
    Pair,
    claim_counts,
    macro_f1,
    pair_up,
    party_counts,
    same_name,
    score,
    score_folder,
    shared_names,
)
from extractor.records import Quote, Status

TESTS = Path(__file__).parents[1]
CORPUS = TESTS.parent / "corpus"
FOLDERS = {
    "demo": (CORPUS / "demo" / "labels", CORPUS / "demo" / "expected", None),
    "articles": (CORPUS / "articles" / "labels", CORPUS / "articles" / "texts", "test"),
}
FLOORS = tomllib.loads((TESTS / "accuracy_floors.toml").read_text(encoding="utf-8"))
HEADROOM = 0.05
FIGURES = {"amount", "duration", "party", "party_role", "confirmation", "flag", "claim"}


@pytest.fixture(scope="module")
def measured(request):
    """The figures of a pipeline on a folder, measured once."""
    known = {}

    def measure(folder, which):
        if (folder, which) not in known:
            labels, texts, part = FOLDERS[folder]
            nlp = request.getfixturevalue(which)
            known[folder, which] = score_folder(labels, texts, nlp, part)
        return known[folder, which]

    return measure


ROWS = [
    (folder, which, name)
    for folder in FOLDERS
    for which in ("model", "rules")
    for name in sorted(FIGURES)
]


@pytest.mark.parametrize(("folder", "which", "name"), ROWS)
def test_accuracy_keeps_its_floor(measured, folder, which, name):
    figure, floor = measured(folder, which)[name], FLOORS[folder][which][name]
    assert figure >= floor, f"{folder} {which} {name} fell to {figure}, the floor is {floor}"
    assert figure <= floor + HEADROOM, f"{folder} {which} {name}: {figure}; raise its floor {floor}"


def test_every_figure_has_a_floor():
    assert set(FLOORS) == {*FOLDERS, "deals"}
    assert all(set(floors) == FIGURES for folder in FOLDERS for floors in FLOORS[folder].values())


NAMES = [
    ("Keld Ltd", "Keld", True),
    ("the Keld Group", "Keld Marine", True),
    ("Keld's", "Keld", True),
    ("Keld Marine", "Keld Foods", False),
    ("Wexal", "Keld", False),
    ("The Group", "Keld", False),
]


@pytest.mark.parametrize(("one", "other", "same"), NAMES)
def test_same_name(one, other, same):
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_f1():
    assert Counts(2, 4, 4).f1 == 0.5
    assert Counts(0, 3, 0).f1 == 0.0
    assert Counts().f1 == 1.0
    assert Counts(1, 2, 3) + Counts(1, 1, 1) == Counts(2, 3, 4)


def span(start, end):
    return Quote(text="x" * (end - start), start=start, end=end)


def test_spans_are_paired_by_their_overlap_and_once():
    gold, found = [span(0, 4), span(4, 8)], [span(3, 9), span(0, 2)]
    assert pair_up(gold, found) == [(gold[0], found[1]), (gold[1], found[0])]
    assert pair_up(gold, found[:1]) == [(gold[0], found[0])]
    assert pair_up(gold, []) == []


def test_a_label_is_shared_once():
    gold = [("Keld Ltd", "payer"), ("Wexal", "payee")]
    assert shared_names(gold, [("Keld", "payer"), ("Keld", "payer")]) == 1
    assert shared_names(gold, [("Keld", "payee")]) == 0


def test_macro_f1_over_the_statuses_that_are_used():
    right, wrong = (Status.STATED, Status.STATED), (Status.DENIED, Status.STATED)
    assert macro_f1([right]) == 1.0
    assert macro_f1([right, wrong]) == pytest.approx((2 / 3 + 0) / 2)
    assert macro_f1([]) == 0.0


def labelled(claim):
    """A label that says what a claim says."""
    amounts = [
        {
            "quote": a.text,
            "start": a.start,
            "end": a.end,
            "modifier": a.modifier,
            "min": a.value_min,
            "max": a.value_max,
            "currency": a.currency,
            "per": a.per,
        }
        for a in claim.amounts
    ]
    return {
        "id": "c1",
        "event": claim.event,
        "amounts": amounts,
        "durations": [],
        "parties": [{"name": p.name, "role": p.role} for p in claim.parties],
        "confirmation": claim.confirmation.status,
        "modality": claim.modality,
        "attribution": [],
        "mentions": [],
    }


def pair_with(rules, **changes):
    result = extractor.extract("Wexal Group bought Keld Ltd for $5 million.", rules)
    claim = LabelledClaim.model_validate(labelled(result.claims[0]) | changes)
    article = {"doc": "d", "claims": [claim]}
    return Pair(LabelledArticle.model_validate(article), result.claims)


def test_a_perfect_reading_scores_one(rules):
    figures = score([pair_with(rules)])
    assert figures.pop("flag") == 1.0, "nothing to flag, nothing flagged"
    assert set(figures.values()) == {1.0}


WRONG = [
    ("status", {"confirmation": "denied"}, 0, 2),
    ("no-party", {"parties": []}, 0, 0),
    ("half-of-the-parties", {"parties": [{"name": "Wexal Group", "role": "payer"}]}, 1, 1),
    ("other-sum", {"amounts": []}, 0, 0),
]


@pytest.mark.parametrize(
    ("changes", "claims", "parties"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_what_is_wrong_costs(rules, changes, claims, parties):
    pair = pair_with(rules, **changes)
    assert claim_counts(pair).hits == claims
    assert party_counts(pair, roles=True).hits == parties
