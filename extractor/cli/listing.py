"""The commands ``claims`` and ``schema``, and how claims are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from extractor.cli.options import ClaimsFormat, parquet_file
from extractor.cli.streams import data_stream, is_terminal, note, width_for
from extractor.sinks.files import atomic_text, store_errors
from extractor.sinks.jsonl import JsonlSink
from extractor.sinks.stored import ClaimFilter, StoredClaim


def list_claims(
    database: str, wanted: ClaimFilter, output_format: ClaimsFormat | None, output: Path | None
) -> None:
    """Print the claims of a database that pass the filter, or write them to a file.

    Raises:
        StoreError: there is no such database, or it is not one of ours; the file can't be written.
        typer.BadParameter: Parquet without a file.
    """
    from extractor.sinks.sql import SqlStore  # noqa: PLC0415 - not needed by schema and extract

    chosen = output_format or _usual_format(output)
    file = parquet_file(output) if chosen is ClaimsFormat.PARQUET else output
    with SqlStore(database, create=False) as store:
        found = store.claims(wanted)
        if file is None:
            print_claims(found, chosen, data_stream())
        elif chosen is ClaimsFormat.PARQUET:
            _write_parquet(found, file)
        else:
            with atomic_text(file) as stream:
                print_claims(found, chosen, stream)


def _usual_format(output: Path | None) -> ClaimsFormat:
    shown = output is None and is_terminal(sys.stdout)
    return ClaimsFormat.TABLE if shown else ClaimsFormat.JSONL


def print_claims(
    claims: Iterable[StoredClaim], output_format: ClaimsFormat, stream: TextIO
) -> None:
    """Print claims on a stream of text, which Parquet is not."""
    match output_format:
        case ClaimsFormat.TABLE:
            print_table(list(claims), stream)
        case ClaimsFormat.CSV:
            from extractor.sinks.csvtext import write_csv  # noqa: PLC0415 - seldom needed

            write_csv(claims, stream)
        case ClaimsFormat.MD:
            from extractor.sinks.markdown import write_markdown  # noqa: PLC0415 - seldom needed

            write_markdown(claims, stream)
        case _:
            _print_lines(claims, stream)


def _write_parquet(claims: Iterable[StoredClaim], output: Path) -> None:
    from extractor.sinks.parquet import ParquetSink  # noqa: PLC0415 - seldom needed

    with ParquetSink(output) as sink:
        for claim in claims:
            sink.write(claim)


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
    print_claims_table(claims, stream, width_for(stream))


def print_schema() -> None:
    """Print the JSON Schema of the output."""
    from extractor.sinks.schema import json_schema  # noqa: PLC0415

    with store_errors("output"):
        data_stream().write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
