"""Pages that hold something else where an article should be."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

from lxml.html import HtmlElement
from pydantic import BaseModel, ConfigDict, Field, field_validator

from extractor.articles.codes import ArticleCode, article_error
from extractor.articles.wording import letters_of
from extractor.records import Page

_SHORT_PAGE_WORDS: Final = 150
_PROSE_WORDS: Final = 8
_FEWEST_LISTED: Final = 5
_TEASERS: Final = 1.5
_SHORTEST_HEADLINE: Final = 15
_HEADINGS: Final = ("h2", "h3", "h4")
_WORD: Final = re.compile(r"\w+")
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*(?:\s|$)")


class Wall(BaseModel):
    """One kind of page that is no article, and how it is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    code: ArticleCode
    what: str
    title: re.Pattern[str] | None = None
    text: re.Pattern[str] | None = None

    @field_validator("title", "text", mode="before")
    @classmethod
    def _compiled(cls, pattern: str | None) -> re.Pattern[str] | None:
        return re.compile(pattern, re.IGNORECASE) if pattern else None


class Walls(BaseModel):
    """The data file of walls."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wall: tuple[Wall, ...] = Field(min_length=1)


@cache
def walls() -> tuple[Wall, ...]:
    """The kinds of pages that are no articles, validated."""
    path = resources.files("extractor.articles") / "data" / "walls.toml"
    return Walls.model_validate(tomllib.loads(path.read_text("utf-8"))).wall


def refuse_no_article(page: Page, title: str | None, paragraphs: list[str]) -> None:
    """Makes sure that the paragraphs can be an article.

    Args:
        page: Where they are from.
        title: The page's title.
        paragraphs: Its main text.

    Raises:
        SourceError: the code of the wall for a short page that says that it is a login form, an
            error, a consent form, ...; ``no_article`` for a page without any prose.
    """
    if wall := _wall(title or "", paragraphs):
        message = f"it is {wall.what} (rule {wall.id}), no article; open it in a browser"
        raise article_error(page, wall.code, message)
    if not any(map(_is_prose, paragraphs)):
        message = "no article was found on it, only links or labels; give an article's own address"
        raise article_error(page, ArticleCode.NO_ARTICLE, message)


def linked_headlines(tree: HtmlElement) -> list[str]:
    """The letters of the headings on a page that are links to stories."""
    headings = (heading for heading in tree.iter(*_HEADINGS) if _is_linked(heading))
    texts = (letters_of(heading.text_content()) for heading in headings)
    return [text for text in texts if len(text) >= _SHORTEST_HEADLINE]


def _is_linked(heading: HtmlElement) -> bool:
    return heading.find(".//a[@href]") is not None or heading.getparent().tag == "a"


def refuse_listing(page: Page, headlines: list[str], paragraphs: list[str]) -> None:
    """Makes sure that the text is not a list of headlines with their teasers.

    Args:
        page: Where the text is from.
        headlines: From ``linked_headlines``.
        paragraphs: The main text that was found.

    Raises:
        SourceError: ``listing``.
    """
    lines = set(map(letters_of, paragraphs))
    listed = sum(headline in lines for headline in set(headlines))
    prose = sum(map(_is_prose, paragraphs))
    if listed >= _FEWEST_LISTED and prose <= _TEASERS * listed:
        message = f"it is a list of {listed} stories or more, no article; give a story's address"
        raise article_error(page, ArticleCode.LISTING, message)


def _wall(title: str, paragraphs: list[str]) -> Wall | None:
    text = "\n".join(paragraphs)
    if len(_WORD.findall(text)) > _SHORT_PAGE_WORDS:
        return None
    # A title alone can be a headline: "Access denied: ..." needs a page without a story.
    has_story = sum(map(_is_prose, paragraphs)) > 1
    by_title = (wall for wall in walls() if wall.title and wall.title.search(title))
    by_text = (wall for wall in walls() if wall.text and wall.text.search(text))
    return next(by_text, None) or (None if has_story else next(by_title, None))


def _is_prose(paragraph: str) -> bool:
    words = _WORD.findall(paragraph)
    return len(words) >= _PROSE_WORDS and bool(_SENTENCE_END.search(paragraph))
