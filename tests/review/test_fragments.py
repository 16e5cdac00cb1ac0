"""Links that open a page at quoted words: how they are written, and that Chromium follows them."""

from __future__ import annotations

from html import escape
from urllib.parse import unquote

import pytest

FILLER = "<p>Nothing to see on this line of the page.</p>" * 60
PAID = "Acme paid $5 million."
TWICE = f"{PAID}\nIn May {PAID} In June it stopped."
TALE = "A long tale of a quay. " * 20 + "End."


def directive(workbench, text, quote, occurrence=0):
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    return workbench.evaluate(
        "([text, span]) => textDirective(text, span)", [text, [start, start + len(quote)]]
    )


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("Acme paid $5 million.", "Acme paid", "text=Acme%20paid"),
        (
            "A well-known, nice-ish deal",
            "well-known, nice-ish",
            "text=well%2Dknown%2C%20nice%2Dish",
        ),
        ("Marks & Co. #1", "Marks & Co. #1", "text=Marks%20%26%20Co%2E%20%231"),
        ("A = 100% ?", "A = 100% ?", "text=A%20%3D%20100%25%20%3F"),
        (
            "“Five\u00a0m”, it\nsaid",
            "Five\u00a0m”, it\nsaid",
            "text=Five%20m%E2%80%9D%2C%20it%20said",
        ),
        ("It’s 5 (five) *stars*!", "5 (five) *stars*!", "text=5%20%28five%29%20%2Astars%2A%21"),
        ("Zürich übernimmt", "rich übern", "text=Z%C3%BCrich%20%C3%BCbernimmt"),
        ("Deal 🚢 done", "done", "text=done"),
    ],
)
def test_quotes_are_encoded(workbench, text, quote, expected):
    wide = sum(character > "\uffff" for character in text[: text.index(quote)])
    start = text.index(quote) + wide
    span = [start, start + len(quote)]
    assert workbench.evaluate("([text, at]) => textDirective(text, at)", [text, span]) == expected


def test_a_quote_that_stands_twice_takes_words_around_it(workbench):
    alone = directive(workbench, TWICE, PAID, 0)
    second = directive(workbench, TWICE, PAID, 1)
    assert unquote(alone) == f"text={PAID}"  # the first is where browsers go
    assert unquote(second) == f"text=May-,{PAID}"


def test_words_of_the_own_paragraph_come_before_those_of_others(workbench):
    text = f"Before.\n{PAID} Then it rested.\nBefore.\n{PAID} Now it works."
    assert unquote(directive(workbench, text, PAID, 0)) == f"text={PAID},-Then"
    assert unquote(directive(workbench, text, PAID, 1)) == f"text={PAID},-Now"


def test_like_paragraphs_are_told_apart_by_their_neighbours(workbench):
    text = f"One.\n{PAID}\nTwo.\n{PAID}\nThree."
    assert unquote(directive(workbench, text, PAID, 1)) == f"text=Two.-,{PAID}"


def test_case_and_white_space_do_not_make_a_quote_unique(workbench):
    text = "ACME  PAID it.\nThen Acme paid more."
    assert unquote(directive(workbench, text, "Acme paid")) == "text=Then-,Acme paid"


def test_the_dash_of_a_context_can_not_be_the_quotes_own(workbench):
    parts = directive(workbench, "a-b deal c-d\nx-y deal c-e", "deal", 1).split("=")[1].split(",")
    assert parts == ["x%2Dy-", "deal"]


def test_a_long_quote_is_given_by_its_ends(workbench):
    quote = " ".join(f"word{number}" for number in range(80))
    assert directive(workbench, f"Before. {quote}. After.", quote) == (
        "text=word0%20word1%20word2%20word3,word76%20word77%20word78%20word79"
    )


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("https://n.example/a", "https://n.example/a#:~:text="),
        ("https://n.example/a?b=c#part", "https://n.example/a?b=c#part:~:text="),
        ("https://n.example/a#:~:text=old", "https://n.example/a#:~:text="),
        ("http://n.example/ä b", "http://n.example/%C3%A4%20b#:~:text="),
    ],
)
def test_the_address_keeps_its_own_fragment(workbench, address, start):
    link = workbench.evaluate("address => linkToWords(address, 'some words', [0, 4])", address)
    assert link == f"{start}some"


@pytest.mark.parametrize("address", ["javascript:a()", "data:text/html,x", "ftp://a/b", "a.txt"])
def test_other_addresses_give_no_link(workbench, address):
    assert workbench.evaluate("address => linkToWords(address, 'words', [0, 5])", address) is None


@pytest.fixture
def story(chromium, news_server):
    """Opens a page with the lines of a text far apart, at what a directive names."""
    pages = []

    def shown(text, words):
        lines = [f"{FILLER}<p class=line>{escape(line)}</p>" for line in text.split("\n")]
        url = news_server.add("/story", f"<!doctype html>{''.join(lines)}{FILLER}")
        pages.append(chromium.new_page(viewport={"width": 800, "height": 300}))
        pages[-1].goto(f"{url}#:~:{words}")
        pages[-1].wait_for_function("scrollY > 0")
        return pages[-1]

    yield shown
    for page in pages:
        page.close()


@pytest.mark.parametrize(
    ("text", "quote", "occurrence", "line"),
    [
        ("Ostwind, the well-known firm, paid $5 million.", "Ostwind, the well-known firm", 0, 0),
        (TWICE, PAID, 0, 0),
        (TWICE, PAID, 1, 1),
        (f"One & two.\n{TALE}", TALE, 0, 1),
    ],
    ids=["signs", "first of two", "second of two", "long"],
)
def test_chromium_goes_to_the_words(workbench, story, text, quote, occurrence, line):
    window = story(text, directive(workbench, text, quote, occurrence))
    box = window.locator(".line").nth(line).bounding_box()
    assert -box["height"] < box["y"] < 300
