"""Figures in words, and text that can't harm a terminal."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_records import amount, claim, duration

from extractor.records import Party, Role
from extractor.sinks.plain import (
    amount_words,
    claim_amounts,
    claim_parties,
    duration_words,
    number_words,
    one_line,
    shortened,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "0"),
        ("2.76", "2.76"),
        ("12500", "12,500"),
        ("999999", "999,999"),
        ("1e6", "1m"),
        ("1250000", "1.25m"),
        ("20e9", "20bn"),
        ("1234567890", "1.235bn"),
        ("2.5e12", "2.5tn"),
        ("1.5e16", "15,000tn"),
        ("-3e6", "-3m"),
        ("1e30", "1,000,000,000,000,000,000tn"),
        ("123456789012345678901234567890123456", "123,456,789,012,345,678,901,234.568tn"),
    ],
)
def test_numbers(value, words):
    assert number_words(Decimal(value)) == words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (amount("20e9", "20e9", modifier="more_than"), "> USD 20bn"),
        (amount("20e9", "20e9", modifier="about"), "~ USD 20bn"),
        (amount("20e9", "20e9", modifier="less_than"), "< USD 20bn"),
        (amount("40e6", "50e6", "EUR"), "EUR 40m–50m"),
        (amount("2e9", None, modifier="more_than"), "≥ USD 2bn"),
        (amount(None, "3e6", modifier="less_than"), "≤ USD 3m"),
        (amount("1.5", "1.5", None), "1.5"),
        (amount("85", "85", per="barrel"), "USD 85 / barrel"),
        (amount(None, None), "$2.5 billion"),
    ],
)
def test_amounts(figure, words):
    assert amount_words(figure) == words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (duration("P3Y"), "3 years"),
        (duration("P1Y"), "1 year"),
        (duration("P18M", modifier="about"), "~ 18 months"),
        (duration("P3Y/P5Y"), "3 years to 5 years"),
        (duration("P1Y6M"), "1 year 6 months"),
        (duration("PT90M", modifier="more_than"), "> 90 minutes"),
        (duration("P3.5Y"), "3.5 years"),
        (duration("P2W"), "2 weeks"),
        (duration(None), "three years"),
        (duration("soon"), "three years"),
        (duration("P"), "three years"),
    ],
)
def test_durations(figure, words):
    assert duration_words(figure) == words


def test_mentions_of_one_amount_are_told_once_with_its_qualifier():
    exact, over = amount(), amount(modifier="more_than")
    other = amount("1e6", "1e6", "GBP")
    assert claim_amounts(claim(amounts=(exact, over, other))) == ["> USD 2.5bn", "GBP 1m"]
    assert claim_amounts(claim(amounts=(exact, exact, over))) == ["USD 2.5bn"]


def test_payer_comes_before_payee_before_subject():
    parties = tuple(Party(name=role.value, role=role) for role in (Role.SUBJECT, Role.PAYEE))
    parties += (Party(name="payer", role=Role.PAYER),)
    assert [name for _, name in claim_parties(claim(parties=parties))] == [
        "payer",
        "payee",
        "subject",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("two\nlines\tand\r\nmore", "two lines and more"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]8;;http://evil\x07link", "]8;;http://evillink"),
        ("\x9b31mred", "31mred"),
        ("abc\u202etxt.exe", "abctxt.exe"),
        ("a\u2028b", "a b"),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
        ("東京 · café 👩\u200d🚀", "東京 · café 👩\u200d🚀"),
    ],
)
def test_one_line(text, line):
    assert one_line(text) == line


@given(st.text())
def test_one_line_holds_nothing_that_a_terminal_acts_upon(text):
    line = one_line(text)
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert one_line(line) == line


@given(st.text(), st.integers(2, 40))
def test_shortened_keeps_to_its_length(text, length):
    assert len(shortened(text, length)) <= length


def test_shortened_cuts_at_a_word():
    assert shortened("Nordwind will pay Pelagia", 20) == "Nordwind will pay…"
