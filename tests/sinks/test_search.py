"""Full-text search finds the same in both databases."""

from __future__ import annotations

import pytest
from sample_records import claim, quoted, record

from extractor.records import Evidence, Status
from extractor.sinks.fulltext import Phrase, phrases
from extractor.sinks.stored import ClaimFilter

SENTENCES = {
    "price": "Nordwind AG pays £1.2bn (or $1.5bn) for Écolier-Straße S.A.",
    "web": "The offer, sent by e-mail to board@pelagia.example/offers, was turned down.",
    "name": "O\u2019Brien & Sons won\u2019t comment on its NASDAQ:PLGA stake_holding of 12%.",
    "numbers": "It paid 1,250,000 in 2021/22 and 3.50 in Q4; -7 was the rest.",
}


def evidence_claim(name, text, **fields):
    parts = {"amounts": (), "durations": (), "parties": ()}
    quote = quoted(Evidence, text, text)
    return claim(id=name, evidence=(quote,), **{**parts, **fields})


@pytest.fixture
def filled(store):
    for name, text in SENTENCES.items():
        store.save([record(name, text=text, claims=[evidence_claim(name, text)])])
    titled = record("titled", text="Body.", title="Harbour sold - Nordwind", claims=[])
    bare = claim(Status.DENIED, id="titled", amounts=(), durations=(), parties=(), evidence=())
    store.save([titled.model_copy(update={"claims": (bare,)})])
    return store


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nordwind", "price titled"),
        ("NORDWIND ag", "price"),
        ("nordwind ag sold", ""),
        ("ag nordwind", "price"),
        ('"ag nordwind"', ""),
        ('"nordwind ag pays"', "price"),
        ('"harbour sold"', "titled"),
        ("harb*", "titled"),
        ("arbour", ""),
        ('"nordwind a*"', "price"),
        ("£1.2bn", "price"),
        ("1.5bn", "price"),
        ('"1 2bn"', "price"),
        ("2bn.1", ""),
        ("écolier", "price"),
        ("ÉCOLIER straße", "price"),
        ("ecolier", ""),
        ("s.a.", "price"),
        ("pelagia", "web"),
        ("board@pelagia.example", "web"),
        ("offers mail", "web"),
        ("o'brien", "name"),
        ("o\u2019brien sons", "name"),
        ("nasdaq plga", "name"),
        ("holding", "name"),
        ("12%", "name"),
        ("1,250,000", "numbers"),
        ("22", "numbers"),
        ("q4 7", "numbers"),
        ("2021", "numbers"),
        ('unclosed "quote', ""),
        ("the", "numbers web"),
        ("rest' OR '1'='1", ""),
        ("nordwind OR harbour", ""),
        ("%", ""),
        ('"', ""),
        ("*", ""),
        ("\u2603", ""),
        ("", ""),
    ],
)
def test_words(filled, words, expected):
    found = sorted(each.claim.id for each in filled.search(words))
    assert found == sorted(expected.split())


def test_filter_combines_with_the_others(filled):
    denied = ClaimFilter(text="nordwind", statuses=(Status.DENIED,))
    assert [each.claim.id for each in filled.claims(denied)] == ["titled"]


def test_no_more_than_asked_for(filled):
    assert len(filled.search("nordwind", most=1)) == 1


def test_index_follows_what_is_saved(filled, direct):
    changed = "Pelagia bids."
    filled.save([record("price", text=changed, claims=[evidence_claim("new", changed)])])
    filled.save([record("titled", text="Body.", title="Quay sold", claims=[])])
    assert [each.claim.id for each in filled.search("nordwind")] == []
    old = filled.claims(ClaimFilter(text="nordwind", superseded=True))
    assert [each.claim.id for each in old] == ["price"]
    assert [each.claim.id for each in filled.search("bids")] == ["new"]
    direct.execute("DELETE FROM articles")
    assert filled.search("bids") == []
    if direct.dialect == "sqlite":
        direct.execute(
            "INSERT INTO evidence_search (evidence_search, rank) VALUES ('integrity-check', 1)",
            "INSERT INTO articles_search (articles_search, rank) VALUES ('integrity-check', 1)",
        )


def test_phrases():
    assert phrases(' "A b"  c.d* "e f*" ""') == (
        Phrase(("A", "b"), begins=False),
        Phrase(("c", "d"), begins=True),
        Phrase(("e", "f"), begins=True),
    )
