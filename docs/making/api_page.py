"""The page docs/reference/api.md, of what callers from Python may use."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from types import UnionType
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import PydanticUndefined
from spacy.language import Language

from docs.making.docstrings import as_markdown
from docs.making.markdown import code, table
from extractor.pipeline import components

# Modules and what of them is public; nothing named: what the module exports.
_MODULES: Final = (
    ("extractor", "From sources to claims", ""),
    (
        "extractor.errors",
        "Errors",
        "NewsclaimsError SourceError ModelError DataError StoreError",
    ),
    ("extractor.fetchers", "Fetching", ""),
    ("extractor.batch", "Many sources into a database", ""),
    ("extractor.sinks.sql", "Databases", ""),
    (
        "extractor.sinks.stored",
        "Claims as a database gives them",
        "ClaimFilter StoredClaim ArticleRef claims_in",
    ),
    ("extractor.sinks.jsonl", "JSON Lines", "JsonlSink"),
    ("extractor.sinks.parquet", "Parquet", "ParquetSink"),
    ("extractor.sinks.csvtext", "CSV", "write_csv"),
    (
        "extractor.sinks.files",
        "Files that are there whole or not at all",
        "atomic_text atomic_bytes",
    ),
    ("extractor.review", "The review page", ""),
    (
        "extractor.pipeline.docbin",
        "spaCy docs with spans",
        "claims_docbin claims_doc ClaimDocs",
    ),
)
_FACTORIES: Final = (
    "PARAGRAPHS SENTENCES AMOUNTS DURATIONS NAMES PARTIES CONFIRMATION ENCODER CLAIMS"
)
_WIDEST: Final = 80
_TOP: Final = """# Python

What you may call. Everything else in the package is its own business and may change with any
version. Made by `python -m docs.generate` from the code. The records that come out, field by field:
[Records](../records.md). Work on many machines has its own page: [Scale](../scale.md).
"""
_SPACY: Final = """## spaCy components

Registered as entry points, so that `nlp.add_pipe("newsclaims_amounts")` works in any pipeline once
the package is installed ([how](../howto/spacy.md)). Spans stand in `doc.spans`, with the id of the
rule as `span.id_`; data stands on `Doc._` and is plain JSON.
"""


def page() -> str:
    """The whole page."""
    parts = [line for module in _MODULES for line in _module(*module)]
    return "\n".join([_TOP, *parts, _SPACY, *_factories()]).rstrip("\n") + "\n"


def public_names() -> Iterator[tuple[str, str]]:
    """Every module and name that the page shows, or whose page it links."""
    for module, _, names in _MODULES:
        yield from ((module, name) for name in _names(module, names))


def _names(module: str, names: str) -> list[str]:
    return names.split() or list(import_module(module).__all__)


def _module(name: str, title: str, names: str) -> Iterator[str]:
    module = import_module(name)
    yield from (f"## {title}: {code(name)}", "")
    for each in _names(name, names):
        found = getattr(module, each)
        if isinstance(found, UnionType):
            yield from (f"### {each}", "", "```python", f"{each} = {_plain(str(found))}", "```", "")
        elif _is_shown(found, name):
            yield from _entry(each, found)


def _is_shown(found: object, module: str) -> bool:
    """Records and their vocabularies have a page of their own, errors a section."""
    is_record = isinstance(found, type) and issubclass(found, BaseModel | Enum)
    if module == "extractor":
        return inspect.isfunction(found)
    return callable(found) and not (is_record and found.__module__ == "extractor.records")


def _entry(name: str, found: Any) -> Iterator[str]:  # noqa: ANN401 - a class or a function
    yield from (f"### {name}", "", "```python", _signature(name, found), "```", "")
    yield from as_markdown(found.__doc__ or "")
    if isinstance(found, type):
        yield from _fields(found)
        yield from _methods(found)


def _signature(name: str, found: Any) -> str:  # noqa: ANN401
    if isinstance(found, type) and issubclass(found, Enum):
        return f"class {name}: {', '.join(member.value for member in found)}"
    if isinstance(found, type) and issubclass(found, BaseModel):
        return f"class {name}(*, {', '.join(found.model_fields)})"
    kind = "class " if isinstance(found, type) else ""
    return kind + name + _parameters(found)


def _parameters(found: Any) -> str:  # noqa: ANN401
    try:
        text = str(inspect.signature(found))
    except (TypeError, ValueError):
        return "(...)"
    short = re.sub(r"<factory>|<function [^>]*>|<(?:\w|[.])+ object at [^>]*>", "...", text)
    # The annotations are text in the code already.
    plain = _plain(re.sub(r"(: |-> )'([^']*)'", r"\1\2", short))
    usual = re.sub(r"FetchOptions\([^()]*(?:\([^()]*\)[^()]*)*\)", "FetchOptions()", plain)
    return usual if len(usual) <= _WIDEST else _one_a_line(usual)


def _plain(text: str) -> str:
    """Types as they are written, not where they are defined."""
    return re.sub(r"\b(?:\w+\.)+(?=[A-Z])", "", text)


def _one_a_line(parameters: str) -> str:
    inside, end, result = parameters[1:].rpartition(")")
    # Commas in brackets belong to a type.
    listed = re.sub(r", (?![^\[(]*[\])])", ",\n    ", inside)
    return f"(\n    {listed},\n{end}{result}"


def _fields(found: type) -> Iterator[str]:
    if issubclass(found, BaseModel):
        rows = [
            (code(name), _default(field.get_default()), field.description or "")
            for name, field in found.model_fields.items()
        ]
        yield from (*table(("Field", "Default", "Meaning"), rows), "")


def _default(value: object) -> str:
    return "must be given" if value is PydanticUndefined else code(repr(value))


def _methods(found: type) -> Iterator[str]:
    for name, member in vars(found).items():
        plain = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if name.startswith(("_", "model_")) or not inspect.isfunction(plain):
            continue
        yield from (f"#### {found.__name__}.{name}", "")
        yield from ("```python", name + _parameters(plain), "```", "")
        yield from as_markdown(plain.__doc__ or "")


def _factories() -> Iterator[str]:
    names = [getattr(components, word) for word in _FACTORIES.split()]
    head = ("Factory", "What it does", "Needs", "Leaves", "Settings")
    yield from table(head, [_factory(name) for name in names])
    yield from ("", "On `Doc._` are then: " + ", ".join(map(code, components._DATA)) + ".", "")


def _factory(name: str) -> tuple[str, ...]:
    meta = Language.get_factory_meta(name)
    words = (getattr(components, f"make_{name.removeprefix('newsclaims_')}").__doc__ or "").strip()
    settings = ", ".join(
        f"`{key}`: {code(str(value))}" for key, value in (meta.default_config or {}).items()
    )
    needs, leaves = (", ".join(map(code, part)) for part in (meta.requires, meta.assigns))
    return code(name), words.replace("``", "`"), needs, leaves, settings
