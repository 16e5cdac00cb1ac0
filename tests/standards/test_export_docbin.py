"""Claims as spaCy docs: the spans stand where the quotes do, widened ones are counted."""

from __future__ import annotations

import json

import pytest
import spacy
from hypothesis import given, settings
from spacy import displacy
from spacy.tokens import DocBin

from extractor.pipeline.docbin import claims_doc, claims_docbin
from extractor.records import ArticleClaims
from tests.sinks.claim_strategies import article_claims
from tests.standards.export_samples import (
    EXTRACTOR,
    article,
    full_record,
    hostile_record,
    plain_claim,
)

NLP = spacy.blank("en")
LABELS = ("AMOUNT", "TERM", "PAYER", "SUBJECT", "SOURCE", "CUE", "EVENT", "UNCONFIRMED")
GROUPS = {"evidence", "amounts", "terms", "parties", "attributions", "cues", "sc"}


def read_back(content):
    return list(DocBin(store_user_data=True).from_bytes(content).get_docs(NLP.vocab))


def spans(doc, group):
    return [(span.text, span.label_, span.id_) for span in doc.spans[group]]


def test_spans_of_every_kind():
    (doc,) = read_back(claims_docbin([full_record()]).content)
    claim = "c1-price"
    assert set(doc.spans) == GROUPS
    assert spans(doc, "amounts") == [
        ("$2.5 billion", "AMOUNT", claim),
        ("€40m to €50m", "AMOUNT", claim),
    ]
    assert spans(doc, "terms") == [("three years", "TERM", claim)]
    assert spans(doc, "parties") == [
        ("Nordwind AG", "PAYER", claim),
        ("Nordwind AG", "PAYER", claim),
        ("Pelagia", "SUBJECT", claim),
    ]
    assert spans(doc, "attributions") == [
        ("the Harbour Courier", "SOURCE", claim),
        ("two people", "SOURCE", claim),
    ]
    assert spans(doc, "cues") == [
        ("citing two people", "CUE", claim),
        ("pay", "EVENT", claim),
        ("may", "MODALITY", claim),
    ]
    assert [label for _, label, _ in spans(doc, "evidence")] == ["UNCONFIRMED"]
    assert len(doc.spans["sc"]) == sum(len(doc.spans[group]) for group in GROUPS - {"sc"})


def test_the_record_comes_along():
    record = full_record()
    (doc,) = read_back(claims_docbin([record]).content)
    assert doc.text == record.article.text
    assert ArticleClaims.model_validate_json(doc.user_data["record"]) == record
    assert json.loads(doc.user_data["record"])["claims"][0]["amounts"][0]["start"] == 54


def test_displacy_shows_them():
    (doc,) = read_back(claims_docbin([full_record()]).content)
    html = displacy.render(doc, style="span", jupyter=False)
    assert [label for label in LABELS if label not in html] == []
    assert "2.5" in html


def test_displacy_escapes_hostile_text():
    (doc,) = read_back(claims_docbin([hostile_record()]).content)
    assert "<script" not in displacy.render(doc, style="span", jupyter=False)


def test_widened_spans_are_counted():
    text = "They paid ABC5mXYZ.\n"
    record = ArticleClaims(
        article=article(text), claims=(plain_claim(text, "5m"),), extractor=EXTRACTOR
    )
    made = claims_docbin([record])
    (doc,) = read_back(made.content)
    assert (made.docs, made.spans, made.widened) == (1, 2, 1)
    (span,) = doc.spans["amounts"]
    assert "5m" in span.text
    assert span.text != "5m"


def test_nothing_is_widened_without_need():
    assert claims_docbin([full_record()]).widened == 0


def test_same_bytes_again():
    """In another process too, which a test of the command checks."""
    records = (full_record(), hostile_record())
    assert claims_docbin(records) == claims_docbin(iter(records))


def test_no_records():
    made = claims_docbin([])
    assert made[1:] == (0, 0, 0)
    assert read_back(made.content) == []


@settings(max_examples=15, deadline=None)
@given(article_claims())
def test_any_record_becomes_a_doc(record):
    docs = DocBin(store_user_data=True, docs=[claims_doc(record, NLP)])
    (doc,) = read_back(docs.to_bytes())
    assert doc.text == record.article.text
    quotes = [quote for claim in record.claims for quote in claim.quotes()]
    modifiers = [
        figure.modifier_cue
        for claim in record.claims
        for figure in (*claim.amounts, *claim.durations)
        if figure.modifier_cue
    ]
    assert len(doc.spans["sc"]) == len(quotes) - len(modifiers)
    for span in doc.spans["sc"]:
        # White space after a token belongs to no span.
        assert any(
            span.start_char <= quote.start and quote.text.rstrip() in span.text for quote in quotes
        )


@pytest.mark.parametrize("text", ["\r\n\r\n $5m \t\x00\u2028$5m\n", "😀$5m\u0301 𝟙$5m"])
def test_tokens_give_odd_text_back(text):
    record = ArticleClaims(
        article=article(text), claims=(plain_claim(text, "$5m"),), extractor=EXTRACTOR
    )
    assert claims_doc(record, NLP).text == text
