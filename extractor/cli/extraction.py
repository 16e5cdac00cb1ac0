"""The command ``extract``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TextIO

from extractor.api import extract_all
from extractor.cli.listing import print_table
from extractor.cli.loading import LoadArguments
from extractor.cli.options import ExtractFormat, parquet_file
from extractor.cli.road import load_pipeline
from extractor.cli.streams import ExitCode, data_stream, is_terminal, note_failure
from extractor.fetchers import FetchOptions
from extractor.fetchers.file import path_of_uri
from extractor.records import ArticleClaims, Failure
from extractor.sinks.files import atomic_text, spare_inputs
from extractor.sinks.jsonl import JsonlSink
from extractor.sinks.stored import StoredClaim, claims_in


class Extraction:
    """One call of the command: sources in, records out, failures counted and told."""

    def __init__(
        self, sources: Sequence[str], fetching: FetchOptions, arguments: LoadArguments
    ) -> None:
        self._sources = sources
        self._fetching = fetching
        self._arguments = arguments
        self._failures = 0

    def write(self, output_format: ExtractFormat | None, output: Path | None) -> ExitCode:
        """Write everything to a file or to standard output.

        Raises:
            StoreError: the file can't be written, or is one of the sources.
            ModelError: the model that was asked for is not there.
        """
        spare_inputs(output, map(_path, self._sources))
        if _wants_table(output_format, output):
            self._write_table(output)
        elif output_format is ExtractFormat.PARQUET:
            self._write_parquet(parquet_file(output))
        else:
            self._write_lines(output)
        return ExitCode.DONE_WITH_FAILURES if self._failures else ExitCode.DONE

    def _records(self) -> Iterator[ArticleClaims | Failure]:
        nlp = load_pipeline(self._arguments)
        for record in extract_all(self._sources, nlp, self._fetching):
            if isinstance(record, Failure):
                self._failures += 1
                note_failure(record)
            yield record

    def _write_lines(self, output: Path | None) -> None:
        with JsonlSink(output or data_stream()) as sink:
            for record in self._records():
                sink.write(record)

    def _write_parquet(self, output: Path) -> None:
        from extractor.sinks.parquet import ParquetSink  # noqa: PLC0415 - seldom needed

        with ParquetSink(output) as sink:
            for record in self._records():
                sink.write(record)

    def _write_table(self, output: Path | None) -> None:
        with ExitStack() as closing:
            stream: TextIO = closing.enter_context(atomic_text(output)) if output else data_stream()
            print_table(list(self._claims()), stream)

    def _claims(self) -> Iterator[StoredClaim]:
        for record in self._records():
            if isinstance(record, ArticleClaims):
                yield from claims_in(record)


def _path(source: str) -> str:
    if source.lower().startswith("file:"):
        with suppress(ValueError):
            return path_of_uri(source)
    return source


def _wants_table(output_format: ExtractFormat | None, output: Path | None) -> bool:
    if output_format is None:
        return output is None and is_terminal(sys.stdout)
    return output_format is ExtractFormat.TABLE
