"""The articles that we wrote: where they lie, and what their index says of them.

``corpus/articles/texts/<id>.txt``, ``corpus/articles/labels/<id>.json`` and
``corpus/articles/index.json``, which ``corpus.tools.index_articles`` writes.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from babel import Locale
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

ARTICLES = Path(__file__).parents[1] / "articles"

_COUNTRY_CODE = 2


class Kind(StrEnum):
    """What an article is written like."""

    WIRE = "wire"
    BROADSHEET = "broadsheet"
    TABLOID = "tabloid"
    TECH_BLOG = "tech_blog"
    PRESS_RELEASE = "press_release"
    EARNINGS = "earnings"
    COURT = "court"
    REGULATOR = "regulator"
    LOCAL = "local"
    NEWSLETTER = "newsletter"
    DIGEST = "digest"
    LIVE_BLOG = "live_blog"
    HEADLINE = "headline"
    TRADE_PRESS = "trade_press"
    MAGAZINE = "magazine"


def _known_country(code: str) -> str:
    if len(code) != _COUNTRY_CODE or code not in Locale("en").territories:
        raise ValueError(f"{code} is no ISO 3166 code of two letters")
    return code


class Facts(BaseModel):
    """What the writer says of an article: its style, and where and when it is set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    kind: Kind
    country: Annotated[str, AfterValidator(_known_country)]
    year: int = Field(ge=2000, le=2030)


class OwnEntry(Facts):
    """An article in the index; the hash is that of the bytes of its file."""

    words: int = Field(ge=1)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    split: Literal["train", "dev", "test"]


class OwnFolder:
    """The parts of a folder of our own articles."""

    def __init__(self, root: Path = ARTICLES) -> None:
        self.texts = root / "texts"
        self.labels = root / "labels"
        self.index = root / "index.json"

    def entries(self) -> tuple[OwnEntry, ...]:
        """The index.

        Raises:
            pydantic.ValidationError: it is not JSON, or a field is missing, unknown or malformed.
        """
        return TypeAdapter(tuple[OwnEntry, ...]).validate_json(self.index.read_bytes())


def word_count(text: str) -> int:
    """Words as white space parts them."""
    return len(text.split())
