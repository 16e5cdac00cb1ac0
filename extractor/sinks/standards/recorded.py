"""Records read back from JSON Lines, one line at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import ValidationError
from pydantic_core import from_json

from extractor.errors import StoreError
from extractor.records import ArticleClaims, Failure
from extractor.sinks.stored import StoredClaim

_LONGEST_REASON = 200
_SQLITE = b"SQLite format 3\0"


def recorded_articles(lines: Iterable[bytes], name: str) -> Iterator[ArticleClaims]:
    """The articles with their claims in the output of ``extract``; lines of failures are passed by.

    Args:
        lines: Lines of UTF-8, as ``open(path, "rb")`` gives them.
        name: What to call them in messages.

    Raises:
        StoreError: a line is no record of ours; the message says which and why.
    """
    for number, line in enumerate(lines, start=1):
        if number == 1 and line.startswith(_SQLITE):
            raise StoreError(name, "this is a database: name it after --db")
        record = _record(line, f"{name}, line {number}") if line.strip() else None
        if record:
            yield record


def _record(line: bytes, place: str) -> ArticleClaims | None:
    try:
        return ArticleClaims.model_validate_json(line)
    except ValidationError as error:
        fields = _fields(line)
        if fields == Failure.model_fields.keys():
            return None
        raise StoreError(place, _reason(fields, error)) from error


def _fields(line: bytes) -> set[str]:
    """The fields of a line that is not the record it should be."""
    try:
        whole = from_json(line)
    except ValueError:  # broken JSON, broken UTF-8 and bottomless nesting are of this kind
        return set()
    return set(whole) if isinstance(whole, dict) else set()


def _reason(fields: set[str], error: ValidationError) -> str:
    if fields == StoredClaim.model_fields.keys():
        return "this is a claim without its article; export from the database or from `extract`"
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    told = f"{where}: {first['msg']}" if where else first["msg"]
    return f"not a line of `newsclaims extract --format jsonl`: {told[:_LONGEST_REASON]}"
