"""Pages made to break a reader: none crashes, hangs or gets through with a part lost in silence."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.articles import SupervisedReader, losses, read_article
from extractor.articles.charset import Decoded
from extractor.articles.limits import MAX_ATTRIBUTES, MAX_BYTES, is_ordinary
from extractor.articles.losses import loss_of
from extractor.articles.mojibake import without_mojibake
from extractor.records import Article, Failure, Page

WAIT = 5.0


def story(count: int, before: str = "", after: str = "") -> str:
    return "".join(
        f"{before}<p>Norvale yard {number} said on Tuesday that it would buy {number * 7} ferries "
        f"of the Tarn class for $1.2 billion in cash and shares.</p>{after}"
        for number in range(count)
    )


def page(body: str | bytes, head: str = "", **fields: object) -> Page:
    inner = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    content = f"<!DOCTYPE html><html><head>{head}</head><body>".encode() + inner
    return Page(source="x", content=content, media_type="text/html", **fields)


LONG = "x" * 100_000
WHOLE = {
    "long-attribute": f"<article>{story(2)}<p title='{LONG}'>Tail one.</p>{story(3)}</article>",
    "very-long-attribute": f"<article>{story(3)}<p data-x='{LONG * 15}'>Tail.</p></article>",
    "surrogate-reference": f"<article>{story(3, '&#xD800;')}</article>",
    "zero-reference": f"<article>{story(3, '<b>&#0;</b>')}</article>",
    "many-attributes": "<article><p "
    + " ".join(f"a{number}='1'" for number in range(900))
    + f">Opening.</p>{story(3)}</article>",
    "deep-but-allowed": "<div>" * 150 + story(3) + "</div>" * 150,
    "unclosed-bold": f"<article>{story(3, '<b>')}</article>",
    "unclosed-bold-100": f"<article>{story(100, '<b>')}</article>",
    "stray-quotes": f"<p class=a' id=b\">Opening.</p>{story(3)}<p title='>'>Tail.</p>",
    "program-with-tags": "<script>if (a<b) { " + "c = d; " * 5000 + "}</script>" + story(3),
    "comments-within": f"<article>{story(3, '<!-- <p> -->')}</article>",
    "script-in-paragraphs": f"<article>{story(3, '', '<script>var a = 1;</script>')}</article>",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_nothing_is_lost(kind):
    article = read_article(page(WHOLE[kind]))
    assert isinstance(article, Article), article
    wanted = 100 if kind.endswith("100") else 3
    assert article.text.count("ferries of the Tarn class") >= wanted
    article.model_dump_json()


SEVERAL = "<div class='story-part'>{}</div><div class='advert'><a href='/x'>Buy</a></div>"


def test_an_article_in_several_containers_is_read_whole():
    """trafilatura takes the first container; the others of its kind are found again."""
    lines = story(60).split("</p>")
    pieces = ["</p>".join([*lines[at : at + 12], ""]) for at in range(0, 60, 12)]
    article = read_article(page("<main>" + "".join(map(SEVERAL.format, pieces)) + "</main>"))
    assert article.text.count("ferries of the Tarn class") == 60


LEFT = (
    "<p>Ferries of another class were no part of it, the owner of the Norvale yard also said.</p>"
)


@pytest.mark.parametrize(
    ("read", "left", "is_told"),
    [
        pytest.param(20, 2, False, id="a caption"),
        pytest.param(20, 5, True, id="too little for a second try"),
        pytest.param(160, 12, True, id="less than a tenth"),
    ],
)
def test_what_is_left_out_is_said(read, left, is_told):
    """A footer is never read; this one stands in the same kind of container."""
    footer = f"<footer><div class='s'>{LEFT * left}</div></footer>"
    article = read_article(page(f"<div class='s'>{story(read)}</div>{footer}"))
    assert isinstance(article, Article), article
    assert "another class" not in article.text
    notes = [note for note in article.repairs if note.startswith("left out")]
    assert len(notes) == is_told
    if is_told:
        assert re.match(r"left out \d{3} letters of prose \(\d+%\) that stand", notes[0])


REFUSED = {
    "attributes": (
        "<p " + " ".join(f"a{number}=1" for number in range(300_000)) + f">{story(3)}",
        "too_complex",
    ),
    "attributes-with-brackets": (
        "<p " + " ".join(f'a{number}="<a"' for number in range(5000)) + f">{story(3)}",
        "too_complex",
    ),
    "deep": ("<div>" * 300 + story(3), "too_deep"),
    "deeper": ("<div>" * 50_000 + story(3), "too_deep"),
    "deep-inline": ("<i>" * 5000 + story(3), "too_deep"),
    "only-a-bomb-of-comments": ("<!--" * 100_000 + story(3), "no_article"),
    "bytes": (b"<p>" + b"word " * (MAX_BYTES // 5), "too_large"),
    "nul": (f"<p>a\0b</p>{story(3)}", "binary"),
    "surrogate": (f"<p>\ud800</p>{story(3)}", "bad_encoding"),
    "utf-16-said-to-be-utf-8": (story(3).encode("utf-16-le"), "binary"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_would_be_lost_is_refused(kind):
    body, code = REFUSED[kind]
    began = time.process_time()
    failure = read_article(page(body))
    assert isinstance(failure, Failure)
    assert failure.error == code
    assert time.process_time() - began < WAIT


DEEP = {
    "div": ("<div>", "too_deep"),
    "b": ("<b>", "too_deep"),
    "table": ("<table>", "too_deep"),
    "table with cells": ("<table><tr><td>", "too_deep"),
    "list": ("<ul><li>", "too_deep"),
    "svg": ("<svg>", "too_deep"),
    "template": ("<template>", "too_deep"),
    # The parser closes these by itself: they never are deep.
    "p": ("<p>", None),
    "form": ("<form>", None),
    "a": ("<a href='/x'>", None),
    "li": ("<li>", None),
}


# What never is deep is no ordinary page from some level on: a worker reads it, and is ended.
@pytest.mark.parametrize(
    ("kind", "levels"),
    [
        (kind, levels)
        for kind, (_, code) in DEEP.items()
        for levels in (1900, 10_000, *([300_000] if code else []))
    ],
)
def test_however_deep_it_is_soon_over(kind, levels):
    """The depth is known when the page was parsed, which takes time and memory by its length."""
    opening, code = DEEP[kind]
    began = time.process_time()
    found = read_article(page(opening * levels + story(3)))
    assert time.process_time() - began < WAIT
    if code:
        assert found.error == code
    else:
        assert found.text.count("ferries of the Tarn class") == 3


LETTERS = 1_500_000
SENTENCE = "The board of the yard met on Tuesday and said that the ferries would go on. "
# What took longest of some two hundred pages that are as large as an ordinary one may be.
LARGEST = {
    "long class": f"<div class='{'article ' * (LETTERS // 8)}'>{story(3)}</div>",
    "long id": f"<div id='{'a-' * (LETTERS // 2)}'>{story(3)}</div>",
    "huge text": f"<p>{SENTENCE * (LETTERS // len(SENTENCE))}</p>",
    "no spaces": story(3) + "<p>" + "x" * LETTERS,
    "spaces": story(3) + "<p>a" + " " * LETTERS + "a",
    "line ends": story(3) + "<p>a" + " \r\n" * (LETTERS // 3) + "a",
    "digits": story(3) + "<p>" + "12/" * (LETTERS // 3),
    "dates": story(3) + "<p>" + "5 March 2024, " * (LETTERS // 14),
    "addresses": story(3) + "<p>" + "a@a." * (LETTERS // 4),
    "urls": story(3) + "<p>" + "www." * (LETTERS // 4),
    "names": story(3) + "<p>" + "By Ann Lee and " * (LETTERS // 15),
    "references": story(3) + "<p>" + "&nosuch;" * (LETTERS // 8),
    "mojibake": story(3) + "<p>" + "â€" * (LETTERS // 5),
    "paragraphs": f"<p>{SENTENCE * 3}" * 5900,
    "list": "<ul>" + f"<li>{SENTENCE * 3}" * 5900,
    "cells": "<table><tr>" + f"<td>{SENTENCE * 3}" * 5900,
    "links": "<div>" * 190 + f"<a href=x>{SENTENCE}</a>" * 2850,
    "containers": f"<div class=s><p>{SENTENCE * 2}</div>" * 1950,
    "attributes": ("<p " + " ".join(f"a{n}=1" for n in range(950)) + ">") * 180 + story(3),
    "data": story(3)
    + f"<script type='application/ld+json'>[{'{},' * (LETTERS // 3)}{{}}]</script>",
    "authors": story(3)
    + '<script type="application/ld+json">'
    + json.dumps({"@type": "NewsArticle", "author": [f"Ann {n}" for n in range(110_000)]})
    + "</script>",
    "meta": "<meta property='article:published_time' content='March'>" * 5900 + story(3),
}


@pytest.mark.parametrize("kind", LARGEST)
def test_whatever_is_in_an_ordinary_page_it_takes_seconds(kind):
    hostile = page(LARGEST[kind])
    assert is_ordinary(hostile)
    began = time.process_time()
    assert isinstance(read_article(hostile), Article | Failure)
    assert time.process_time() - began < WAIT


HEADS = {
    "json-nested": '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
    "json-many-authors": '<script type="application/ld+json">'
    + json.dumps({"@type": "NewsArticle", "author": [f"Ann Lee {n}" for n in range(20_000)]})
    + "</script>",
    "json-number": '<script type="application/ld+json">{"@type":"NewsArticle","wordCount":'
    + "9" * 50_000
    + "}</script>",
    "json-circle": '<script type="application/ld+json">'
    + json.dumps({"@type": "NewsArticle", "@id": "#a", "author": {"@id": "#a"}})
    + "</script>",
    "json-surrogate": '<script type="application/ld+json">{"@type":"NewsArticle",'
    '"headline":"Lone \\ud800 half"}</script>',
    "title": "<title>" + "a | " * 100_000 + "</title>",
    "byline": '<meta name="author" content="' + "a, " * 100_000 + '">',
    "address": '<link rel="canonical" href="http://[">'
    '<link rel="canonical" href="javascript:alert(1)">',
    "time": '<meta property="article:published_time" content="' + "9" * 50_000 + '">',
    "mojibake": "<title>" + "â€" * 50_000 + "</title>",
}


@pytest.mark.parametrize("kind", HEADS)
def test_hostile_metadata(kind):
    began = time.process_time()
    article = read_article(page(story(3), HEADS[kind], url="https://ledger.example/a"))
    assert isinstance(article, Article), article
    assert time.process_time() - began < WAIT
    assert (article.canonical_url or "https://").startswith("https://")
    assert len(article.authors) <= 100
    article.model_dump_json().encode("utf-8")


def slow_page() -> Page:
    return page("<article>" + story(3) + "<p>a</p>" * 60_000 + "</article>")


def test_a_slow_page_is_ended_and_the_next_is_read():
    with SupervisedReader(1.5) as reader:
        assert not is_ordinary(slow_page())
        began = time.monotonic()
        failure = reader.read(slow_page())
        assert failure.error == "too_slow"
        assert time.monotonic() - began < 60
        assert isinstance(reader.read(page(story(3))), Article)


def test_what_was_lost_is_found_in_linear_time():
    """Each paragraph that is missing differs from the text in its last letter alone."""
    text = ["e" * 200] * 5500
    missing = [f"{'e' * 55}{number:05}" for number in range(5500)]
    began = time.process_time()
    loss = loss_of({("div", ""): ["e" * 200, *missing]}, text)
    assert loss.missing == 60 * 5500
    assert time.process_time() - began < WAIT


@given(st.text("ab", max_size=300), st.sets(st.text("ab", min_size=60, max_size=60)))
def test_both_ways_to_find_what_was_lost_agree(text, others):
    beginnings = others | {text[at : at + 60] for at in range(0, len(text) - 60, 7)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(losses, "_QUICKLY_SEARCHED", -1)
        slowly = losses._found_in(text, beginnings)
    assert slowly == losses._found_in(text, beginnings)
    assert slowly >= beginnings - others


def large_page() -> Page:
    return page(f"<article>{story(5)}<p data-x='{LONG * 17}'>Tail.</p></article>")


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_the_worker_gives_the_same_article_is_kept_and_leaves_no_process():
    before = children()
    with SupervisedReader() as reader:
        assert not is_ordinary(large_page())
        assert children() == before, "no process before it is needed"
        first = reader.read(large_page())
        started = children() - before
        assert reader.read(large_page()) == first == read_article(large_page())
        assert children() - before == started
        assert len(started) == 1
    assert children() == before, "neither a process nor a zombie"


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_worker_that_dies_is_a_failure_and_is_replaced():
    with SupervisedReader() as reader:
        reader.read(large_page())
        reader._worker._process.kill()
        failure = reader.read(large_page())
        assert failure.error == "crashed"
        assert isinstance(reader.read(large_page()), Article)


def test_it_works_in_a_program_without_a_guard(tmp_path):
    """A worker that imports the caller's main module again would start workers without end."""
    program = tmp_path / "program.py"
    program.write_text(
        "from extractor.articles import SupervisedReader\n"
        "from extractor.records import Page\n"
        f"content = open({str(tmp_path / 'page.html')!r}, 'rb').read()\n"
        "with SupervisedReader() as reader:\n"
        "    print(type(reader.read(Page(source='x', content=content))).__name__)\n"
    )
    (tmp_path / "page.html").write_bytes(large_page().content)
    paths = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "Article\n", "")


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("Tarn pays Â£5m", "Tarn pays £5m"),
        ("Tarnâ€™s owners", "Tarn’s owners"),
        ("â‚¬3bn for a cafÃ©", "€3bn for a café"),
        ("â€œno commentâ€\x9d", "“no comment”"),
        ("it went through twice: Ã¢â‚¬â„¢", "it went through twice: ’"),
        ("â\x80\x93 as latin-1", "– as latin-1"),
    ],
)
def test_certain_mojibake_is_repaired_and_told(damaged, text):
    result = without_mojibake(Decoded(damaged, ("first",)))
    assert result.text == text
    assert result.repairs[0] == "first"
    assert "UTF-8 read as windows-1252" in result.repairs[1]


@pytest.mark.parametrize(
    "text",
    [
        "naïve café, £5m, €3bn, “quote”, it’s – 5 °C",
        "A IRMÃ” and NÃO",
        "Âme, âge, Ängström, Ñandú, à la carte",
        "«Â» â € Ã",
        "Привет, 東京, ﬁn",
    ],
)
def test_clean_text_stays_as_it_is(text):
    assert without_mojibake(Decoded(text)) == Decoded(text)


def test_numbered_characters_of_windows_are_what_browsers_make_of_them():
    text = read_article(page(story(3) + "<p>A price &#150; some &#128;5 million &#8211; paid.</p>"))
    assert "A price – some €5 million – paid." in text.text


def test_most_attributes_that_are_read():
    names = " ".join(f"a{number}=1" for number in range(MAX_ATTRIBUTES))
    assert isinstance(read_article(page(f"<article {names}>{story(3)}</article>")), Article)
    failure = read_article(page(f"<article {names} b=1>{story(3)}</article>"))
    assert failure.error == "too_complex"


def test_a_page_that_shows_nothing_is_read_from_its_data():
    markup = json.dumps(story(4)).replace("<", "\\u003c")
    article = read_article(page("<div id='app'></div><script>window.data = {body: " + markup + "}"))
    assert article.text.count("ferries of the Tarn class") == 4
    assert article.repairs == (
        "took the text from the data of the page, which shows none without its programs",
    )
    described = {"@type": "NewsArticle", "articleBody": "\n".join(story(4).split("</p>"))}
    data = f"<script type='application/ld+json'>{json.dumps(described)}</script>"
    assert read_article(page(data)).text.count("ferries of the Tarn class") == 4


def test_a_number_without_end_in_the_data_of_a_page():
    data = "<script type='application/json'>{" + f'"a": {"9" * 50_000}' + "}</script>"
    assert read_article(page(f"<div>Nothing</div>{data}")).error == "no_article"


def teasers(count: int) -> str:
    return "".join(
        f"<div><h2><a href='/{number}'>Norvale buys yard number {number} of the Tarn coast</a></h2>"
        f"<p>The {number * 3} ferries of the yard go to Norvale for $1.2 billion in cash.</p></div>"
        for number in range(count)
    )


def test_front_pages_are_listings():
    failure = read_article(page(f"<main><h1>Business</h1>{teasers(12)}</main>"))
    assert failure.error == "listing"
    with_more = f"<article>{story(20)}</article><section>{teasers(12)}</section>"
    assert isinstance(read_article(page(with_more)), Article)
