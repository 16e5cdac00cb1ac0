"""The database: exact round trip, replacement, the ledger, and databases that are not ours."""

from __future__ import annotations

from decimal import Decimal

import pytest
from claim_strategies import article_claims, unhurried
from hypothesis import given
from hypothesis import strategies as st
from sample_records import EXTRACTOR, claim, failure, record

from extractor.errors import StoreError
from extractor.records import ExtractorInfo, Status
from extractor.sinks.rows import fingerprint
from extractor.sinks.sql import LedgerEntry

PARTS = ("amounts", "durations", "parties", "attributions", "evidence", "cues")


@unhurried
@given(originals=st.lists(article_claims(), max_size=3, unique_by=lambda each: each.article.source))
def test_any_article_survives_the_store_byte_for_byte(store, direct, originals):
    direct.execute("DELETE FROM ledger", "DELETE FROM claims", "DELETE FROM articles")
    store.save(originals)
    back = {each.article.source: each.model_dump_json() for each in store.articles()}
    assert back == {each.article.source: each.model_dump_json() for each in originals}
    stored = [(each.article.source, each.claim) for each in store.claims()]
    expected = [(each.article.source, one) for each in originals for one in each.claims]
    assert sorted(stored, key=str) == sorted(expected, key=str)


def test_claims_of_many_articles_keep_their_parts(store, direct):
    """Keys that the database chooses are matched to the right claims."""
    batch = [
        record(f"{number}.txt", claims=[claim(id=f"{number}-{place}") for place in range(3)])
        for number in range(40)
    ]
    store.save(batch)
    joined = direct.rows(
        "SELECT articles.source, claims.id, position FROM claims JOIN articles USING (article_key)",
    )
    assert sorted(joined) == sorted(
        (f"{number}.txt", f"{number}-{place}", place) for number in range(40) for place in range(3)
    )


def test_saving_the_same_text_again_replaces(store, direct):
    store.save([record(claims=[claim(id="old"), claim(id="older")])])
    store.save([record(claims=[claim(id="new")])])
    assert [stored.claim.id for stored in store.claims()] == ["new"]
    for table in PARTS:
        stray = f"SELECT * FROM {table} WHERE claim_key NOT IN (SELECT claim_key FROM claims)"
        assert direct.rows(stray) == []
    assert direct.rows("SELECT count(*) FROM amounts") == [(1,)]


def test_of_the_same_source_the_last_counts(store):
    store.save([record(claims=[claim(id="first")]), record(claims=[claim(id="last")])])
    assert [stored.claim.id for stored in store.claims()] == ["last"]


def test_failure_leaves_earlier_claims_and_success_ends_failures(store):
    store.save([record(), failure("b.txt")])
    store.save([failure("a.txt")])
    assert [each.source for each in store.failures()] == ["a.txt", "b.txt"]
    assert store.counts() == (1, 1, 2)
    store.save([record()])
    assert [each.source for each in store.failures()] == ["b.txt"]
    store.forget_failures(["b.txt", "never.txt"])
    assert store.failures() == []


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        pytest.param([failure(), record()], (1, 1, 0), id="success-after-failure"),
        pytest.param([record(), failure()], (1, 1, 1), id="failure-after-success"),
        pytest.param([failure(), failure(error="other")], (0, 0, 1), id="two-failures"),
        pytest.param([], (0, 0, 0), id="nothing"),
    ],
)
def test_one_batch_with_one_source(store, batch, expected):
    store.save(batch)
    assert store.counts() == expected


def test_ledger_knows_text_and_extractor(store):
    original = record()
    store.save([original, failure("b.txt")])
    entry = LedgerEntry(original.article.text_sha256, fingerprint(EXTRACTOR))
    assert store.known(["a.txt", "b.txt", "c.txt"]) == {"a.txt": entry}


def test_ledger_answers_for_more_sources_than_sql_takes_at_once(store):
    store.save([record("777.txt")])
    assert list(store.known(f"{number}.txt" for number in range(40_000))) == ["777.txt"]


@pytest.mark.parametrize("changed", [{"version": "2"}, {"model": "m"}, {"rules": "r2"}])
def test_fingerprint_changes_with_each_part(changed):
    other = ExtractorInfo(**{**EXTRACTOR.model_dump(), **changed})
    assert fingerprint(other) != fingerprint(EXTRACTOR)


def test_failing_batch_leaves_everything_as_it_was(store):
    store.save([record(claims=[claim(id="kept")])])
    wrong = record(claims=[claim(id="lost")]).model_copy(update={"schema_version": None})
    with pytest.raises(Exception, match=r"(?i)not.null"):
        store.save([wrong])
    assert [stored.claim.id for stored in store.claims()] == ["kept"]
    assert store.known(["a.txt"])


def test_source_that_is_no_utf8_is_saved_and_known(store):
    store.save([record(source="caf\udce9.txt")])
    assert list(store.known(["caf\udce9.txt"])) == ["caf\udce9.txt"]


def test_exact_decimals_stand_beside_numbers(store, direct):
    store.save([record()])
    found = direct.rows("SELECT value_min, value_max_text, currency FROM amounts")
    assert found == [(Decimal(2500000000), "2500000000", "USD")]


def test_constraint_violations_are_bugs_and_raise(store):
    """``database_errors`` must not swallow what we do wrong ourselves."""
    odd = record().model_copy(update={"schema_version": None})
    with pytest.raises(Exception) as caught:  # noqa: PT011
        store.save([odd])
    assert not isinstance(caught.value, StoreError)


def test_status_is_stored_by_its_word(store, direct):
    store.save([record(claims=[claim(Status.DENIED)])])
    assert direct.rows("SELECT status FROM claims") == [("denied",)]
