"""A number after an amount counts something else: years, firms, days."""

from __future__ import annotations

from decimal import Decimal

import pytest

import extractor


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        pytest.param("a $2 billion five-year deal", "$2 billion", 2 * 10**9, id="term-after"),
        pytest.param("paid $5 million three years ago", "$5 million", 5 * 10**6, id="anchor-after"),
        pytest.param("paid $5 million two firms sought", "$5 million", 5 * 10**6, id="count-after"),
        pytest.param("a €3m six-month loan", "€3m", 3 * 10**6, id="short-magnitude"),
        pytest.param(
            "2 and a half million euros", "2 and a half million euros", 25 * 10**5, id="half"
        ),
        pytest.param("$3 hundred thousand", "$3 hundred thousand", 3 * 10**5, id="two-magnitudes"),
    ],
)
def test_only_what_scales_is_read(text, quote, value):
    (amount,) = extractor.amounts(text)
    assert (amount.text, amount.value_min) == (quote, Decimal(value))
