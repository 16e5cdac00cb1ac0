"""Docstrings in Google's style as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Final

_SECTIONS: Final = ("Args", "Attributes", "Returns", "Yields", "Raises", "Example", "Examples")
_HEAD: Final = re.compile(rf"^({'|'.join(_SECTIONS)}):\s*(.*)$")
_ENTRY: Final = re.compile(r"^(?P<name>[\w.*]+)(?: \([^)]*\))?: (?P<rest>.*)$")


def as_markdown(docstring: str) -> list[str]:
    """The lines of a docstring as Markdown: sections as lists, literals in code type."""
    lines = inspect.cleandoc(docstring).replace("``", "`").splitlines()
    return [line for part in _parts(lines) for line in _shown(*part)]


def _parts(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The text before the first section, and each section, by name."""
    name: str = ""
    body: list[str] = []
    for line in lines:
        if head := _HEAD.match(line):
            yield name, body
            name, body = head[1], [f"    {head[2]}"] if head[2] else []
        elif name and line and not line.startswith(" "):
            yield name, body
            name, body = "", [line]
        else:
            body.append(line)
    yield name, body


def _shown(name: str, body: list[str]) -> Iterator[str]:
    if not any(line.strip() for line in body):
        return
    plain = inspect.cleandoc("\n".join(["", *body])).splitlines()
    if not name:
        yield from (*_code_apart("\n".join(plain).rstrip().splitlines()), "")
    elif name.startswith("Example"):
        yield from ("```python", *plain, "```", "")
    else:
        yield from (f"*{name}*", "", *_list(plain), "")


def _code_apart(lines: list[str]) -> Iterator[str]:
    """Indented lines are code, which Markdown wants a blank line before."""
    previous = ""
    for line in lines:
        if line.startswith("    ") and previous.strip() and not previous.startswith("    "):
            yield ""
        yield line
        previous = line


def _list(lines: list[str]) -> Iterator[str]:
    for line in lines:
        entry = _ENTRY.match(line)
        if entry:
            yield f"- `{entry['name']}`: {entry['rest']}"
        elif line.startswith(" "):
            yield f"  {line.strip()}"
        else:
            yield line
