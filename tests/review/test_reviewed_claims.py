"""What editors say of claims on the review page: beside the machine's value, never as markup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from review_records import deal, deal_claims
from test_hostile import HOSTILE

from extractor.records import Role, Status
from extractor.review import write_report
from extractor.review.payload import Keys, article_entry
from extractor.sinks.corrections import CorrectedParty, Correction, Standing
from extractor.sinks.corrections.records import Remembered, by_claim

BID, QUAY = deal_claims()
PARTIES = (
    CorrectedParty(name="Ostwind AG", role=Role.PAYER, kind="organisation"),
    CorrectedParty(name="Delphi City", role=Role.PAYEE),
)


def noted(number, claim=BID, **fields):
    usual = {
        "claim_id": claim.id,
        "source": "ports.html",
        "by": "A. Editor",
        "at": datetime(2026, 3, 3, 9, number, tzinfo=UTC),
        "machine_status": claim.confirmation.status,
        "machine_parties": tuple(map(CorrectedParty.of, claim.parties)),
    }
    return Remembered(Correction(number=number, **usual | fields), claim)


def reviews(*entries):
    return by_claim(entries)


def entry_of(claim, *entries):
    page = article_entry(deal(), Keys(), reviews(*entries))
    return next(each for each in page["claims"] if each["id"] == claim.id)


@pytest.fixture
def show(screen, tmp_path):
    def call(*entries, view="", **window):
        path = tmp_path / "reviewed.html"
        write_report(path, [deal()], reviews=reviews(*entries))
        return screen.show(path, view, **window)

    return call


class TestPayload:
    def test_a_claim_that_nobody_reviewed_has_no_review(self):
        assert "review" not in entry_of(QUAY, noted(1))
        assert entry_of(QUAY, noted(1)) == entry_of(QUAY)

    def test_what_is_in_force_takes_the_place(self):
        entry = entry_of(BID, noted(1, status=Status.CONFIRMED), noted(2, parties=PARTIES))
        assert entry["status"] == "confirmed"
        assert [party["name"] for party in entry["parties"]] == ["Ostwind AG", "Delphi City"]
        assert entry["parties"][0]["at"] == entry_of(BID)["parties"][0]["at"]
        assert entry["review"]["machineStatus"] == "unconfirmed"
        assert entry["review"]["machineParties"] == entry_of(BID)["parties"]
        assert entry["review"]["state"] == "corrected"

    def test_what_was_taken_back_is_history(self):
        gone = noted(1, status=Status.CONFIRMED, standing=Standing.WITHDRAWN)
        entry = entry_of(BID, gone, noted(2, withdraws=1))
        assert (entry["status"], entry["review"]["state"]) == ("unconfirmed", "not reviewed")
        assert [each["gone"] for each in entry["review"]["entries"]] == [True, False]

    @pytest.mark.parametrize("standing", [Standing.SUPERSEDED, Standing.LOST])
    def test_what_is_about_another_text_is_not_shown(self, standing):
        entry = entry_of(BID, noted(1, status=Status.CONFIRMED, standing=standing))
        assert entry == entry_of(BID)

    def test_accepted(self):
        assert entry_of(BID, noted(1, accepted=True))["review"]["state"] == "accepted"


def test_status_in_the_table_and_its_filters(show):
    page = show(noted(1, status=Status.CONFIRMED), noted(2, QUAY, accepted=True))
    cells = page.locator("td.at-status").all_inner_texts()
    assert [cell.split("\n") for cell in cells] == [
        ["confirmed", "unconfirmed", "corrected"], ["stated", "accepted"]
    ]  # fmt: skip
    expect(page.locator("td.at-status del")).to_have_text("unconfirmed")
    counts = {tile: page.locator(f".tile.{tile} .number").inner_text() for tile in Status}
    assert counts == {"confirmed": "1", "stated": "1", "unconfirmed": "0", "denied": "0"}
    page.locator(".choice[data-list=review] summary").click()
    page.get_by_role("checkbox", name="corrected").check()
    expect(page.locator("#count")).to_have_text("1 claim")
    assert page.evaluate("location.hash") == "#review=corrected"


def test_filter_comes_back_from_the_address(show):
    page = show(noted(1, QUAY, accepted=True), view="#review=accepted&review=nonsense")
    expect(page.locator("#count")).to_have_text("1 claim")
    expect(page.locator(".claims .quote")).to_contain_text("$40 million")


def test_no_filter_where_nothing_was_reviewed(deal_page):
    assert deal_page.locator("[data-list=review]").count() == 0


def test_opened_claim_tells_both_values_and_who(show):
    page = show(
        noted(1, status=Status.DENIED, note="First try."),
        noted(2, status=Status.CONFIRMED, by="B. Editor", note="Their release of Monday."),
        noted(3, parties=PARTIES),
        view="#claim=c1-bid",
    )
    verdict = page.locator(".verdict")
    expect(verdict.locator(".status")).to_have_text("unconfirmedconfirmed")
    expect(verdict.locator("del")).to_have_text("unconfirmed")
    expect(verdict.locator(".reviewed")).to_have_text(
        "Set by B. Editor, 2026-03-03 09:02 UTC: Their release of Monday."
    )
    expect(verdict).to_contain_text("Status unconfirmed 83 % sure")
    expect(page.locator(".why h3").first).to_have_text("Why newsclaims says unconfirmed")
    struck = page.locator(".facts del").all_inner_texts()
    assert [words.split(" pays")[0].split(" is ")[0] for words in struck] == [
        "Ostwind AG",
        "Delphi Ports",
    ]
    history = page.locator(".history li").all_inner_texts()
    assert [line.split("\n")[0] for line in history] == [
        "A. Editor 2026-03-03 09:01 UTC status unconfirmed → denied",
        "B. Editor 2026-03-03 09:02 UTC status unconfirmed → confirmed",
        "A. Editor 2026-03-03 09:03 UTC parties: payer Ostwind AG, payee Delphi City",
    ]


def party_marks(page):
    marks = page.locator(".text mark.party")
    return [(mark.inner_text(), mark.get_attribute("title")) for mark in marks.all()]


def test_the_machines_parties_stay_marked_in_the_text(show):
    page = show(noted(1, parties=PARTIES), view="#claim=c1-bid")
    assert party_marks(page) == [
        ("Ostwind AG", "party: Ostwind AG pays"),
        ("Delphi Ports", "party as newsclaims reads it: Delphi Ports is what it is about"),
    ]


def test_parties_that_an_editor_named_are_marked_where_they_stand(show):
    ours = (CorrectedParty(name="port of Delphi", role=Role.PAYEE),)
    page = show(noted(1, parties=ours), view="#claim=c1-bid")
    assert party_marks(page)[0] == ("port of Delphi", "party: port of Delphi is paid")
    assert [words for words, _ in party_marks(page)[1:]] == ["Ostwind AG", "Delphi Ports"]
    page.locator(".facts").get_by_role("button", name="“port of Delphi”").click()
    expect(page.locator("mark.lit")).to_have_text("port of Delphi")


def test_all_parties_taken_out(show):
    page = show(noted(1, parties=()), view="#claim=c1-bid")
    expect(page.locator(".facts")).to_contain_text("none")
    assert page.locator(".facts del").count() == 2


def test_search_finds_editors_and_notes(show):
    page = show(noted(1, status=Status.CONFIRMED, note="Monday release"), view="#q=monday")
    expect(page.locator("#count")).to_have_text("1 claim")


@pytest.mark.parametrize("words", [*HOSTILE, "\u202eeve\x1b[31m\x00\u2066 x"])
def test_hostile_editors_notes_and_parties_are_text(show, words):
    party = CorrectedParty.model_construct(
        name=words, role=Role.PAYER, kind=PARTIES[1].kind, identifier=None
    )
    entry = noted(1, status=Status.CONFIRMED, parties=(party,), by=words, note=words)
    page = show(entry, view="#claim=c1-bid")
    expect(page.locator(".history li")).to_be_visible()
    assert page.evaluate("window.owned") is None
    assert page.locator("img, iframe, object, embed, link, svg[onload]").count() == 0
    shown = page.locator("dialog").inner_text()
    assert not {"\u202e", "\u2066", "\x1b", "\x00"} & set(shown)
