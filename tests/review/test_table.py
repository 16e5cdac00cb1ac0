"""Sorting, filtering, paging and the keys of the table, in a real browser."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect
from review_records import deal, failures, many
from review_screen import quotes

from extractor.records import Event, Status

EVENTS = {event.value for event in Event}


def column(page, name):
    return page.locator(f".claims td.at-{name}").all_inner_texts()


def view(page):
    return parse_qs(page.evaluate("location.hash").lstrip("#"))


@pytest.fixture
def many_page(screen, many_file):
    """120 claims of 12 articles."""
    return screen.show(many_file)


@pytest.mark.parametrize("name", ["event", "modality", "publisher", "date", "confidence", "status"])
def test_sorts_up_and_down(many_page, name):
    button = many_page.locator(f"[data-sort={name}]")
    if name in {"date", "confidence"}:  # newest and surest first
        many_page.locator("[data-sort=event]").click()
        button.click()
    button.click()
    up = column(many_page, name)
    assert many_page.locator(f"th.at-{name}").get_attribute("aria-sort") == "ascending"
    button.click()
    down = column(many_page, name)
    assert many_page.locator(f"th.at-{name}").get_attribute("aria-sort") == "descending"
    if name == "status":
        assert (set(up), set(down)) == ({"unconfirmed", "denied"}, {"confirmed", "stated"})
    else:
        assert up == sorted(up)
        assert down == sorted(down, reverse=True)
        assert up != down


def test_amounts_are_sorted_by_size(many_page):
    many_page.locator("[data-sort=amount]").click()
    sizes = [float(words.split()[1].rstrip("m")) for words in column(many_page, "amount")]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 120.5


def test_the_sorted_column_keeps_the_focus(many_page):
    many_page.locator("[data-sort=party]").press("Enter")
    assert many_page.evaluate("document.activeElement.dataset.sort") == "party"


@pytest.mark.parametrize("status", Status)
def test_filters_by_status(many_page, status):
    tile = many_page.locator(f".tile.{status.value}")
    assert tile.locator(".number").inner_text() == "30"
    tile.click()
    assert set(column(many_page, "status")) == {status.value}
    assert tile.get_attribute("aria-pressed") == "true"
    expect(many_page.locator("#count")).to_have_text("30 claims")


def test_status_is_told_by_word_icon_and_colour(many_page):
    looks = {
        (
            badge.inner_text(),
            badge.locator("use").get_attribute("href"),
            badge.evaluate("badge => getComputedStyle(badge.querySelector('svg')).fill"),
        )
        for badge in many_page.locator(".claims .badge").all()
    }
    assert [len(set(each)) for each in zip(*looks, strict=True)] == [4, 4, 4]


def test_filters_combine_and_stand_in_the_address(many_page):
    many_page.locator(".tile.unconfirmed").click()
    many_page.locator(".choice[data-list=event] summary").click()
    many_page.locator(".menu input[value=contract]").check()
    many_page.locator("input[name=min]").fill("50m")
    expect(many_page.locator("#count")).to_have_text("6 claims")
    assert set(column(many_page, "event")) == {"contract"}
    assert view(many_page) == {"status": ["unconfirmed"], "event": ["contract"], "min": ["50m"]}


def test_an_address_gives_the_same_view(screen, many_file):
    page = screen.show(many_file, "#status=denied&party=steel&sort=-confidence")
    first = quotes(page)
    expect(page.locator("#count")).to_have_text("10 claims")
    assert page.locator("input[name=party]").input_value() == "steel"
    assert quotes(screen.show(many_file, page.evaluate("location.hash"))) == first


def value(claim):
    return claim.amounts[0].value_min


def searched(record, claim):
    parts = (claim.evidence[0].text, record.article.title, record.article.publisher)
    return " ".join((*parts, claim.parties[0].name)).lower()


PASSES = {
    "q=%22site+17.%22": lambda record, claim: "site 17." in claim.evidence[0].text,
    "q=HOLDINGS+cairnmoor": lambda record, claim: all(
        word in searched(record, claim) for word in ("holdings", "cairnmoor")
    ),
    "q=nowhere": lambda record, claim: False,
    "party=rnmoor%20hol": lambda record, claim: "Cairnmoor Holdings" in claim.parties[0].name,
    "publisher=Paper+3": lambda record, claim: record.article.publisher == "Paper 3",
    "publisher=Paper+3&publisher=Paper+4": lambda record, claim: (
        record.article.publisher in {"Paper 3", "Paper 4"}
    ),
    "modality=negated": lambda record, claim: claim.modality == "negated",
    "min=100m&max=102m": lambda record, claim: 100_000_000 <= value(claim) <= 102_000_000,
    "min=1e8&currency=USD": lambda record, claim: value(claim) >= 100_000_000,
    "max=2,500,000": lambda record, claim: value(claim) <= 2_500_000,
    "currency=EUR": lambda record, claim: False,
    "since=2026-01-03&until=2026-01-04": lambda record, claim: (
        date(2026, 1, 3) <= record.article.published_at <= date(2026, 1, 4)
    ),
    "sure=90": lambda record, claim: claim.confidence >= 0.9,
    "status=unconfirmed&status=denied&modality=actual": lambda record, claim: (
        claim.confirmation.status in {"unconfirmed", "denied"} and claim.modality == "actual"
    ),
    **dict.fromkeys(
        (
            "min=lots",
            "since=soon",
            "status=true",
            "tab=nowhere&sort=nothing&page=-3&claim=none",
            "sort=__proto__&event=toString",
        ),
        lambda record, claim: True,
    ),
}


@pytest.mark.parametrize("address", PASSES)
def test_addresses_select(screen, many_file, address):
    page = screen.show(many_file, f"#{address}")
    expected = {
        claim.id for record in many(12) for claim in record.claims if PASSES[address](record, claim)
    }
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # all rows, not a page of them
    rows = page.locator("tr[data-id]").evaluate_all("rows => rows.map(row => row.dataset.id)")
    assert set(rows) == expected
    assert len(rows) == len(expected)


def test_a_number_that_is_none_is_shown_as_such(many_page):
    many_page.locator("input[name=min]").fill("lots")
    expect(many_page.locator("input[name=min]")).to_have_attribute("aria-invalid", "true")
    expect(many_page.locator("#count")).to_contain_text("120 claims")


def test_clearing_gives_all_claims(screen, many_file):
    page = screen.show(many_file, "#status=denied&q=steel&event=price")
    page.locator(".clear").click()
    expect(page.locator("#count")).to_have_text("1–50 of 120 claims")
    assert page.locator("input[name=q]").input_value() == ""
    assert page.evaluate("location.hash") == ""


def test_pages_turn(many_page):
    many_page.get_by_role("button", name="Next", exact=True).click()
    expect(many_page.locator("#count")).to_have_text("51–100 of 120 claims")
    many_page.get_by_role("button", name="Last").click()
    assert len(quotes(many_page)) == 20
    assert view(many_page) == {"page": ["3"]}
    many_page.locator(".tile.stated").click()
    expect(many_page.locator("#count")).to_have_text("30 claims")


def test_rows_by_keys(many_page):
    assert many_page.locator(".quote[tabindex='0']").count() == 1
    many_page.locator(".quote[tabindex='0']").focus()
    place = "[...document.querySelectorAll('.quote')].indexOf(document.activeElement)"
    for key, expected in [("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("End", 49)]:
        many_page.keyboard.press(key)
        assert many_page.evaluate(place) == expected
    many_page.keyboard.press("ArrowDown")
    expect(many_page.locator("#count")).to_have_text("51–100 of 120 claims")
    assert many_page.evaluate(place) == 0
    many_page.keyboard.press("ArrowUp")
    expect(many_page.locator("#count")).to_have_text("1–50 of 120 claims")
    assert many_page.evaluate(place) == 49
    many_page.keyboard.press("Enter")
    assert many_page.locator("dialog").evaluate("dialog => dialog.open")


def test_focus_is_visible(many_page):
    many_page.keyboard.press("Tab")
    skip = many_page.locator("#skip")
    expect(skip).to_be_in_viewport()
    many_page.keyboard.press("Enter")
    focused = many_page.locator(":focus-visible")
    assert focused.get_attribute("class") == "quote"
    assert focused.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"


def test_slash_goes_to_the_search_and_escape_closes_a_menu(many_page):
    many_page.keyboard.press("/")
    many_page.keyboard.type('"site 7."')
    expect(many_page.locator("#count")).to_have_text("1 claim")
    menu = many_page.locator(".choice[data-list=event]")
    menu.locator("summary").click()
    menu.locator("input").first.focus()
    many_page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert many_page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_tabs_by_keys(deal_page):
    deal_page.locator("#tab-claims").focus()
    deal_page.keyboard.press("ArrowRight")
    assert deal_page.evaluate("document.activeElement.id") == "tab-charts"
    expect(deal_page.locator("#panel-charts")).to_be_visible()
    deal_page.keyboard.press("ArrowRight")
    expect(deal_page.locator("#panel-failures")).to_be_visible()
    assert view(deal_page) == {"tab": ["failures"]}


def test_failures_have_a_view_of_their_own(screen):
    page = screen.open([deal()], failures(3))
    page.get_by_role("tab", name="Not read (3)").click()
    first = page.locator(".failures tbody tr").first
    cells = [" ".join(cell.split()) for cell in first.locator("th, td").all_inner_texts()]
    told = "no answer within 30 s, attempt 0 timeout"
    assert cells == ["https://news.example/0", "fetch", told]


def test_many_failures_are_shown_step_by_step(screen):
    page = screen.open([], failures(450), view="#tab=failures")
    for expected in (200, 400, 450):
        assert page.locator(".failures tbody tr").count() == expected
        if expected < 450:
            page.get_by_role("button", name="Show more").click()
    assert page.get_by_role("button", name="Show more").count() == 0


def test_an_empty_database_says_so(screen):
    page = screen.open([])
    expect(page.locator("#count")).to_contain_text("There are no claims in this database")
    assert page.locator("table.claims").count() == 0
    page.locator("#tab-charts").click()
    expect(page.locator("#panel-charts")).to_contain_text("No claim with a date")
    page.locator("#tab-failures").click()
    expect(page.locator("#panel-failures")).to_have_text("Every source could be read.")
