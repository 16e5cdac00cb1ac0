"""How old an answer is and how long it lasts, written down so that hishel reckons rightly.

hishel takes the age of an answer from its Date alone. A copy that was old on arrival (Age), a
server whose clock goes wrong and an answer without a Date would pass for fresh too long.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

_MOST_SECONDS: Final = 2**31
Pairs = tuple[tuple[str, str], ...]


def dated(headers: Pairs, arrived_at: datetime) -> Pairs:
    """The headers of an answer (names in lower case) with its age on arrival (RFC 9111, 4.2.3).

    Date becomes the moment since which the answer has been ageing by our own clock, and Expires
    is moved by as much, so that the time between them stays.
    """
    stated = dict(headers)
    stated_date = _moment(stated.get("date"))
    apparent = max((arrived_at - stated_date).total_seconds(), 0.0) if stated_date else 0.0
    born_at = arrived_at - timedelta(seconds=max(apparent, _age(stated)))
    kept = tuple(pair for pair in headers if pair[0] not in ("date", "age", "expires"))
    return (*kept, ("date", _words(born_at)), *_expires(stated, born_at, stated_date))


def _expires(stated: Mapping[str, str], born_at: datetime, stated_date: datetime | None) -> Pairs:
    if "expires" not in stated:
        return ()
    expires = _moment(stated["expires"])
    if expires is None:
        # No date, which means: over already.
        return (("expires", "0"),)
    lasts = expires - (stated_date or born_at)
    try:
        return (("expires", _words(born_at + lasts)),)
    except OverflowError:
        return (("expires", _words(expires)),)


def _age(stated: Mapping[str, str]) -> float:
    words = stated.get("age", "").strip()
    is_number = words.isascii() and words.isdecimal()
    return float(min(int(words[:12]), _MOST_SECONDS)) if is_number else 0.0


def _moment(words: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(words or "")
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _words(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
