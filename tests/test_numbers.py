"""Numerals and number words: every accepted spelling, and what is refused."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.pipeline.numbers import (
    NUMBER_WORDS,
    NUMERAL,
    fold,
    parse_number,
    parse_number_words,
    parse_numeral,
)

WORDS = [
    ("a", "1"),
    ("one", "1"),
    ("seventeen", "17"),
    ("forty", "40"),
    ("twenty-five", "25"),
    ("Ninety nine", "99"),
    ("a hundred", "100"),
    ("one hundred and twenty", "120"),
    ("three hundred forty-two", "342"),
    ("a hundred thousand", "100000"),
    ("twenty-five hundred", "2500"),
    ("two thousand and five", "2005"),
    ("two million five hundred thousand", "2500000"),
    ("six hundred thousand million", "600000000000"),
    ("half", "0.5"),
    ("a half", "0.5"),
    ("three quarters", "0.75"),
    ("half a million", "500000"),
    ("half-a-million", "500000"),
    ("half million", "500000"),
    ("a quarter of a million", "250000"),
    ("three quarters of a billion", "750000000"),
    ("two and a half", "2.5"),
    ("three-and-a-half", "3.5"),
    ("one and three quarters", "1.75"),
    ("two and a half million", "2500000"),
    ("a million and a half", "1500000"),
    ("four and a quarter billion", "4250000000"),
    ("a dozen", "12"),
    ("half a dozen", "6"),
    ("two dozen", "24"),
    ("a couple", "2"),
    ("one point two five", "1.25"),
    ("seven point one billion", "7100000000"),
    ("five lakh", "500000"),
    ("two lakh crore", "2000000000000"),
    ("2 and a half", "2.5"),
    ("1.5 hundred thousand", "150000"),
    ("12 million", "12000000"),
]
NO_WORDS = [
    "",
    "and",
    "hundreds",
    "one two",
    "nine and",
    "twenty thirty",
    "half half",
    "point five five point",
    "several",
    "ten years",
    "the",
    "a a",
    "two and",
    "million million and",
    "six-teen",
    "hundred hundred",
    "one " * 40,
    "5 5",
]
NUMERALS = [
    ("0", "0"),
    ("35", "35"),
    ("1,234", "1234"),
    ("1,234.5", "1234.5"),
    ("1,234,567", "1234567"),
    ("12,34,567", "1234567"),
    ("1.234,5", "1234.5"),
    ("1.234.567", "1234567"),
    ("12,5", "12.5"),
    ("1,2345", "1.2345"),
    ("0.750", "0.750"),
    ("0,375", "0.375"),
    ("1.234", "1.234"),
    (".75", "0.75"),
    ("1 298,00", "1298.00"),
    ("12 500", "12500"),
    ("1'049.95", "1049.95"),
    ("½", "0.5"),
    ("2½", "2.5"),
    ("2 ¾", "2.75"),
    ("3-1/2", "3.5"),
    ("3 1/2", "3.5"),
    ("7/8", "0.875"),
]
NO_NUMERALS = [
    "",
    "a",
    "1.2.3",
    "1,23,4",
    "1,,2",
    "1.",
    ",5",
    "1/3",
    "5/0",
    "9/8",
    "1,2.3,4",
    "--",
    "1" * 60,
    "½½",
    "1-2",
    "٣",
    "1\n2",
]


@pytest.mark.parametrize(("text", "value"), WORDS)
def test_number_words(text: str, value: str) -> None:
    assert parse_number_words(text) == Decimal(value)


@pytest.mark.parametrize("text", NO_WORDS)
def test_no_number_words(text: str) -> None:
    assert parse_number_words(text) is None


@pytest.mark.parametrize(("text", "value"), NUMERALS)
def test_numeral(text: str, value: str) -> None:
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize("text", NO_NUMERALS)
def test_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234", "1234"), ("1,234", "1.234"), ("1.234,56", "1234.56"), ("12", "12")],
)
def test_decimal_comma(text: str, value: str) -> None:
    assert parse_numeral(text, decimal_comma=True) == Decimal(value)


@pytest.mark.parametrize(
    "text", [text for text, _ in WORDS if text not in ("a",) and text[0].isalpha()]
)
def test_the_pattern_finds_number_words_in_a_sentence(text: str) -> None:
    found = re.search(NUMBER_WORDS, fold(f"They took {text} of them."))
    assert found is not None
    assert parse_number_words(found[0]) == parse_number_words(text)


@pytest.mark.parametrize("text", ["1,234.5", "3-1/2", "3 1/2", "2½", "7/8 ", "12"])
def test_the_pattern_finds_numerals(text: str) -> None:
    found = re.match(NUMERAL, text)
    assert found is not None
    assert parse_numeral(found[0]) is not None or "/" in text


@given(st.integers(0, 10**15))
def test_grouping_does_not_change_an_integer(number: int) -> None:
    assert parse_numeral(f"{number:,}") == parse_numeral(str(number)) == number


@given(st.integers(1000, 10**12), st.integers(0, 99))
def test_decimal_comma_with_dotted_groups(number: int, cents: int) -> None:
    written = f"{number:,}".replace(",", ".") + f",{cents:02}"
    assert parse_numeral(written) == Decimal(f"{number}.{cents:02}")


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    parse_number(text)
    parse_numeral(text, decimal_comma=True)


@given(
    st.lists(
        st.sampled_from(
            ["a", "and", "half", "two", "hundred", "million", "point", "3", "-", "1/2", "of"]
        ),
        max_size=20,
    )
)
def test_no_number_words_raise(words: list[str]) -> None:
    parse_number(" ".join(words))


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_capital_dotted_i() -> None:
    assert fold("İstanbul İ $5") == "istanbul i $5"
