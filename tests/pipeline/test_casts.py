"""Casts: roles given together are what summing over all ways to give them says."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.pipeline.discourse import Entity
from extractor.pipeline.learned.casts import (
    MOST,
    NOBODY,
    Cast,
    cast_together,
    chances,
    load_casts,
    with_one_more,
)
from extractor.pipeline.learned.joint import Candidate, assign_jointly
from extractor.pipeline.opinions import NO_PARTY, ROLES, Shares
from extractor.records import Event, PartyKind, Role
from models.training.casts import Seen, fit, true_cast

CASTS = list(itertools.product(range(MOST + 1), repeat=len(Role)))
ONE_EACH: Cast = (1, 1, 0)


def shares(payer: float, payee: float, subject: float) -> dict[str, float]:
    return {
        NO_PARTY: 1.0 - payer - payee - subject,
        "payer": payer,
        "payee": payee,
        "subject": subject,
    }


@st.composite
def some_shares(draw) -> dict[str, float]:
    weights = [draw(st.integers(1, 100)) for _ in ROLES]
    return {name: weight / sum(weights) for name, weight in zip(ROLES, weights, strict=True)}


some_candidates = st.lists(some_shares(), max_size=4)
some_factors = st.dictionaries(st.sampled_from(CASTS), st.floats(0.05, 20.0), max_size=8)


def by_enumeration(candidates: list[Shares], factors: dict[Cast, float]) -> list[Shares]:
    sums: list[dict[str, float]] = [defaultdict(float) for _ in candidates]
    for given_roles in itertools.product(ROLES, repeat=len(candidates)):
        cast = NOBODY
        for name in given_roles:
            if name != NO_PARTY:
                cast = with_one_more(cast, ROLES.index(name) - 1)
        weight = factors.get(cast, 1.0) * math.prod(
            one[name] for one, name in zip(candidates, given_roles, strict=True)
        )
        for found, name in zip(sums, given_roles, strict=True):
            found[name] += weight
    return [{n: weight / sum(found.values()) for n, weight in found.items()} for found in sums]


@given(some_candidates, some_factors)
def test_shares_are_those_of_summing_over_every_way_to_give_roles(candidates, factors):
    expected = by_enumeration(candidates, factors)
    for found, wanted in zip(cast_together(candidates, factors), expected, strict=True):
        assert found == pytest.approx(wanted)


@given(some_candidates)
def test_without_factors_everyone_stands_alone(candidates):
    for found, before in zip(cast_together(candidates, {}), candidates, strict=True):
        assert found == pytest.approx(before)


@given(some_candidates)
def test_chances_of_all_casts_are_one_together(candidates):
    assert sum(chances(candidates).values()) == pytest.approx(1.0)


def test_who_is_hardly_a_party_keeps_its_shares():
    hardly = shares(0.01, 0.01, 0.005)
    assert cast_together([shares(0.5, 0.2, 0.1), hardly], {ONE_EACH: 9.0})[1] is hardly


def assigned(candidates: list[Shares], factors: dict[Cast, float]) -> list[tuple[int, str]]:
    found = [
        Candidate(Entity(number, f"Firm {number}", PartyKind.ORGANISATION, ()), one, ())
        for number, one in enumerate(candidates)
    ]
    return [(party.entity, party.role.value) for party in assign_jointly(found, factors)]


def test_second_payer_is_paid_where_an_event_has_one_of_each():
    candidates = [shares(0.9, 0.05, 0.0), shares(0.5, 0.4, 0.0)]
    assert assigned(candidates, {}) == [(0, "payer"), (1, "payer")]
    assert assigned(candidates, {ONE_EACH: 3.0}) == [(0, "payer"), (1, "payee")]


def test_claims_of_an_event_are_rarely_without_anyone():
    candidates = [shares(0.0, 0.0, 0.35)]
    assert assigned(candidates, {}) == []
    assert assigned(candidates, {NOBODY: 0.2}) == [(0, "subject")]


def test_shipped_factors_know_every_event_and_forbid_nothing():
    casts = load_casts()
    assert casts.name.startswith("claims-casts-")
    for tables in (casts.heard, casts.unheard):
        assert set(tables) <= set(Event)
        for factors in tables.values():
            assert set(factors) <= set(CASTS)
            assert all(factor > 0.0 for factor in factors.values())
    assert casts.factors(Event.CONTRACT, heard=True)[ONE_EACH] > 1.0


def test_fit_brings_the_expected_casts_to_the_labelled_ones():
    alike = [shares(0.6, 0.3, 0.0), shares(0.5, 0.4, 0.0)]
    claims = [Seen(Event.CONTRACT, alike, ONE_EACH)] * 400
    claims += [Seen(Event.CONTRACT, alike, (2, 0, 0))] * 100
    factors = fit(claims)
    alone = chances(alike)
    weights = {cast: chance * factors[cast] for cast, chance in alone.items()}
    assert weights[ONE_EACH] / sum(weights.values()) == pytest.approx(0.8, abs=0.06)
    assert alone[ONE_EACH] < 0.5


def test_true_cast_counts_the_candidates_that_the_labels_name():
    entities = [
        Entity(0, "Acme Rail", PartyKind.ORGANISATION, ()),
        Entity(1, "Umbra", PartyKind.ORGANISATION, ()),
        Entity(2, "Velmora", PartyKind.ORGANISATION, ()),
    ]
    parties = [
        {"name": "Acme Rail", "role": "payer"},
        {"name": "Umbra", "role": "payer"},
        {"name": "Someone Else", "role": "payee"},
    ]
    assert true_cast(entities, parties) == (2, 0, 0)
