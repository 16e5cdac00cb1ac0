"""The conditions that claims are chosen by: declared here once, options of every command.

A field of ``ClaimFilter`` becomes an option of all commands that choose claims by one more line in
``CONDITIONS``; a test holds that no field is left out.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple, Optional

import typer

from extractor.cli.options import currency_code, moment, moment_after, money, share
from extractor.records import Event, Modality, Status
from extractor.sinks.stored import ClaimFilter

WANTED: Final = "wanted"
Command = Callable[..., None]


class Condition(NamedTuple):
    """One field of ``ClaimFilter`` as an option.

    Attributes:
        field: The field.
        parameter: The option's name as a parameter: ``min_amount`` is ``--min-amount``.
        kind: What typer makes of the words, with ``Optional`` where nothing may be said.
        option: Its help and its notation.
    """

    field: str
    parameter: str
    kind: Any
    option: Any

    @property
    def default(self) -> bool | None:
        """What the option is when it is not given."""
        return False if self.kind is bool else None


def _words(field: str, parameter: str, vocabulary: type[StrEnum]) -> Condition:
    said = f"Only {', '.join(vocabulary)}; may be given several times."
    option = typer.Option(metavar=parameter.upper(), help=said)
    return Condition(field, parameter, Optional[list[vocabulary]], option)  # type: ignore[valid-type]  # noqa: UP045


def _option(metavar: str, said: str, parser: Callable[[str], Any] | None = None) -> Any:  # noqa: ANN401 - as typer has it
    return typer.Option(metavar=metavar, help=said, parser=parser)


_TEXT: Final[Any] = Optional[str]  # noqa: UP045 - typer reads no other notation with a parser
_NUMBER: Final[Any] = Optional[Decimal]  # noqa: UP045
_SHARE: Final[Any] = Optional[float]  # noqa: UP045
_TIME: Final[Any] = Optional[datetime]  # noqa: UP045

CONDITIONS: Final = (
    _words("statuses", "status", Status),
    _words("events", "event", Event),
    _words("modalities", "modality", Modality),
    Condition(
        "party",
        "party",
        _TEXT,
        _option("TEXT", "Only with a party whose name holds TEXT, in any case."),
    ),
    Condition(
        "min_amount",
        "min_amount",
        _NUMBER,
        _option("NUMBER", "Only amounts that reach it, as 1e9.", money),
    ),
    Condition(
        "max_amount",
        "max_amount",
        _NUMBER,
        _option("NUMBER", "Only amounts that don't exceed it.", money),
    ),
    Condition(
        "currency",
        "currency",
        _TEXT,
        _option("CODE", "Only amounts in this currency.", currency_code),
    ),
    Condition(
        "since",
        "since",
        _TIME,
        _option("WHEN", "Only articles since 7d, 36h, 2w or 2026-01-31.", moment),
    ),
    Condition(
        "until",
        "until",
        _TIME,
        _option("WHEN", "Only articles until then; a day counts to its end.", moment_after),
    ),
    Condition(
        "publisher",
        "publisher",
        _TEXT,
        _option("TEXT", "Only of outlets whose name holds TEXT, in any case."),
    ),
    Condition(
        "min_confidence",
        "min_confidence",
        _SHARE,
        _option("NUMBER", "Only claims that newsclaims is so sure of, as 0.8 or 80%.", share),
    ),
    Condition(
        "text",
        "text",
        _TEXT,
        _option("WORDS", "Only with all these words in the quote or the title."),
    ),
    Condition(
        "superseded",
        "superseded",
        bool,
        typer.Option("--superseded", help="Also claims of texts that were revised since."),
    ),
    Condition(
        "corrected",
        "corrected",
        bool,
        typer.Option("--corrected", help="Only claims that an editor corrected."),
    ),
    Condition(
        "source",
        "source",
        _TEXT,
        _option("SOURCE", "Only this article, as it was named for the run."),
    ),
)


def choosing_claims(*, leaving_out: Collection[str] = ()) -> Callable[[Command], Command]:
    """Gives a command the options in ``CONDITIONS``; it gets what they say as ``wanted``.

    Args:
        leaving_out: Fields that make no sense for the command.
    """
    conditions = tuple(each for each in CONDITIONS if each.field not in leaving_out)

    def decorated(command: Command) -> Command:
        def called(**given: Any) -> None:  # noqa: ANN401 - whatever typer read
            said = {each.field: given.pop(each.parameter) for each in conditions}
            command(**{WANTED: _filter(said)}, **given)

        parameters = _parameters(command, conditions)
        signature = inspect.Signature(parameters, return_annotation=None)
        called.__name__, called.__doc__ = command.__name__, command.__doc__
        called.__signature__ = signature  # type: ignore[attr-defined]
        called.__annotations__ = {each.name: each.annotation for each in parameters}
        return called

    return decorated


def _parameters(command: Command, conditions: Collection[Condition]) -> list[inspect.Parameter]:
    """Those of the command, with the conditions in the place of ``wanted``."""
    merged: list[inspect.Parameter] = []
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        if parameter.name == WANTED:
            merged.extend(map(_parameter, conditions))
        else:
            merged.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
    return merged


def _parameter(condition: Condition) -> inspect.Parameter:
    return inspect.Parameter(
        condition.parameter,
        inspect.Parameter.KEYWORD_ONLY,
        default=condition.default,
        annotation=Annotated[condition.kind, condition.option],
    )


def _filter(said: Mapping[str, Any]) -> ClaimFilter:
    """The filter; what was not said keeps the default of its field.

    Raises:
        typer.BadParameter: no claim could ever pass.
    """
    given = {name: value for name, value in said.items() if value is not None}
    since, until = given.get("since"), given.get("until")
    if since is not None and until is not None and since >= until:
        raise typer.BadParameter("--since is after --until: no article is dated so")
    lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    return ClaimFilter(**{**given, **lists})
