"""The spaCy components: factories, what they leave on a doc, and that nothing else moves them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from extractor.pipeline import components
from extractor.pipeline.components import ROAD

ALL = (components.PARAGRAPHS, components.SENTENCES, *ROAD)
KEPT = ("amounts", "durations", "entities", "mentions", "sources", "claims")
TEXT = (
    "Wexal Group near $50 million Keld deal: sources\n"
    "Wexal Group is in talks to buy Keld Ltd for $50 million over three years, sources said.\n"
    "The deal has not been officially confirmed. It expands an earlier deal worth $9 million."
)
OTHERS = [
    "Brisk Foods reported net income of €4 million, it said.",
    "",
    "Then the company paid $5 and it left.",
    "A$3 million was spent in Sydney; the $4 million prize was Australian.",
]
DEMO = Path(__file__).parents[2] / "corpus" / "demo" / "expected"
FRESH = """
import spacy
nlp = spacy.blank("en")
for name in {names!r}:
    nlp.add_pipe(name)
doc = nlp("Wexal Group agreed to buy Keld Ltd for $50 million.")
assert [span.text for span in doc.spans["amounts"]] == ["$50 million"]
print(doc._.claims[0]["amounts"][0]["currency"])
"""
CLAIMS_OF_DEMO = """
import json, pathlib, sys
import extractor
from extractor.records import ArticleClaims
for model in (None, "auto"):
    nlp = extractor.load(model=model)
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt"))[:8]:
        print(extractor.extract(path, nlp).model_dump_json(exclude={"article": {"source"}}))
"""


def run_python(code, *arguments, **environment):
    done = subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-c", code, *arguments],
        capture_output=True,
        check=False,
        env=os.environ | environment,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def data_of(doc):
    return json.dumps({name: doc._.get(name) for name in KEPT}, ensure_ascii=False)


def test_whoever_installed_the_package_can_add_the_components():
    assert run_python(FRESH.format(names=ALL)).strip() == "USD"


def test_components_need_what_others_give(either):
    assert not any(either.analyze_pipes()["problems"].values())


def test_a_missing_component_is_named():
    nlp = spacy.blank("en")
    nlp.add_pipe(components.CLAIMS)
    assert "doc._.amounts" in nlp.analyze_pipes()["problems"][components.CLAIMS]


def test_dollar_can_be_set():
    nlp = spacy.blank("en")
    nlp.add_pipe(components.AMOUNTS, config={"dollar": "CAD"})
    assert nlp("It paid $5 million.")._.amounts[0]["currency"] == "CAD"


def test_data_is_plain_json(either):
    doc = either(TEXT)
    for name in KEPT:
        data = doc._.get(name)
        assert json.loads(json.dumps(data)) == json.loads(data_of(doc))[name]
        assert data, name


def test_data_survives_bytes(either):
    doc = either(TEXT)
    again = Doc(either.vocab).from_bytes(doc.to_bytes())
    assert data_of(again) == data_of(doc)
    assert spans_of(again) == spans_of(doc)


def test_data_survives_docbin(either):
    docs = [either(text) for text in (TEXT, *OTHERS)]
    packed = DocBin(store_user_data=True, docs=docs).to_bytes()
    again = DocBin().from_bytes(packed).get_docs(either.vocab)
    assert [data_of(doc) for doc in again] == [data_of(doc) for doc in docs]


def spans_of(doc):
    return {
        group: [(s.start_char, s.end_char, s.label_, s.id_) for s in spans]
        for group, spans in doc.spans.items()
    }


def test_spans_carry_the_ids_of_their_rules(either):
    doc = either(TEXT)
    assert {*doc.spans} == {"amounts", "durations", "mentions", "attributions", "cues"}
    assert all(span.id_ and " " not in span.id_ for group in doc.spans.values() for span in group)
    assert [s.text for s in doc.spans["amounts"]] == [a["text"] for a in doc._.amounts]
    assert [s.id_ for s in doc.spans["amounts"]] == [a["rule"] for a in doc._.amounts]


def test_pipe_gives_what_one_by_one_gives(either):
    texts = [TEXT, *OTHERS, TEXT]
    together = [data_of(doc) for doc in either.pipe(texts, batch_size=3)]
    assert together == [data_of(either(text)) for text in texts]


def test_an_article_never_influences_the_next(either):
    alone = data_of(either(TEXT))
    for other in OTHERS:
        either(other)
    assert data_of(either(TEXT)) == alone


def test_the_currency_of_one_article_stays_there(rules):
    assert rules(OTHERS[3])._.amounts[0]["currency"] == "AUD"
    assert rules("It paid $5 million.")._.amounts[0]["currency"] == "USD"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \xa0", "…", "-", "π"])
def test_empty_docs(either, text):
    doc = either(text)
    assert doc._.claims == []
    assert doc._.amounts == []


def test_same_bytes_in_every_process(model):
    outputs = {run_python(CLAIMS_OF_DEMO, str(DEMO), PYTHONHASHSEED=seed) for seed in ("0", "4711")}
    assert len(outputs) == 1
    assert all(json.loads(line)["claims"] is not None for line in outputs.pop().splitlines())
