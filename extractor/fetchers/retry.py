"""When to ask again: what may pass with time, how long to wait, and how long at most."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

RETRIED_STATUSES: Final = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE: Final = 30.0
_JITTER: Final = 0.5


def back_off(attempt: int, first_pause: float) -> float:
    """Seconds to wait after the ``attempt``-th failed attempt, from 0: doubling, with jitter.

    The jitter keeps clients that failed together from coming back together.
    """
    pause = min(first_pause * 2.0**attempt, _LONGEST_PAUSE)
    return pause * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret


def asked_pause(retry_after: str | None, now: Callable[[], datetime]) -> float | None:
    """Seconds that a Retry-After header asks for, in either form; None when it says nothing."""
    words = (retry_after or "").strip()
    if words.isascii() and words.isdecimal():
        # So many digits are no time that anybody waits.
        return float(words[:9])
    try:
        moment = parsedate_to_datetime(words)
    except (ValueError, TypeError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((aware - now()).total_seconds(), 0.0)
