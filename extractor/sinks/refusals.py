"""What a database may refuse for reasons of its own, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from extractor.errors import StoreError

_NO_RIGHT: Final = "42501"
_AGAIN: Final = "what was saved before is complete; run the same command again"
# Pieces of the messages of SQLite and of PostgreSQL, and what to do about them.
_ADVICE: Final = (
    ("database is locked", "another process writes to it; try again when that is done"),
    ("lock timeout", "another process writes to it; try again when that is done"),
    ("is full", f"make room on the disk; {_AGAIN}"),
    ("No space left", f"make room on the disk; {_AGAIN}"),
    ("readonly database", "it may not be written: check the rights of the file and its folder"),
    ("read-only transaction", "it may not be written: name a server that may"),
    ("unable to open", "check that the folder is there and that you have the rights"),
    ("is not a database", "name another file with --db"),
    ("malformed", "the file is damaged: restore it from a copy"),
    ("terminating connection", f"the connection was ended; {_AGAIN}"),
    ("connection is lost", f"the connection was ended; {_AGAIN}"),
    ("server closed the connection", f"the connection was ended; {_AGAIN}"),
    ("permission denied", "ask the owner of the database for the right"),
    ("Is the server running", "check that the server runs and that the URL is right"),
)


@contextmanager
def database_errors(engine: Engine) -> Iterator[None]:
    """Turn what a database refuses for reasons of its own into ``StoreError``.

    Broken constraints and wrong statements are bugs and stay what they are.

    Raises:
        StoreError: locked, full, damaged, unreachable, not writable, a value that it can't hold,
            no database at all.
    """
    driver = engine.dialect.loaded_dbapi
    try:
        yield
    except (DBAPIError, driver.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if not _is_refusal(cause, driver):
            raise
        shown = engine.url.render_as_string(hide_password=True)
        raise StoreError(shown, _reason(str(cause))) from error


def _is_refusal(cause: object, driver: Any) -> bool:  # noqa: ANN401 - a module
    """SQLite says "file is not a database" by a plain ``DatabaseError``."""
    kinds = (driver.OperationalError, driver.DataError, driver.InternalError)
    return (
        isinstance(cause, kinds)
        or type(cause) is driver.DatabaseError
        or getattr(cause, "sqlstate", None) == _NO_RIGHT
    )


def _reason(message: str) -> str:
    first = message.strip().partition("\n")[0] or "the database gave no reason"
    advice = next((advice for piece, advice in _ADVICE if piece in message), None)
    return f"{first} ({advice})" if advice else first
