"""The commands and their options."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Optional

import typer

from extractor import __version__
from extractor.cli.exporting import export
from extractor.cli.filters import choosing_claims
from extractor.cli.options import (
    ClaimsFormat,
    ExtractFormat,
    ShowFormat,
    WatchFormat,
    currency_code,
    model_name,
    moment,
    seconds,
)
from extractor.cli.reviewing import review
from extractor.cli.streams import ExitCode, expected_failures, leave
from extractor.cli.usage import PlainUsage
from extractor.sinks.stored import ClaimFilter

DEFAULT_DATABASE: Final = "sqlite:///claims.db"
_MOST_IN_BATCH: Final = 1000
_MOST_WORKERS: Final = 256
_USUAL_PAUSE: Final = 5

app = typer.Typer(
    cls=PlainUsage,
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
DealsOption = Annotated[
    bool,
    typer.Option("--deals", help="Also make claims of deals that are told without any figure."),
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
    deals: DealsOption = False,
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
        from extractor.cli.loading import load_arguments  # noqa: PLC0415

        fetching = fetch_options(user_agent, rate, cache, allow_host or (), ignore_robots or ())
        arguments = load_arguments(model_name(model), dollar, deals=deals)
        code = Extraction(sources, fetching, arguments).write(output_format, output)
    leave(code)


@app.command()
def run(  # noqa: PLR0913, PLR0917 - typer reads one option from each parameter
    sources: Sources,
    database: DatabaseOption = DEFAULT_DATABASE,
    model: ModelOption = "auto",
    dollar: DollarOption = None,
    deals: DealsOption = False,
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
        arguments = load_arguments(model_name(model), dollar, deals=deals)
        code = run_into(database, sources, arguments, batching)
    leave(code)


@app.command()
@choosing_claims()
def claims(
    wanted: ClaimFilter,
    database: DatabaseOption = DEFAULT_DATABASE,
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

        list_claims(database, wanted, output_format, output)
    leave(ExitCode.DONE)


@app.command()
def show(
    claim: Annotated[
        str, typer.Argument(metavar="CLAIM_ID", help="Id of a claim, or how only that one begins.")
    ],
    database: DatabaseOption = DEFAULT_DATABASE,
    source: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="SOURCE", help="The article, for an id that several articles share."),
    ] = None,
    output_format: Annotated[
        ShowFormat, typer.Option("--format", help="For people or for programs.")
    ] = ShowFormat.TEXT,
) -> None:
    """Show one claim: its quotes in context, and why it has its status."""
    with expected_failures():
        from extractor.cli.showing import show_one  # noqa: PLC0415 - loads the database library

        show_one(database, claim, source, output_format)
    leave(ExitCode.DONE)


@app.command()
@choosing_claims(leaving_out={"superseded", "corrected"})
def watch(
    wanted: ClaimFilter,
    database: DatabaseOption = DEFAULT_DATABASE,
    every: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(metavar="TIME", parser=seconds, help="How often to look; by default 5s."),
    ] = None,
    from_start: Annotated[
        bool,
        typer.Option(
            "--from-start/--since-now", help="Tell first what is in the database already."
        ),
    ] = False,
    output_format: Annotated[
        WatchFormat, typer.Option("--format", help="For people or for programs.")
    ] = WatchFormat.TEXT,
) -> None:
    """Tell new unconfirmed claims and changes of status as they land, until Ctrl-C."""
    with expected_failures():
        from extractor.cli.watching import Watching, watch_database  # noqa: PLC0415

        watch_database(Watching(database, wanted, every or _USUAL_PAUSE, from_start, output_format))
    leave(ExitCode.DONE)


app.command()(export)
app.command()(review)


@app.command()
@choosing_claims(leaving_out={"superseded"})
def report(
    wanted: ClaimFilter,
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
        from extractor.review import ReportOptions  # noqa: PLC0415

        report_on(database, output, wanted, ReportOptions(title=title, dated=dated))
    leave(ExitCode.DONE)


@app.command()
def schema() -> None:
    """Print the JSON Schema of one line of the JSON Lines output."""
    with expected_failures():
        from extractor.cli.listing import print_schema  # noqa: PLC0415

        print_schema()
    leave(ExitCode.DONE)
