"""Points in time as databases and columns keep them."""

from __future__ import annotations

from datetime import UTC, datetime

from extractor.records import Moment


def utc_time(moment: Moment | None) -> datetime | None:
    """A moment in UTC without zone, as databases compare it; a day is its beginning."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    try:
        return moment.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # within a day of the year 1 or 9999
        return moment.replace(tzinfo=None)
