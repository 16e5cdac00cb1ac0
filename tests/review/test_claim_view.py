"""A claim opened in its article: marks, reasons, links, focus and the browser's history."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from review_records import DEAL, deal, dollars, find, make_claim, make_record
from review_screen import quotes

from extractor.records import Party, Quote, Role


@pytest.fixture
def claim_page(deal_page):
    """The page with the first claim open."""
    deal_page.locator(".quote").first.click()
    return deal_page


def marked(page, kind):
    return page.locator(f".text mark.{kind}").all_inner_texts()


def test_a_click_anywhere_in_a_row_opens_the_claim(deal_page):
    deal_page.locator(".claims td.at-publisher").first.click()
    expect(deal_page.locator("dialog h2")).to_have_text("Ostwind circles the port of Delphi")
    assert deal_page.evaluate("location.hash") == "#claim=c1-bid"


def test_everything_is_marked_in_its_place(claim_page):
    shown = claim_page.locator(".text > *").all_inner_texts()
    assert "\n".join(shown) == DEAL
    assert marked(claim_page, "amount") == ["$2.5 billion"]
    assert marked(claim_page, "term") == ["three years"]
    assert marked(claim_page, "party") == ["Ostwind AG", "Delphi Ports"]
    assert marked(claim_page, "source") == ["two people"]
    assert marked(claim_page, "cue") == ["two people", "denied"]
    assert marked(claim_page, "wording") == ["may pay"]
    assert marked(claim_page, "evidence") == [DEAL.split("\n")[1].split(" Delphi Ports denied")[0]]


def test_why_it_has_its_status_is_told_in_words(claim_page):
    why = claim_page.locator(".why").inner_text()
    for words in (
        "Why unconfirmed",
        "Decided by words in a sentence that asserts the claim",
        "“two people”",
        "people without a name",
        "anonymous.people",
        "Read as well, for or against it",
        "“denied”",
        "somebody denies, rejects or disputes it",
        "denial.denied",
        "Someone who is not named",
    ):
        assert words in why
    assert "Status 83 % sure, claim 70 % sure" in claim_page.locator(".verdict").inner_text()


def test_a_claim_without_cues_says_who_speaks(claim_page):
    claim_page.keyboard.press("ArrowRight")
    why = claim_page.locator(".why")
    expect(why).to_contain_text("the outlet says it in its own voice")
    expect(why).to_contain_text("The article names no source for it.")


def test_a_quote_leads_to_its_place_in_the_text(claim_page):
    claim_page.get_by_role("button", name="“denied”").click()
    lit = claim_page.locator("mark.lit")
    expect(lit).to_have_text("denied")
    expect(lit).to_be_in_viewport()


def test_the_original_opens_at_the_words(claim_page):
    link = claim_page.get_by_role("link", name="Open the original")
    address = link.get_attribute("href")
    assert address.startswith("https://news.example/ports?edition=am#top:~:text=Ostwind%20AG%20may")
    assert address.endswith("two%20people%20said%2E")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_an_article_from_a_file_has_no_link(screen):
    page = screen.open([deal(url=None)])
    page.locator(".quote").first.click()
    assert page.locator("dialog a").count() == 0
    expect(page.locator(".original")).to_have_text("Read from ports.html")


def test_escape_closes_and_gives_the_focus_back(claim_page):
    claim_page.keyboard.press("Escape")
    expect(claim_page.locator("dialog")).to_be_hidden()
    claim_page.wait_for_function("location.hash === ''")
    expect(claim_page.locator(".quote").first).to_be_focused()


def test_back_closes_and_forward_opens(claim_page):
    claim_page.go_back()
    expect(claim_page.locator("dialog")).to_be_hidden()
    claim_page.go_forward()
    expect(claim_page.locator("dialog")).to_be_visible()


def test_the_focus_stays_in_the_dialog(claim_page):
    within = "document.querySelector('dialog').contains(document.activeElement)"
    stops = claim_page.locator("dialog").locator("button:enabled, a, [tabindex='0']").count()
    for key in ("Tab", "Shift+Tab"):
        visited = set()
        for _ in range(stops):
            claim_page.keyboard.press(key)
            assert claim_page.evaluate(within)
            visited.add(claim_page.evaluate("document.activeElement.outerHTML"))
        assert len(visited) > stops * 0.7


def test_previous_and_next_follow_the_table(screen, many_file):
    page = screen.show(many_file, "#status=denied&sort=amount")
    shown = page.locator("tr[data-id]").evaluate_all("rows => rows.map(row => row.dataset.id)")
    page.locator(".quote").nth(1).click()
    expect(page.locator(".bar")).to_contain_text("2 of 30")
    page.keyboard.press("ArrowRight")
    assert f"claim={shown[2]}" in page.evaluate("location.hash")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert f"claim={shown[0]}" in page.evaluate("location.hash")
    expect(page.get_by_role("button", name="Previous claim")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.locator(".quote").first).to_be_focused()


def test_an_address_opens_its_claim(screen, many_file):
    page = screen.show(many_file, "#claim=c1-117")
    expect(page.locator(".text mark.evidence")).to_contain_text("into site 117.")
    page.keyboard.press("Escape")
    expect(page.locator("tr[data-id='c1-117'] .quote")).to_be_focused()


def test_closing_turns_to_the_page_of_the_claim(screen, many_file):
    page = screen.show(many_file)
    page.locator(".quote").last.click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator("#count")).to_have_text("51–100 of 120 claims")
    expect(page.locator(".quote").first).to_be_focused()


def test_other_claims_of_the_article_are_one_click_away(claim_page):
    others = claim_page.locator(".other")
    assert others.count() == 2
    expect(others.first).to_have_attribute("aria-current", "true")
    others.nth(1).click()
    assert marked(claim_page, "amount") == ["$40 million"]


def test_claims_with_one_id_are_told_apart(screen):
    page = screen.open([deal(), deal(publisher="The Quay")])
    assert len(quotes(page)) == 4
    page.locator("tr[data-id='c1-bid~2'] .quote").click()
    expect(page.locator("dialog header")).to_contain_text("The Quay")


OVERLAPPING = "Say ABCDEFGHIJ now"


def crossing_claim(spans):
    """A party, an amount and so on, each at one of the spans."""
    pieces = [(OVERLAPPING[start:end], start, end) for start, end in spans]
    parties = [
        Party(name=f"P{at}", role=Role.PAYER, mentions=(Quote(text=text, start=start, end=end),))
        for at, (text, start, end) in enumerate(pieces)
    ]
    return make_claim("c1-x", OVERLAPPING, parties=tuple(parties))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(4, 14), (6, 9)], "Say [AB[CDE]FGHIJ] now"),
        ([(4, 9), (7, 14)], "Say [ABC[DE]][FGHIJ] now"),
        ([(4, 9), (4, 9)], "Say [[ABCDE]]FGHIJ now"),
        ([(4, 9), (9, 14)], "Say [ABCDE][FGHIJ] now"),
        ([(4, 10), (6, 12), (8, 14)], "Say [AB[CD[EF]]][[GH]][IJ] now"),
        ([(0, 18), (0, 3), (15, 18)], "[[Say] ABCDEFGHIJ [now]]"),
    ],
)
def test_nested_and_overlapping_marks(screen, spans, expected):
    page = screen.open(
        [make_record("x.txt", OVERLAPPING, [crossing_claim(spans)])], view="#claim=c1-x"
    )
    drawn = page.locator(".text h3").evaluate(
        "node => node.innerHTML.replace(/<mark[^>]*>/g, '[').replace(/<.mark>/g, ']')"
    )
    assert drawn == expected


def test_offsets_hold_behind_wide_characters(screen):
    text = "🚢🚢 Ostwind 🚢 buys\nIt pays $7 million 🎉 for it."
    claim = make_claim("c1-w", text, amounts=(dollars(text, "$7 million", "7e6"),))
    page = screen.open([make_record("w.txt", text, [claim])], view="#claim=c1-w")
    assert marked(page, "amount") == ["$7 million"]


def test_a_mark_over_two_paragraphs_is_in_both(screen):
    text = "One line of\ntwo lines."
    mention = find(Quote, text, "line of\ntwo")
    party = Party(name="P", role=Role.PAYER, mentions=(mention,))
    claim = make_claim("c1-p", text, parties=(party,))
    page = screen.open([make_record("p.txt", text, [claim])], view="#claim=c1-p")
    assert marked(page, "party") == ["line of", "two"]
