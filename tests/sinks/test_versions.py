"""Revised articles: a new version each time, the old claims kept and linked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sample_records import EXTRACTOR, SENTENCE, claim, failure, record

from extractor.records import ExtractorInfo
from extractor.sinks.rows import fingerprint
from extractor.sinks.sql import LedgerEntry, Quarantine, RunState, SqlStore
from extractor.sinks.stored import ClaimFilter, Quarantined

NEWER = ExtractorInfo(version="2", model=None, rules="r1")
REVISED = SENTENCE + " It said so again."
START = datetime(2026, 3, 1, 12, 0)


def version(text=SENTENCE, *names, extractor=EXTRACTOR, **fields):
    made = record(text=text, claims=[claim(id=name) for name in names], **fields)
    article = made.article.model_copy(update={"id": f"a1-{made.article.text_sha256[:6]}"})
    return made.model_copy(update={"article": article, "extractor": extractor})


def ids(store, **conditions):
    return [each.claim.id for each in store.claims(ClaimFilter(**conditions))]


def history(direct):
    return direct.rows(
        "SELECT number, successor.number, (SELECT count(*) FROM claims WHERE claims.version_key ="
        " version.version_key) FROM article_versions AS version LEFT JOIN (SELECT version_key AS"
        " key, number FROM article_versions) AS successor ON successor.key = superseded_by"
        " ORDER BY version.number".replace("SELECT number", "SELECT version.number", 1)
    )


def test_revised_text_supersedes_the_claims_of_the_one_before(store, direct):
    first, second = version(SENTENCE, "old", "older"), version(REVISED, "new")
    store.save([first])
    store.save([second])
    assert ids(store) == ["new"]
    assert ids(store, superseded=True) == ["new", "old", "older"]
    superseded_by = {
        each.claim.id: each.superseded_by for each in store.claims(ClaimFilter(superseded=True))
    }
    assert superseded_by == {"new": None, "old": second.article.id, "older": second.article.id}
    assert history(direct) == [(1, 2, 2), (2, None, 1)]
    assert store.versions("a.txt") == [first, second]
    assert list(store.articles()) == [second]
    assert store.counts() == (1, 1, 0)
    assert direct.rows("SELECT claim_id FROM latest_claims") == [("new",)]


def test_text_that_comes_back_is_a_version_again(store, direct):
    texts = [version(SENTENCE, "a"), version(REVISED, "b"), version(SENTENCE, "c")]
    for each in texts:
        store.save([each])
    assert history(direct) == [(1, 2, 1), (2, 3, 1), (3, None, 1)]
    assert store.versions("a.txt") == texts
    entry = LedgerEntry(texts[2].article.text_sha256, fingerprint(EXTRACTOR))
    assert store.known(["a.txt"]) == {"a.txt": entry}


def test_newer_extractor_replaces_the_claims_of_the_same_text(store, direct):
    store.save([version(SENTENCE, "by the old"), version(REVISED, source="b.txt")])
    store.save([version(SENTENCE, "by the new", extractor=NEWER)])
    assert ids(store, superseded=True) == ["by the new"]
    assert [each.extractor for each in store.versions("a.txt")] == [NEWER]
    done = direct.rows("SELECT source, extractor FROM ledger ORDER BY source")
    assert done == [("a.txt", fingerprint(NEWER)), ("b.txt", fingerprint(EXTRACTOR))]


def test_ledger_remembers_every_text_and_answers_for_the_latest(store, direct):
    store.save([version(SENTENCE, "a")])
    store.save([version(REVISED, "b", "c")])
    rows = direct.rows("SELECT text_sha256, claim_count FROM ledger ORDER BY claim_count")
    assert [count for _, count in rows] == [1, 2]
    assert store.known(["a.txt"])["a.txt"].text_sha256 == rows[1][0]


def test_articles_table_has_what_the_latest_text_says(store, direct):
    store.save([version(SENTENCE, title="First", published_at=date(2026, 3, 1))])
    store.save([version(REVISED, title="Second", published_at=date(2026, 3, 2))])
    assert direct.rows("SELECT title, same_as FROM articles") == [("Second", None)]
    titles = direct.rows("SELECT title FROM article_versions ORDER BY number")
    assert titles == [("First",), ("Second",)]


def test_each_superseded_claim_stands_beside_its_own_date(store):
    store.save([version(SENTENCE, "old", published_at=date(2026, 3, 1))])
    store.save([version(REVISED, "new", published_at=date(2026, 3, 9))])
    since = datetime(2026, 3, 5, tzinfo=UTC)
    assert ids(store, superseded=True, since=since) == ["new"]
    (old,) = [each for each in store.claims(ClaimFilter(superseded=True)) if each.superseded_by]
    assert old.article.published_at == date(2026, 3, 1)


def test_deleting_an_article_takes_everything_of_it(store, direct):
    store.save([version(SENTENCE, "a")])
    store.save([version(REVISED, "b")])
    direct.execute("DELETE FROM articles")
    tables = ["article_versions", "claims", "amounts", "durations", "parties", "evidence", "ledger"]
    assert {table: direct.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables} == (
        dict.fromkeys(tables, 0)
    )


def test_only_one_version_can_be_the_latest(store, direct):
    store.save([version(SENTENCE)])
    store.save([version(REVISED)])
    with pytest.raises(Exception, match=r"(?i)unique"):
        direct.execute("UPDATE article_versions SET superseded_by = NULL")


class Clock:
    """A clock that goes an hour further with each look."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return START + timedelta(hours=self.looks)


@pytest.fixture
def timed(database, direct):
    with SqlStore(database, now=Clock()) as opened:
        yield opened


def test_run_is_counted_with_its_batches(timed, direct):
    run = timed.begin_run(EXTRACTOR)
    timed.save([version(SENTENCE, "a", "b"), failure("b.txt")], run=run, skipped=3)
    timed.save([version(SENTENCE, "c", source="c.txt")], run=run)
    (going,) = timed.runs()
    assert (going.state, going.ended_at, going.extractor) == (RunState.RUNNING, None, EXTRACTOR)
    timed.end_run(run, RunState.DONE)
    (done,) = timed.runs()
    assert (done.articles, done.claims, done.failures, done.skipped) == (2, 3, 1, 3)
    assert [
        (time - START).total_seconds() / 3600
        for time in (done.started_at, done.saved_at, done.ended_at)
    ] == [1, 3, 4]
    of_run = "SELECT count(*) FROM {} WHERE run_key = " + str(run)
    assert direct.rows(of_run.format("article_versions")) == [(2,)]
    assert direct.rows(of_run.format("failures")) == [(1,)]


def test_failures_say_when_and_how_often(timed, direct):
    for error in ("timeout", "dns", "timeout"):
        timed.save([failure("b.txt", error), failure("c.txt")])
    rows = direct.rows(
        "SELECT error, attempts, first_failed_at, last_failed_at FROM failures"
        " WHERE source = 'b.txt'"
    )
    ((error, attempts, first, last),) = rows
    assert (error, attempts) == ("timeout", 3)
    assert (str(first)[:19], str(last)[:19]) == ("2026-03-01 13:00:00", "2026-03-01 15:00:00")


def quarantined(source, **hashes):
    return Quarantined(failure=failure(source, "crashed"), extractor="e1-1", **hashes)


def test_quarantined_article_is_known_until_it_succeeds(store):
    digest = version(SENTENCE).article.text_sha256
    store.save([quarantined("a.txt", text_sha256=digest), failure("b.txt")])
    store.save([quarantined("a.txt", text_sha256=digest), quarantined("c", raw_sha256="0" * 64)])
    assert store.quarantined(["a.txt", "b.txt", "c", "d"]) == {
        "a.txt": Quarantine(digest, None, "e1-1", 2, "crashed"),
        "c": Quarantine(None, "0" * 64, "e1-1", 1, "crashed"),
    }
    assert [each.error for each in store.failures()] == ["crashed", "not_found", "crashed"]
    store.save([version(SENTENCE, "a")])
    assert store.quarantined(["a.txt"]) == {}


def test_plain_failure_ends_a_quarantine(store):
    """It could not even be fetched: what was fetched next deserves a try."""
    store.save([quarantined("a.txt", raw_sha256="0" * 64)])
    store.save([failure("a.txt")])
    assert store.quarantined(["a.txt"]) == {}
