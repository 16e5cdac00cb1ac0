"""Owners before a name: “Britain's Keld Plc” names Keld Plc, while “Wendy's Foods” stays whole.

A named-entity model takes what possesses and what is possessed for one name. They are told apart
where the owner is a place, ends in a company's legal form, or stands in the article without
possessing anything. Offices stay whole: their place is a part of who they are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from babel import Locale
from pydantic import BaseModel, ConfigDict

from extractor.pipeline.discourse import Span
from extractor.pipeline.lexicon import load_data

_POSSESSED: Final = re.compile(r"(?P<owner>[^\n]*?\w\.?)['’]s\s+(?=[A-Z\d])")
_INSIDE: Final = re.compile(r"[a-z,] ")
_JOINED: Final = frozenset("_-'’")
# So much of an article is searched: who owns much is named early, and time stays linear.
_SEARCHED: Final = 50_000


class PlaceForms(BaseModel):
    """``data/places.toml``: what says where the bearer of a name is at home."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    places: str
    company: str


def owner_of(text: str, name: Span) -> Span | None:
    """The part of a name that only says whose its bearer is; None for most names.

    Args:
        text: The article's, in which the owner may have a name of its own.
        name: A name in it.
    """
    match = _POSSESSED.match(text, name.start, name.end)
    if match is None:
        return None
    owner = match["owner"]
    known = is_place(owner) or _company().search(owner) or _stands_alone(owner, text)
    return Span(*match.span("owner")) if known else None


def is_place(words: str) -> bool:
    """Whether words are the name of a country or a well-known place."""
    return words in _countries() or _places().fullmatch(words) is not None


def _stands_alone(owner: str, text: str) -> bool:
    """“Roe's Keld Group” where “Roe” stands inside a sentence too, and owns nothing there."""
    start = text.find(owner, 0, _SEARCHED)
    while start >= 0:
        before, after = text[max(0, start - 2) : start], text[start + len(owner) :][:1]
        if _INSIDE.fullmatch(before) and not (after.isalnum() or after in _JOINED):
            return True
        start = text.find(owner, start + 1, _SEARCHED)
    return False


@cache
def _countries() -> frozenset[str]:
    return frozenset(Locale("en").territories.values())


@cache
def _places() -> re.Pattern[str]:
    return re.compile(load_data("places.toml", PlaceForms).places)


@cache
def _company() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{load_data('places.toml', PlaceForms).company})\.?$")
