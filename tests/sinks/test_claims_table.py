"""The table as people see it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.cells import cell_len
from sample_records import amount, claim, record

from extractor.records import Party, Role, Status
from extractor.sinks.stored import claims_in
from extractor.sinks.table import print_claims_table


def printed(*records, width=100):
    stream = io.StringIO()
    claims = [stored for each in records for stored in claims_in(each)]
    print_claims_table(claims, stream, width)
    return stream.getvalue()


def test_shows_everything_that_is_asked_for():
    shown = printed(record("news/a.txt", publisher="The Harbour", published_at=date(2026, 3, 2)))
    for piece in (
        "? unconfirmed",
        "acquisition",
        "planned",
        "USD 2.5bn",
        "3 years",
        "payer Nordwind AG",
        "subject Pelagia",
        "Nordwind AG will pay",
        "The Harbour, 2026-03-02,",
        "news/a.txt",
    ):
        assert piece in shown


@pytest.mark.parametrize("status", Status)
def test_status_has_a_word_and_a_symbol(status):
    first = printed(record(claims=[claim(status)])).splitlines()[2]
    symbol, word = first.split()[:2]
    assert word == status.value
    assert not symbol.isalnum()


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_keeps_to_the_width(width):
    long_names = tuple(Party(name="Long " * 30 + str(at), role=Role.PAYER) for at in range(9))
    wide = claim(parties=long_names, amounts=tuple(amount(str(at), "9e30") for at in range(9)))
    shown = printed(record("https://example.org/" + "a" * 300, claims=[wide, claim()]), width=width)
    assert max(map(cell_len, shown.splitlines())) <= width


def test_hostile_text_is_shown_and_not_obeyed():
    hostile = "\x1b]0;owned\x07[link=http://evil]\x1b[2Jclick[/link] :smile: \u202eexe.txt"
    shown = printed(
        record(
            source=hostile,
            publisher=hostile,
            claims=[claim(parties=(Party(name=hostile, role=Role.PAYER),))],
        )
    )
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "[link=http://" in shown
    assert ":smile:" in shown


def test_claim_without_anything_still_has_a_row():
    bare = claim(amounts=(), durations=(), parties=(), evidence=())
    assert "–" in printed(record(claims=[bare]))


def test_many_figures_are_counted():
    figures = tuple(amount(str(at), str(at)) for at in range(1, 7))
    assert "and 3 more" in printed(record(claims=[claim(amounts=figures)]))


@pytest.mark.parametrize("width", [60, 80, 100, 109, 110, 120, 200])
def test_nothing_is_cut_off(width):
    shown = printed(record("news/a.txt"), width=width)
    words = (
        "? unconfirmed acquisition planned c1-1 USD 2.5bn 3 years payer subject Pelagia billion]"
    )
    assert [word for word in words.split() if word not in shown] == []
    assert "Quote and source" in shown
