"""Page to article: decode, find text and metadata, fix the text for good."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extractor.articles.body import Body, main_text
from extractor.articles.charset import Decoded, decode
from extractor.articles.codes import ArticleCode, article_error
from extractor.articles.embedded import EMBEDDED, embedded_text
from extractor.articles.language import language_of, refuse_foreign
from extractor.articles.limits import refuse_large, refuse_overloaded
from extractor.articles.markup import looks_like_html, tree_of, without_controls
from extractor.articles.metadata import Metadata, read_metadata
from extractor.articles.mojibake import without_mojibake
from extractor.articles.plain import first_line, plain_text
from extractor.articles.teasers import refuse_teaser, shown_lines
from extractor.articles.walls import linked_headlines, refuse_listing, refuse_no_article
from extractor.articles.wording import letters_of
from extractor.errors import SourceError
from extractor.hashing import content_id, sha256_of
from extractor.records import Article, Failure, Page

_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN: Final = frozenset({"text/plain", "text/markdown"})
_LONGEST_TEXT: Final = 200_000
_LONGEST_WORD: Final = 5_000
_MOST_LOST: Final = 0.5
_LEAST_LOST: Final = 1000
_UNKNOWN: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})


def read_article(page: Page, *, english_only: bool = True) -> Article | Failure:
    r"""The article on a page, or why there is none; a pure function of the page.

    The text of HTML is the headline, a newline, and the body with one paragraph a line; that of
    plain text is the decoded file with ``\n`` for every line end. Pages without a media type are
    HTML when they look like it.

    Args:
        page: What was fetched or read from a file.
        english_only: Whether articles in other languages are refused (``not_english``); the rest
            of the road reads English alone.

    Returns:
        The article, or a ``Failure`` of the stage ``article`` with one of the codes of
        ``ArticleCode``.
    """
    try:
        return _read(page, english_only=english_only)
    except SourceError as error:
        return error.failure()


def _read(page: Page, *, english_only: bool) -> Article:
    media_type = (page.media_type or "").partition(";")[0].strip().lower()
    if media_type not in _HTML | _PLAIN | _UNKNOWN:
        message = f"its type is {media_type}, which is not read; give HTML or plain text"
        raise article_error(page, ArticleCode.UNSUPPORTED_TYPE, message)
    refuse_large(page)
    decoded = without_mojibake(decode(page, is_html=media_type not in _PLAIN))
    is_html = media_type in _HTML or (media_type in _UNKNOWN and looks_like_html(decoded.text))
    reader = _read_html if is_html else _read_plain
    return reader(page, decoded, english_only=english_only)


def _read_plain(page: Page, decoded: Decoded, *, english_only: bool) -> Article:
    text = plain_text(page, decoded)
    hints = page.hints
    language = language_of(text, hints.language)
    if english_only:
        refuse_foreign(page, language)
    metadata = Metadata(
        title=hints.title or first_line(text),
        authors=hints.authors,
        publisher=hints.publisher,
        section=None,
        published_at=hints.published_at,
        modified_at=hints.modified_at,
        canonical_url=None,
        language=language,
    )
    return _article(page, metadata, text, decoded.repairs)


def _read_html(page: Page, decoded: Decoded, *, english_only: bool) -> Article:
    clean = without_controls(decoded)
    refuse_overloaded(page, clean.text)
    tree = tree_of(page, clean.text)
    metadata = read_metadata(page, tree)
    headlines = linked_headlines(tree)
    embedded = [] if tree.find(".//p") is not None else embedded_text(tree)
    shown = shown_lines(tree) if metadata.is_paid else []
    body = main_text(tree, lambda: tree_of(page, clean.text))
    repairs = clean.repairs
    paragraphs = body.paragraphs
    if not paragraphs and embedded:
        paragraphs, repairs = embedded, (*repairs, EMBEDDED)
    _refuse_lost(page, body)
    if body.loss:
        repairs = (*repairs, body.loss.note)
    refuse_listing(page, headlines, paragraphs)
    text = "\n".join(_with_headline(metadata.title, paragraphs))
    # Language first: what counts as prose is only known for English.
    language = language_of(text, metadata.language)
    if english_only:
        refuse_foreign(page, language)
    if language in (None, "en"):
        refuse_no_article(page, metadata.title, paragraphs)
        refuse_teaser(page, paragraphs, shown, is_paid=metadata.is_paid)
    return _article(page, replace(metadata, language=language), text, repairs)


def _refuse_lost(page: Page, body: Body) -> None:
    """Refuse a page of which the extraction gives less than half.

    Raises:
        SourceError: ``lost_text``.
    """
    loss = body.loss
    if loss and loss.share > _MOST_LOST and loss.missing > _LEAST_LOST:
        message = (
            f"{loss.missing} letters of its article ({loss.share:.0%}) could not be extracted; "
            "save the page's text and give that"
        )
        raise article_error(page, ArticleCode.LOST_TEXT, message)


def _refuse_endless(page: Page, text: str) -> None:
    """Refuse what is no article by its size, before anything slow reads it.

    Raises:
        SourceError: ``too_long`` or ``unbroken``.
    """
    if len(text) > _LONGEST_TEXT:
        message = f"{len(text)} characters are no single article; split the file into articles"
        raise article_error(page, ArticleCode.TOO_LONG, message)
    run = max((len(word) for word in text.split()), default=0)
    if run > _LONGEST_WORD:
        message = f"a run of {run} characters without a space is no prose; take the data out"
        raise article_error(page, ArticleCode.UNBROKEN, message)


def _with_headline(title: str | None, paragraphs: list[str]) -> list[str]:
    """Headline first, and once: most pages repeat it at the head of the body."""
    if not title or not paragraphs:
        return paragraphs
    repeated = letters_of(paragraphs[0]) == letters_of(title)
    return [title, *paragraphs[repeated:]]


def _article(page: Page, metadata: Metadata, text: str, repairs: tuple[str, ...]) -> Article:
    _refuse_endless(page, text)
    text_sha256 = sha256_of(text.encode("utf-8"))
    place = metadata.canonical_url or page.url or page.source
    return Article(
        id=content_id("article", place, text_sha256),
        source=page.source,
        url=page.url,
        canonical_url=metadata.canonical_url,
        title=metadata.title,
        publisher=metadata.publisher,
        authors=metadata.authors,
        section=metadata.section,
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        fetched_at=page.fetched_at,
        language=metadata.language,
        text=text,
        text_sha256=text_sha256,
        raw_sha256=sha256_of(page.content),
        repairs=repairs,
    )
