"""Annotations hold to the W3C model: its rules as JSON Schema, its vocabulary as RDF."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from extractor.records import ArticleClaims
from extractor.sinks.standards.annotations import annotation_collections
from extractor.sinks.standards.identifiers import Names
from extractor.sinks.standards.selectors import places_of
from tests.sinks.claim_strategies import article_claims
from tests.standards.export_samples import EXTRACTOR, article, full_record, hostile_record

# Inside rdflib's own reader of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
DATA = Path(__file__).parent / "data"
SCHEMA = json.loads((DATA / "webannotation.schema.json").read_text())
VOCABULARY = tomllib.loads((DATA / "webannotation.toml").read_text())
OA = Namespace(VOCABULARY["prefixes"]["oa"])
VALIDATOR = Draft202012Validator(SCHEMA)


def context():
    """What the published context says of the terms that are used, so that nothing is fetched."""
    number = VOCABULARY["prefixes"]["xsd"] + "nonNegativeInteger"
    links = {term: {"@type": "@id", "@id": iri} for term, iri in VOCABULARY["links"].items()}
    words = {term: {"@type": "@vocab", "@id": iri} for term, iri in VOCABULARY["words"].items()}
    numbers = {term: {"@type": number, "@id": iri} for term, iri in VOCABULARY["numbers"].items()}
    lists = {
        term: {"@type": "@id", "@id": iri, "@container": "@list"}
        for term, iri in VOCABULARY["lists"].items()
    }
    motivations = {word: f"oa:{word}" for word in VOCABULARY["known"]["motivations"]}
    names = {"id": "@id", "type": "@type", **VOCABULARY["types"], **motivations}
    values = {**VOCABULARY["texts"], **numbers, **words}
    return {**VOCABULARY["prefixes"], **names, **values, **links, **lists}


def expanded(document):
    """The document as RDF."""
    graph = Graph()
    local = {**document, "@context": context()}
    graph.parse(data=json.dumps(local), format="json-ld")
    return graph


def keys_of(node):
    if isinstance(node, dict):
        yield from node
        for value in node.values():
            yield from keys_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from keys_of(value)


def only(record, **options):
    (document,) = annotation_collections(record, **options)
    return document


RECORDS = pytest.mark.parametrize(
    "record",
    [full_record(), hostile_record(), hostile_record(url=None)],
    ids=["full", "hostile", "no address"],
)


@RECORDS
def test_rules_of_the_model(record):
    assert [error.message for error in VALIDATOR.iter_errors(only(record))] == []


@pytest.mark.parametrize("damage", [
    lambda item: item.pop("target"),
    lambda item: item.update(motivation="guessing"),
    lambda item: item.update(id="no iri"),
    lambda item: item["target"][-1].pop("selector"),
    lambda item: item["target"][-1]["selector"][0].pop("start"),
    lambda item: item["target"][-1]["selector"][1].pop("exact"),
    lambda item: item["target"][0].update(source="https://news.example/a b"),
    lambda item: item["body"][0].pop("type"),
    lambda item: item["body"][1].pop("value"),
    lambda item: item.update(bodies=[]),
])  # fmt: skip
def test_the_rules_notice_damage(damage):
    document = only(full_record())
    damage(document["first"]["items"][0])
    assert list(VALIDATOR.iter_errors(document))


@RECORDS
def test_terms_are_those_of_the_vocabulary(record):
    document = only(record)
    assert set(keys_of(document)) - {"@context"} <= context().keys()
    graph = expanded(document)
    known = VOCABULARY["known"]
    properties = {str(OA[name]) for name in known["properties"]}
    classes = {str(OA[name]) for name in known["classes"] + known["motivations"]}
    used = {str(predicate) for _, predicate, _ in graph if predicate in OA}
    assert used <= properties
    things = {str(node) for _, _, node in graph if isinstance(node, URIRef) and node in OA}
    assert things <= classes
    assert {str(OA.hasBody), str(OA.hasTarget), str(OA.exact), str(OA.start)} <= used


def test_expansion_loses_nothing():
    document = only(full_record())
    items = document["first"]["items"]
    graph = expanded(document)
    annotations = set(graph.subjects(RDF.type, OA.Annotation))
    assert {str(node) for node in annotations} == {item["id"] for item in items}
    quotes = [str(node) for node in graph.objects(None, OA.exact)]
    assert len(quotes) == 2 * len(items)
    assert {node.datatype for node in graph.objects(None, OA.start)} == {
        URIRef(VOCABULARY["prefixes"]["xsd"] + "nonNegativeInteger")
    }
    texts = {item for item in graph.objects(None, RDF.value) if isinstance(item, Literal)}
    assert {"amount", "unconfirmed", "Nordwind AG"} <= {str(text) for text in texts}


@RECORDS
def test_every_quote_is_found(record):
    text = record.article.text
    for item in only(record)["first"]["items"]:
        position, words = item["target"][-1]["selector"]
        assert text[position["start"] : position["end"]] == words["exact"]
        assert places_of(text, words) == [position["start"]]


def test_everything_quoted_is_annotated():
    record = full_record()
    places = {
        (selector["start"], selector["end"])
        for item in only(record)["first"]["items"]
        for selector in item["target"][-1]["selector"]
        if selector["type"] == "TextPositionSelector"
    }
    assert places == {(each.start, each.end) for claim in record.claims for each in claim.quotes()}


def test_a_sum_in_words_and_in_values():
    items = only(full_record())["first"]["items"]
    (sum_item,) = [
        item for item in items if item["target"][0]["selector"]["exact"] == "$2.5 billion"
    ]
    claim, tag, words, values = sum_item["body"]
    assert claim == {
        "type": "SpecificResource", "source": "urn:newsclaims:claim-c1-price", "purpose": "linking"
    }  # fmt: skip
    assert (tag["value"], tag["purpose"]) == ("amount", "tagging")
    assert words["value"] == "> USD 2.5bn"
    assert json.loads(values["value"])["value_min"] == "2500000000"


def test_the_page_is_quoted_by_words_only():
    """A position in the text is none in the page."""
    (page, text) = only(full_record())["first"]["items"][0]["target"]
    assert page["source"] == "https://news.example/port"
    assert page["selector"]["type"] == "TextQuoteSelector"
    assert text["source"]["id"].startswith("ni:///sha-256;")
    assert text["source"]["via"] == page["source"]


def test_names_begin_as_asked():
    document = only(full_record(), names=Names("https://data.example/"))
    assert document["id"].startswith("https://data.example/annotations-")


def test_no_claims_no_document():
    empty = ArticleClaims(article=article(), claims=(), extractor=EXTRACTOR)
    assert list(annotation_collections(empty)) == []


@settings(max_examples=20, deadline=None)
@given(article_claims())
def test_any_record_makes_valid_annotations(record):
    for document in annotation_collections(record):
        assert [error.message for error in VALIDATOR.iter_errors(document)] == []
        items = document["first"]["items"]
        assert document["total"] == len(items) == len({item["id"] for item in items})
