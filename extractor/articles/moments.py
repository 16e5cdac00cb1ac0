"""Times as pages write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from extractor.records import Moment

_OLDEST_YEAR: Final = 1800
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# "2024-03-05 10:00:00 +0100", "...T10:00:00.1234567Z": what fromisoformat doesn't take as it is.
_LOOSE_ISO: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?\Z",
    re.IGNORECASE,
)


def moment_of(value: object) -> Moment | None:
    """A time of a page: with its zone, or the day alone where the page names no zone.

    Args:
        value: Whatever stands where a time should be; only ISO 8601 and RFC 822 strings are read.
    """
    if not isinstance(value, str):
        return None
    text = value.strip()
    parsed = _iso(text) or _rfc822(text) or _leading_day(text)
    return parsed if parsed and parsed.year >= _OLDEST_YEAR else None


def _iso(text: str) -> Moment | None:
    loose = _LOOSE_ISO.match(text)
    if loose:
        zone = (loose[3] or "").upper()
        text = f"{loose[1]}T{loose[2]}{'Z' if zone in ('Z', 'UTC', 'GMT') else zone}"
    try:
        return _zoned_or_day(datetime.fromisoformat(text))
    except ValueError:
        return None


def _rfc822(text: str) -> Moment | None:
    try:
        return _zoned_or_day(parsedate_to_datetime(text))
    except ValueError:
        return None


def _leading_day(text: str) -> date | None:
    match = _ISO_DAY.match(text)
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


def _zoned_or_day(moment: datetime) -> Moment:
    return moment if moment.utcoffset() is not None else moment.date()


def more_precise(first: Moment | None, second: Moment | None) -> Moment | None:
    """The first, unless it is but a day and the second is a time on that day."""
    if first is None:
        return second
    is_day = not isinstance(first, datetime)
    if is_day and isinstance(second, datetime) and second.date() == first:
        return second
    return first
