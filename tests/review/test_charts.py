"""The charts count what passes the filters; every picture has a table that tells the same."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from playwright.sync_api import expect
from review_records import dollars, make_claim, make_record, many

from extractor.records import Party, Role, Status


def table(page, place):
    chart = page.locator(".chart").nth(place)
    chart.locator("summary").click()
    rows = chart.locator(".numbers tbody tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def on_day(day, statuses, source):
    text = f"Story of {source}\n$9 million"
    claims = [make_claim(f"c1-{source}-{at}", text, status) for at, status in enumerate(statuses)]
    return make_record(source, text, claims, published_at=day)


def sum_of(source, amounts, parties=(), **fields):
    text = "Sums\n" + " ".join(words for words, _, _ in amounts)
    figures = tuple(
        dollars(text, words, value, **{"currency": "USD"} | extra)
        for words, value, extra in amounts
    )
    named = tuple(Party(name=name, role=Role.PAYER) for name in parties)
    claim = make_claim(f"c1-{source}", text, amounts=figures, parties=named, **fields)
    return make_record(source, text, [claim])


def test_statuses_over_time(screen):
    page = screen.show(screen.file(many(60)), "#tab=charts&modality=planned&modality=actual")
    expected = Counter()
    for record in many(60):
        for claim in record.claims:
            if claim.modality in {"planned", "actual"}:
                day = record.article.published_at
                expected[day.toordinal() - day.weekday(), claim.confirmation.status.value] += 1
    rows = table(page, 0)
    weeks = sorted({week for week, _ in expected})
    assert [row[0] for row in rows] == [date.fromordinal(week).isoformat() for week in weeks]
    order = ("unconfirmed", "denied", "stated", "confirmed")
    assert [row[1:] for row in rows] == [
        [str(expected[week, status]) for status in order] for week in weeks
    ]


@pytest.mark.parametrize(
    ("days", "bins"),
    [
        (["2026-03-02"], ["2026-03-02"]),
        (["2026-02-27", "2026-03-02"], ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]),
        (["2025-12-31", "2026-03-02"], [
            "2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02",
            "2026-02-09", "2026-02-16", "2026-02-23", "2026-03-02"]),
        (["2025-01-31", "2026-01-01"], [*(f"2025-{at:02}" for at in range(1, 13)), "2026-01"]),
        (["2009-01-31", "2016-01-01"], [str(year) for year in range(2009, 2017)]),
        (["0001-01-01", "9999-12-31"], ["0001", "9999"]),
        (["1969-12-29", "1969-12-30"], ["1969-12-29", "1969-12-30"]),
    ],
)  # fmt: skip
def test_time_is_cut_so_that_bars_can_be_told_apart(screen, days, bins):
    records = [
        on_day(date.fromisoformat(day), [Status.DENIED], f"{at}.txt") for at, day in enumerate(days)
    ]
    page = screen.open(records, view="#tab=charts")
    assert [row[0] for row in table(page, 0)] == bins


def test_claims_without_a_date_are_said_to_be_left_out(screen):
    page = screen.open(
        [on_day(None, [Status.DENIED] * 2, "a"), on_day(date(2026, 1, 1), [Status.DENIED], "b")],
        view="#tab=charts",
    )
    expect(page.locator(".chart").first).to_contain_text("2 claims without a date left out")


def test_largest_amounts_are_of_one_currency_and_sums_only(screen):
    records = [
        sum_of(
            "a", [("$3 million", "3e6", {}), ("€9 million", "9e6", {"currency": "EUR"})], ["Alder"]
        ),
        sum_of("b", [("$8", "8", {"per": "share"}), ("$2 million", "2e6", {})], ["Birch", "Beech"]),
        sum_of("c", [("$4 million", "4e6", {})], ["Cedar"], status=Status.CONFIRMED),
        sum_of("d", [("5 million", "5e6", {"currency": None})], ["Dogwood"]),
    ]
    page = screen.open(records, view="#tab=charts")
    assert table(page, 1) == [["Alder", "3m"], ["Birch, Beech", "2m"]]
    page.locator("#chart-currency").select_option("EUR")
    assert table(page, 1) == [["Alder", "9m"]]
    page.locator(".numbers button").first.click()
    expect(page.locator("dialog")).to_be_visible()
    assert "claim=c1-a" in page.evaluate("location.hash")


def test_a_filter_for_a_currency_chooses_it(screen):
    records = [sum_of("a", [("$3 million", "3e6", {}), ("€9 million", "9e6", {"currency": "EUR"})])]
    page = screen.open(records, view="#tab=charts&currency=EUR")
    assert page.locator("#chart-currency").input_value() == "EUR"


def test_busiest_parties_count_claims_whatever_the_case(screen):
    records = [
        sum_of("a", [("$3", "3", {})], ["Alder", "ALDER", "Birch"]),
        sum_of("b", [("$3", "3", {})], ["alder"]),
        sum_of("c", [("$3", "3", {})], ["Birch"], status=Status.STATED),
    ]
    page = screen.open(records, view="#tab=charts")
    assert table(page, 2) == [["Alder", "2"], ["Birch", "1"]]
    page.locator(".numbers button", has_text="Alder").last.click()
    expect(page.locator("#count")).to_have_text("2 claims")
    expect(page.locator("input[name=party]")).to_have_value("Alder")


@pytest.mark.parametrize("width", [1280, 1920])
def test_charts_are_as_wide_as_what_stands_above_them(screen, width):
    view = {"viewport": {"width": width, "height": 900}}
    page = screen.show(screen.file(many(6)), "#tab=charts", **view)
    edges = "boxes => boxes.map(box => box.getBoundingClientRect().right)"
    filters, first, _, last = page.locator("#filters, .chart").evaluate_all(edges)
    assert filters == first == last


def test_every_picture_has_a_name_and_bars_differ_by_pattern(screen):
    page = screen.show(screen.file(many(6)), "#tab=charts")
    pictures = page.locator("svg.picture")
    assert pictures.count() == 3
    assert all(picture.get_attribute("aria-label") for picture in pictures.all())
    fills = page.locator(".chart").first.locator("svg.picture rect.edge")
    patterns = set(fills.evaluate_all("bars => bars.map(bar => bar.getAttribute('fill'))"))
    assert len(patterns) == 4
