"""Whether a text is English, and which language it is otherwise.

English is told by its function words first: that is cheap, works on short texts, and is not
fooled by pages that declare a wrong language. Only a text without them goes to py3langid.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from pydantic import BaseModel, ConfigDict, Field

from extractor.articles.codes import ArticleCode, article_error
from extractor.records import Page

_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 20_000
_ENGLISH_SHARE: Final = 0.12
_FOREIGN_SHARE: Final = 0.06
_ENOUGH_WORDS: Final = 8
# Prose of another language reaches 0.998 here; lists of foreign names stay below 0.96.
_ENOUGH_LETTERS: Final = 100
_SURE: Final = 0.99
_ENOUGH_FOREIGN_LETTERS: Final = 40
_CONFIDENT: Final = 0.9
_TAG: Final = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_][\w-]*)?\s*\Z")


class FunctionWords(BaseModel):
    """The data file of function words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    words: frozenset[str] = Field(min_length=20)


@cache
def function_words() -> FunctionWords:
    """The words that mark a text as English, validated."""
    path = resources.files("extractor.articles") / "data" / "english.toml"
    return FunctionWords.model_validate(tomllib.loads(path.read_text("utf-8")))


@cache
def _identifier() -> LanguageIdentifier:
    # An own instance: the module's functions share one that anyone can reconfigure.
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def primary_language(tag: str | None) -> str | None:
    """The language of a tag without region: ``"en"`` for ``"en-GB"``; None for no tag."""
    match = _TAG.match(tag or "")
    return match[1].lower() if match else None


def language_of(text: str, declared: str | None) -> str | None:
    """The language of a text, ``"en"`` or another only where that is beyond doubt; else None.

    Args:
        text: The article's text.
        declared: The language that the page declares, or None.
    """
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    share = _english_share(words)
    stated = primary_language(declared)
    if share >= _ENGLISH_SHARE and len(words) >= _ENOUGH_WORDS:
        return "en"
    foreign = _foreign_language(words, share, stated)
    if foreign is not None:
        return foreign
    return "en" if stated == "en" or share > 0 else None


def refuse_foreign(page: Page, language: str | None) -> None:
    """Makes sure that a text may be English.

    Raises:
        SourceError: ``not_english``.
    """
    if language not in (None, "en"):
        message = f"its language is {language!r}; only English articles are read"
        raise article_error(page, ArticleCode.NOT_ENGLISH, message)


def _english_share(words: list[str]) -> float:
    known = function_words().words
    return sum(word in known for word in words) / max(len(words), 1)


def _foreign_language(words: list[str], share: float, stated: str | None) -> str | None:
    """The language when it is surely not English, else None."""
    text = " ".join(words)
    letters = sum(map(len, words))
    if letters >= _ENOUGH_FOREIGN_LETTERS and _mostly_other_script(text):
        # The writing tells more than a declaration, which is often a country's code ("kr", "jp").
        classified, confidence = _identifier().classify(text)
        is_told = confidence >= _CONFIDENT or stated in (None, "en")
        return classified if is_told else stated
    if share >= _FOREIGN_SHARE or letters < _ENOUGH_FOREIGN_LETTERS:
        return None
    language, confidence = _identifier().classify(text)
    is_foreign = language != "en" and confidence >= _CONFIDENT
    is_sure = confidence >= _SURE and letters >= _ENOUGH_LETTERS
    return language if is_foreign and (is_sure or stated == language) else None


def _mostly_other_script(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    other = sum(not _is_latin(char) for char in letters)
    return other > len(letters) / 2


def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith("LATIN")
