"""Every word of the vocabularies and every rule is explained, and as the records' page says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

import extractor
from extractor.records import Event, Modality, PartyKind, Role, Scope, SourceKind, Stage, Status
from extractor.review.words import Words, words

ROOT = Path(__file__).parents[2]
CUE_FILES = (
    "status_cues.toml",
    "sources.toml",
    "reporting.toml",
    "events.toml",
    "modality.toml",
    "deals.toml",
)
VOCABULARIES = {
    "status": Status,
    "modality": Modality,
    "event": Event,
    "scope": Scope,
    "role": Role,
    "party": PartyKind,
    "source": SourceKind,
    "stage": Stage,
}
# Rules that code names beside the data files: sources, standing and the weights.
NAMED_IN_CODE = re.compile(
    r'"((?:anonymous|media|authority|third_party|party|weights|headline|hedge|denial|background|'
    r'event)\.[a-z_]+)"'
)
DATA_FILE = re.compile(r"\.toml$")


def cue_rules():
    for name in CUE_FILES:
        text = (ROOT / "extractor/pipeline/data" / name).read_text(encoding="utf-8")
        yield from (cue["id"] for cue in tomllib.loads(text)["cue"])
    background = (ROOT / "extractor/pipeline/data/background.toml").read_text(encoding="utf-8")
    yield from (rule["id"] for rule in tomllib.loads(background)["rule"])


def code_rules():
    for path in (ROOT / "extractor/pipeline").rglob("*.py"):
        for rule in NAMED_IN_CODE.findall(path.read_text(encoding="utf-8")):
            if not DATA_FILE.search(rule):
                yield rule
    yield from (f"weights.{kind.value}" for kind in SourceKind)


@pytest.mark.parametrize("rule", sorted({*cue_rules(), *code_rules()}))
def test_every_rule_is_explained(rule):
    assert words().of_rule(rule)


def test_every_explained_rule_exists():
    families = {rule.split(".")[0] for rule in {*cue_rules(), *code_rules()}}
    known = {*cue_rules(), *code_rules(), *families}
    assert set(words().rule) <= known


def test_rules_of_a_real_article_are_explained():
    told = extractor.extract(
        "Port talk\nOstwind AG may pay €40 million for Delphi Ltd, two people said.",
        nlp=extractor.load(model=None),
    )
    rules = {cue.rule for claim in told.claims for cue in claim.confirmation.cues}
    assert rules
    assert all(words().of_rule(rule) for rule in rules)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_vocabularies_are_complete(name):
    assert {word.value for word in getattr(words(), name)} == {
        word.value for word in VOCABULARIES[name]
    }


@pytest.mark.parametrize(
    ("name", "heading"),
    [("status", "Status"), ("event", "Event"), ("modality", "Modality"), ("stage", "Stage")],
)
def test_meanings_are_those_of_the_records_page(name, heading):
    meanings = tomllib.loads((ROOT / "docs/records.toml").read_text(encoding="utf-8"))[heading]
    assert {word.value: meaning for word, meaning in getattr(words(), name).items()} == meanings


def test_an_unknown_word_is_refused():
    with pytest.raises(ValidationError):
        Words.model_validate(words().model_dump() | {"status": {"proven": "it is"}})
