"""The command ``export``: claims in the formats that other programs know."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final, Optional, TextIO

import typer

from extractor.cli.filters import choosing_claims
from extractor.cli.streams import (
    ExitCode,
    data_stream,
    expected_failures,
    is_terminal,
    leave,
    note,
)
from extractor.sinks.files import spare_inputs
from extractor.sinks.stored import ClaimFilter

if TYPE_CHECKING:
    from extractor.records import ArticleClaims
    from extractor.sinks.standards.documents import Maker

_USUAL_DATABASE: Final = "sqlite:///claims.db"
_STDIN: Final = "-"


class ExportFormat(StrEnum):
    """How ``export`` writes claims."""

    WEBANNOTATION = "webannotation"
    SCHEMAORG = "schemaorg"
    PROV = "prov"
    CSV = "csv"
    DOCBIN = "docbin"


def _base(words: str) -> str:
    from extractor.sinks.standards.identifiers import is_base  # noqa: PLC0415 - keeps --help fast

    if not is_base(words):
        reason = f"{words!r} is no http address or URN that ends in /, # or :"
        raise typer.BadParameter(reason)
    return words


@choosing_claims()
def export(
    wanted: ClaimFilter,
    output_format: Annotated[ExportFormat, typer.Option("--format", help="What to write.")],
    recorded: Annotated[
        Optional[str],  # noqa: UP045 - typer reads no other notation with a parser
        typer.Argument(
            metavar="[FROM.jsonl]",
            help="Output of extract, or - for standard input, instead of a database.",
            show_default=False,
        ),
    ] = None,
    database: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--db",
            metavar="URL",
            help=f"Database: SQLAlchemy URL or path of a SQLite file. Default: {_USUAL_DATABASE}.",
        ),
    ] = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("-o", "--output", metavar="FILE", help="Write a file, whole or not at all."),
    ] = None,
    base: Annotated[
        str,
        typer.Option(
            metavar="IRI", parser=_base, help="What the names of claims begin with in linked data."
        ),
    ] = "urn:newsclaims:",
) -> None:
    """Export claims by a standard: Web Annotation, schema.org, PROV, CSV or spaCy's DocBin."""
    if recorded is not None and database is not None:
        raise typer.BadParameter("give a file of records or --db, not both")
    if output_format is ExportFormat.DOCBIN and output is None and is_terminal(sys.stdout):
        raise typer.BadParameter("docbin is binary; name a file with -o", param_hint="--format")
    with expected_failures(), ExitStack() as closing:
        spare_inputs(output, [recorded] if recorded else [])
        records = _records(recorded, database or _USUAL_DATABASE, wanted, closing)
        _write(_counted(records), output_format, base, output)
    leave(ExitCode.DONE)


def _records(
    recorded: str | None, database: str, wanted: ClaimFilter, closing: ExitStack
) -> Iterator[ArticleClaims]:
    from extractor.sinks.chosen import (  # noqa: PLC0415 - loads the database library
        recorded_articles_with,
        stored_articles,
    )

    if recorded is None:
        from extractor.sinks.sql import SqlStore  # noqa: PLC0415

        store = closing.enter_context(SqlStore(database, create=False))
        return stored_articles(store, wanted)
    from extractor.sinks.standards.recorded import recorded_articles  # noqa: PLC0415

    name = "standard input" if recorded == _STDIN else recorded
    opened = closing.enter_context(_opened(recorded, name))
    return recorded_articles_with(recorded_articles(opened, name), wanted)


def _opened(recorded: str, name: str) -> BinaryIO:
    from extractor.sinks.files import store_errors  # noqa: PLC0415

    if recorded == _STDIN:
        return sys.stdin.buffer
    with store_errors(name):
        return Path(recorded).open("rb")


def _counted(records: Iterator[ArticleClaims]) -> Iterator[ArticleClaims]:
    """The records; says so when there are none, for an empty file looks like a fault."""
    count = 0
    for count, record in enumerate(records, start=1):  # noqa: B007 - the last is what counts
        yield record
    if not count:
        note("no claims")


def _write(
    records: Iterator[ArticleClaims], output_format: ExportFormat, base: str, output: Path | None
) -> None:
    from extractor.sinks.files import atomic_text  # noqa: PLC0415

    with ExitStack() as closing:
        stream: TextIO = closing.enter_context(atomic_text(output)) if output else data_stream()
        match output_format:
            case ExportFormat.CSV:
                _write_csv(records, stream)
            case ExportFormat.DOCBIN:
                _write_docbin(records, stream)
            case _:
                from extractor.sinks.standards.documents import write_documents  # noqa: PLC0415

                write_documents(records, _maker(output_format, base), stream)


def _maker(output_format: ExportFormat, base: str) -> Maker:
    """What a standard makes of a record, with names under this base."""
    from extractor.sinks.standards import annotations, provenance, schemaorg  # noqa: PLC0415
    from extractor.sinks.standards.identifiers import Names  # noqa: PLC0415

    makers = {
        ExportFormat.WEBANNOTATION: annotations.annotation_collections,
        ExportFormat.SCHEMAORG: schemaorg.schemaorg_claims,
        ExportFormat.PROV: provenance.provenance_documents,
    }
    make, names = makers[output_format], Names(base)
    return lambda record: make(record, names)


def _write_csv(records: Iterator[ArticleClaims], stream: TextIO) -> None:
    from extractor.sinks.csvtext import write_csv  # noqa: PLC0415
    from extractor.sinks.stored import claims_in  # noqa: PLC0415

    write_csv((claim for record in records for claim in claims_in(record)), stream)


def _write_docbin(records: Iterator[ArticleClaims], stream: TextIO) -> None:
    """Bytes through the text stream's buffer, so that the file is whole or not there as others."""
    from extractor.pipeline.docbin import claims_docbin  # noqa: PLC0415 - loads spaCy
    from extractor.sinks.files import store_errors  # noqa: PLC0415

    docs = claims_docbin(records)
    with store_errors("output"):
        stream.buffer.write(docs.content)
        stream.buffer.flush()
    articles = f"{docs.docs} article{'' if docs.docs == 1 else 's'}"
    spans = f"{docs.spans} span{'' if docs.spans == 1 else 's'}"
    note(f"{articles}, {spans}, {docs.widened} widened to whole tokens")
