"""Bytes to characters."""

from __future__ import annotations

import codecs

import pytest

from extractor.articles import read_article
from extractor.records import Article, Page

TEXT = "Norvale’s café will pay £5m – “more than we hoped”, José Ardel said in a statement."


def read(content: bytes, **fields: object) -> Article:
    article = read_article(Page(source="x", content=content, **fields))
    assert isinstance(article, Article), article
    return article


def page(charset: str | None) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}</head><body><article><p>{TEXT}</p></article></body></html>"


@pytest.mark.parametrize(
    ("encoding", "meta", "header", "repaired"),
    [
        ("utf-8", None, None, False),
        ("utf-8", "utf-8", "utf-8", False),
        ("utf-8", "iso-8859-1", None, True),
        ("utf-8", None, "iso-8859-1", True),
        ("utf-8", "nonsense", "also-nonsense", False),
        ("utf-8", None, "unicode_escape", False),
        ("utf-8", None, "hex", False),
        ("utf-8", "utf-16", None, False),
        ("cp1252", "windows-1252", None, False),
        ("cp1252", "iso-8859-1", None, False),
        ("cp1252", None, "iso-8859-1", False),
        ("cp1252", None, "ascii", False),
        ("cp1252", None, None, True),
        ("cp1252", "utf-8", None, True),
        ("cp1257", "windows-1257", None, False),
        ("mac-roman", None, "macintosh", False),
        ("utf-16-le", None, "utf-16-le", False),
        ("utf-16", None, None, True),
        ("utf-32", None, None, True),
        ("utf-8-sig", None, None, True),
        ("utf-8-sig", "iso-8859-1", "iso-8859-1", True),
    ],
)
def test_html(encoding, meta, header, repaired):
    article = read(page(meta).encode(encoding), media_type="text/html", charset=header)
    assert article.text == TEXT
    assert bool(article.repairs) is repaired


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text(encoding):
    text = f"{TEXT}\r\nTwo  spaces,\ttab\x0c and\rold\n\n  line ends. \n"
    article = read(text.encode(encoding), media_type="text/plain")
    assert article.text == f"{TEXT}\nTwo  spaces,\ttab\x0c and\nold\n\n  line ends. \n"
    assert article.title == TEXT


def test_a_byte_order_mark_is_removed_and_said_so():
    article = read(codecs.BOM_UTF8 + TEXT.encode(), media_type="text/plain")
    assert article.repairs == ("removed the byte order mark",)


def test_a_guessed_encoding_is_said_so():
    article = read(TEXT.encode("cp1252"), media_type="text/plain")
    assert article.repairs == ("decoded as windows-1252, declared was nothing",)


def test_control_characters_in_markup_are_removed_and_said_so():
    markup = page("utf-8").replace("Norvale", "Nor\x01va&#2;le")
    article = read(markup.encode(), media_type="text/html")
    assert article.text == TEXT
    assert article.repairs == ("removed 2 control characters",)


def test_markup_is_told_from_text_without_a_type():
    assert read(page("utf-8").encode()).text == TEXT
    assert read(f"<p>{TEXT}</p>".encode()).text == TEXT
    assert read(b"If a <p> b then c, he said of it.").text == "If a <p> b then c, he said of it."
