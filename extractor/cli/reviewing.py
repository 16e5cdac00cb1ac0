"""The command ``review``: what an editor says of claims."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple, Optional

import typer

from extractor.cli.streams import ExitCode, data_stream, expected_failures, is_terminal, leave, note
from extractor.records import Role, Status

if TYPE_CHECKING:
    from extractor.sinks.corrections import CorrectedParty, Edit
    from extractor.sinks.sql import SqlStore

_USUAL_DATABASE: Final = "sqlite:///claims.db"
_EDITOR: Final = "NEWSCLAIMS_EDITOR"


class ListFormat(StrEnum):
    """How ``review`` prints corrections."""

    TEXT = "text"
    JSONL = "jsonl"


class _Target(NamedTuple):
    """Which claim, in which article, and who speaks."""

    claim_id: str
    source: str | None
    by: str


def review(  # noqa: PLR0913, PLR0917 - typer reads one option from each parameter
    claim_id: Annotated[
        Optional[str],  # noqa: UP045 - typer reads no other notation
        typer.Argument(metavar="CLAIM_ID", help="A claim's id, or the beginning of one."),
    ] = None,
    database: Annotated[
        str,
        typer.Option(
            "--db", metavar="URL", help="Database: SQLAlchemy URL or path of a SQLite file."
        ),
    ] = _USUAL_DATABASE,
    status: Annotated[
        Optional[Status],  # noqa: UP045
        typer.Option(metavar="STATUS", help=f"What is right: {', '.join(Status)}."),
    ] = None,
    party: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            metavar="ROLE=NAME",
            help=f"All parties, one option each; ROLE is {', '.join(Role)}.",
        ),
    ] = None,
    remove_party: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(metavar="NAME", help="Take out this party; may be given several times."),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Everything else of the claim is right.")
    ] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take back the last correction; both stay noted.")
    ] = False,
    by: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--by", metavar="NAME", envvar=_EDITOR, help="Who you are."),
    ] = None,
    remark: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--note", metavar="TEXT", help="Why, for those who read it later."),
    ] = None,
    source: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="SOURCE", help="The article, for an id that two articles share."),
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="Print what was noted, of this claim or of all.")
    ] = False,
    output_format: Annotated[
        Optional[ListFormat],  # noqa: UP045
        typer.Option("--format", help="For --list. Default: text on a terminal, jsonl otherwise."),
    ] = None,
    export_labels: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            metavar="FOLDER", help="Write articles whose claims were all accepted, to train on."
        ),
    ] = None,
) -> None:
    """Correct the status or the parties of a claim, beside what newsclaims says."""
    edits = bool(status or party or remove_party or accept)
    _require_one_act(edits=edits, others=(withdraw, listing, export_labels is not None))
    if claim_id is None and not (listing or export_labels):
        raise typer.BadParameter("name a claim, or say --list or --export-labels FOLDER")
    if party and remove_party:
        raise typer.BadParameter("--party gives all parties; leave out --remove-party")
    with expected_failures():
        from extractor.sinks.corrections import Edit  # noqa: PLC0415 - keeps --help fast
        from extractor.sinks.sql import SqlStore  # noqa: PLC0415

        with SqlStore(database, create=False) as store:
            if export_labels is not None:
                _export(store, export_labels)
            elif listing or claim_id is None:
                _list(store, claim_id, source, output_format)
            elif withdraw:
                _withdraw(store, _Target(claim_id, source, _editor(by)), remark)
            elif edits:
                edit = Edit(
                    status=status,
                    parties=_parties(party) if party else None,
                    without=_names(remove_party or ()),
                    accept=accept,
                    note=remark,
                )
                _correct(store, _Target(claim_id, source, _editor(by)), edit)
            else:
                _show(store, claim_id, source)
    leave(ExitCode.DONE)


def _require_one_act(*, edits: bool, others: Sequence[bool]) -> None:
    if sum((edits, *others)) > 1:
        raise typer.BadParameter(
            "a correction, --withdraw, --list and --export-labels exclude each other"
        )


def _editor(by: str | None) -> str:
    if by is None:
        raise typer.BadParameter(
            f'say who you are: --by "A. Editor", or set the environment variable {_EDITOR}'
        )
    return by


def _parties(told: Sequence[str]) -> tuple[CorrectedParty, ...]:
    return tuple(map(_party, told))


def _party(told: str) -> CorrectedParty:
    """The party that ``payer=Northwind plc`` names.

    Raises:
        typer.BadParameter: no role, or no name.
    """
    from extractor.sinks.corrections import CorrectedParty  # noqa: PLC0415

    role, _, name = told.partition("=")
    if role.strip().lower() not in list(Role):
        raise typer.BadParameter(
            f"{told!r} is not like payer=NAME; the roles are {', '.join(Role)}"
        )
    (known,) = _names([name])
    return CorrectedParty(name=known, role=Role(role.strip().lower()))


def _names(told: Sequence[str]) -> tuple[str, ...]:
    from extractor.sinks.plain import one_line  # noqa: PLC0415

    names = tuple(map(one_line, told))
    if not all(names):
        raise typer.BadParameter("the name of a party is empty")
    return names


def _correct(store: SqlStore, target: _Target, edit: Edit) -> None:
    from extractor.sinks.corrections.words import entry_words  # noqa: PLC0415

    stored = store.correct(target.claim_id, edit, target.by, source=target.source)
    note(entry_words(stored.corrections[-1]))


def _withdraw(store: SqlStore, target: _Target, remark: str | None) -> None:
    from extractor.sinks.corrections.words import entry_words  # noqa: PLC0415

    taken = store.withdraw(target.claim_id, target.by, note=remark, source=target.source)
    note(f"taken back: {entry_words(taken)}")


def _list(
    store: SqlStore, claim_id: str | None, source: str | None, chosen: ListFormat | None
) -> None:
    from extractor.sinks.corrections.words import entry_words  # noqa: PLC0415
    from extractor.sinks.files import store_errors  # noqa: PLC0415
    from extractor.sinks.jsonl import JsonlSink  # noqa: PLC0415

    stream = data_stream()
    entries = store.corrections(claim_id, source=source)
    if (chosen or _usual_format()) is ListFormat.JSONL:
        with JsonlSink(stream) as sink:
            for entry in entries:
                sink.write(entry)
        return
    if not entries:
        note("no corrections")
    with store_errors("output"):
        stream.writelines(f"{entry_words(entry)}\n" for entry in entries)


def _usual_format() -> ListFormat:
    return ListFormat.TEXT if is_terminal(data_stream()) else ListFormat.JSONL


def _show(store: SqlStore, claim_id: str, source: str | None) -> None:
    from extractor.sinks.corrections.words import claim_words  # noqa: PLC0415
    from extractor.sinks.files import store_errors  # noqa: PLC0415

    with store_errors("output"):
        data_stream().write(claim_words(store.claim(claim_id, source=source)))


def _export(store: SqlStore, folder: Path) -> None:
    from extractor.sinks.corrections.labels import write_labels  # noqa: PLC0415

    counts = write_labels(folder, store.articles(), store.remembered())
    for source, reason in counts.left_out:
        note(f"{source}: left out: {reason}")
    articles = f"{counts.articles} article{'' if counts.articles == 1 else 's'}"
    claims = f"{counts.claims} claim{'' if counts.claims == 1 else 's'}"
    note(f"{articles} with {claims}, {len(counts.left_out)} left out -> {folder}")
