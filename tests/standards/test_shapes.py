"""What is exported as JSON-LD keeps the rules of its vocabulary, as pySHACL reads them."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from pyshacl import validate
from rdflib import Graph
from rdflib.namespace import SDO

from extractor.sinks.standards.schemaorg import schemaorg_claims
from tests.standards import test_schemaorg, test_webannotation
from tests.standards.export_samples import full_record, hostile_record

# Inside rdflib's own reader of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
RECORDS = pytest.mark.parametrize(
    "record",
    [full_record(), hostile_record(), hostile_record(url=None)],
    ids=["full", "hostile", "no address"],
)
PREFIXES = f"""
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix schema: <{SDO}> .
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DAY, ZONE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"(Z|[+-][0-9]{2}:[0-9]{2})"
LITERALS = {
    "Text": "sh:datatype xsd:string",
    "URL": r'sh:datatype xsd:string ; sh:pattern "^https?://[!-~]+$"',
    "Boolean": "sh:datatype xsd:boolean",
    "Date": f'sh:datatype xsd:string ; sh:pattern "^{DAY}$"',
    "DateTime": f'sh:datatype xsd:string ; sh:pattern "^{DAY}T[0-9:.]+{ZONE}$"',
    "Duration": r'sh:datatype xsd:string ; sh:pattern "^P[0-9.YMWDTHS]*[YMWDHS]$"',
}
NUMBERS = ("xsd:integer", "xsd:decimal", "xsd:double")


def one_of(conditions):
    return " ".join(f"[ {condition} ]" for condition in conditions)


def turtle_of_property(name, facts):
    """On what a property may stand, and what its values may be; a Role may qualify either."""
    untyped = "sh:property [ sh:path rdf:type ; sh:maxCount 0 ]"
    holders = [f"sh:class schema:{kind}" for kind in (*facts["on"], "Role")]
    values = [f"sh:class schema:{kind}" for kind in (*facts["values"], "Role")]
    values += [LITERALS[kind] for kind in facts["values"] if kind in LITERALS]
    values += [f"sh:datatype {each}" for each in NUMBERS if "Number" in facts["values"]]
    # schema.org lets a number be written as text: one that floating point would not keep is.
    values += ['sh:pattern "^-?[0-9.]+$"'] if "Number" in facts["values"] else []
    values.append(f"sh:nodeKind sh:BlankNodeOrIRI ; {untyped}")
    return f"""
        [] a sh:NodeShape ; sh:targetSubjectsOf schema:{name} ;
            sh:or ( {one_of([*holders, untyped])} ) .
        [] a sh:NodeShape ; sh:targetObjectsOf schema:{name} ;
            sh:or ( {one_of(values)} ) .
    """


def schemaorg_shapes():
    parts = [turtle_of_property(*each) for each in test_schemaorg.PROPERTIES.items()]
    parts.append(
        """[] a sh:NodeShape ; sh:targetClass schema:Claim ; sh:nodeKind sh:IRI ;
            sh:property [ sh:path schema:text ; sh:minCount 1 ; sh:maxCount 1 ] ;
            sh:property [ sh:path schema:appearance ; sh:minCount 1 ] ;
            sh:property [ sh:path schema:keywords ; sh:minCount 3 ] ."""
    )
    return Graph().parse(data=PREFIXES + "".join(parts), format="turtle")


def kinds():
    """What is a kind of what, so that a NewsArticle may stand where a CreativeWork may."""
    pairs = test_schemaorg.KIND_OF.items()
    told = "".join(f"schema:{one} rdfs:subClassOf schema:{other} ." for one, other in pairs)
    return Graph().parse(data=PREFIXES + told, format="turtle")


ANNOTATIONS = Graph().parse(test_webannotation.DATA / "webannotation.shapes.ttl")
CLAIMS, KINDS = schemaorg_shapes(), kinds()


def complaints(graph, shapes, known=None):
    """What pySHACL has to say against a graph; the empty text when it conforms."""
    conforms, _, report = validate(graph, shacl_graph=shapes, ont_graph=known)
    return "" if conforms else report


def of_annotations(document):
    return complaints(test_webannotation.expanded(document), ANNOTATIONS)


def of_claim(document):
    local = {**document, "@context": {"@vocab": str(SDO)}}
    return complaints(Graph().parse(data=json.dumps(local), format="json-ld"), CLAIMS, KINDS)


def test_the_shapes_are_shapes():
    assert validate(Graph(), shacl_graph=ANNOTATIONS, meta_shacl=True)[0]


@RECORDS
def test_annotations_conform(record):
    assert of_annotations(test_webannotation.only(record)) == ""


@RECORDS
def test_claims_conform(record):
    for document in schemaorg_claims(record):
        assert of_claim(document) == ""


def first_item(document):
    return document["first"]["items"][0]


def quote_of(document):
    return first_item(document)["target"][0]["selector"]


def position_of(document):
    return first_item(document)["target"][1]["selector"][0]


@pytest.mark.parametrize("damage", [
    lambda page: page.pop("first"),
    lambda page: page.pop("total"),
    lambda page: page.update(total="many"),
    lambda page: page["first"].pop("partOf"),
    lambda page: page["first"].update(items=[]),
    lambda page: first_item(page).pop("target"),
    lambda page: first_item(page).pop("body"),
    lambda page: first_item(page).pop("motivation"),
    lambda page: first_item(page).update(motivation="guessing"),
    lambda page: first_item(page)["target"][0].pop("selector"),
    lambda page: first_item(page)["target"][0].pop("source"),
    lambda page: first_item(page)["target"][0].update(type="Text"),
    lambda page: first_item(page)["body"][1].pop("value"),
    lambda page: first_item(page)["body"][1].update(purpose="guessing"),
    lambda page: quote_of(page).pop("exact"),
    lambda page: quote_of(page).update(exact=""),
    lambda page: quote_of(page).update(exact=["two", "quotes"]),
    lambda page: quote_of(page).update(type="QuoteSelector"),
    lambda page: position_of(page).pop("end"),
    lambda page: position_of(page).update(start="24th"),
    lambda page: position_of(page).update(start=9999),
])  # fmt: skip
def test_damaged_annotations_are_noticed(damage):
    document = deepcopy(test_webannotation.only(full_record()))
    damage(document)
    assert of_annotations(document)


@pytest.mark.parametrize("damage", [
    lambda claim: claim.pop("text"),
    lambda claim: claim.pop("appearance"),
    lambda claim: claim["keywords"].pop(),
    lambda claim: claim.pop("@id"),
    lambda claim: claim.update(text=7),
    lambda claim: claim.update({"@type": "Person"}),
    lambda claim: claim.update(author={"@type": "DefinedTerm", "name": "Harbour Courier"}),
    lambda claim: claim.update(minValue=7),
    lambda claim: claim["about"][2].update(minValue="much"),
    lambda claim: claim["about"][2].update(currency=978),
    lambda claim: claim["about"][4].update(duration="three years"),
    lambda claim: claim["appearance"].update({"@type": "Organization"}),
    lambda claim: claim["appearance"].update(datePublished="yesterday"),
    lambda claim: claim["appearance"].update(url="no address"),
])  # fmt: skip
def test_damaged_claims_are_noticed(damage):
    document, *_ = schemaorg_claims(full_record())
    damage(document := deepcopy(document))
    assert of_claim(document)
