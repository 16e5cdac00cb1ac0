"""The stable codes of what can go wrong while reading a page; docs/failures.md explains each."""

from __future__ import annotations

from enum import StrEnum

from extractor.errors import SourceError
from extractor.records import Page, Stage


class ArticleCode(StrEnum):
    """Why a page gave no article."""

    EMPTY = "empty"
    BINARY = "binary"
    BAD_ENCODING = "bad_encoding"
    NO_TEXT = "no_text"
    NO_ARTICLE = "no_article"
    LISTING = "listing"
    PAYWALL = "paywall"
    CONSENT_WALL = "consent_wall"
    LOGIN = "login"
    ROBOT_CHECK = "robot_check"
    ERROR_PAGE = "error_page"
    NOT_ENGLISH = "not_english"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"
    TOO_LONG = "too_long"
    UNBROKEN = "unbroken"
    TOO_DEEP = "too_deep"
    TOO_COMPLEX = "too_complex"
    LOST_TEXT = "lost_text"
    UNSUPPORTED_TYPE = "unsupported_type"


def article_error(page: Page, code: ArticleCode, message: str) -> SourceError:
    """A failure of the article stage, ready to raise or to turn into a record."""
    return SourceError(page.source, Stage.ARTICLE, code.value, message)
