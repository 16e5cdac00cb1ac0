"""The page docs/reference/rules.md, of the rule files and the words that explain rules."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from docs.making.markdown import code, table
from extractor.review.words import words

DATA: Final = Path(__file__).parents[2] / "extractor/pipeline/data"
_LONGEST: Final = 110
# The arrays of entries with ids, and which of their fields shows best what they read.
_SHOWN: Final = (
    "pattern",
    "texts",
    "phrases",
    "left",
    "evidence",
    "head",
    "right",
    "words",
    "value",
)
_TOP: Final = """# Cues and rules

Every rule with an id, by the file in `extractor/pipeline/data` that holds it, and the beginning of
what it reads. The id of the rule that read something stands in the record (`rule`). Made by
`python -m docs.generate` from the files; [how to add one](../howto/cue.md).

`|` parts alternatives, a blank stands for any white space; case does not count unless the rule says
so.
"""
_WORDS_TOP: Final = """## Ids in records, in words

What the review page says about them. An id that is not here is explained by its part before the
dot.
"""


def page() -> str:
    """The whole page."""
    parts = [line for path in sorted(DATA.glob("*.toml")) for line in _file(path)]
    return "\n".join([_TOP, _WORDS_TOP, *_words(), "", *parts]).rstrip("\n") + "\n"


def families() -> set[str]:
    """The parts before the dot of every id in the rule files."""
    return {
        str(entry["id"]).split(".")[0]
        for path in DATA.glob("*.toml")
        for entries in _arrays(path).values()
        for entry in entries
    }


def _words() -> list[str]:
    rows = [(code(rule), meaning) for rule, meaning in sorted(words().rule.items())]
    return table(("Rule or family", "Meaning"), rows)


def _file(path: Path) -> Iterator[str]:
    arrays = _arrays(path)
    if not arrays:
        return
    yield from (f"## {path.name}", "", _comment(path), "")
    for entries in arrays.values():
        rows = [(code(str(entry["id"])), _kind(entry), _beginning(entry)) for entry in entries]
        yield from (*table(("Id", "Gives", "Reads"), rows), "")


def _arrays(path: Path) -> dict[str, list[dict[str, Any]]]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: value
        for name, value in data.items()
        if isinstance(value, list) and value and isinstance(value[0], dict) and "id" in value[0]
    }


def _comment(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    first = []
    for line in lines:
        if not line.startswith("# "):
            break
        first.append(line.removeprefix("# "))
    # Angle brackets are mark-up on a page, and a comment of a file means none.
    return " ".join(first).replace("<", "&lt;")


def _kind(entry: dict[str, Any]) -> str:
    keys = (
        "category",
        "status",
        "currency",
        "family",
        "kind",
        "modifier",
        "value",
        "unit",
        "sense",
    )
    return next((code(str(entry[key])) for key in keys if entry.get(key)), "")


def _beginning(entry: dict[str, Any]) -> str:
    value = next((entry[key] for key in _SHOWN if entry.get(key)), None)
    if value is None:
        rest = {key: item for key, item in entry.items() if key != "id"}
        value = " ".join(f"{key}: {item}" for key, item in rest.items())
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
    return code(short)
