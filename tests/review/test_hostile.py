"""What comes from the web is shown and never obeyed."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect
from review_records import (
    DEAL,
    deal,
    deal_claims,
    failures,
    find,
    make_article,
    make_claim,
    make_record,
)

from extractor.records import Evidence, Failure, Party, Role, Stage
from extractor.review import ReportOptions, report_pieces
from extractor.review.embedding import script_json
from extractor.review.links import is_web_address, original_of

MARKUP = (
    '"><script>window.owned=1</script><img src=x onerror="window.owned=2">'
    "<svg onload=window.owned=3>"
)
ENDING = (
    "</script></style></title><!-- <script>window.owned=4</script> \u2028 "
    "${window.owned=5} {{script}}"
)
HOSTILE = [
    MARKUP,
    ENDING,
    "javascript:window.owned=6",
    "' onmouseover='window.owned=7",
    "&lt;b&gt;",
]


def hostile_record(words, url):
    text = f"{words}\nThey say {words} and more."
    claim = make_claim(
        f"c1-{words}",
        text,
        parties=(Party(name=words, role=Role.PAYER),),
        evidence=(find(Evidence, text, f"They say {words} and more."),),
    )
    return make_record(
        words, text, [claim], title=words, publisher=words, authors=(words,), url=url
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_text(screen, news_server, words):
    url = news_server.url("/stolen")
    words = words.replace("src=x", f"src={url}")
    failure = Failure(source=words, stage=Stage.FETCH, error=words, message=words)
    page = screen.open([hostile_record(words, url)], [failure])
    shown = " ".join(words.split())
    expect(page.locator(".quote")).to_contain_text(shown)
    expect(page.locator("td.at-publisher")).to_have_text(shown)
    page.locator(".quote").click()
    expect(page.locator("dialog h2")).to_have_text(shown)
    expect(page.locator(".text h3")).to_have_text(shown)
    page.keyboard.press("Escape")
    for tab in ("charts", "failures"):
        page.locator(f"#tab-{tab}").click()
    expect(page.locator(".failures th").last).to_have_text(shown)
    assert page.evaluate("window.owned") is None
    assert page.locator("img, iframe, object, embed, link, svg[onload]").count() == 0
    assert news_server.requests == []


def test_hostile_words_in_the_address_are_text(screen):
    page = screen.open([deal()], view="#q=%3Cimg%20src=x%20onerror=alert(1)%3E&publisher=%3Cb%3E")
    expect(page.locator("#count")).to_have_text("No claim passes these filters.")
    assert page.locator("input[name=q]").input_value() == "<img src=x onerror=alert(1)>"
    assert page.locator("main b, main img").count() == 0


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_heading_is_text(title):
    page = "".join(report_pieces([], (), ReportOptions(title=title)))
    assert page.count("<script") == 4
    assert page.count("</title>") == 1
    assert "{{" not in re.sub(r"<h1>.*</h1>|<title>.*</title>", "", page)


def test_no_content_can_end_the_data():
    page = "".join(report_pieces([hostile_record(words, None) for words in HOSTILE], failures()))
    blocks = re.findall(
        r'<script type="application/json" id="data-\w+">(.*?)</script>', page, re.DOTALL
    )
    assert len(blocks) == 3
    assert not any("<" in block or "\u2028" in block for block in blocks)
    assert [article["title"] for article in json.loads(blocks[1])] == [
        " ".join(words.split()) for words in HOSTILE
    ]


def test_scripts_of_the_page_hold_nothing_that_ends_them():
    page = "".join(report_pieces([]))
    script = page.split('<script type="module">')[1].rsplit("</script>", 1)[0]
    assert "</script" not in script
    assert "<!--" not in script


@pytest.mark.parametrize("value", ["\ud800", "a\udfffb", "\u2028\u2029", "</script>", "<!--", "&"])
def test_json_for_scripts_is_plain_and_whole(value):
    text = script_json({"value": value})
    text.encode("utf-8")
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == {"value": value}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript://news.example/%0aalert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://news.example/1",
        "//news.example/a",
        "https:",
        "https://",
        "http://[::1",
        "https://news.example/a b",
        "https://news.example/\n",
        "java\tscript:alert(1)",
        "news/a.html",
        "",
    ],
)
def test_only_addresses_of_the_web_become_links(screen, address):
    assert not is_web_address(address)
    record = deal(url=address, canonical_url=address)
    page = screen.open([record], view="#claim=c1-bid")
    expect(page.locator(".verdict")).to_be_visible()
    assert page.locator("dialog a").count() == 0


def test_the_page_itself_comes_before_its_canonical_address():
    places = {"url": "http://news.example/a", "canonical_url": "https://news.example/"}
    assert original_of(make_article("x", "y", **places)) == places["url"]
    assert original_of(make_article("https://n.example/", "y")) == "https://n.example/"
    assert original_of(make_article("a.txt", "y")) is None


def test_the_page_checks_addresses_again(screen, tmp_path):
    """Also where the data was tampered with after it was made."""
    file = screen.file([deal()])
    content = file.read_text(encoding="utf-8")
    file.write_text(
        content.replace("https://news.example/ports?edition=am#top", "javascript:alert(1)")
    )
    page = screen.show(file, "#claim=c1-bid")
    expect(page.locator(".original")).to_have_text("Read from ports.html")


def test_a_foreign_script_is_not_run(screen):
    file = screen.file([deal()])
    content = file.read_text(encoding="utf-8")
    file.write_text(content.replace("</main>", "<script>window.owned=1</script></main>"))
    page = screen.show(file)
    expect(page.locator("#count")).to_have_text("2 claims")
    assert page.evaluate("window.owned") is None
    assert any("Content Security Policy" in problem for problem in screen.problems)
    screen.problems.clear()


def test_words_that_turn_direction_are_made_visible(screen):
    text = f"{DEAL} \u202eexe.txt\u202c \x07"
    record = make_record("x.txt", text, deal_claims(), title="a\u202eb", publisher="c\u202ed")
    page = screen.open([record], view="#claim=c1-bid")
    assert page.locator(".text").inner_text().endswith("\ufffdexe.txt\ufffd \ufffd")
    expect(page.locator("dialog h2")).to_have_text("ab")


def test_the_page_may_ask_for_nothing(screen, news_server):
    page = screen.open([deal()])
    url = news_server.url("/beacon")
    asked = "url => fetch(url).then(() => 'sent', () => 'refused')"
    assert page.evaluate(asked, url) == "refused"
    assert news_server.requests == []
    assert any("Content Security Policy" in problem for problem in screen.problems)
    screen.problems.clear()
    screen.requests[:] = [each for each in screen.requests if each != url]
