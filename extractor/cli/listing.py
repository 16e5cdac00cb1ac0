"""The commands ``claims`` and ``schema``, and how claims are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Final, TextIO

from extractor.cli.options import ClaimsFormat
from extractor.cli.streams import data_stream, is_terminal, note
from extractor.sinks.files import store_errors
from extractor.sinks.jsonl import JsonlSink
from extractor.sinks.stored import ClaimFilter, StoredClaim

_WIDTH_ELSEWHERE: Final = 120


def list_claims(database: str, wanted: ClaimFilter, output_format: ClaimsFormat | None) -> None:
    """Print the claims of a database that pass the filter.

    Raises:
        StoreError: there is no such database, or it is not one of ours.
    """
    from extractor.sinks.sql import SqlStore  # noqa: PLC0415 - not needed by schema and extract

    with SqlStore(database, create=False) as store:
        print_claims(store.claims(wanted), output_format or _usual_format())


def _usual_format() -> ClaimsFormat:
    return ClaimsFormat.TABLE if is_terminal(sys.stdout) else ClaimsFormat.JSONL


def print_claims(claims: Iterable[StoredClaim], output_format: ClaimsFormat) -> None:
    """Print claims on standard output."""
    stream = data_stream()
    match output_format:
        case ClaimsFormat.TABLE:
            print_table(list(claims), stream)
        case ClaimsFormat.JSONL:
            _print_lines(claims, stream)
        case ClaimsFormat.CSV:
            from extractor.sinks.csvtext import write_csv  # noqa: PLC0415 - seldom needed

            write_csv(claims, stream)


def _print_lines(claims: Iterable[StoredClaim], stream: TextIO) -> None:
    with JsonlSink(stream) as sink:
        for claim in claims:
            sink.write(claim)


def print_table(claims: Sequence[StoredClaim], stream: TextIO) -> None:
    """Print claims as a table, as wide as the terminal or 120 columns."""
    from extractor.sinks.table import print_claims_table  # noqa: PLC0415 - not for data formats

    if not claims:
        note("no claims")
        return
    print_claims_table(claims, stream, None if is_terminal(stream) else _width_elsewhere())


def _width_elsewhere() -> int:
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) else _WIDTH_ELSEWHERE


def print_schema() -> None:
    """Print the JSON Schema of the output."""
    from extractor.sinks.schema import json_schema  # noqa: PLC0415

    with store_errors("output"):
        data_stream().write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
