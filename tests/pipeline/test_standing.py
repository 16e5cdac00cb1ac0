"""What the weights may decide about a status, and the cues and sources that it gets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.pipeline.discourse import Entity, Hit, Reading, Sentence, Source
from extractor.pipeline.judging import Case
from extractor.pipeline.learned.standing import calibrated, standing_of
from extractor.pipeline.roles import Assigned
from extractor.pipeline.status import Evidence
from extractor.records import Amount, PartyKind, Role, SourceKind, Status
from tests.pipeline.pipeline_views import row, status_of

TEXT = "Umbra paid $5 million to Keld.\nUmbra said it was glad. It denied the report."
LIKELY = {"confirmed": 0.55, "stated": 0.23, "unconfirmed": 0.19, "denied": 0.03}
CLEAR = {"confirmed": 0.9, "stated": 0.05, "unconfirmed": 0.03, "denied": 0.02}
DENIED = {"confirmed": 0.2, "stated": 0.15, "unconfirmed": 0.2, "denied": 0.45}
BEARERS = (
    Entity(0, "Umbra", PartyKind.ORGANISATION, ()),
    Entity(1, "Keld", PartyKind.ORGANISATION, ()),
    Entity(2, "Orvale Data", PartyKind.ORGANISATION, ()),
)
PAYEE = Assigned(1, Role.PAYEE, (), 0.9)
UMBRA_LATER = Source(49, 53, SourceKind.PARTY, "party.name", "Umbra", 0, "said", 49, 62)
UMBRA = Source(31, 36, SourceKind.PARTY, "party.name", "Umbra", -1, "said", 31, 54)


def hit(category, rule=None):
    return Hit(0, 5, rule or f"{category}.test", category)


def judged(shares, evidence=(), sources=(UMBRA,), text=TEXT, kinds=None, parties=()):
    """The standing of the first sum of a text."""
    end = text.index("\n")
    sentences = (Sentence(0, end, 0, 0), Sentence(end + 1, len(text), 1, 1))
    amount = Amount(
        text="$5 million", start=11, end=21, value_min="5000000", value_max="5000000",
        currency="USD", modifier="exact", per=None, rule="label",
    )  # fmt: skip
    reading = Reading(text, sentences, entities=BEARERS, sources=tuple(sources))
    case = Case((amount,), "spending", "actual", tuple(parties), tuple(evidence))
    return standing_of(reading, case, shares, kinds or {})


SHUT = [
    row("nobody-on-record", LIKELY, (), (), "stated"),
    row("nobody-on-record-though-clear", CLEAR, (), (), "stated"),
    row("someone-on-record", LIKELY, (), (UMBRA,), "confirmed"),
    row("hedged-but-clear", CLEAR, (Evidence("hedge", hit("hedge")),), (UMBRA,), "confirmed"),
    row("hedged", LIKELY, (Evidence("hedge", hit("hedge")),), (UMBRA,), "unconfirmed"),
    row(
        "others-alone",
        LIKELY,
        (Evidence("said", hit("source"), SourceKind.MEDIA),),
        (UMBRA,),
        "unconfirmed",
    ),
    row(
        "hedged-but-a-party-says-it",
        LIKELY,
        (Evidence("hedge", hit("hedge")), Evidence("said", hit("source"), SourceKind.PARTY)),
        (UMBRA,),
        "confirmed",
    ),
    row(
        "earlier-deal",
        LIKELY,
        (Evidence("background", hit("background", "background.earlier_deal")),),
        (UMBRA,),
        "stated",
    ),
]


@pytest.mark.parametrize(("shares", "evidence", "sources", "status"), SHUT)
def test_weights_go_against_plain_words_only_if_they_are_clear(shares, evidence, sources, status):
    assert judged(shares, evidence, sources).confirmation.status == status


def test_a_denial_needs_a_word_of_denial_or_clear_weights():
    silent = TEXT.replace(" It denied the report.", "")
    assert judged(DENIED, text=TEXT).confirmation.status == "denied"
    assert judged(DENIED, text=silent).confirmation.status != "denied"
    clear = DENIED | {"denied": 0.75, "confirmed": 0.05}
    assert judged(clear, text=silent).confirmation.status == "denied"


def test_a_weighed_denial_quotes_the_denial():
    confirmation = judged(DENIED).confirmation
    assert confirmation.cues[0].text == "denied"
    assert confirmation.scope == "document"


def test_a_source_is_carried_to_the_claim():
    standing = judged(LIKELY, kinds={kind.value: float(kind == "party") for kind in SourceKind})
    assert standing.sources == (UMBRA,)


TOLD = "Umbra paid $5 million to Keld, Orvale Data said.\nKeld was glad."
SURE = {"confirmed": 0.02, "stated": 0.03, "unconfirmed": 0.94, "denied": 0.01}
ORVALE = Source(31, 42, SourceKind.PARTY, "party.name", "Orvale Data", 2, "said", 0, 48)
NAMELESS = replace(ORVALE, kind=SourceKind.PARTY, entity=-1, name=None)
BEFORE = replace(ORVALE, start=0, end=5, name="Umbra", entity=0, scope_start=43, scope_end=48)
THIRD, ANONYMOUS, PARTY = {"third_party": 0.9}, {"anonymous": 0.9}, {"party": 0.9}


@pytest.mark.parametrize(
    ("shares", "sources", "kinds", "told"),
    [
        row("a named firm is an outsider", SURE, [ORVALE], THIRD, ["Orvale Data"]),
        row("nobody with a name is anonymous", SURE, [ORVALE], ANONYMOUS, []),
        row("who has no name may be", SURE, [NAMELESS], ANONYMOUS, [None]),
        row("a party to the claim is none", SURE, [replace(ORVALE, entity=1)], THIRD, []),
        row("the one that covers the sum", SURE, [BEFORE, ORVALE], THIRD, ["Orvale Data"]),
        row(
            "nobody without a name is on record",
            CLEAR,
            [replace(NAMELESS, kind=SourceKind.ANONYMOUS), UMBRA_LATER],
            PARTY,
            ["Umbra"],
        ),
    ],
)
def test_a_source_whose_kind_cannot_be_takes_the_one_that_the_weights_find(
    shares, sources, kinds, told
):
    standing = judged(shares, sources=sources, text=TOLD, kinds=kinds, parties=(PAYEE,))
    assert [source.name for source in standing.sources] == told
    if shares is SURE:
        assert {source.rule for source in standing.sources} <= {"weights.other_kind"}
        assert {source.kind.value for source in standing.sources} <= set(kinds)


def test_confidence_is_the_share_among_what_may_be():
    assert judged(LIKELY, (), ()).confirmation.confidence == calibrated(Status.STATED, 0.23 / 0.45)


def test_a_short_statement_is_no_denial(model):
    assert status_of(model, "Acme said it paid $5 million to Umbra.", "$5 million") != "denied"


@given(status=st.sampled_from(Status), one=st.floats(0, 1), other=st.floats(0, 1))
def test_calibration_keeps_the_order_and_never_claims_certainty(status, one, other):
    low, high = sorted((one, other))
    assert 0 < calibrated(status, low) <= calibrated(status, high) < 1
