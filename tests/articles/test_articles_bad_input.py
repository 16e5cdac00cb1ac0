"""What is no article, each with its failure; and what only looks like none."""

from __future__ import annotations

import codecs
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.articles import read_article
from extractor.records import Article, Failure, Page, Stage

PROSE = (
    "Norvale Group said on Tuesday that it would buy Tarn Holdings for $1.2 billion in cash. "
    "The deal is to close within nine months, and the boards of both companies back it."
)


def html(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def read(content: bytes | str, media_type: str | None = None, **fields: object):
    raw = content.encode() if isinstance(content, str) else content
    return read_article(Page(source="x", content=raw, media_type=media_type, **fields))


def code_of(result: Article | Failure) -> str:
    if isinstance(result, Article):
        return "article"
    assert result.stage is Stage.ARTICLE
    assert result.message
    return result.error


NESTED = "<div>" * 300 + f"<p>{PROSE}</p>" + "</div>" * 300
GERMAN = (
    "Der Konzern zahlt zwei Milliarden Euro für den Hersteller von Pumpen. Das teilte das "
    "Unternehmen am Dienstag mit. Die Aktie stieg daraufhin um drei Prozent, während der Markt "
    "nachgab und viele Anleger auf neue Zahlen warteten."
)


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (b"", None, "empty"),
        (b" \r\n\t", "text/plain", "empty"),
        (codecs.BOM_UTF8, None, "empty"),
        (b"%PDF-1.7 text", "text/plain", "binary"),
        (b"PK\x03\x04abc", None, "binary"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "binary"),
        (b"\x1f\x8b\x08abc", None, "binary"),
        (b"\xff\xd8\xff\xe0JFIF", None, "binary"),
        (b"Norvale\0buys Tarn", "text/plain", "binary"),
        (html("<p>Norvale\0</p>"), "text/html", "binary"),
        (bytes(range(256)) * 10, None, "binary"),
        (PROSE.encode("utf-16-le"), None, "binary"),
        (bytes(range(128, 256)), "text/plain", "bad_encoding"),
        (PROSE.encode() + "£5m".encode() + b" \xff\xfe \x80", None, "bad_encoding"),
        (html(f"<p>{PROSE} £5m") + b"\xa3 </p>", "text/html", "bad_encoding"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00", None, "bad_encoding"),
        (codecs.BOM_UTF8 + b"caf\xe9", None, "bad_encoding"),
        (b"12345 67, 89\n---\n", "text/plain", "no_text"),
        (html(""), "text/html", "no_article"),
        (html("<!-- nothing -->"), "text/html", "no_article"),
        (b"<", "text/html", "no_article"),
        (html("<nav><a href='/'>Home</a> <a href='/b'>Business</a></nav>"), None, "no_article"),
        (
            html("<ul>" + "<li><a href='/x'>Tarn wins order</a></li>" * 30 + "</ul>"),
            None,
            "no_article",
        ),
        (html(NESTED), "text/html", "too_deep"),
        (html(f"<article><p>{GERMAN}</p></article>"), "text/html", "not_english"),
        (GERMAN, "text/plain", "not_english"),
        (b"{}", "application/json", "unsupported_type"),
        (b"x", "image/png", "unsupported_type"),
    ],
)
def test_no_article(content, media_type, code):
    assert code_of(read(content, media_type)) == code


@pytest.mark.parametrize(
    ("code", "title", "text"),
    [
        (
            "error_page",
            "404 - Page not found",
            "We are sorry, but the page that you asked for is not here.",
        ),
        (
            "error_page",
            "Page Not Found | The Ledger",
            "The page may have moved. Try our home page instead please.",
        ),
        (
            "error_page",
            "Error 503",
            "The service is busy at the moment, so please try again in a while.",
        ),
        (
            "error_page",
            "Access Denied",
            "You do not have permission to view this page on the server at all.",
        ),
        ("login", "Sign in", "Enter the email address that you use for your account with us here."),
        (
            "login",
            "Welcome",
            "Enter your details below to go on. Forgot your password? Remember me.",
        ),
        (
            "robot_check",
            "Just a moment...",
            "The Ledger needs to review the security of your connection first.",
        ),
        (
            "consent_wall",
            "Before you continue",
            "We and our partners use cookies to show you things you may like.",
        ),
        (
            "paywall",
            "Tarn deal in doubt",
            "Norvale may not buy Tarn after all. Subscribe to continue reading this.",
        ),
    ],
)
def test_pages_that_stand_where_an_article_should_be(code, title, text):
    body = f"<main><h1>{title}</h1><p>{text}</p></main>"
    failure = read(html(body, f"<title>{title}</title>"), "text/html")
    assert code_of(failure) == code
    assert "rule" in failure.message


@pytest.mark.parametrize(
    "title",
    [
        "Access denied: how Tarn's owners lost their ferry",
        "Sign in the window: shops count the cost of the strike",
        "404 jobs to go at Tarn",
        "Subscribe to the theory? Norvale's $1.2bn bet on ferries",
        "Cookie maker Ardent buys rival for $40m",
    ],
)
def test_headlines_that_only_sound_like_one(title):
    body = f"<article><h1>{title}</h1><p>{PROSE}</p><p>{PROSE[:-1]} too.</p></article>"
    assert code_of(read(html(body), "text/html")) == "article"


@pytest.mark.parametrize(
    "text",
    [
        "Norvale buys Tarn for $1.2bn",
        "Besk Q3: revenue $5.3bn, EBITDA $1.2bn, EPS $0.45, net debt $800m",
        "Alibaba, Xiaomi, Huawei, Tencent, Baidu, Meituan, Pinduoduo: 3.4%, 2.1%, 5%",
        "José Ardel, María Quist, Jürgen Müller, Zoë Ångström, Łukasz Nowak, Siân Rhys",
        "BRIEF-Besk Energy NV Q2 EBITDA EUR 45 mln vs EUR 41 mln; net EUR 12 mln vs EUR 9 mln",
        "UniCredit, Intesa Sanpaolo, Banca Monte dei Paschi di Siena, Mediobanca, Banco BPM, "
        "Assicurazioni Generali, Poste Italiane, Enel, Eni, Leonardo, Telecom Italia, Stellantis, "
        "Ferrari, Prysmian, Snam, Terna, Italgas, Nexi, Recordati, Amplifon, Moncler, Campari",
        PROSE,
    ],
    ids=lambda text: text[:20],
)
@pytest.mark.parametrize("language", [None, "en", "de"])
def test_short_texts_full_of_names_and_figures_are_not_foreign(text, language):
    lang = f' lang="{language}"' if language else ""
    page = f"<html{lang}><body><article><p>{PROSE}</p><p>{text}</p></article></body></html>"
    assert code_of(read(text, "text/plain")) == "article"
    assert code_of(read(page, "text/html")) == "article"


FOREIGN = {
    "fr": "Le groupe a annoncé mardi qu'il allait racheter son concurrent pour deux milliards "
    "d'euros en numéraire. L'opération, que les deux conseils ont approuvée, devrait être close "
    "dans les neuf prochains mois, selon un communiqué publié dans la soirée.",
    "es": "El grupo anunció el martes que comprará a su rival por dos mil millones de euros en "
    "efectivo. La operación, aprobada por ambos consejos, debería cerrarse en los próximos nueve "
    "meses, según un comunicado difundido por la tarde en la capital.",
    "nl": "Het concern maakte dinsdag bekend dat het zijn concurrent voor twee miljard euro in "
    "contanten overneemt. De transactie, die door beide raden is goedgekeurd, moet binnen negen "
    "maanden worden afgerond, zo staat in een verklaring van die avond.",
    "ru": "Компания объявила во вторник, что покупает конкурента за два миллиарда евро.",
    "ja": "同社は火曜日、競合会社を二十億ユーロで買収すると発表した。"
    "取引は九カ月以内に完了する見通しで、両社の取締役会が承認したという。",
    "ar": "أعلنت الشركة يوم الثلاثاء أنها ستشتري منافستها مقابل ملياري يورو نقدا.",
}


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("declared", ["en", "", "xx"])
def test_other_languages_whatever_the_page_declares(language, declared):
    page = (
        f"<html lang='{declared}'><body><article><p>{FOREIGN[language]}</p></article></body></html>"
    )
    failure = read(page, "text/html")
    assert code_of(failure) == "not_english"


@pytest.mark.parametrize("declared", ["de", "fr-FR", "zh", None, "", "en-GB", "not a language"])
def test_english_is_english_whatever_the_page_declares(declared):
    lang = "" if declared is None else f' lang="{declared}"'
    page = f"<html{lang}><body><article><p>{PROSE}</p></article></body></html>"
    assert read(page, "text/html").language == "en"


def test_libraries_say_nothing_to_the_user(caplog, capfd):
    with caplog.at_level(logging.WARNING):
        for content in (html(""), html("<p></p>"), b"<html", html("<nav>Home</nav>")):
            read(content, "text/html")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(content):
    result = read(content)
    assert isinstance(result, Article | Failure)
    result.model_dump_json()


MARKUP = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "</div>", "<article>", "<b>", "<h1>", "</h1>", "<script>"),
        *("<table>", "<tr>", "<td>", "<ul>", "<li>", "</script>", "<!--", "-->", "&", "<", ">"),
        *("&#0;", "&#xD800;", "\u2028", "\ufeff", "😀", "é", PROSE, "<p class='comment'>"),
        *("<a href='http://['>", "<time datetime='9999'>"),
        '<script type="application/ld+json">{"@type":"NewsArticle","author":[[]]}</script>',
    ]
)


@given(st.lists(MARKUP, max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_no_markup_raises(markup):
    result = read("<html><body>" + markup, "text/html", url="https://ledger.example/a")
    result.model_dump_json()


@given(st.text(min_size=1, max_size=200).filter(lambda text: "\0" not in text))
@settings(max_examples=150, deadline=None)
def test_plain_text_is_unchanged_but_for_line_ends(text):
    result = read(text, "text/plain")
    if isinstance(result, Article) and not any("read as" in note for note in result.repairs):
        bare = text.removeprefix("\ufeff")
        assert result.text == bare.replace("\r\n", "\n").replace("\r", "\n")
