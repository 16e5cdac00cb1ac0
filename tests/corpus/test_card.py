"""The data set card says what there is."""

import json

import pytest

from corpus.tools.assemble import read_index
from corpus.tools.card import (
    BEGIN,
    END,
    README,
    card,
    claims_of,
    main,
    own_card,
    read_articles,
    real_card,
    totals,
    vocabularies,
    with_tables,
    years,
)
from corpus.tools.own_articles import OwnEntry, OwnFolder


def figure(quote, start, **more):
    return {"quote": quote, "start": start, "end": start + len(quote), "modifier": "exact"} | more


LABELS = {
    "doc": "pellworm",
    "claims": [
        {
            "id": "c1",
            "event": "acquisition",
            "amounts": [
                figure("€40m", 9, min=40_000_000, max=40_000_000, currency="EUR"),
                figure("billions", 60, min=2_000_000_000, max=None, currency=None),
            ],
            "durations": [],
            "parties": [{"name": "Pellworm", "role": "payer"}],
            "confirmation": "denied",
            "modality": "planned",
            "attribution": [{"name": None, "kind": "media"}, {"name": "Ostrand", "kind": "party"}],
            "mentions": [[0, 20], [50, 80]],
        },
        {
            "id": "c2",
            "event": "contract",
            "amounts": [],
            "durations": [figure("five years", 100, iso="P5Y")],
            "parties": [],
            "confirmation": "stated",
            "modality": "actual",
            "attribution": [],
            "mentions": [[90, 120]],
            "traits": ["described_party", "disclaimer"],
        },
    ],
}


@pytest.fixture
def articles(tmp_path):
    (tmp_path / "pellworm.json").write_text(json.dumps(LABELS), encoding="utf-8")
    nothing = json.dumps({"doc": "quiet", "claims": []})
    (tmp_path / "quiet.json").write_text(nothing, encoding="utf-8")
    (tmp_path / "index.json").write_text("[]", encoding="utf-8")
    return read_articles(tmp_path)


def test_totals(articles):
    assert list(totals(articles).values()) == [2, 1, 2, 1, 1, 2, 1, 1, 1, 2]


def test_vocabularies(articles):
    found = vocabularies(claims_of(articles))
    assert found["confirmation"] == {"denied": 1, "stated": 1}
    assert found["source"] == {"media": 1, "party": 1}
    assert found["modifier"] == {"exact": 3}
    assert found["currency"] == {"EUR": 1, "none": 1, "others": 0}


def test_each_real_article_has_a_year():
    assert years(read_index()).total() == len(read_index())


def test_the_card_of_real_articles(articles):
    lines = real_card(articles, read_index()).split("\n")
    assert "| articles | 2 |" in lines
    assert "| confirmation | denied 1, stated 1 |" in lines
    assert any(line.startswith("| split | train ") for line in lines)
    assert any(line.startswith("| year | 2006 ") for line in lines)


def own_entry(name, **changes):
    facts = {"id": name, "kind": "wire", "country": "DK", "year": 2019, "words": 700}
    return OwnEntry(**(facts | {"sha256": "0" * 64, "split": "train"} | changes))


def test_the_card_of_our_own_articles(articles):
    entries = [own_entry("pellworm"), own_entry("quiet", kind="tabloid", country="IE", words=500)]
    lines = own_card(articles, entries).split("\n")
    assert {
        "| words | 1,200 |",
        "| claims | 2 |",
        "| split | train 2 |",
        "| year | 2019 2 |",
        "| kind | wire 1, tabloid 1 |",
        "| country | DK 1, IE 1 |",
        "| trait | described_party 1, disclaimer 1 |",
    } <= set(lines)


def test_articles_of_our_own_are_required(tmp_path):
    with pytest.raises(OSError, match="index"):
        card(OwnFolder(tmp_path))


def test_the_card_is_up_to_date():
    """If this fails: ``python -m corpus.tools.card --write``."""
    text = README.read_text(encoding="utf-8")
    assert with_tables(text, card(OwnFolder())) == text


def test_tables_take_the_place_of_older_ones():
    text = f"# Card\n{BEGIN}\n\nold\n\n{END}\nLicence"
    assert with_tables(text, "new") == f"# Card\n{BEGIN}\n\nnew\n\n{END}\nLicence"


@pytest.mark.parametrize("text", [f"{BEGIN} no end", f"no begin {END}"])
def test_a_missing_mark_is_an_error(text):
    with pytest.raises(ValueError, match="the card needs the lines"):
        with_tables(text, "new")


def test_the_command_prints_the_tables(capsys):
    main([])
    assert capsys.readouterr().out.count("| articles without a claim |") == 2
