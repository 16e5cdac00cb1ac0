"""Sentences: lines never run into each other, bullets and headings stand alone."""

from __future__ import annotations

import pytest
from pipeline_views import known_gap, row

from extractor.pipeline.layout import sentences_of

TABLE = [
    row("two-stops", "Keld sold it. Wexal paid.", ["Keld sold it.", "Wexal paid."]),
    row("heading", "A Deal\nKeld sold it.", ["A Deal", "Keld sold it."]),
    row("bullets", "- one thing\n• Another\n* third", ["one thing", "Another", "third"]),
    row("number-with-point", "It paid $1.5 million.", ["It paid $1.5 million."]),
    row("quoted", "“We paid.” It then left.", ["“We paid.”", "It then left."]),
    row("question", "Who paid? Keld did.", ["Who paid?", "Keld did."]),
    row("small-letter-goes-on", "It cost 3 p.m. time.", ["It cost 3 p.m. time."]),
    row("blank-lines", "One.\n\n\n  Two.", ["One.", "Two."]),
    row("damaged-emoji", "π Key Points\nβ Keld won.", ["π Key Points", "β Keld won."]),
    row("tabs", "\tOne.\tTwo.", ["One.", "Two."]),
    row("only-bullets", "- \n•\n –", []),
    row("nothing", "", []),
    row("white-space", " \n\t ", []),
    row("title-with-stop", "Mr. Roe of Keld Inc. paid.", ["Mr. Roe of Keld Inc. paid."]),
    row("initials", "J. R. Roe paid the U.S. Army.", ["J. R. Roe paid the U.S. Army."]),
    row("legal-form-with-stop", "Keld Inc. Chairman Roe paid.", ["Keld Inc. Chairman Roe paid."]),
    known_gap(
        "sentence-ends-with-legal-form",
        "the stop of a legal form does not end a sentence without a parser",
        "It bought Keld Inc. The price was $5 million.",
        ["It bought Keld Inc.", "The price was $5 million."],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_sentences(rules, text, expected):
    assert [text[s.start : s.end] for s in sentences_of(rules(text), text)] == expected


@pytest.mark.parametrize(
    "text", ["Keld Wins\nIt won $5 million. It left.", "One line of news\n- a\n- b\n\nEnd."]
)
def test_no_sentence_runs_over_a_line_break(either, text):
    assert not any("\n" in text[s.start : s.end] for s in sentences_of(either(text), text))


def test_sentences_are_numbered_in_order(either):
    text = "Head\nOne. Two.\nThree."
    found = sentences_of(either(text), text)
    assert [s.index for s in found] == [0, 1, 2, 3]
    assert [s.paragraph for s in found] == [0, 1, 1, 2]


HEADLINES = [
    row("first-line", "Keld to buy Orvale\nKeld said so.", True),
    row("one-sentence-only", "Keld said so.", False),
    row("line-of-two-sentences", "Keld won. Wexal lost.\nMore.", False),
    row("too-long", "Keld " * 60 + "\nMore.", False),
]


@pytest.mark.parametrize(("text", "expected"), HEADLINES)
def test_headline(rules, text, expected):
    assert sentences_of(rules(text), text)[0].headline is expected
