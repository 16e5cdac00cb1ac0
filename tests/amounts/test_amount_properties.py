"""What holds for any amount, any text around it, and any text at all."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.pipeline.amounts import dollar_of, find_amounts

SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "US$": "USD",
    "C$": "CAD",
    "HK$": "HKD",
    "¥": "JPY",
    "₹": "INR",
    "EUR ": "EUR",
    "CHF ": "CHF",
}
NOUNS = {
    "dollars": "USD",
    "euros": "EUR",
    "yen": "JPY",
    "Swiss francs": "CHF",
    "Canadian dollars": "CAD",
    "yuan": "CNY",
    "rupees": "INR",
    "USD": "USD",
    "Danish kroner": "DKK",
}
MAGNITUDES = {
    "": "1",
    " million": "1e6",
    "m": "1e6",
    " mln": "1e6",
    "bn": "1e9",
    " bn": "1e9",
    " billion": "1e9",
    " trillion": "1e12",
    "tn": "1e12",
    " crore": "1e7",
}

numbers = st.one_of(
    st.integers(1, 999).map(Decimal),
    st.decimals("0.1", "999", places=1),
    st.decimals("0.01", "99", places=2),
)
plain = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "He paid ",
        "“",
        "(",
        "İ ",
        "İİ ",
        "🚗 ",
        "e\u0301 ",
        "ß – ",
        "\u200b",
        "ﬁ ",
        "x: ",
    ]
)
after = st.sampled_from(
    ["", ".", ", he said", " in cash", "”", ")", " İ", "\n\nMore", " 🚗", "; it"]
)


@st.composite
def amounts(draw: st.DrawFn) -> tuple[str, Decimal, str]:
    """One amount as written, its value and its currency."""
    number, magnitude = draw(numbers), draw(st.sampled_from(list(MAGNITUDES)))
    value = number * Decimal(MAGNITUDES[magnitude])
    if draw(st.booleans()):
        sign = draw(st.sampled_from(list(SIGNS)))
        return f"{sign}{number}{magnitude}", value, SIGNS[sign]
    noun = draw(st.sampled_from(list(NOUNS)))
    joint = draw(st.sampled_from([" ", "\u00a0", "-"]))
    return f"{number}{magnitude}{joint}{noun}", value, NOUNS[noun]


@given(plain, amounts(), after)
def test_an_amount_is_read_back(before: str, amount: tuple[str, Decimal, str], tail: str) -> None:
    written, value, currency = amount
    text = f"{before}{written}{tail}"
    found = find_amounts(text)
    assert [(each.text, each.value_min, each.value_max, each.currency) for each in found] == [
        (written, value, value, currency)
    ]
    assert found[0].start == len(before)


@given(
    plain,
    st.integers(1, 400),
    st.integers(1, 400),
    st.sampled_from(["$", "€", "£", "A$"]),
    st.sampled_from(["", " million", "bn", "m"]),
    st.sampled_from(["-", "–", " to ", " - "]),
    st.booleans(),
    st.booleans(),
)
def test_a_range_is_read_back(  # noqa: PLR0913, PLR0917
    before: str, low: int, more: int, sign: str, magnitude: str, joint: str, twice: bool, full: bool
) -> None:
    high, factor = low + more, Decimal(MAGNITUDES[magnitude])
    twice = twice or (joint == " to " and not magnitude)
    written = (
        f"{sign}{low}{magnitude if full else ''}{joint}{sign if twice else ''}{high}{magnitude}"
    )
    found = find_amounts(f"{before}{written}.")
    assert [(each.text, each.value_min, each.value_max) for each in found] == [
        (written, low * factor, high * factor)
    ]


@given(st.integers(1000, 10**14), st.sampled_from(["$", "€"]))
def test_grouped_thousands_are_read_back(number: int, sign: str) -> None:
    (found,) = find_amounts(f"{sign}{number:,} in all")
    assert found.value_min == number


@given(st.text(max_size=300))
def test_no_text_raises_and_quotes_stand(text: str) -> None:
    _check(text)


PIECES = [
    "$",
    "€",
    "5",
    "1,",
    "1.5",
    " ",
    "-",
    "million",
    "bn",
    "dollars",
    "pounds",
    "cents",
    " and ",
    " to ",
    "between ",
    "half a ",
    "a ",
    "İ",
    "\n",
    "(",
    ")",
    "/",
    "per share",
    "more than ",
    "won",
    "US",
    "C$",
    "½",
    "of ",
    "billions ",
    "usd",
    "multi-",
    "euro",
    "francs",
    "from ",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=24))
def test_no_mixture_of_pieces_raises(pieces: list[str]) -> None:
    _check("".join(pieces))


def _check(text: str) -> None:
    last = 0
    for amount in find_amounts(text):
        assert text[amount.start : amount.end] == amount.text
        assert amount.start >= last
        last = amount.end


@given(plain, amounts())
def test_the_meaning_of_a_bare_dollar_is_settable(
    before: str, amount: tuple[str, Decimal, str]
) -> None:
    written, _, currency = amount
    (found,) = find_amounts(f"{before}{written}", dollar="AUD")
    bare = written.startswith("$") or written.endswith((" dollars", "\u00a0dollars", "-dollars"))
    expected = "AUD" if bare and "Canadian" not in written else currency
    assert found.currency == expected


@pytest.mark.parametrize(
    "piece", ["$", "1,", "1234567890,", "million ", "one hundred and ", "a half ", "1 000 ", "US"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    find_amounts("$5", dollar=dollar_of("$5"))
    start = time.process_time()
    find_amounts(text, dollar=dollar_of(text))
    assert time.process_time() - start < 5  # generous: a second where it was measured
