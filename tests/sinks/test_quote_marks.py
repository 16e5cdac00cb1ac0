"""Marks in quotes: where they stand, as styles and as signs."""

from __future__ import annotations

import io

import pytest
from claim_strategies import article_claims, unhurried
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from sample_records import SENTENCE, amount, claim, quoted, record

from extractor.records import Attribution, Confirmation, Cue, Party, Quote, Role, Scope, Status
from extractor.sinks.marks import (
    STYLES,
    Kind,
    Mark,
    Marked,
    claim_marks,
    excerpt,
    legend,
    marked_line,
    shown,
)
from extractor.sinks.plain import one_line
from extractor.sinks.stored import claims_in
from extractor.sinks.table import plain_console, show_claims_table

texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \n\t\x1b\u200b"), max_size=40
)


def signed(text, *marks):
    return shown(marked_line(text, [Mark(*mark) for mark in marks]), signs=True).plain


@given(text=texts, data=st.data())
def test_a_mark_holds_the_words_that_it_held(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    marked = marked_line(text, [Mark(start, end, Kind.AMOUNT)])
    assert marked.line == one_line(text)
    held = [marked.line[mark.start : mark.end] for mark in marked.marks]
    assert held == [words for words in [one_line(text[start:end])] if words]


@unhurried
@given(article=article_claims(), length=st.integers(3, 60))
def test_an_excerpt_fits_and_keeps_its_marks_inside(article, length):
    for each in article.claims:
        marked = excerpt(marked_line(article.article.text, claim_marks(each)), length)
        assert len(marked.line) <= length
        assert all(0 <= mark.start < mark.end <= len(marked.line) for mark in marked.marks)


@given(texts, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(Kind))))
def test_signs_only_add_to_the_line(text, marks):
    line = signed(text, *marks)
    remaining = iter(line)
    assert all(character in remaining for character in one_line(text))


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("pay $5 now", [(4, 6, Kind.AMOUNT)], "pay [$5] now"),
        ("pay $5 now", [(4, 6, Kind.AMOUNT), (4, 10, Kind.CUE)], "pay *[$5] now*"),
        ("abc", [(0, 2, Kind.PARTY), (1, 3, Kind.CUE)], "{a*b}c*"),
        ("ab", [(0, 2, Kind.AMOUNT), (0, 2, Kind.PARTY)], "{[ab]}"),
        ("a b", [(0, 1, Kind.TERM), (2, 3, Kind.SOURCE)], "<a> _b_"),
        ("ab", [(0, 1, Kind.TERM), (1, 2, Kind.PARTY)], "<a>{b}"),
        (" a\n\x1b b ", [(0, 7, Kind.TERM)], "<a b>"),
    ],
)
def test_signs(text, marks, expected):
    assert signed(text, *marks) == expected


def test_the_first_amount_is_in_the_excerpt():
    text = "word " * 60 + "pays $5 million today. " + "word " * 60
    start = text.index("$5")
    cut = excerpt(marked_line(text, [Mark(start, start + 10, Kind.AMOUNT)]), 120)
    assert len(cut.line) <= 120
    assert (cut.line[0], cut.line[-1]) == ("…", "…")
    (mark,) = cut.marks
    assert cut.line[mark.start : mark.end] == "$5 million"


def full_claim():
    source = quoted(Attribution, "Nordwind AG", name=None, kind="party", rule="party.name")
    party = Party(name="Pelagia", role=Role.SUBJECT, mentions=(quoted(Quote, "Pelagia"),))
    cues = (quoted(Cue, "will pay", rule="hedge.x"), quoted(Cue, "Nordwind AG", rule="party.name"))
    status = Confirmation(status=Status.STATED, confidence=1, scope=Scope.NONE, cues=cues)
    return claim(attribution=(source,), parties=(party,), confirmation=status, amounts=(amount(),))


def printed(console):
    show_claims_table(console, list(claims_in(record(claims=[full_claim()]))))
    return console.file.getvalue()


def test_without_colours_marks_are_signs_and_explained():
    plain = printed(plain_console(io.StringIO(), 200))
    signs = "_Nordwind AG_ *will pay* over [$2.5 billion] for {Pelagia} within <three years>."
    assert signs in plain
    assert plain.endswith("marked: [amount]  <term>  _who says so_  *cue*  {party}\n")
    assert "\x1b" not in plain


@pytest.mark.parametrize(
    ("environment", "signs"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, True),
        ({"TERM": "dumb"}, True),
    ],
)
def test_marks_on_a_terminal(environment, signs):
    stream = io.StringIO()
    console = Console(file=stream, width=200, force_terminal=True, _environ=environment)
    assert ("[$2.5" in printed(console)) is signs
    assert ("\x1b[1;36m$2.5" in stream.getvalue()) is not signs


def test_every_kind_differs_by_more_than_colour():
    styles = {frozenset(style.split()) - {"cyan", "yellow", "magenta"} for style in STYLES.values()}
    assert len(styles) >= 4
    assert all(kind.value in legend(list(Kind), signs=True).plain for kind in Kind)


def test_nothing_to_mark_is_no_legend():
    stream = io.StringIO()
    show_claims_table(
        plain_console(stream, 80), list(claims_in(record(claims=[claim(evidence=())])))
    )
    assert "marked" not in stream.getvalue()
    assert SENTENCE not in stream.getvalue()


def test_marked_is_a_value():
    assert marked_line("", []) == Marked("", ())
