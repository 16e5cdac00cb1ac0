"""Phone, print, dark and light, and what axe-core has to say, in a real browser."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from playwright.sync_api import expect
from review_records import deal, failures, make_claim, make_record, many

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
VIEWS = {
    "claims": "",
    "filtered": "#status=denied&q=steel",
    "charts": "#tab=charts",
    "failures": "#tab=failures",
    "claim": "#claim=c1-bid",
}


@pytest.fixture
def full_file(screen):
    return screen.file([deal(), *many(12)], failures())


@pytest.fixture
def small_file(screen):
    return screen.file([deal(), *many(1, 8)], failures())


def violations(page):
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(f"{axe};0")  # its own value would take long to send
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run({ runOnly: tags, resultTypes: ['violations'] })", tags)
    assert len(found["passes"]) > 15
    return [
        (problem["id"], node["target"], node["failureSummary"])
        for problem in found["violations"]
        for node in problem["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(screen, small_file, view, scheme):
    page = screen.show(small_file, VIEWS[view], color_scheme=scheme)
    assert violations(page) == []


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_on_a_phone(screen, small_file, view):
    page = screen.show(small_file, VIEWS[view], **PHONE)
    assert violations(page) == []


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wider_than_a_phone(screen, full_file, view):
    page = screen.show(full_file, VIEWS[view], **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    if view == "claim":
        widths = page.locator(".reading").evaluate("pane => [pane.scrollWidth, pane.clientWidth]")
        assert widths[0] <= widths[1]


def test_a_phone_shows_rows_as_cards_that_are_still_a_table(screen, full_file):
    page = screen.show(full_file, **PHONE)
    row = page.get_by_role("row").nth(1)
    assert row.evaluate("row => getComputedStyle(row).display") == "grid"
    assert row.get_by_role("cell").count() >= 6
    page.get_by_label("Sort by").select_option("party")
    assert "sort=party" in page.evaluate("location.hash")


def test_cards_leave_out_what_is_not_known(screen):
    bare = make_record("bare.txt", "A deal\nSaid to be on.", [make_claim("c1-bare", "A deal")])
    path = screen.file([bare])
    unknown = ("publisher", "date", "party", "amount")
    table = screen.show(path)
    assert [table.locator(f"td.at-{name}").inner_text() for name in unknown] == ["–"] * 4
    card = screen.show(path, **PHONE)
    expect(card.locator("td.at-status")).to_be_visible()
    for name in unknown:
        expect(card.locator(f"td.at-{name}")).to_be_hidden()
    assert "–" not in card.locator(".claims tbody tr").inner_text()


def test_filters_fold_away_on_a_phone(screen, full_file):
    page = screen.show(full_file, **PHONE)
    party = page.locator("input[name=party]")
    expect(party).to_be_hidden()
    page.get_by_role("button", name="Filters", exact=True).tap()
    expect(party).to_be_visible()


def test_targets_are_big_enough_for_fingers(screen, full_file):
    page = screen.show(full_file, **PHONE)
    page.locator(".quote").first.tap()
    for button in page.locator(".step").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 40


def test_a_long_word_does_not_break_a_phone(screen):
    long = "x" * 300
    record = deal(title=long, publisher=long, authors=(long,), url=f"https://n.example/{long}")
    page = screen.show(screen.file([record]), **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator(".quote").first.tap()
    assert page.evaluate("document.querySelector('.reading').scrollWidth") <= 360


def test_dark_and_light_follow_the_preference(screen, full_file):
    grounds = [
        screen.show(full_file, color_scheme=scheme).evaluate(
            "getComputedStyle(document.documentElement).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(245, 244, 241)", "rgb(20, 23, 26)"]


def pdf_pages(page):
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def test_all_rows_that_pass_are_printed(screen, full_file):
    page = screen.show(full_file)
    all_rows = pdf_pages(page)
    expect(page.locator("#count")).to_have_text("1–50 of 122 claims")
    few_rows = pdf_pages(screen.show(full_file, "#status=denied"))
    assert all_rows >= 3 * few_rows > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_is_dark_on_white_without_controls(screen, full_file, scheme):
    page = screen.show(full_file, color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    for control in ("#filters", "#tabs", ".pager"):
        expect(page.locator(control)).to_be_hidden()
    colours = page.evaluate(
        "[getComputedStyle(document.documentElement).backgroundColor,"
        " getComputedStyle(document.querySelector('.badge.denied')).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(122, 31, 82)"]


def test_an_open_claim_is_printed_alone_and_whole(screen, full_file):
    page = screen.show(full_file, "#claim=c1-bid")
    page.emulate_media(media="print")
    expect(page.locator("main")).to_be_hidden()
    expect(page.locator(".text")).to_be_visible()
    heights = page.locator(".text").evaluate("pane => [pane.scrollHeight, pane.clientHeight]")
    assert heights[0] <= heights[1]
