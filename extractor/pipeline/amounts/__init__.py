"""Sums of money in English news: ``find_amounts`` and ``dollar_of``. See docs/amounts.md."""

from extractor.pipeline.amounts.currencies import dollar_of
from extractor.pipeline.amounts.recognise import find_amounts

__all__ = ["dollar_of", "find_amounts"]
