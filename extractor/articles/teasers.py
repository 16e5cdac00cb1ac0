"""Pages that give the beginning of a paid article and an invitation to pay for the rest.

Many publishers say that an article is not free and send its whole text all the same, so what a page
says of itself is no reason to refuse it. Only where the text also ends in an invitation is it cut.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final

from lxml import etree
from lxml.html import HtmlElement
from pydantic import BaseModel, ConfigDict, Field, field_validator

from extractor.articles.codes import ArticleCode, article_error
from extractor.articles.wording import letters_of
from extractor.records import Page

_LAST_PARAGRAPHS: Final = 2
_LINES_BEHIND: Final = 3
_LONGEST_INVITATION: Final = 200
_SHORTEST_COMPARED: Final = 20
_lines = etree.XPath(
    "//body//*[self::p or self::div or self::h2 or self::h3 or self::h4 or self::section]"
    "[not(.//p or .//div or .//h2 or .//h3 or .//h4 or .//section)]"
    "[not(ancestor-or-self::*[@hidden or @aria-hidden='true' or contains(@style, 'display:none')"
    " or contains(@style, 'display: none')])]"
)


class Teaser(BaseModel):
    """One way in which a page says that the rest of its article is not free."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    line: re.Pattern[str] | None = None
    invitation: re.Pattern[str] | None = None

    @field_validator("line", "invitation", mode="before")
    @classmethod
    def _compiled(cls, pattern: str | None) -> re.Pattern[str] | None:
        return re.compile(pattern, re.IGNORECASE) if pattern else None

    def ends(self, line: str, *, is_paid: bool) -> bool:
        """Whether the free part of an article ends in this line."""
        if len(line) > _LONGEST_INVITATION:
            return False
        if self.line and self.line.fullmatch(line.strip(" .!…:>»→")):
            return True
        return is_paid and bool(self.invitation and self.invitation.search(line))


class Teasers(BaseModel):
    """The data file of teasers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    teaser: tuple[Teaser, ...] = Field(min_length=1)


@cache
def teasers() -> tuple[Teaser, ...]:
    """The ways in which pages say it, validated."""
    path = resources.files("extractor.articles") / "data" / "teasers.toml"
    return Teasers.model_validate(tomllib.loads(path.read_text("utf-8"))).teaser


def shown_lines(tree: HtmlElement) -> list[str]:
    """The lines that a page shows, in order; what is hidden waits for programs and says nothing."""
    texts = (" ".join(element.text_content().split()) for element in _lines(tree))
    return [text for text in texts if text]


def refuse_teaser(page: Page, paragraphs: list[str], shown: list[str], *, is_paid: bool) -> None:
    """Makes sure that the text does not end where only its free part does.

    Args:
        page: Where the text is from.
        paragraphs: Its main text.
        shown: From ``shown_lines``, for an invitation that the extraction took for no text; only
            looked at where ``is_paid``.
        is_paid: Whether the page says that its article is not free to read.

    Raises:
        SourceError: ``paywall``.
    """
    last = paragraphs[-_LAST_PARAGRAPHS:]
    lines = [*last, *_behind(shown, last)] if is_paid else last
    for teaser in teasers():
        if any(teaser.ends(line, is_paid=is_paid) for line in lines):
            message = (
                f"only the free part of its article is there (rule {teaser.id}); "
                "open it in a browser with your account and save it"
            )
            raise article_error(page, ArticleCode.PAYWALL, message)


def _behind(shown: list[str], last: list[str]) -> Iterator[str]:
    """The lines that follow the text on the page."""
    end = letters_of("".join(last))
    places = [
        number
        for number, line in enumerate(shown)
        if len(letters_of(line)) >= _SHORTEST_COMPARED and letters_of(line) in end
    ]
    if places:
        yield from shown[places[-1] + 1 :][:_LINES_BEHIND]
