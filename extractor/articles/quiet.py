"""Keeps the log messages of the extraction libraries from the user."""

from __future__ import annotations

import logging
from functools import cache
from typing import Final

_LIBRARIES: Final = ("trafilatura", "htmldate", "charset_normalizer")


@cache
def quieten() -> None:
    """Silences the libraries' loggers, once; a level that somebody set on them stays.

    They warn about every page without text; what matters of that becomes a failure record.
    """
    for library in _LIBRARIES:
        logger = logging.getLogger(library)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.CRITICAL + 1)
