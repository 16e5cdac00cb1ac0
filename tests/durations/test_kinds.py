"""What a length of time is, on invented phrasings: kind, value and words."""

from __future__ import annotations

import pytest

from extractor.pipeline.durations import find_durations

TERMS = [
    ("The bank granted a 7yr loan.", "7yr", "P7Y"),
    ("They signed a multiyear contract.", "multiyear", "P2Y"),
    ("The crew worked 20 hours last week.", "20 hours", "PT20H"),
    ("There is a two-minute limit on questions.", "two-minute", "PT2M"),
    ("between two and three years", "two and three years", "P2Y/P3Y"),
    ("about six weeks", "six weeks", "P6W"),
    ("four years or so", "four years", "P4Y"),
    ("The port signed a five-year contract with the shipping line.", "five-year", "P5Y"),
    ("Norvik Foods won a 10-year deal to supply the army.", "10-year", "P10Y"),
    ("It agreed a three-year, fixed-fee agreement with the council.", "three-year", "P3Y"),
    ("Tenants were offered a 99-year lease on the quay.", "99-year", "P99Y"),
    ("The bank extended a seven-year loan to the mill.", "seven-year", "P7Y"),
    ("The judge handed down a four-year sentence.", "four-year", "P4Y"),
    ("The regulator imposed a two-year ban on the auditor.", "two-year", "P2Y"),
    ("Managers presented a three-year cost-cutting plan.", "three-year", "P3Y"),
    ("The governor began a second six-year term in May.", "six-year", "P6Y"),
    ("The commissioner has an 18-month mandate.", "18-month", "P18M"),
    ("A four-year reforestation programme was approved.", "four-year", "P4Y"),
    ("Members backed a one-year extension of the accord.", "one-year", "P1Y"),
    ("The clinic and the insurer ended their 12-year partnership.", "12-year", "P12Y"),
    ("The stadium has a 15-year naming-rights agreement.", "15-year", "P15Y"),
    ("He faces a six-month suspension.", "six-month", "P6M"),
    ("The mine holds a 25-year concession.", "25-year", "P25Y"),
    ("Buyers get a two-year warranty.", "two-year", "P2Y"),
    ("Pilots accepted a 30-month pay freeze.", "30-month", "P30M"),
    ("The company signed a two-and-a-half-year supply contract.", "two-and-a-half-year", "P2Y6M"),
    ("They struck a 3-1/2-year service agreement.", "3-1/2-year", "P3Y6M"),
    ("The brewer wants a three- to five-year partnership.", "three- to five-year", "P3Y/P5Y"),
    ("A 3-5 year licence was put on offer.", "3-5 year", "P3Y/P5Y"),
    ("Ministers proposed a multi-year framework.", "multi-year", "P2Y"),
    ("A decade-long concession was awarded on Friday.", "decade", "P10Y"),
    ("The yearlong ban takes effect at once.", "year", "P1Y"),
    ("She was sentenced to nine years in prison.", "nine years", "P9Y"),
    ("The trader got 14 months behind bars.", "14 months", "P14M"),
    ("He was given two years of probation.", "two years", "P2Y"),
    ("Directors could be jailed for five years.", "five years", "P5Y"),
    ("The pair were banned for eight months.", "eight months", "P8M"),
    ("The treaty carries a term of 20 years.", "20 years", "P20Y"),
    ("The notes have a maturity of six years.", "six years", "P6Y"),
    ("The offence carries a maximum penalty of five years.", "five years", "P5Y"),
    ("It will invest $3 billion in the grid over six years.", "six years", "P6Y"),
    ("The chain will open 200 shops over the next three years.", "three years", "P3Y"),
    ("The group lost 400 million euros over two years.", "two years", "P2Y"),
    ("The fund will spend $90 million over the next decade.", "next decade", "P10Y"),
    ("Sorrel plans to invest $40 million over the coming year.", "coming year", "P1Y"),
    ("The cost is spread over 18 months.", "18 months", "P18M"),
    ("Production will be suspended for six weeks.", "six weeks", "P6W"),
    ("The tax will be frozen for two years.", "two years", "P2Y"),
    ("The council will rent out the hall for three years.", "three years", "P3Y"),
    ("The minister will stay in office for another year.", "another year", "P1Y"),
    ("The contract was extended by 15 months.", "15 months", "P15M"),
    ("The bond-backed credit line will mature in four years.", "four years", "P4Y"),
    ("The court gave the airline 45 days to file its plan.", "45 days", "P45D"),
    ("The chipmaker earned $9 billion in a single quarter.", "a single quarter", "P3M"),
    ("The retailer plans to double its stores in five years.", "five years", "P5Y"),
    ("Workers will receive six months of severance pay.", "six months", "P6M"),
    ("The truce is expected to last two weeks.", "two weeks", "P2W"),
    ("The programme would take three years.", "three years", "P3Y"),
    ("The contract runs for ten years.", "ten years", "P10Y"),
    ("He will serve four years and nine months.", "four years and nine months", "P4Y9M"),
    ("The league sold the rights for a year and a half.", "a year and a half", "P1Y6M"),
    ("The $60 million two-year study begins in May.", "two-year", "P2Y"),
    ("A six-month lock-up period applies to insiders.", "six-month", "P6M"),
    ("The plan's duration is P3Y6M.", "P3Y6M", "P3Y6M"),
    ("It was leased for a couple of years.", "a couple of years", "P2Y"),
]

ANCHORS = [
    ("The plant opened three years ago.", "three years", "P3Y"),
    ("A year earlier it had made a profit.", "A year", "P1Y"),
    ("Two weeks later the talks collapsed.", "Two weeks", "P2W"),
    ("Sales fell for the first time in ten years.", "ten years", "P10Y"),
    ("It was the sharpest drop in 18 months.", "18 months", "P18M"),
    ("Shares have doubled in the past six months.", "six months", "P6M"),
    ("Margins improved over the last two years.", "two years", "P2Y"),
    ("The stock is up 9 percent over the past year.", "past year", "P1Y"),
    ("The index hit a five-year high.", "five-year", "P5Y"),
    ("It fell below its 200-day moving average.", "200-day", "P200D"),
    ("Profit for the three months to June rose.", "three months", "P3M"),
    ("Revenue in the nine months ended in May was flat.", "nine months", "P9M"),
    ("The gap should close within two years.", "two years", "P2Y"),
    ("Ministers held a two-day meeting in Bergen.", "two-day", "P2D"),
    ("The index rose for four straight weeks.", "four straight weeks", "P4W"),
    ("It has been losing money for several years.", "several years", "P2Y"),
    ("Growth is likely to slow over the next two years.", "two years", "P2Y"),
    ("Demand for tin will be weak over the next few months.", "few months", "P2M"),
    ("The sale came six months after the merger.", "six months", "P6M"),
    ("A 12-year low for the krone worried exporters.", "12-year", "P12Y"),
    ("They have worked together for 20 years.", "20 years", "P20Y"),
    ("The strike ended after five days.", "five days", "P5D"),
    ("Talks have dragged on for more than a year.", "a year", "P1Y"),
    ("He was out in front for 15 years in a row.", "15 years", "P15Y"),
    ("The delivery is two years behind schedule.", "two years", "P2Y"),
    ("The first two years were the hardest.", "two years", "P2Y"),
    ("Prices doubled in three weeks.", "three weeks", "P3W"),
    ("Sales at stores open at least a year rose.", "a year", "P1Y"),
    ("The company raised its guidance for the full year.", "full year", "P1Y"),
    ("In the 12 months through March prices rose.", "12 months", "P12M"),
]

AGES = [
    ("A 45-year-old baker won the prize.", "45-year", "P45Y"),
    ("The heir, 30 years old, takes over.", "30 years", "P30Y"),
    ("The 18-month-old venture is unprofitable.", "18-month", "P18M"),
    ("People aged 65 years pay less.", "65 years", "P65Y"),
    ("The firm, which is 120 years old, will close.", "120 years", "P120Y"),
    ("She was ten months old.", "ten months", "P10M"),
    ("The chairman is six years his junior.", "six years", "P6Y"),
    ("The decade-old feud is over.", "decade", None),
    ("Anyone under 21 years of age is barred.", "21 years", "P21Y"),
]

RATES = [
    ("Parking costs $5 a month.", "a month", "P1M"),
    ("The well yields 900 barrels a day.", "a day", "P1D"),
    ("The rent is 300 euros per week.", "week", "P1W"),
    ("It sells two million cars a year.", "a year", "P1Y"),
    ("The panel meets twice a year.", "a year", "P1Y"),
    ("Fees are due every two years.", "two years", "P2Y"),
    ("The fee is $20/month.", "month", "P1M"),
    ("Staff are paid 14 pounds an hour.", "an hour", "PT1H"),
]

NAMES = [
    ("Historians of the 100 Years War met.", "100 Years", "P100Y"),
    ("It sold 5-yr notes.", "5-yr", "P5Y"),
    ("Yields on the 10-year Treasury note rose.", "10-year", "P10Y"),
    ("Italy sold five-year government bonds.", "five-year", "P5Y"),
    ("The 30-year mortgage rate fell to a record.", "30-year", "P30Y"),
    ("Five-year credit default swaps tightened.", "Five-year", "P5Y"),
    ("Two-year yields dipped.", "Two-year", "P2Y"),
    ("It was the worst setback since the Six-Day War.", "Six-Day", "P6D"),
    ("The group cut its full-year profit forecast.", "full-year", "P1Y"),
    ("Half-year results are due on Monday.", "Half-year", "P6M"),
    ("It costs $200,000 to protect $10 million of bonds over five years.", "five years", "P5Y"),
    ("Three-month Euribor eased again.", "Three-month", "P3M"),
]

NOTHING = [
    "The bridge will open in two years.",
    "in ten minutes",
    "We meet three days after tomorrow.",
    "The vote is two weeks from now.",
    "It begins on the Monday of the following week.",
    "It lasted two thirds of a year.",
    "Prices rose 3 percent year-on-year.",
    "The end of the year is near.",
    "He spoke for three quarters of the members.",
    "Costs fell by a quarter.",
    "The second half was better.",
    "It happened last month and next week it may happen again.",
    "In 2012 years of neglect came to light.",
    "The day trader and the night nurse met.",
    "Monday, Tuesday and yesterday were quiet.",
    "A year-end rally lifted shares.",
    "The minutes of the meeting were published.",
    "Some day it will pay off.",
    "It ranked second, behind 3M and P2P lenders.",
    "The secretary sent 5m in aid.",
]


def _case(text: str, quote: str, iso8601: str | None) -> object:
    return pytest.param(text, quote, iso8601, id=text[:60])


def _found(text: str, quote: str) -> tuple[str, str | None]:
    durations = {item.text: item for item in find_durations(text)}
    assert quote in durations, list(durations)
    return durations[quote].kind.value, durations[quote].iso8601


@pytest.mark.parametrize(("text", "quote", "iso8601"), [_case(*case) for case in TERMS])
def test_term(text: str, quote: str, iso8601: str) -> None:
    assert _found(text, quote) == ("term", iso8601)


@pytest.mark.parametrize(("text", "quote", "iso8601"), [_case(*case) for case in ANCHORS])
def test_anchor(text: str, quote: str, iso8601: str) -> None:
    assert _found(text, quote) == ("anchor", iso8601)


@pytest.mark.parametrize(("text", "quote", "iso8601"), [_case(*c) for c in AGES if c[2]])
def test_age(text: str, quote: str, iso8601: str) -> None:
    assert _found(text, quote) == ("age", iso8601)


@pytest.mark.parametrize(("text", "quote", "iso8601"), [_case(*case) for case in RATES])
def test_rate(text: str, quote: str, iso8601: str) -> None:
    assert _found(text, quote) == ("rate", iso8601)


@pytest.mark.parametrize(("text", "quote", "iso8601"), [_case(*case) for case in NAMES])
def test_name(text: str, quote: str, iso8601: str) -> None:
    assert _found(text, quote) == ("name", iso8601)


@pytest.mark.parametrize("text", NOTHING)
def test_no_length_at_all(text: str) -> None:
    assert find_durations(text) == []


KNOWN_GAPS = [
    ("The clerk stepped down after one year at the helm.", "one year", "term"),
    ("The union won 4 percent in each of three years.", "three years", "term"),
    ("The accord lapses in five years' time.", "five years", "term"),
    ("Its decade as a partner of the league is over.", "decade", "term"),
    ("Investors lost $2 billion in the year after the peak.", "the year", "term"),
    ("She led the choir for seven years.", "seven years", "anchor"),
]


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize(("text", "quote", "kind"), KNOWN_GAPS)
def test_known_gap(text: str, quote: str, kind: str) -> None:
    assert _found(text, quote)[0] == kind
