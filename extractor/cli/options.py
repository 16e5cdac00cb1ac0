"""What the words after an option mean; a word without meaning is a usage error."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Final

import typer

_AGO: Final = re.compile(r"(?P<number>\d{1,5})(?P<unit>[hdw])")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_SPAN: Final = re.compile(r"(?P<number>[1-9][0-9]{0,4})(?P<unit>[smhd])")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_UNITS: Final = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


class ExtractFormat(StrEnum):
    """How ``extract`` writes claims."""

    TABLE = "table"
    JSONL = "jsonl"
    PARQUET = "parquet"


class ClaimsFormat(StrEnum):
    """How ``claims`` writes claims."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    MD = "md"


class ShowFormat(StrEnum):
    """How ``show`` writes a claim."""

    TEXT = "text"
    JSON = "json"


class WatchFormat(StrEnum):
    """How ``watch`` writes what has landed."""

    TEXT = "text"
    JSONL = "jsonl"


def moment(words: str) -> datetime:
    """The moment meant by ``7d``, ``36h``, ``2w``, a date, or a date with time.

    Days and weeks ago mean the start of that day in UTC, as does a date; a time without zone is
    in UTC.

    Raises:
        typer.BadParameter: the words mean no moment.
    """
    try:
        return _first_moment(words.strip())
    except (ValueError, OverflowError):
        raise _no_moment(words) from None


def moment_after(words: str) -> datetime:
    """The moment until which the words reach: of a day its end, else as ``moment``.

    Raises:
        typer.BadParameter: the words mean no moment.
    """
    try:
        begun = _first_moment(words.strip())
        return _day_end(begun) if _is_day(words.strip()) else begun
    except (ValueError, OverflowError):
        raise _no_moment(words) from None


def _no_moment(words: str) -> typer.BadParameter:
    return typer.BadParameter(f"{words!r} is neither like 7d, 36h, 2w nor a date like 2026-01-31")


def _first_moment(words: str) -> datetime:
    ago = _AGO.fullmatch(words)
    return _moment_ago(ago, datetime.now(UTC)) if ago else _calendar_moment(words)


def _is_day(words: str) -> bool:
    """Whether a day is meant, and no time in it."""
    ago = _AGO.fullmatch(words)
    if ago:
        return ago["unit"] != "h"
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _day_end(begun: datetime) -> datetime:
    """The beginning of the next day; of the calendar's last one its last moment."""
    last = datetime.max.replace(tzinfo=UTC)
    return last if begun.date() == last.date() else begun + _UNITS["d"]


def _moment_ago(ago: re.Match[str], now: datetime) -> datetime:
    moment_then = now - int(ago["number"]) * _UNITS[ago["unit"]]
    return moment_then if ago["unit"] == "h" else _day_start(moment_then.date())


def _calendar_moment(words: str) -> datetime:
    read = datetime.fromisoformat(words)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _day_start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def seconds(words: str) -> int:
    """The seconds meant by ``30s``, ``10m``, ``2h`` or ``1d``.

    Raises:
        typer.BadParameter: the words mean no length of time, or none at all.
    """
    span = _SPAN.fullmatch(words.strip())
    if span is None:
        raise typer.BadParameter(f"{words!r} is not like 30s, 10m, 2h or 1d")
    return int(span["number"]) * _SECONDS[span["unit"]]


def money(words: str) -> Decimal:
    """The number meant by ``1e9``, ``2500000`` or ``2_500_000``.

    Raises:
        typer.BadParameter: the words are no finite number.
    """
    try:
        value = Decimal(words)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise typer.BadParameter(f"{words!r} is not a number like 1e9 or 2500000")
    return value


def share(words: str) -> float:
    """The share meant by ``0.8`` or ``80%``.

    Raises:
        typer.BadParameter: the words are no number from 0 to 1.
    """
    percent = words.strip().endswith("%")
    try:
        value = Decimal(words.strip().removesuffix("%"))
    except InvalidOperation:
        value = Decimal("NaN")
    if not (value.is_finite() and 0 <= value <= (100 if percent else 1)):
        raise typer.BadParameter(f"{words!r} is not a number from 0 to 1 like 0.8, nor like 80%")
    return float(value / 100 if percent else value)


def currency_code(words: str) -> str:
    """A currency code in capitals.

    Raises:
        typer.BadParameter: the word does not look like an ISO 4217 code.
    """
    code = words.strip().upper()
    if not _CURRENCY.fullmatch(code):
        raise typer.BadParameter(f"{words!r} is not an ISO 4217 code like USD")
    return code


def parquet_file(output: Path | None) -> Path:
    """The file that Parquet is written to.

    Raises:
        typer.BadParameter: none was named; Parquet is nothing for a terminal or a pipe.
    """
    if output is None:
        raise typer.BadParameter("--format parquet needs a file: -o claims.parquet")
    return output


def model_name(words: str) -> str | None:
    """The model to load; ``none`` means none."""
    return None if words.lower() == "none" else words
