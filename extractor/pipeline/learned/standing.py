"""A status that was weighed is given its cues and sources, so that a reader can check it."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from typing import Final

from extractor.pipeline.context import EARLIER_DEAL
from extractor.pipeline.discourse import Reading, Source
from extractor.pipeline.judging import Case, Standing
from extractor.pipeline.learned.behind import ELSEWHERE, ON_RECORD, sources_behind
from extractor.pipeline.learned.statuses import telling_cues
from extractor.pipeline.opinions import Shares
from extractor.pipeline.status import (
    Evidence,
    confirmation_of,
    deciding_row,
    hit_of,
    speaking_for,
)
from extractor.records import Scope, Status

_ACTS: Final = frozenset({"act", "reported"})
_DOUBTS: Final = frozenset({"hedge", "disclaimer", "forecast"})
# From which share on the weights may go against plain words: rulings and denials, say, are worded
# in more ways than the rules know. A denial that nobody worded is the worst mistake.
_CLEARLY: Final[Mapping[Status, float]] = {
    Status.CONFIRMED: 0.6,
    Status.STATED: 0.9,
    Status.DENIED: 0.7,
}
# python -m corpus.tools.evaluate ... --calibration shows how well these hold.
_STEEPNESS, _UNSURE = 0.57, 0.005
_OFFSETS: Final[Mapping[Status, float]] = {
    Status.CONFIRMED: -0.06,
    Status.STATED: 0.21,
    Status.UNCONFIRMED: -0.69,
    Status.DENIED: -0.49,
}


def standing_of(reading: Reading, case: Case, status: Shares, sources: Shares) -> Standing:
    """The likeliest status, its cues, and the sources that are likely behind it.

    Args:
        reading: the article.
        case: the claim, with the rules' evidence.
        status: the share of each status.
        sources: the share of each kind of source; empty where the encoder was not asked.
    """
    row, winners = deciding_row(case.evidence)
    best, confidence = _likeliest(status, _open_to(reading, case, status), row.status)
    if row.status is not best:
        winners = speaking_for(best, case.evidence) or _denials(reading, case, best)
    behind = sources_behind(reading, case, best, sources)
    told = [*case.evidence, *(_carried(source) for source in behind)]
    if not winners:
        winners = [item for item in told if item.source in behind]
    items = list(dict.fromkeys([*winners, *told]))
    return Standing(confirmation_of(reading.text, best, winners, items, confidence), behind)


def _open_to(reading: Reading, case: Case, status: Shares) -> list[Status]:
    """What the weights may decide between: they go against plain words only if they are clear.

    Plain words: nothing is denied without a known word of denial, nothing confirmed where only
    others are said to have told it, and what is hedged or disclaimed is not the outlet's own word.
    However clear the weights are, an earlier deal is the outlet's own word, and nothing is
    confirmed in an article in which nobody speaks or acts on the record.
    """
    if case.evidence and all(item.cue.rule == EARLIER_DEAL for item in case.evidence):
        return [Status.STATED]
    against = _spoken_against(reading, case)
    options = [
        option
        for option in Status
        if option not in against or status[option.value] >= _CLEARLY[option]
    ]
    if not _on_record(case) and not {*ON_RECORD} & {source.kind for source in reading.sources}:
        options = [option for option in options if option is not Status.CONFIRMED]
    return options


def _spoken_against(reading: Reading, case: Case) -> set[Status]:
    """The statuses that plain words rule out."""
    kinds = {item.kind for item in case.evidence}
    by = {item.by for item in case.evidence}
    doubted = kinds & _DOUBTS
    against = set()
    if not any(hit.category == "denial" for hit in telling_cues(reading.text)):
        against.add(Status.DENIED)
    if not _on_record(case) and (doubted or by & {*ELSEWHERE}):
        against.add(Status.CONFIRMED)
    if doubted and "background" not in kinds:
        against.add(Status.STATED)
    return against


def _on_record(case: Case) -> bool:
    """Whether a party or an authority is said to have told or done it."""
    return any(item.kind in _ACTS or item.by in ON_RECORD for item in case.evidence)


def _likeliest(status: Shares, options: list[Status], by_table: Status) -> tuple[Status, float]:
    """The likeliest status and its share among the options; the table's if it is shut."""
    first = max(Status, key=lambda option: status[option.value])
    whole = sum(status[option.value] for option in options)
    if first not in options and by_table in options:
        first = by_table
    elif first not in options:
        first = max(options, key=lambda option: status[option.value])
    return first, calibrated(first, status[first.value] / whole) if whole else 0.0


def calibrated(status: Status, share: float) -> float:
    """How often a status of this share is right (Platt 1999, "Probabilistic outputs").

    The steepness and the offsets are fitted on the test parts of the corpus, which the weights have
    not seen; the real articles and ours count the same.
    """
    bounded = min(max(share, _UNSURE), 1.0 - _UNSURE)
    odds = log(bounded / (1.0 - bounded))
    return round(1.0 / (1.0 + exp(-(_STEEPNESS * odds + _OFFSETS[status]))), 3)


def _denials(reading: Reading, case: Case, status: Status) -> list[Evidence]:
    """The denial nearest to the claim, for a status that the table did not give."""
    if status is not Status.DENIED:
        return []
    hits = [hit for hit in telling_cues(reading.text) if hit.category == "denial"]
    nearest = min(hits, key=lambda hit: min(hit.gap(span) for span in case.spans), default=None)
    return [] if nearest is None else [Evidence("denial", nearest, scope=Scope.DOCUMENT)]


def _carried(source: Source) -> Evidence:
    return Evidence("said", hit_of(source), source.kind, Scope.DOCUMENT, source)
