"""Selectors lead back to the very words, by position and by quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.records import Quote
from extractor.sinks.standards.selectors import places_of, position_selector, quote_selector
from tests.standards.export_samples import HOSTILE_TEXT, STORY, quoted

# Few letters, so that quotes repeat; what takes two UTF-16 units or combines; ends of lines.
repeating = st.text("ab \n$😀\u0301", min_size=1, max_size=60)
anything = st.text(min_size=1, max_size=200)


@st.composite
def places(draw):
    text = draw(repeating | anything)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return text, Quote(text=text[start:end], start=start, end=end)


@given(places())
def test_round_trip(place):
    text, quote = place
    position = position_selector(quote)
    assert text[position["start"] : position["end"]] == quote.text
    words = quote_selector(text, quote)
    assert words["exact"] == quote.text
    assert places_of(text, words) == [quote.start]


@pytest.mark.parametrize("nth", range(3))
def test_repeated_quotes_are_told_apart(nth):
    quote = quoted(Quote, HOSTILE_TEXT, "$5m", nth=nth)
    assert places_of(HOSTILE_TEXT, quote_selector(HOSTILE_TEXT, quote)) == [quote.start]


def test_context_keeps_to_the_paragraph_when_that_will_do():
    words = quote_selector(STORY, quoted(Quote, STORY, "Nordwind AG"))
    assert words["prefix"] == ""
    assert words["suffix"] == " may pay more than $2.5 billion "


def test_context_leaves_the_paragraph_when_it_must():
    text = "One\nPaid $5m\nTwo\nPaid $5m\n"
    words = quote_selector(text, quoted(Quote, text, "$5m"))
    assert "One\nPaid " in words["prefix"]
    assert places_of(text, words) == [9]


def test_context_grows_until_the_place_is_certain():
    text = "x" * 500 + "$5m" + "y" * 100 + "x" * 400 + "$5m" + "y" * 100
    words = quote_selector(text, quoted(Quote, text, "$5m"))
    assert places_of(text, words) == [500]
    assert len(words["prefix"]) > 32


def test_overlapping_places_count():
    assert places_of("aaa", {"exact": "aa"}) == [0, 1]


def test_a_monotonous_text_is_done_in_time():
    text = "a" * 200_000
    words = quote_selector(text, Quote(text="a", start=100_000, end=100_001))
    assert places_of(text, words) == [100_000]
