"""Claims use types and properties of schema.org as its vocabulary allows."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Graph
from rdflib.namespace import SDO

from extractor.records import (
    ArticleClaims,
    Attribution,
    Confirmation,
    Modifier,
    PartyKind,
    Scope,
    SourceKind,
    Status,
)
from extractor.sinks.standards.schemaorg import number, schemaorg_claims
from tests.sinks.claim_strategies import article_claims
from tests.standards import export_samples as samples

# Inside rdflib's own reader of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
FACTS = tomllib.loads((Path(__file__).parent / "data" / "schemaorg.toml").read_text())
KIND_OF, PROPERTIES = FACTS["kind_of"], FACTS["property"]


def kinds(name):
    """A type and everything that it is a kind of."""
    while name:
        yield name
        name = KIND_OF.get(name)


def problems(node, property_name=None):
    """What schema.org does not allow in a node, and below it."""
    kind = node.get("@type")
    if kind is not None and kind not in {*KIND_OF, *KIND_OF.values()}:
        yield f"no type {kind}"
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in PROPERTIES:
            yield f"no property {name}"
            continue
        # A Role repeats the property that it qualifies.
        on_role = kind == "Role" and name == property_name
        allowed = on_role or not kind or set(kinds(kind)) & set(PROPERTIES[name]["on"])
        if not allowed:
            yield f"no {name} on {kind}"
        for each in value if isinstance(value, list) else [value]:
            yield from value_problems(name, each)


def value_problems(name, value):
    ranges = PROPERTIES[name]["values"]
    if isinstance(value, dict):
        kind = value.get("@type")
        if kind not in {None, "Role"} and not set(kinds(kind)) & set(ranges):
            yield f"{name} is no {kind}"
        yield from problems(value, name)
    elif not any(FITS[each](value) for each in ranges if each in FITS):
        yield f"{name} is not {value!r}"


def reads(read, value):
    try:
        read(value)
    except (ArithmeticError, TypeError, ValueError):
        return False
    return True


FITS = {
    "Text": lambda value: isinstance(value, str),
    "URL": lambda value: isinstance(value, str) and re.fullmatch(r"https?://[!-~]+", value),
    "Number": lambda value: (
        not isinstance(value, bool) and reads(Decimal, value) and value not in {"NaN", "Infinity"}
    ),
    "Duration": lambda value: (
        isinstance(value, str)
        and re.fullmatch(r"P(\d[\d.]*[YMWD])*(T(\d[\d.]*[HMS])+)?", value)
        and value != "P"
    ),
    "Boolean": lambda value: isinstance(value, bool),
    "Date": lambda value: reads(date.fromisoformat, value),
    "DateTime": lambda value: reads(datetime.fromisoformat, value),
}


def only(record):
    (document,) = schemaorg_claims(record)
    return document


def test_the_facts_name_what_there_is():
    names = {*KIND_OF, *KIND_OF.values(), *PROPERTIES}
    names |= {name for each in PROPERTIES.values() for name in (*each["on"], *each["values"])}
    assert [name for name in sorted(names) if SDO[name] not in SDO] == []


@pytest.mark.parametrize(
    "record", [samples.full_record(), samples.hostile_record()], ids=["full", "hostile"]
)
def test_the_vocabulary_allows_it(record):
    for document in schemaorg_claims(record):
        assert list(problems(document)) == []


@pytest.mark.parametrize(("node", "problem"), [
    ({"@type": "Claim", "headlin": "x"}, "no property headlin"),
    ({"@type": "Claim", "minValue": 1}, "no minValue on Claim"),
    ({"@type": "ClaimReview"}, "no type ClaimReview"),
    ({"@type": "Claim", "author": {"@type": "Thing"}}, "author is no Thing"),
    ({"@type": "MonetaryAmount", "minValue": "much"}, "minValue is not 'much'"),
    ({"@type": "NewsArticle", "url": "a b"}, "url is not 'a b'"),
    ({"@type": "Claim", "about": {"@type": "Role", "author": {}}}, "no author on Role"),
])  # fmt: skip
def test_the_check_notices(node, problem):
    assert problem in list(problems(node))


@settings(max_examples=20, deadline=None)
@given(article_claims())
def test_any_record_is_allowed(record):
    for document in schemaorg_claims(record):
        assert list(problems(document)) == []
        json.dumps(document, allow_nan=False)


def test_it_reads_as_rdf():
    document = {**only(samples.full_record()), "@context": {"@vocab": str(SDO)}}
    graph = Graph()
    graph.parse(data=json.dumps(document), format="json-ld")
    assert [str(node) for node in graph.subjects(RDF.type, SDO.Claim)] == [document["@id"]]
    assert {str(predicate) for predicate in graph.predicates() if predicate not in SDO} == {
        str(RDF.type)
    }


def test_what_is_said_of_the_article():
    assert only(samples.full_record())["appearance"] == {
        "@type": "NewsArticle",
        "@id": "https://news.example/port",
        "url": "https://news.example/port",
        "headline": "Nordwind near port deal",
        "publisher": {"@type": "Organization", "name": "The Example"},
        "author": [{"name": "Ada Example"}],
        "datePublished": "2026-03-01T08:30:00+00:00",
        "dateModified": "2026-03-02",
        "inLanguage": "en",
    }


def test_sums_and_terms():
    about = only(samples.full_record())["about"]
    assert [node for node in about if node["@type"] != "Role"] == [
        {
            "@type": "MonetaryAmount",
            "currency": "USD",
            "minValue": 2500000000,
            "name": "> USD 2.5bn",
        },
        {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {
                "@type": "QuantitativeValue",
                "minValue": 40000000,
                "maxValue": 50000000,
                "unitText": "year",
            },
            "name": "EUR 40m–50m / year",
        },
        {"@type": "Event", "name": "3 years", "duration": "P3Y"},
    ]


YEARS = {"@type": "QuantitativeValue", "minValue": 3, "maxValue": 5.5, "unitCode": "ANN"}


@pytest.mark.parametrize(("iso8601", "length"), [
    ("P3Y", "P3Y"), ("P1Y6M", "P1Y6M"), ("PT36H", "PT36H"), ("P3Y/P5.5Y", YEARS),
    ("P6M/P1Y", None), ("PT6H/PT8H", None), ("P", None), ("P1YT", None), ("P1Y/P2Y/P3Y", None),
    ("for ever", None), (None, None),
])  # fmt: skip
def test_lengths_of_time(iso8601, length):
    (term,) = samples.full_claim().durations
    changed = term.model_copy(update={"iso8601": iso8601})
    document = only(record_of(amounts=(), parties=(), durations=(changed,)))
    assert document["about"][0].get("duration") == length
    assert list(problems(document)) == []


@pytest.mark.parametrize(("modifier", "low", "high", "bounds"), [
    (Modifier.EXACT, 5, 5, {"minValue": 5, "maxValue": 5, "value": 5}),
    (Modifier.ABOUT, 5, 5, {"minValue": 5, "maxValue": 5, "value": 5}),
    (Modifier.MORE_THAN, 5, 5, {"minValue": 5}),
    (Modifier.LESS_THAN, 5, 5, {"maxValue": 5}),
    (Modifier.MORE_THAN, 5, 7, {"minValue": 5, "maxValue": 7}),
    (Modifier.EXACT, 5, None, {"minValue": 5}),
    (Modifier.EXACT, None, 5, {"maxValue": 5}),
    (Modifier.EXACT, None, None, {}),
])  # fmt: skip
def test_bounds(modifier, low, high, bounds):
    price = samples.price(modifier=modifier, value_min=low, value_max=high)
    (money,) = only(record_of(amounts=(price,), parties=(), durations=()))["about"]
    shown = {name: money[name] for name in ("minValue", "maxValue", "value") if name in money}
    assert shown == bounds


def record_of(**fields):
    claim = samples.full_claim(**fields)
    return ArticleClaims(article=samples.article(), claims=(claim,), extractor=samples.EXTRACTOR)


@given(st.decimals(Decimal("-1e30"), Decimal("1e30"), allow_nan=False, allow_infinity=False))
def test_numbers_are_exact(value):
    shown = number(value)
    assert (Decimal(repr(shown)) if isinstance(shown, float) else Decimal(shown)) == value


def test_parties_in_their_roles():
    payer, subject = only(samples.full_record())["about"][:2]
    assert payer == {
        "@type": "Role",
        "roleName": "payer",
        "about": {
            "@type": "Organization",
            "name": "Nordwind AG",
            "sameAs": "https://registry.example/nordwind",
        },
    }
    assert subject["about"] == {"@type": "Thing", "name": "Pelagia"}


def test_another_outlet_told_it_first():
    document = only(samples.full_record())
    outlet = {"@type": "Organization", "name": "Harbour Courier"}
    assert document["firstAppearance"] == {"@type": "CreativeWork", "publisher": outlet}
    assert document["author"] == [outlet]


def test_who_says_it():
    party, authority = SourceKind.PARTY, SourceKind.AUTHORITY
    named = (("Nordwind AG", party), ("The port board", authority))
    sources = tuple(
        samples.quoted(
            Attribution, samples.STORY, "two people", name=name, kind=kind, rule="source.x"
        )
        for name, kind in named
    )
    document = only(record_of(attribution=sources))
    assert document["author"] == [
        {"@type": "Organization", "name": "Nordwind AG"},
        {"name": "The port board"},
    ]
    assert "firstAppearance" not in document


@pytest.mark.parametrize(("status", "author"), [
    (Status.STATED, [{"@type": "Organization", "name": "The Example"}]),
    (Status.UNCONFIRMED, None),
])  # fmt: skip
def test_the_outlet_in_its_own_voice(status, author):
    confirmation = Confirmation(status=status, confidence=1, scope=Scope.NONE)
    document = only(record_of(attribution=(), confirmation=confirmation))
    assert document.get("author") == author


def test_status_is_a_term_and_nothing_is_judged():
    document = only(samples.full_record())
    assert [term["termCode"] for term in document["keywords"]] == [
        "unconfirmed",
        "acquisition",
        "possible",
    ]
    assert "Review" not in json.dumps(document)


@pytest.mark.parametrize("kind", PartyKind)
def test_every_kind_of_party_has_a_type(kind):
    party = samples.full_claim().parties[0].model_copy(update={"kind": kind})
    assert list(problems(only(record_of(parties=(party,))))) == []


def test_hostile_strings_stay_strings():
    first, *_ = schemaorg_claims(samples.hostile_record())
    assert "sameAs" not in first["about"][0]["about"]
    assert "inLanguage" not in first
    assert first["appearance"]["url"] == (
        "https://news.example/a%20b%22%3Cc%3E?q=%C3%A9&x=%25zz#%5B1%5D"
    )
