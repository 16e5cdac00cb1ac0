"""Provenance is PROV that the `prov` library reads, and keeps PROV's constraints."""

from __future__ import annotations

import io
import json
from graphlib import TopologicalSorter

import prov
import pytest
from hypothesis import given, settings
from prov.model import ProvDocument
from rdflib import Dataset, URIRef
from rdflib.namespace import PROV

from extractor.records import ArticleClaims, ExtractorInfo
from extractor.sinks.standards.identifiers import Names
from extractor.sinks.standards.provenance import provenance_documents
from tests.sinks.claim_strategies import article_claims
from tests.standards.export_samples import EXTRACTOR, article, full_record, hostile_record

# Inside rdflib's own readers and writers.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
RELATIONS = {
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "used": ("prov:activity", "prov:entity"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
}
LOCAL = ArticleClaims(
    article=article(url=None, canonical_url=None, publisher=None, fetched_at=None, repairs=()),
    claims=(),
    extractor=ExtractorInfo(version="0.2.0", model=None, rules="r1"),
)
RECORDS = pytest.mark.parametrize(
    "record", [full_record(), hostile_record(), LOCAL], ids=["full", "hostile", "local, no claims"]
)


def only(record, names=None):
    (document,) = provenance_documents(record, *([names] if names else []))
    return document


def read(document):
    return ProvDocument.deserialize(content=json.dumps(document), format="json")


def keep_constraints(document):
    """What PROV-CONSTRAINTS asks of such a document, as far as it can be broken here."""
    kinds = {"prov:entity": "entity", "prov:activity": "activity", "prov:agent": "agent",
             "prov:generatedEntity": "entity", "prov:usedEntity": "entity",
             "prov:plan": "entity"}  # fmt: skip
    for relation, roles in RELATIONS.items():
        for each in document.get(relation, {}).values():
            assert set(roles) <= each.keys()
            for role in each.keys() & kinds.keys():
                assert each[role] in document[kinds[role]], f"{each[role]} is not declared"
    generated = [each["prov:entity"] for each in document["wasGeneratedBy"].values()]
    assert len(generated) == len(set(generated)), "generated twice"
    disjoint = [*document["entity"], *document["activity"]]
    assert len(disjoint) == len(set(disjoint)), "entity and activity"
    made = {(each["prov:entity"], each["prov:activity"])
            for each in document["wasGeneratedBy"].values()}  # fmt: skip
    used = {(each["prov:entity"], each["prov:activity"]) for each in document["used"].values()}
    for each in document["wasDerivedFrom"].values():
        assert (each["prov:generatedEntity"], each["prov:activity"]) in made
        assert (each["prov:usedEntity"], each["prov:activity"]) in used
    acyclic(document)


def acyclic(document):
    """Nothing comes, by way of whatever, from itself."""
    before = TopologicalSorter()
    for each in document["wasGeneratedBy"].values():
        before.add(each["prov:entity"], each["prov:activity"])
    for each in document["used"].values():
        before.add(each["prov:activity"], each["prov:entity"])
    before.prepare()


@RECORDS
def test_the_library_reads_it_whole(record):
    document = only(record)
    parsed = read(document)
    written = json.loads(parsed.serialize(format="json"))
    assert {kind: len(each) for kind, each in written.items() if kind != "prefix"} == {
        kind: len(each) for kind, each in document.items() if kind != "prefix"
    }
    assert written["entity"].keys() == document["entity"].keys()
    assert parsed == read(written)
    assert parsed.unified() == parsed


@RECORDS
def test_it_can_be_written_as_prov_n_and_read_back(record):
    parsed = read(only(record))
    notation = parsed.get_provn(strict=True)
    assert ProvDocument.deserialize(content=notation, format="provn") == parsed


@RECORDS
def test_constraints_hold(record):
    keep_constraints(only(record))


@pytest.mark.parametrize("damage", [
    lambda document: document["wasGeneratedBy"].update(
        x=next(iter(document["wasGeneratedBy"].values()))
    ),
    lambda document: document["used"].clear(),
    lambda document: document["agent"].clear(),
    lambda document: document["activity"].update(document["entity"]),
])  # fmt: skip
def test_the_constraints_notice_damage(damage):
    document = only(full_record())
    damage(document)
    with pytest.raises(AssertionError):
        keep_constraints(document)


@pytest.mark.parametrize("damage", [
    lambda document: document.pop("prefix"),
    lambda document: document.update(entity=["page"]),
    lambda document: document.update(wasMadeBy={"x": {"prov:entity": "newsclaims:a"}}),
    lambda document: document["entity"].update({"other:thing": {}}),
    lambda document: next(iter(document["used"].values())).update({"prov:entity": "no name"}),
])  # fmt: skip
def test_the_library_notices_damage(damage):
    document = only(full_record())
    damage(document)
    with pytest.raises((prov.Error, Warning)):
        read(document)


def test_terms_are_those_of_prov():
    content = io.StringIO()
    read(only(full_record())).serialize(content, format="rdf", rdf_format="trig")
    dataset = Dataset()
    dataset.parse(data=content.getvalue(), format="trig")
    used = {term for quad in dataset for term in quad[:3] if isinstance(term, URIRef)}
    of_prov = {term for term in used if str(term).startswith(str(PROV))}
    assert [term for term in of_prov if term not in PROV] == []
    expected = {PROV.qualifiedDerivation, PROV.wasGeneratedBy, PROV.used, PROV.SoftwareAgent}
    assert expected <= of_prov


def test_from_page_to_claim():
    document = only(full_record())
    steps = {
        each["prov:generatedEntity"]: each["prov:usedEntity"]
        for each in document["wasDerivedFrom"].values()
    }
    text = steps["newsclaims:claim-c1-price"]
    page = steps[text]
    assert document["entity"][text]["newsclaims:sha256"] == full_record().article.text_sha256
    assert document["entity"][page]["newsclaims:sha256"] == full_record().article.raw_sha256
    assert document["entity"][page]["prov:location"]["$"] == "https://news.example/port?utm=1"


def test_what_made_it():
    document = only(full_record())
    (extraction,) = [
        each
        for each in document["activity"].values()
        if each["prov:type"]["$"] == "newsclaims:Extraction"
    ]
    assert extraction["newsclaims:version"] == "0.2.0"
    assert extraction["newsclaims:model"] == "sm+linear"
    assert extraction["newsclaims:rules"] == "r1-0a1b"


def test_times_are_those_of_the_record():
    document = only(full_record())
    times = [each.get("prov:time") for each in document["wasGeneratedBy"].values()]
    assert times == ["2026-03-03T09:00:00+00:00", None, None]
    assert "prov:time" not in json.dumps(only(LOCAL))


def test_another_page_or_extractor_has_another_name():
    one, other = full_record(), full_record(raw_sha256="0" * 64)
    newer = one.model_copy(update={"extractor": EXTRACTOR.model_copy(update={"rules": "r2"})})
    names = [set(only(record)["entity"]) | set(only(record)["activity"])
             for record in (one, other, newer)]  # fmt: skip
    assert names[0] != names[1] != names[2] != names[0]


def test_names_begin_as_asked():
    document = only(full_record(), Names("https://data.example/"))
    assert document["prefix"] == {"newsclaims": "https://data.example/"}
    assert "newsclaims:claim-c1-price" in document["entity"]


@settings(max_examples=20, deadline=None)
@given(article_claims())
def test_any_record_has_provenance(record):
    document = only(record)
    keep_constraints(document)
    parsed = read(document)
    assert parsed == read(json.loads(parsed.serialize(format="json")))
