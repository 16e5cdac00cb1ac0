"""The words around numbers and units, as validated data."""

from __future__ import annotations

from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from extractor.pipeline.lexicon import load_data
from extractor.records import Modifier

_FILE: Final = "duration_words.toml"


class QuantityWords(BaseModel):
    """``data/duration_words.toml``; what each list is for stands there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vague: tuple[str, ...]
    one: tuple[str, ...]
    pointing: tuple[str, ...]
    pointing_after: tuple[str, ...]
    rate: tuple[str, ...]
    fillers: tuple[str, ...]
    not_before: frozenset[str]
    no_length_after: tuple[str, ...]
    quarter_before: frozenset[str]
    quarter_fillers: frozenset[str]
    quarter_one: frozenset[str]
    quarter_not_after: tuple[str, ...]
    over_after: frozenset[str]
    no_modifiers: frozenset[str]
    limit_nouns: tuple[str, ...]
    limits: dict[str, Modifier]
    inner: dict[str, Modifier]


@cache
def quantity_words() -> QuantityWords:
    """The words of the data file.

    Raises:
        DataError: the data file is not valid.
    """
    return load_data(_FILE, QuantityWords)
