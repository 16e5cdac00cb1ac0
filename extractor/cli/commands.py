"""The commands and their options."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Optional

import typer

from extractor import __version__
from extractor.cli.exporting import export
from extractor.cli.options import (
    ClaimsFormat,
    ExtractFormat,
    currency_code,
    model_name,
    moment,
    money,
    seconds,
)
from extractor.cli.reviewing import review
from extractor.cli.streams import ExitCode, expected_failures, leave
from extractor.records import Event, Modality, Status

DEFAULT_DATABASE: Final = "sqlite:///claims.db"
_MOST_IN_BATCH: Final = 1000
_MOST_WORKERS: Final = 256

app = typer.Typer(
    help="Claims about money and terms out of the news, and who stands behind them.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Paths, folders, URLs or -: pages, feeds, OPML, sitemaps, WARC files, lists of URLs.",
    ),
]
ModelOption = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="NAME",
        help="spaCy model for names; fast without the encoder, none by rules alone.",
    ),
]
DollarOption = Annotated[
    Optional[str],  # noqa: UP045 - typer reads no other notation with a parser
    typer.Option(
        "--dollar",
        metavar="CODE",
        parser=currency_code,
        help="Currency that a bare $ means, instead of what the article suggests.",
    ),
]
UserAgentOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--user-agent", metavar="TEXT", help="Who servers are told we are: name/version (contact)."
    ),
]
RateOption = Annotated[
    float,
    typer.Option("--rate", metavar="NUMBER", min=0.001, help="Requests a second to one host."),
]
CacheOption = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--cache", metavar="FOLDER", help="Keep pages here as long as servers allow."),
]
AllowHostOption = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(
        "--allow-host",
        metavar="HOST",
        help="May be fetched though it is in a private network; may be given several times.",
    ),
]
IgnoreRobotsOption = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(
        "--ignore-robots",
        metavar="HOST",
        help="A host of your own, whose robots.txt is not asked; may be given several times.",
    ),
]
DatabaseOption = Annotated[
    str,
    typer.Option("--db", metavar="URL", help="Database: SQLAlchemy URL or path of a SQLite file."),
]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsclaims {__version__}")
        leave(ExitCode.DONE)


def _choice_help(vocabulary: type[StrEnum]) -> str:
    return f"Only {', '.join(vocabulary)}; may be given several times."


@app.callback()
def newsclaims(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Claims about money and terms out of the news, and who stands behind them.

    Exit codes: 0 done, 1 failed, 2 usage error, 3 done with failures recorded, 130 interrupted.
    """


@app.command()
def extract(  # noqa: PLR0913, PLR0917 - typer reads one option from each parameter
    sources: Sources,
    output_format: Annotated[
        Optional[ExtractFormat],  # noqa: UP045
        typer.Option("--format", help="Default: table on a terminal, jsonl otherwise."),
    ] = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("-o", "--output", metavar="FILE", help="Write a file, whole or not at all."),
    ] = None,
    model: ModelOption = "auto",
    dollar: DollarOption = None,
    user_agent: UserAgentOption = None,
    rate: RateOption = 2.0,
    cache: CacheOption = None,
    allow_host: AllowHostOption = None,
    ignore_robots: IgnoreRobotsOption = None,
) -> None:
    """Extract claims and write them out; no database needed."""
    with expected_failures():
        from extractor.cli.extraction import Extraction  # noqa: PLC0415 - loads spaCy
        from extractor.cli.fetching import fetch_options  # noqa: PLC0415

        fetching = fetch_options(user_agent, rate, cache, allow_host or (), ignore_robots or ())
        extraction = Extraction(sources, fetching, model=model_name(model), dollar=dollar)
        code = extraction.write(output_format, output)
    leave(code)


@app.command()
def run(  # noqa: PLR0913, PLR0917 - typer reads one option from each parameter
    sources: Sources,
    database: DatabaseOption = DEFAULT_DATABASE,
    model: ModelOption = "auto",
    dollar: DollarOption = None,
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(min=1, max=_MOST_WORKERS, help="Worker processes; by default one a core."),
    ] = None,
    batch_size: Annotated[
        int,
        typer.Option(min=1, max=_MOST_IN_BATCH, help="Articles saved in one transaction."),
    ] = 32,
    time_limit: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            metavar="TIME", parser=seconds, help="Quarantine an article that takes longer; 2m."
        ),
    ] = None,
    reprocess: Annotated[
        bool,
        typer.Option("--reprocess", help="Do again what an older version, model or rules did."),
    ] = False,
    retry_quarantined: Annotated[
        bool,
        typer.Option("--retry-quarantined", help="Try articles again that broke their worker."),
    ] = False,
    follow: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            metavar="TIME", parser=seconds, help="Go on, reading the sources every TIME, as 10m."
        ),
    ] = None,
    user_agent: UserAgentOption = None,
    rate: RateOption = 2.0,
    cache: CacheOption = None,
    allow_host: AllowHostOption = None,
    ignore_robots: IgnoreRobotsOption = None,
) -> None:
    """Extract claims into a database; what it holds already is not done again."""
    with expected_failures():
        from extractor.batch import Limits  # noqa: PLC0415 - loads the database library
        from extractor.cli.batches import Batching, run_into  # noqa: PLC0415
        from extractor.cli.fetching import fetch_options  # noqa: PLC0415
        from extractor.cli.loading import load_arguments  # noqa: PLC0415

        batching = Batching(
            workers=workers,
            batch_size=batch_size,
            limits=Limits(seconds=time_limit) if time_limit else Limits(),
            reprocess=reprocess,
            retry_quarantined=retry_quarantined,
            follow=follow,
            fetching=fetch_options(user_agent, rate, cache, allow_host or (), ignore_robots or ()),
        )
        arguments = load_arguments(model_name(model), dollar)
        code = run_into(database, sources, arguments, batching)
    leave(code)


@app.command()
def claims(  # noqa: PLR0913, PLR0917 - typer reads one option from each parameter
    database: DatabaseOption = DEFAULT_DATABASE,
    status: Annotated[
        Optional[list[Status]],  # noqa: UP045
        typer.Option(metavar="STATUS", help=_choice_help(Status)),
    ] = None,
    event: Annotated[
        Optional[list[Event]],  # noqa: UP045
        typer.Option(metavar="EVENT", help=_choice_help(Event)),
    ] = None,
    modality: Annotated[
        Optional[list[Modality]],  # noqa: UP045
        typer.Option(metavar="MODALITY", help=_choice_help(Modality)),
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
    text: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="WORDS", help="Only with all these words in the quote or the title."),
    ] = None,
    superseded: Annotated[
        bool,
        typer.Option("--superseded", help="Also claims of texts that were revised since."),
    ] = False,
    source: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="SOURCE", help="Only this article, as it was named for the run."),
    ] = None,
    output_format: Annotated[
        Optional[ClaimsFormat],  # noqa: UP045
        typer.Option("--format", help="Default: table on a terminal, jsonl otherwise."),
    ] = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("-o", "--output", metavar="FILE", help="Write a file, whole or not at all."),
    ] = None,
) -> None:
    """List the claims of a database, newest article first; the conditions combine."""
    with expected_failures():
        from extractor.cli.listing import list_claims  # noqa: PLC0415 - loads the database library
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
            text=text,
            superseded=superseded,
        )
        list_claims(database, wanted, output_format, output)
    leave(ExitCode.DONE)


app.command()(export)
app.command()(review)


@app.command()
def report(
    database: DatabaseOption = DEFAULT_DATABASE,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The page, whole or not at all.")
    ] = Path("report.html"),
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="Heading of the page.")
    ] = "Claims in the news",
    dated: Annotated[
        Optional[datetime],  # noqa: UP045
        typer.Option(
            metavar="WHEN", parser=moment, help="Show this time in the heading, as 2026-01-31."
        ),
    ] = None,
) -> None:
    """Write the claims of a database as one HTML page to review them in a browser."""
    with expected_failures():
        from extractor.cli.reporting import report_on  # noqa: PLC0415 - loads the database library

        report_on(database, output, title, dated)
    leave(ExitCode.DONE)


@app.command()
def schema() -> None:
    """Print the JSON Schema of one line of the JSON Lines output."""
    with expected_failures():
        from extractor.cli.listing import print_schema  # noqa: PLC0415

        print_schema()
    leave(ExitCode.DONE)
