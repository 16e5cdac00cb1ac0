"""Standard output for data, standard error for everything else, exit codes for scripts."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NoReturn, TextIO

import typer

from extractor.errors import NewsclaimsError
from extractor.sinks.files import store_errors

if TYPE_CHECKING:
    from extractor.records import Failure


_WIDTH_ELSEWHERE: Final = 120


class ExitCode(IntEnum):
    """What the command line tells the shell."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    DONE_WITH_FAILURES = 3
    INTERRUPTED = 130


def data_stream() -> TextIO:
    r"""Standard output as UTF-8 with ``\n`` line ends, whatever the locale or system."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at the stream."""
    return stream.isatty()


def width_for(stream: TextIO) -> int | None:
    """How wide to print: None, as wide as the terminal; elsewhere what COLUMNS says, else 120."""
    if is_terminal(stream):
        return None
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) else _WIDTH_ELSEWHERE


def note(message: str) -> None:
    """Say something on standard error: one line, no escape sequences, no markup."""
    from extractor.sinks.plain import one_line  # noqa: PLC0415 - keeps --help fast

    typer.echo(one_line(message), err=True)


def note_failure(failure: Failure) -> None:
    """Say on standard error what could not be read."""
    note(f"{failure.source}: {failure.message} ({failure.error})")


def leave(code: ExitCode) -> NoReturn:
    """End the command with an exit code."""
    raise typer.Exit(int(code))


@contextmanager
def expected_failures() -> Iterator[None]:
    """Turn what may go wrong on any day into a message and an exit code; bugs keep their trace."""
    try:
        yield
        with store_errors("output"):
            sys.stdout.flush()
    except NewsclaimsError as error:
        note(f"error: {error}")
        _drop_unwritable_output()
        leave(ExitCode.FAILED)
    except BrokenPipeError:
        _drop_output()
        leave(ExitCode.DONE)
    except KeyboardInterrupt:
        note("interrupted")
        leave(ExitCode.INTERRUPTED)


def _drop_unwritable_output() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()


def _drop_output() -> None:
    """Nobody takes the output (``| head``, a full disk): don't let Python's last flush complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
