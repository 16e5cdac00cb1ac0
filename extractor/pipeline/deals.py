"""Words that tell a deal: what claims of deals hang on that are told without any figure."""

from __future__ import annotations

from typing import Final

from extractor.pipeline.discourse import Deal
from extractor.pipeline.lexicon import matcher
from extractor.records import Event

# To judge a word takes some 20 ms: a text of nothing else must not take minutes.
_MOST_WORDS: Final = 300


def find_deals(text: str) -> list[Deal]:
    """The words of ``data/deals.toml`` in a text, in order; of two that overlap the longer one.

    Args:
        text: of an article.

    Returns:
        Candidates, 300 at most: whether a deal is told there, and which, is decided when its
        parties are known.
    """
    hits = sorted(matcher("deals.toml").hits(text), key=lambda hit: (hit.start, -hit.end, hit.rule))
    found: list[Deal] = []
    for hit in hits:
        if not found or hit.start >= found[-1].end:
            found.append(Deal(hit.start, hit.end, Event(hit.category), hit.rule, hit.weight))
    return found[:_MOST_WORDS]
