"""Deals without figures on our own articles: accuracy never falls unnoticed, scorer and labels."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import extractor
from corpus.tools.assemble import read_index, split_of
from corpus.tools.deals import main as check
from corpus.tools.deals import read_deals
from corpus.tools.labels import label_files
from corpus.tools.score_deals import Both, extracted, labelled, main, matched, read_folder, score
from extractor.pipeline.road import load

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
LABELS = CORPUS / "articles" / "deals" / "labels"
TEXTS = CORPUS / "articles" / "deals" / "texts"
REAL = label_files(CORPUS / "deals")
SECOND = label_files(CORPUS / "second" / "deals")
FLOORS = tomllib.loads((ROOT / "tests" / "accuracy_floors.toml").read_text("utf-8"))["deals"]
MODELS = {"model": "auto", "rules": None}
HEADROOM = 0.05
LONGEST_QUOTE = 120


@pytest.fixture(scope="module")
def measured():
    """The figures of each pipeline, measured once."""
    known = {}

    def measure(which):
        if which not in known:
            nlp = load(MODELS[which], deals=True)
            articles = read_folder(
                LABELS, TEXTS, lambda text: extracted(extractor.extract(text, nlp).claims)
            )
            known[which] = score(articles)
        return known[which]

    return measure


ROWS = [(which, name) for which, floors in FLOORS.items() for name in floors]


@pytest.mark.parametrize(("which", "name"), ROWS)
def test_accuracy_keeps_its_floor(measured, which, name):
    figure, floor = measured(which)[name], FLOORS[which][name]
    assert figure >= floor, f"deals {which} {name} fell to {figure}, the floor is {floor}"
    assert figure <= floor + HEADROOM, f"deals {which} {name}: {figure}; raise its floor {floor}"


def test_our_labels_stand_where_they_say(capsys):
    assert check([str(LABELS), str(TEXTS)]) == 0
    assert capsys.readouterr().out == ""


def test_a_changed_text_is_found_out(tmp_path, capsys):
    path = next(path for path in label_files(LABELS) if read_deals(path).deals)
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / path.name).write_bytes(path.read_bytes())
    text = (TEXTS / f"{path.stem}.txt").read_text(encoding="utf-8")
    (tmp_path / f"{path.stem}.txt").write_text("X" + text, encoding="utf-8")
    assert check([str(tmp_path / "labels"), str(tmp_path)]) == 1
    assert "is labelled where the text has" in capsys.readouterr().out


def test_labels_of_real_articles_are_in_their_index_and_hold_no_sentence():
    index = read_index(CORPUS / "deals" / "index.json")
    assert [entry.id for entry in index] == [path.stem for path in REAL]
    assert all(entry.split == split_of(entry.id) for entry in index)
    for path in [*REAL, *SECOND]:
        labels = read_deals(path)
        assert labels.doc == path.stem
        for deal in labels.deals:
            names = [who.name or "" for who in (*deal.parties, *deal.attribution)]
            assert max(map(len, [*names, *(word.quote for word in deal.words)])) <= LONGEST_QUOTE


def test_second_labels_have_first_ones():
    assert len(SECOND) >= 20
    assert {path.name for path in SECOND} <= {path.name for path in REAL}


def both_of(name):
    labels = read_deals(LABELS / f"{name}.json")
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    return labels.deals, labelled(labels.deals, text)


@pytest.fixture(scope="module")
def several():
    """An article with at least two deals, and its labels as if they had been extracted."""
    name = next(p.stem for p in label_files(LABELS) if len(read_deals(p).deals) > 1)
    return both_of(name)


def test_labels_against_themselves_are_all_right(several):
    figures = score([Both(*several)])
    assert {figures[name] for name in ("precision", "recall", "right", "party_role")} == {1.0}


def test_a_deal_is_found_once(several):
    deals, found = several
    assert len(matched(Both(deals, [*found, *found]))) == len(deals)
    assert score([Both(deals, [*found, *found])])["precision"] == 0.5


def test_other_parties_or_another_sentence_do_not_find_it(several):
    deals, found = several
    strangers = [view._replace(parties=[("Nobody Known Ltd", "payer")]) for view in found]
    elsewhere = [view._replace(sentences=[(10_000, 10_001)]) for view in found]
    assert matched(Both(deals, strangers)) == matched(Both(deals, elsewhere)) == []


def test_the_command_prints_every_figure(capsys):
    assert main([str(LABELS), str(TEXTS), "--second", str(LABELS)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("66 articles, ")
    assert "found         1.0000" in lines
