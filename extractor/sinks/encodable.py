"""Records that can always be written as UTF-8."""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic_core import PydanticSerializationError

from extractor.records import Record

RecordT = TypeVar("RecordT", bound=Record)
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate replaced by U+FFFD: same length, so offsets still hold."""
    if not _has_surrogate(text):
        return text
    return "".join(_REPLACEMENT if "\ud800" <= char <= "\udfff" else char for char in text)


def storable_text(text: str) -> str:
    """The text as databases hold it, also without NUL characters: same length."""
    return without_surrogates(text).replace("\0", _REPLACEMENT)


def encodable(record: RecordT) -> RecordT:
    """The record itself, or a copy that UTF-8 can hold.

    File names that are no valid UTF-8 reach Python as lone surrogates, which no JSON or database
    takes; each becomes U+FFFD.
    """
    try:
        record.model_dump_json()
    except PydanticSerializationError:
        payload = json.dumps(record.model_dump(), default=str, ensure_ascii=False)
        return type(record).model_validate_json(without_surrogates(payload))
    return record
