"""The page docs/records.md, of the JSON Schema of the records and docs/records.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from extractor.records import SCHEMA_VERSION
from extractor.sinks.schema import json_schema

DOCS: Final = Path(__file__).parents[1]
_MEANINGS: Final = DOCS / "records.toml"
_ORDER: Final = (
    "ArticleClaims",
    "Article",
    "Claim",
    "Amount",
    "Duration",
    "Party",
    "Confirmation",
    "Attribution",
    "Evidence",
    "Cue",
    "Quote",
    "ExtractorInfo",
    "Failure",
)
_INTRODUCTION: Final = f"""# Records

What stands in a line of JSON Lines output, schema version {SCHEMA_VERSION}. This page is made by
`python -m docs.generate` from the JSON Schema that `newsclaims schema` prints. A line is either an
[`ArticleClaims`](#articleclaims) or a [`Failure`](#failure).

Offsets are half-open ranges of Unicode code points into `article.text`, and `text[start:end]` is
the quoted text everywhere. Numbers are decimals in text, so that nothing is lost. Times are
RFC 3339, lengths of time ISO 8601, currencies ISO 4217. The same input, version and model give
the same bytes. A file name that is not valid UTF-8 stands with U+FFFD in the places of the bytes
that can't be read.
"""

Schema = dict[str, Any]
Meanings = dict[str, dict[str, str]]


class MeaningError(Exception):
    """A field or word has no meaning in records.toml, or a meaning has no field or word."""


def page() -> str:
    """The whole page.

    Raises:
        MeaningError: records.toml does not fit the schema.
    """
    definitions: dict[str, Schema] = json_schema()["$defs"]
    meanings: Meanings = tomllib.loads(_MEANINGS.read_text(encoding="utf-8"))
    records = [name for name in _ORDER if name in definitions]
    vocabularies = [name for name, definition in definitions.items() if "enum" in definition]
    _check(definitions, meanings, {*records, *vocabularies})
    sections = [_record(name, definitions[name], meanings) for name in records]
    words = [_vocabulary(name, definitions[name], meanings) for name in vocabularies]
    return "\n".join([_INTRODUCTION, *sections, "## Vocabularies\n", *words])


def _check(definitions: dict[str, Schema], meanings: Meanings, shown: set[str]) -> None:
    unshown = set(definitions) - shown
    stale = {
        f"{name}.{word}"
        for name, entries in meanings.items()
        for word in entries
        if word not in _words(definitions.get(name, {}))
    }
    if unshown or stale:
        raise MeaningError(f"not shown: {sorted(unshown)}; stale: {sorted(stale)}")


def _words(definition: Schema) -> set[str]:
    return set(definition.get("enum", ())) | set(definition.get("properties", ()))


def _record(name: str, definition: Schema, meanings: Meanings) -> str:
    rows = [
        f"| `{field}` | {_type(schema)} | {_meaning(name, field, schema, meanings)} |"
        for field, schema in definition["properties"].items()
    ]
    head = [
        f"## {name}",
        "",
        _summary(definition),
        "",
        "| Field | Type | Meaning |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _vocabulary(name: str, definition: Schema, meanings: Meanings) -> str:
    rows = [f"| `{word}` | {_meaning(name, word, {}, meanings)} |" for word in definition["enum"]]
    head = [f"### {name}", "", _summary(definition), "", "| Word | Meaning |", "|---|---|"]
    return "\n".join([*head, *rows, ""])


def _summary(definition: Schema) -> str:
    return " ".join(definition.get("description", "").split())


def _meaning(name: str, field: str, schema: Schema, meanings: Meanings) -> str:
    """From records.toml, else from the schema; a quoted field means the same everywhere."""
    own = meanings.get(name, {}).get(field) or schema.get("description")
    meaning = own or meanings["Quote"].get(field)
    if not meaning:
        raise MeaningError(f"{name}.{field} has no meaning in {_MEANINGS.name}")
    return meaning


def _type(schema: Schema) -> str:
    return " or ".join(dict.fromkeys(_type_names(schema)))


def _type_names(schema: Schema) -> Iterator[str]:
    if "anyOf" in schema:
        for choice in schema["anyOf"]:
            yield from _type_names(choice)
    elif "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        yield f"[{name}](#{name.lower()})"
    elif schema.get("type") == "array":
        yield f"list of {_type(schema['items'])}"
    else:
        yield _plain_type(schema)


def _plain_type(schema: Schema) -> str:
    if schema["type"] == "string":
        formats = {"date-time": "time", "date": "date"}
        return (
            "decimal"
            if "pattern" in schema and "d+" in schema["pattern"]
            else formats.get(schema.get("format", ""), "string")
        )
    return str(schema["type"])
