"""Selecting claims: each condition alone, together, and in a stable order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_records import amount, claim, record
from sqlalchemy import create_engine

from extractor.records import Event, Modality, Party, Role, Status
from extractor.sinks.creation import create_tables
from extractor.sinks.queries import claims_query
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter


def party_claim(name):
    return claim(id=name, parties=(Party(name=name, role=Role.PAYER),))


def amount_claim(name, *amounts):
    return claim(id=name, amounts=amounts)


def ids(store, **conditions):
    return [stored.claim.id for stored in store.claims(ClaimFilter(**conditions))]


def save_claims(store, *claims):
    store.save([record(claims=claims)])


def test_by_status_event_and_modality(store):
    save_claims(
        store,
        claim(Status.UNCONFIRMED, id="rumour"),
        claim(Status.DENIED, id="denied", event=Event.LEGAL),
        claim(Status.CONFIRMED, id="done", modality=Modality.ACTUAL),
    )
    assert ids(store, statuses=(Status.UNCONFIRMED, Status.DENIED)) == ["rumour", "denied"]
    assert ids(store, events=(Event.LEGAL,)) == ["denied"]
    assert ids(store, modalities=(Modality.ACTUAL,)) == ["done"]
    assert ids(store, events=(Event.LEGAL,), statuses=(Status.CONFIRMED,)) == []
    assert ids(store) == ["rumour", "denied", "done"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("NORD", ["Nordwind AG"]),
        ("wind ag", ["Nordwind AG"]),
        ("éco", ["Écolier SA"]),
        ("straße", ["STRASSE Holding"]),
        ("100%", ["100% Pure"]),
        ("%", ["100% Pure"]),
        ("_", ["a_b"]),
        ("/", ["A/S Fjord"]),
        ("' OR 1=1 --", []),
        ("", ["Nordwind AG", "Écolier SA", "STRASSE Holding", "100% Pure", "a_b", "A/S Fjord"]),
    ],
)
def test_by_part_of_a_party_name(store, part, expected):
    names = ["Nordwind AG", "Écolier SA", "STRASSE Holding", "100% Pure", "a_b", "A/S Fjord"]
    save_claims(store, *map(party_claim, names))
    assert ids(store, party=part) == expected


@settings(max_examples=30, deadline=None)  # each example makes a database
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_party_is_found_by_its_own_name(name):
    with SqlStore("sqlite://") as memory:
        save_claims(memory, party_claim(name), party_claim("\N{SNOWMAN}"))
        assert name in ids(memory, party=name)


AMOUNTS = {
    "one-billion": [amount("1e9", "1e9")],
    "one-to-two-billion": [amount("1e9", "2e9")],
    "billions": [amount("2e9", None)],
    "up-to-three-million": [amount(None, "3e6")],
    "unknown": [amount(None, None)],
    "small-dollars-big-yen": [amount("5", "5"), amount("9e9", "9e9", "JPY")],
    "none": [],
}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"min_amount": "1e9"}, "one-billion one-to-two-billion billions small-dollars-big-yen"),
        ({"min_amount": "1500000000"}, "one-to-two-billion billions small-dollars-big-yen"),
        ({"min_amount": "1e9", "currency": "USD"}, "one-billion one-to-two-billion billions"),
        ({"currency": "JPY"}, "small-dollars-big-yen"),
        ({"max_amount": "1e9", "currency": "JPY"}, ""),
        ({"max_amount": "1e6"}, "small-dollars-big-yen"),
        ({"max_amount": "3e6"}, "up-to-three-million small-dollars-big-yen"),
        (
            {"min_amount": "1e6", "max_amount": "1e9"},
            "one-billion one-to-two-billion up-to-three-million",
        ),
    ],
)
def test_by_amount(store, conditions, expected):
    save_claims(store, *(amount_claim(name, *amounts) for name, amounts in AMOUNTS.items()))
    numbers = {
        name: value if name == "currency" else Decimal(value) for name, value in conditions.items()
    }
    assert ids(store, **numbers) == expected.split()


def dated(source, **times):
    return record(source, claims=[claim(id=source)], **times)


def test_by_time_newest_first_and_unknown_last(store):
    store.save(
        [
            dated("undated"),
            dated("day", published_at=date(2026, 3, 2)),
            dated("late", published_at=datetime.fromisoformat("2026-03-02T23:30:00-05:00")),
            dated("early", published_at=datetime.fromisoformat("2026-03-02T01:00:00+05:30")),
            dated("fetched", fetched_at=datetime(2026, 3, 9, tzinfo=UTC)),
            dated(
                "old-but-fetched-now",
                published_at=date(2020, 1, 1),
                fetched_at=datetime(2026, 3, 9, tzinfo=UTC),
            ),
        ]
    )
    everything = ["fetched", "late", "day", "early", "old-but-fetched-now", "undated"]
    assert ids(store) == everything
    assert ids(store, since=datetime(2026, 3, 2, tzinfo=UTC)) == ["fetched", "late", "day"]
    assert ids(store, since=datetime(2026, 3, 3, tzinfo=UTC)) == ["fetched", "late"]


def test_order_is_by_source_then_place_in_the_article(store):
    batch = [record(name, claims=[claim(id=f"{name}{at}") for at in (1, 2)]) for name in "cab"]
    store.save(batch)
    assert ids(store) == ["a1", "a2", "b1", "b2", "c1", "c2"]
    assert ids(store, source="b") == ["b1", "b2"]


def test_stored_claim_carries_its_article(store):
    original = record(title="Nordwind buys Pelagia", published_at=date(2026, 3, 2))
    store.save([original])
    (stored,) = store.claims()
    assert stored.claim == original.claims[0]
    assert stored.extractor == original.extractor
    assert (stored.article.title, stored.article.published_at) == (
        "Nordwind buys Pelagia",
        date(2026, 3, 2),
    )


def test_conditions_on_parts_are_not_run_for_every_claim():
    """A correlated subquery takes time that grows with the square of the claims."""
    wanted = ClaimFilter(party="a", min_amount=Decimal(1), currency="USD", text="b")
    engine = create_engine("sqlite://")
    query = claims_query(wanted, "sqlite").compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        create_tables(connection)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
    engine.dispose()
    assert plan
    assert not [step for step in plan if "CORRELATED" in step[-1]]
