"""Spans and ISO 8601 values of bare lengths, in every spelling."""

from __future__ import annotations

import pytest

from extractor.pipeline.durations import find_durations

WHOLE = [
    ("a quarter-century", "P25Y"),
    ("quarter-hour", "PT15M"),
    ("three years", "P3Y"),
    ("3 years", "P3Y"),
    ("3 yrs", "P3Y"),
    ("3yrs", "P3Y"),
    ("3.5years", "P3Y6M"),
    ("3½ years", "P3Y6M"),
    ("3 1/2 years", "P3Y6M"),
    ("three and a half years", "P3Y6M"),
    ("three-and-a-half years", "P3Y6M"),
    ("2.25 years", "P2Y3M"),
    ("2.3 years", "P2.3Y"),
    ("half a year", "P6M"),
    ("half an hour", "PT30M"),
    ("half-hour", "PT30M"),
    ("1/2 hour", "PT30M"),
    ("a quarter of an hour", "PT15M"),
    ("three quarters of an hour", "PT45M"),
    ("one and a quarter hours", "PT1H15M"),
    ("one and three quarter hours", "PT1H45M"),
    ("an hour and a half", "PT1H30M"),
    ("a year and a half", "P1Y6M"),
    ("one year and a quarter", "P1Y3M"),
    ("a decade", "P10Y"),
    ("two decades", "P20Y"),
    ("a decade and a half", "P15Y"),
    ("a century", "P100Y"),
    ("a fortnight", "P2W"),
    ("three fortnights", "P6W"),
    ("twenty-five years", "P25Y"),
    ("one hundred and fifty years", "P150Y"),
    ("a hundred days", "P100D"),
    ("a dozen years", "P12Y"),
    ("half a dozen weeks", "P6W"),
    ("a couple of months", "P2M"),
    ("1,500 hours", "PT1500H"),
    ("90 min", "PT90M"),
    ("45 secs", "PT45S"),
    ("two consecutive quarters", "P6M"),
    ("three more years", "P3Y"),
    ("five business days", "P5D"),
    ("another year", "P1Y"),
    ("full week", "P1W"),
    ("all day", "P1D"),
    ("three to five years", "P3Y/P5Y"),
    ("3-5 years", "P3Y/P5Y"),
    ("3–5 years", "P3Y/P5Y"),
    ("two or three weeks", "P2W/P3W"),
    ("six to 12 months", "P6M/P12M"),
    ("18 months to two years", "P18M/P2Y"),
    ("a year or two", "P1Y/P2Y"),
    ("two years and three months", "P2Y3M"),
    ("2 years, 3 months", "P2Y3M"),
    ("an hour and 45 minutes", "PT1H45M"),
    ("1 year 2 days 3 hours", "P1Y2DT3H"),
    ("several years", "P2Y"),
    ("a few weeks", "P2W"),
    ("three weekends", None),
    ("10d", "P10D"),
    ("2W", "P2W"),
    ("1/2h", "PT30M"),
    ("P3Y", "P3Y"),
    ("P1Y6M", "P1Y6M"),
    ("PT90M", "PT90M"),
    ("two\xa0years", "P2Y"),
    ("FIVE YEARS", "P5Y"),
]


@pytest.mark.parametrize(("text", "iso8601"), WHOLE, ids=[text for text, _ in WHOLE])
def test_the_whole_text_is_one_length(text: str, iso8601: str | None) -> None:
    (found,) = find_durations(text)
    assert (found.text, found.iso8601) == (text, iso8601)


PARTS = [
    ("between two and four years", ["two and four years"], "P2Y/P4Y"),
    ("between six months and a year", ["six months and a year"], "P6M/P1Y"),
    ("over the next year it will pay", ["next year"], "P1Y"),
    ("a five-year deal", ["five-year"], "P5Y"),
    ("a ten year deal", ["ten year"], "P10Y"),
    ("an additional six months", ["six months"], "P6M"),
    ("the next few years", ["few years"], "P2Y"),
    ("six weeks’ notice", ["six weeks"], "P6W"),
    ("one- and two-year contracts", ["two-year"], "P2Y"),
    ("of $1.5 billion 10-year", ["10-year"], "P10Y"),
]


@pytest.mark.parametrize(("text", "quotes", "iso8601"), PARTS, ids=[case[0] for case in PARTS])
def test_span_within_a_phrase(text: str, quotes: list[str], iso8601: str) -> None:
    found = find_durations(text)
    assert [item.text for item in found] == quotes
    assert found[0].iso8601 == iso8601


MODIFIERS = [
    ("a contract for more than three years", "more_than", "more than"),
    ("a contract of at least two years", "more_than", "at least"),
    ("a contract for over two years", "more_than", "over"),
    ("banned for up to 18 months", "less_than", "up to"),
    ("jailed for less than a year", "less_than", "less than"),
    ("sentenced to nearly five years in prison", "about", "nearly"),
    ("leased for about ten years", "about", "about"),
    ("leased for ten years or so", "about", "or so"),
    ("leased for ten years or more", "more_than", "or more"),
    ("a maximum penalty of five years", "less_than", "maximum penalty of"),
    ("a minimum term of five years", "more_than", "minimum term of"),
    ("to spend $3 billion over two years", "exact", None),
    ("a multi-year contract", "more_than", None),
    ("leased for forty-odd years", "about", None),
    ("a five-year contract", "exact", None),
]


@pytest.mark.parametrize(("text", "modifier", "cue"), MODIFIERS, ids=[c[0] for c in MODIFIERS])
def test_modifier(text: str, modifier: str, cue: str | None) -> None:
    (found,) = find_durations(text)
    assert found.modifier.value == modifier
    assert (found.modifier_cue.text if found.modifier_cue else None) == cue
