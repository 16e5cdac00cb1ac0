"""The JSON Schema of the output, made from the records."""

from __future__ import annotations

from typing import Any, Final

from pydantic import TypeAdapter

from extractor.records import SCHEMA_VERSION, ArticleClaims, Failure

_TITLE: Final = "newsclaims JSON Lines"
_DESCRIPTION: Final = "One line of output: an article with its claims, or a failure."


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line of JSON Lines output."""
    lines: TypeAdapter[ArticleClaims | Failure] = TypeAdapter(ArticleClaims | Failure)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _TITLE,
        "description": f"{_DESCRIPTION} Schema version {SCHEMA_VERSION}.",
        **lines.json_schema(mode="serialization"),
    }
