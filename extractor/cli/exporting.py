"""The command ``export``: claims in the formats that other programs know."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final, Optional, TextIO

import typer

from extractor.cli.options import currency_code, moment, money
from extractor.cli.streams import (
    ExitCode,
    data_stream,
    expected_failures,
    is_terminal,
    leave,
    note,
)
from extractor.records import Event, Modality, Status

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


def export(  # noqa: PLR0913, PLR0917 - typer reads one option from each parameter
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
    status: Annotated[
        Optional[list[Status]],  # noqa: UP045
        typer.Option(metavar="STATUS", help=f"Only {', '.join(Status)}; several will do."),
    ] = None,
    event: Annotated[
        Optional[list[Event]],  # noqa: UP045
        typer.Option(metavar="EVENT", help=f"Only {', '.join(Event)}; several will do."),
    ] = None,
    modality: Annotated[
        Optional[list[Modality]],  # noqa: UP045
        typer.Option(metavar="MODALITY", help=f"Only {', '.join(Modality)}; several will do."),
    ] = None,
    party: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="TEXT", help="Only with a party whose name holds TEXT, in any case."),
    ] = None,
    min_amount: Annotated[
        Optional[Decimal],  # noqa: UP045
        typer.Option(metavar="NUMBER", parser=money, help="Only amounts that reach it, as 1e9."),
    ] = None,
    max_amount: Annotated[
        Optional[Decimal],  # noqa: UP045
        typer.Option(metavar="NUMBER", parser=money, help="Only amounts that don't exceed it."),
    ] = None,
    currency: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="CODE", parser=currency_code, help="Only amounts in this currency."),
    ] = None,
    since: Annotated[
        Optional[datetime],  # noqa: UP045
        typer.Option(
            metavar="WHEN", parser=moment, help="Only articles since 7d, 36h, 2w or 2026-01-31."
        ),
    ] = None,
    source: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="SOURCE", help="Only this article, as it was named for the run."),
    ] = None,
) -> None:
    """Export claims by a standard: Web Annotation, schema.org, PROV, CSV or spaCy's DocBin."""
    if recorded is not None and database is not None:
        raise typer.BadParameter("give a file of records or --db, not both")
    if output_format is ExportFormat.DOCBIN and output is None and is_terminal(sys.stdout):
        raise typer.BadParameter("docbin is binary; name a file with -o", param_hint="--format")
    with expected_failures(), ExitStack() as closing:
        from extractor.sinks.standards.selection import selected  # noqa: PLC0415 - loads pydantic
        from extractor.sinks.stored import ClaimFilter  # noqa: PLC0415

        wanted = ClaimFilter(
            statuses=tuple(status or ()),
            events=tuple(event or ()),
            modalities=tuple(modality or ()),
            party=party,
            min_amount=min_amount,
            max_amount=max_amount,
            currency=currency,
            since=since,
            source=source,
        )
        records = _records(recorded, database or _USUAL_DATABASE, closing)
        _write(_counted(selected(records, wanted)), output_format, base, output)
    leave(ExitCode.DONE)


def _records(recorded: str | None, database: str, closing: ExitStack) -> Iterator[ArticleClaims]:
    if recorded is None:
        from extractor.sinks.sql import SqlStore  # noqa: PLC0415 - loads the database library

        return closing.enter_context(SqlStore(database, create=False)).articles()
    from extractor.sinks.standards.recorded import recorded_articles  # noqa: PLC0415

    name = "standard input" if recorded == _STDIN else recorded
    return recorded_articles(closing.enter_context(_opened(recorded, name)), name)


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
    note(f"{docs.docs} articles, {docs.spans} spans, {docs.widened} widened to whole tokens")
