"""The filter in memory chooses as the database does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from extractor.records import ArticleClaims, Event, Modality, Status
from extractor.sinks.sql import SqlStore
from extractor.sinks.standards.selection import selected
from extractor.sinks.stored import ClaimFilter
from tests.standards import export_samples as samples


def record(name, claims, **fields):
    told = samples.article(id=f"a1-{name}", source=name, **fields)
    return ArticleClaims(article=told, claims=tuple(claims), extractor=samples.EXTRACTOR)


def undated(**fields):
    return {"published_at": None, "modified_at": None, "fetched_at": None, **fields}


RECORDS = (
    record("full", [samples.full_claim()]),
    record(
        "open",
        [
            samples.full_claim(
                id="c1-low", amounts=(samples.price(value_max=None),), event=Event.CONTRACT
            ),
            samples.full_claim(
                id="c1-high", amounts=(samples.price(value_min=None),), modality=Modality.PLANNED
            ),
            samples.full_claim(
                id="c1-none", amounts=(samples.price(value_min=None, value_max=None),)
            ),
        ],
        published_at=date(2026, 5, 1),
    ),
    record("no amounts", [samples.full_claim(id="c1-bare", amounts=())], **undated()),
    record(
        "fetched",
        [samples.full_claim(id="c1-fetched", parties=())],
        **undated(fetched_at=datetime(2026, 6, 1, tzinfo=UTC)),
    ),
    record("empty", []),
)
FILTERS = (
    ClaimFilter(),
    ClaimFilter(statuses=(Status.UNCONFIRMED,)),
    ClaimFilter(statuses=(Status.DENIED, Status.STATED)),
    ClaimFilter(events=(Event.CONTRACT,)),
    ClaimFilter(modalities=(Modality.PLANNED, Modality.ACTUAL)),
    ClaimFilter(party="nordWIND"),
    ClaimFilter(party="50%_"),
    ClaimFilter(min_amount=Decimal("1e9")),
    ClaimFilter(min_amount=Decimal("5e7"), currency="EUR"),
    ClaimFilter(max_amount=Decimal("4e7")),
    ClaimFilter(max_amount=Decimal("2.5e9"), currency="USD"),
    ClaimFilter(min_amount=Decimal("1e12")),
    ClaimFilter(currency="EUR"),
    ClaimFilter(since=datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
    ClaimFilter(since=datetime(2026, 3, 1, 8, 31, tzinfo=UTC)),
    ClaimFilter(since=datetime(2026, 5, 1, tzinfo=UTC), party="pelagia"),
    ClaimFilter(until=datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
    ClaimFilter(until=datetime(2026, 3, 1, 8, 31, tzinfo=UTC)),
    ClaimFilter(since=datetime(2026, 4, 1, tzinfo=UTC), until=datetime(2026, 5, 2, tzinfo=UTC)),
    ClaimFilter(publisher="the EX"),
    ClaimFilter(publisher="the_ex"),
    ClaimFilter(publisher=""),
    ClaimFilter(min_confidence=0.8),
    ClaimFilter(min_confidence=1),
    ClaimFilter(source="open"),
    ClaimFilter(source="op"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with SqlStore(str(tmp_path_factory.mktemp("store") / "claims.db")) as opened:
        opened.save(RECORDS)
        yield opened


@pytest.mark.parametrize("wanted", FILTERS, ids=lambda wanted: repr(wanted)[:60])
def test_as_the_database(store, wanted):
    in_database = {(found.article.source, found.claim.id) for found in store.claims(wanted)}
    in_memory = {
        (kept.article.source, claim.id)
        for kept in selected(RECORDS, wanted)
        for claim in kept.claims
    }
    assert in_memory == in_database


def test_articles_without_claims_are_left_out():
    assert [kept.article.source for kept in selected(RECORDS, ClaimFilter())] == [
        "full",
        "open",
        "no amounts",
        "fetched",
    ]
