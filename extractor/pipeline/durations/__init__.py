"""Lengths of time in English news: where they stand, how long they are and what they mean.

``find_durations(text)`` reads every length of time and says what kind it is: the term of a
contract, loan or sentence, or something that no claim needs. Language knowledge is in
``data/duration_*.toml``; see docs/durations.md.
"""

from extractor.pipeline.durations.find import find_durations

__all__ = ["find_durations"]
