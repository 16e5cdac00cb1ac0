"""The Markdown table, read again by markdown-it and by GitHub's own parser."""

from __future__ import annotations

import io
from datetime import date
from html.parser import HTMLParser

import cmarkgfm
import pytest
from claim_strategies import article_claims, unhurried
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sample_records import amount, claim, record

from extractor.records import Evidence, Party, Role
from extractor.sinks.markdown import COLUMNS, harmless, write_markdown
from extractor.sinks.plain import one_line
from extractor.sinks.stored import claims_in

PARSER = MarkdownIt("gfm-like", {"linkify": False, "html": True})
HOSTILE = {
    "pipe": "a | b || c",
    "backslash before pipe": r"a \| b \\| c \\\| d \\",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)><!-- <b>",
    "entity": "&lt;b&gt; &#124; &copy; &amp;",
    "link": "[click](javascript:alert(1)) ![x](http://evil.example/x.png) [a][b] [b]: http://e.co",
    "autolink": "<http://evil.example> www.evil.example https://evil.example me@evil.example",
    "emphasis": "*a* **b** _c_ __d__ ~~e~~ `f` ``g`` $x$ $$y$$",
    "block": "# a\n- b\n1. c\n> d\n```\ne\n---\n\n| f |\n| - |\n",
    "mention": "@somebody #1 :smile: org/repo#2",
    "terminal": "\x1b[2J\x1b]0;x\x07\u202eb\u2028c\x0bd",
    "footnote": "[^1] a [^1]: b",
}


class Shown(HTMLParser):
    """The cells of a page of HTML by row, as text; and every tag and link in it."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.rows, self.tags, self.links = [], set(), []
        self.feed(page)
        self.rows = [[cell for cell in row if cell is not None] for row in self.rows]

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1] = [*filter(lambda cell: cell is not None, self.rows[-1]), ""]
        if tag == "br":
            self.handle_data("\n")
        self.links += [value for name, value in attributes if name in {"href", "src"}]

    def handle_endtag(self, tag):
        if tag in {"td", "th"}:
            self.rows[-1].append(None)

    def handle_data(self, data):
        if self.rows and self.rows[-1] and self.rows[-1][-1] is not None:
            self.rows[-1][-1] += data


def by_markdown_it(text):
    return Shown(PARSER.render(text))


def by_github(text):
    options = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    return Shown(cmarkgfm.github_flavored_markdown_to_html(text, options))


READERS = pytest.mark.parametrize("read", [by_markdown_it, by_github])
TABLE = {"table", "thead", "tbody", "tr", "th", "td", "br", "a"}


def written(*records):
    stream = io.StringIO()
    write_markdown((stored for each in records for stored in claims_in(each)), stream)
    return stream.getvalue()


def without_joiners(text):
    return text.replace("\u2060", "").strip()


@READERS
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_shown_and_are_no_markup(read, hostile):
    quote = Evidence(text=hostile, start=0, end=len(hostile))
    parties = (Party(name=hostile, role=Role.PAYER),)
    bad = claim(id=hostile, evidence=(quote,), parties=parties, amounts=(), durations=())
    article = record("https://news.example/a_b|c?x=1&copy=2", [bad], title=hostile, text=hostile)
    shown = read(written(article, record("b.txt", publisher=hostile, title=None)))
    assert shown.tags <= TABLE
    assert shown.links == ["https://news.example/a_b%7Cc?x=1&copy=2"]
    assert [len(row) for row in shown.rows] == [len(COLUMNS)] * 3
    assert without_joiners(shown.rows[1][5]) == one_line(hostile)
    assert without_joiners(shown.rows[1][6]) == one_line(hostile)
    assert without_joiners(shown.rows[2][6]) == f"{one_line(hostile)}, b.txt"


@READERS
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(read, text):
    shown = read(f"| a | b |\n| --- | --- |\n| x{harmless(text)}x | y |\n")
    assert shown.rows[1][1] == "y"
    # Both readers take out what HTML does not allow; blanks of other scripts count as blanks.
    cell = without_joiners(shown.rows[1][0])
    assert cell.split() == f"x{one_line(text)}x".replace("\u2060", "").split()
    assert shown.tags <= TABLE - {"a", "br"}


@READERS
@unhurried
@given(records=st.lists(article_claims(), max_size=3))
def test_every_row_has_every_cell(read, records):
    shown = read(written(*records))
    claims = sum(len(each.claims) for each in records)
    assert [len(row) for row in shown.rows] == [len(COLUMNS)] * (claims + 1)
    assert shown.tags <= TABLE


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<b>",
        "https://",
        "http://[evil",
        "file:///etc/passwd",
        "https://a.example/\u202e",
    ],
)
def test_only_addresses_of_the_web_become_links(url):
    shown = by_github(written(record("a.txt", title="Port", url=url)))
    assert shown.links == []
    assert shown.rows[1][6] == "Port"


@READERS
@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x)y>z",
        'https://a.example/"q" t',
        "https://a.example/\\>|`*_é",
        "https://a.example/%41",
    ],
)
def test_a_link_leads_where_it_should(read, url):
    shown = read(written(record("a.txt", title="T", url=url)))
    (link,) = shown.links
    assert link.startswith("https://a.example/")
    assert not set(link) & set('|`\\<>" ')
    assert shown.tags <= TABLE


def test_a_claim_in_full():
    many = claim(amounts=(amount(), amount("40", "50", "EUR")))
    day = date(2026, 3, 2)
    text = written(
        record(
            "https://n.example/a",
            [many],
            title="Port sold",
            publisher="The Harbour",
            published_at=day,
        )
    )
    assert by_github(text).rows[1] == [
        "? unconfirmed",
        "acquisition, planned",
        "USD 2.5bn\nEUR 40–50",
        "3 years",
        "payer Nordwind AG\nsubject Pelagia",
        "Nordwind AG will pay over $2.5 billion for Pelagia within three years.",
        "The Harbour, 2026-03-02, Port sold",
        "c1-1",
    ]
