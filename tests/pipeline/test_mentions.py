"""Names, descriptions and pronouns: what is found by form alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pipeline_views import known_gap, row

from extractor.pipeline.mentions import (
    find_mentions,
    is_authority,
    is_media,
    kind_by_form,
    trim_name,
)
from extractor.records import PartyKind

TRIMMED = [
    row("article", "the Bank of Tarrin", "Bank of Tarrin"),
    row("possessive", "Keld Ltd's", "Keld Ltd"),
    row("curly-possessive", "Keld’s", "Keld"),
    row("plural-possessive", "Wexal Brothers'", "Wexal Brothers"),
    row("ticker-in-brackets", "Keld Corp (KLD.N)", "Keld Corp"),
    row("ticker-after", "Keld Corp KLD.N", "Keld Corp"),
    row("title", "Mr. Roe", "Roe"),
    row("comma", "Keld,", "Keld"),
    row("legal-stop-stays", "Keld Inc.", "Keld Inc."),
    row("initials-stay", "U.S.", "U.S."),
    row("dot-inside", "Pay.com", "Pay.com"),
    row("ticker-alone", "KLD.N", None),
    row("small-letters", "the company", None),
    row("line-break", "Keld\nOrvale", None),
    row("one-letter", "K", None),
    row("description-before", "AI lab Keld", "Keld"),
    row("trade-before", "chipmaker Keld Ltd", "Keld Ltd"),
    row("joiner-stays", "University of Orvale", "University of Orvale"),
]


@pytest.mark.parametrize(("piece", "expected"), TRIMMED)
def test_trim_name(piece, expected):
    text = f"xx {piece} yy"
    span = trim_name(text, 3, 3 + len(piece))
    assert (span and text[span.start : span.end]) == expected


KINDS = [
    row("company", "Orvale Holdings", PartyKind.ORGANISATION),
    row("foreign-form", "Brisk Oyj", PartyKind.ORGANISATION),
    row("ministry", "Ministry of Ports", PartyKind.GOVERNMENT),
    row("court", "Tarrin District Court", PartyKind.GOVERNMENT),
    row("central-bank", "Bank of England", PartyKind.GOVERNMENT),
    row("person", "Ada Roe", None),
    row("bare", "Keld", None),
]


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_kind_by_form(name, kind):
    assert kind_by_form(name) is kind


def test_outlets_and_authorities():
    assert is_media("the Harbour Post")
    assert not is_media("Keld Ltd")
    assert is_authority("Securities Commission")
    assert not is_authority("Keld Ltd")


NAMES = [
    row("company-inside", "It paid Orvale Ltd.", ["Orvale Ltd"]),
    row("two-by-and", "It sued Keld and Wexal Group.", ["Keld", "Wexal Group"]),
    row("ampersand", "It sued Marl & Sons.", ["Marl & Sons"]),
    row("of-name", "It paid University of Tarrin.", ["University of Tarrin"]),
    row("initials", "It sued J.R. Roe.", ["J.R. Roe"]),
    row("accents", "The Bank hired Łukasz Żak.", ["Bank"]),
    row("month-is-none", "It paid in March.", []),
    row("agency-is-rejected", "It paid, Reuters said.", []),
    row("index-is-rejected", "It rose, and Nasdaq fell.", []),
    row("exchange-with-ticker", "It sued Nasdaq (NDAQ.O).", ["Nasdaq"]),
    row("sentence-start-once", "Yesterday it paid.", []),
    row("sentence-start-recurs", "Keld paid, and Keld left.", ["Keld"]),
    row("camel-case-at-start", "PayHarbor paid.", ["PayHarbor"]),
    known_gap(
        "lone-name-at-start",
        "one capitalised word at the start of a sentence counts only if it recurs",
        "Orvale paid $5 million.",
        ["Orvale"],
    ),
    row("adverb-before-name", "Yesterday Orvale Ltd paid.", ["Orvale Ltd"]),
    row(
        "shares-of",
        "Shares of Keld Ltd fell.",
        ["Keld Ltd"],
    ),
    row(
        "person-of-company",
        "They asked Ada Pell of Norrin Bank.",
        ["Ada Pell", "Norrin Bank"],
    ),
    row("country-owns-it", "It sued Sweden's Orvale AB.", ["Orvale AB"]),
    row("city-owns-it", "It sued Dubai’s Keld Ports.", ["Keld Ports"]),
    row("firm-owns-it", "It sued Keld Plc's Marl Bank.", ["Keld Plc", "Marl Bank"]),
    row("owner-known-elsewhere", "It met Roe. It sued Roe's Keld Group.", ["Roe", "Keld Group"]),
    row("brand-with-an-s", "It sued Wendell's Foods.", ["Wendell's Foods"]),
    row("owner-of-a-legal-form", "It met Macey. It sued Macey's Inc.", ["Macey", "Macey's Inc"]),
    row("office-of-a-country", "It met Canada's Harbour Bureau.", ["Canada's Harbour Bureau"]),
    row("former", "It sued Former Keld Ltd.", ["Keld Ltd"]),
    row("letters-after-a-slash", "It said X/Y/S. Marl Ltd paid.", ["Marl Ltd"]),
    known_gap(
        "first-letter-beyond-ascii",
        "a name that begins with a letter beyond A to Z is not read without a model",
        "It sued Östra Skog.",
        ["Östra Skog"],
    ),
    known_gap(
        "ticker",
        "a ticker in brackets becomes a name",
        "It sued Brisk Foods (BRSK).",
        ["Brisk Foods"],
    ),
]


def names_in(nlp, text):
    found = [
        m for m in find_mentions(nlp(text), text) if m.form == "name" and m.rule[:8] == "capitals"
    ]
    return list(dict.fromkeys(text[m.start : m.end] for m in found))


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names_by_capitals(rules, text, expected):
    assert names_in(rules, text) == expected


@pytest.mark.parametrize(("ticker", "expected"), [(" (KLDI.MI)", ["Keldi"]), ("", [])])
def test_a_ticker_tells_a_firm_from_a_people(rules, ticker, expected):
    text = f"It may buy the Swedish arm of Keldi{ticker}, it said."
    doc = rules(text)
    doc.ents = [doc.char_span(30, 35, label="NORP")]
    found = [m for m in find_mentions(doc, text) if m.form == "name"]
    assert [text[m.start : m.end] for m in found] == expected


DESCRIBED = [
    row("company", "Then the company paid.", "the company", "nominal"),
    row("airline", "Then the airline paid.", "the airline", "nominal"),
    known_gap(
        "hyphen",
        "a word with a hyphen breaks a description",
        "Then the low-cost airline paid.",
        "the low-cost airline",
        "nominal",
    ),
    row("it", "Then it paid.", "it", "pronoun"),
    row("investors", "Then a group of investors paid.", "a group of investors", "name"),
    row("pension-funds", "It paid public pension funds.", "public pension funds", "name"),
    row("automakers", "Then U.S. automakers paid.", "U.S. automakers", "name"),
    row("plaintiffs", "It paid private plaintiffs.", "private plaintiffs", "name"),
    row("definite-is-somebody", "Then the two companies paid.", "companies", None),
    row("oil", "Then Brent crude fell.", "Brent crude", "name"),
    row("speaker", "And so I paid.", "I", "pronoun"),
    row("national-government", "The Greek government paid.", "Greek government", "name"),
    row("administration", "It asked the U.S. administration.", "U.S. administration", "name"),
    row(
        "state-government",
        "The Italian regional government paid.",
        "Italian regional government",
        "name",
    ),
    row("no-nationality", "The new government paid.", "The new government", "nominal"),
    row("the-administration", "The administration paid.", "The administration", "nominal"),
    row("named-administration", "It asked the Keld administration.", "Keld administration", "name"),
    row("each-is-none", "Each government paid.", "Each government", None),
]


@pytest.mark.parametrize(("text", "words", "form"), DESCRIBED)
def test_descriptions(rules, text, words, form):
    found = {text[m.start : m.end]: m.form for m in find_mentions(rules(text), text)}
    assert found.get(words) == form


@pytest.mark.parametrize("text", ["Sales in France fell.", "France-based Orvale Ltd paid."])
def test_a_place_that_only_says_where_is_nobody(rules, text):
    assert "France" not in [text[m.start : m.end] for m in find_mentions(rules(text), text)]


def test_mentions_never_overlap(either):
    text = "The Bank of England and Keld Ltd's parent said it paid the company. Brent crude rose."
    found = find_mentions(either(text), text)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_headline_in_title_case_makes_no_names(rules):
    text = "Big Deal Shakes Whole Industry Today\nThe buyer was Keld Ltd, it said."
    assert names_in(rules, text) == ["Keld Ltd"]
