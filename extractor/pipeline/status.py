"""Who stands behind a claim: evidence is gathered, then ``data/precedence.toml`` decides.

Nothing is decided by the last cue read: all evidence of all mentions is kept, ranked by the rows
of the table, and the first row that finds its evidence gives the status. See docs/confirmation.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor.pipeline.context import background_of, clause_of, vicinity
from extractor.pipeline.discourse import Anchor, Hit, Reading, Source, Span
from extractor.pipeline.lexicon import load_data, matcher
from extractor.records import Confirmation, Cue, Scope, SourceKind, Status

EvidenceKind = Literal[
    "denial", "said", "reported", "act", "forecast", "hedge", "disclaimer", "background", "none"
]
_HEDGE_REACH = 70
_SCOPE_REACH = 400
_FORECAST_REACH = 90
_CLOSE_VERBS = frozenset({"announced", "reported", "claimed", "showed"})
_ELSEWHERE = frozenset({"hedge.reportedly", "hedge.report_that"})
_NUMBER = re.compile(r"[$€£¥]|\d|;")
_SURENESS = {Status.DENIED: 0.7, Status.CONFIRMED: 0.75, Status.UNCONFIRMED: 0.7}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing in the text that bears on a claim's status."""

    kind: EvidenceKind
    cue: Hit
    by: SourceKind | None = None
    scope: Scope = Scope.SENTENCE
    source: Source | None = None


class Row(BaseModel):
    """One row of the precedence table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    evidence: EvidenceKind
    status: Status
    by: tuple[SourceKind, ...] = ()

    def takes(self, evidence: Evidence) -> bool:
        """Whether a piece of evidence satisfies the row."""
        return evidence.kind == self.evidence and (not self.by or evidence.by in self.by)


class PrecedenceFile(BaseModel):
    """``data/precedence.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: tuple[Row, ...]


@cache
def precedence() -> tuple[Row, ...]:
    """The rows of the table, strongest first."""
    return load_data("precedence.toml", PrecedenceFile).row


def gather(reading: Reading, figure: Anchor) -> Iterator[Evidence]:
    """The evidence at one figure: background, or hedges and the source that stands behind it."""
    span = Span(figure.start, figure.end)
    hedges = list(_hedges(reading, span))
    background = background_of(reading, span)
    if background:
        yield Evidence("background", background)
        yield from (hedge for hedge in hedges if hedge.kind == "forecast")
        return
    yield from hedges
    source = source_of(reading, span)
    if source:
        yield Evidence(_spoken(source), hit_of(source), source.kind, source=source)


def _spoken(source: Source) -> EvidenceKind:
    """“Acme reported a profit” is its own act; “the paper reported” is another's word."""
    own = source.kind in {SourceKind.PARTY, SourceKind.AUTHORITY}
    return "reported" if own and source.verb == "reported" else "said"


def hit_of(source: Source) -> Hit:
    """The words of a source, as a cue."""
    return Hit(source.start, source.end, source.rule, "source")


def source_of(reading: Reading, figure: Span) -> Source | None:
    """The attribution that covers a figure: the nearest one whose scope holds it."""
    clause = clause_of(reading, figure)
    covering = [
        source
        for source in reading.sources_over(figure)
        if _scope(reading, source).holds(figure)
        and (source.verb not in _CLOSE_VERBS or clause.meets(source))
    ]
    return min(covering, key=lambda s: (not clause.meets(s), figure.gap(s)), default=None)


def _scope(reading: Reading, source: Source) -> Span:
    """The stretch a source covers: a compiler of forecasts covers only the forecast.

    "Sales were $5 million; analysts had expected $4 million, according to a poll": not the sales.
    """
    if source.kind is not SourceKind.THIRD_PARTY or source.verb != "according":
        return source.scope
    before = Span(max(source.scope_start, source.start - _SCOPE_REACH), source.start)
    hits = matcher("status_cues.toml").in_span(reading.text, before)
    starts = [hit.start for hit in hits if hit.category == "forecast"]
    return Span(min(starts, default=source.scope_start), source.scope_end)


def _hedges(reading: Reading, figure: Span) -> Iterator[Evidence]:
    sentence = vicinity(reading, figure)
    clause = clause_of(reading, figure)
    for hit in matcher("status_cues.toml").in_span(reading.text, sentence):
        if hit.category == "hedge" and clause.holds(hit) and hit.gap(figure) <= _HEDGE_REACH:
            yield _hedge(sentence, hit)
        if hit.category == "act" and clause.holds(hit):
            yield Evidence("act", hit)
        if hit.category == "forecast" and _forecasts(reading.text, hit, figure):
            yield Evidence("forecast", hit, SourceKind.THIRD_PARTY)


def _hedge(sentence: Span, hit: Hit) -> Evidence:
    """“Reportedly” hedges and names a kind of source as well: somebody else's report."""
    if hit.rule not in _ELSEWHERE:
        return Evidence("hedge", hit)
    source = Source(
        hit.start, hit.end, SourceKind.MEDIA, hit.rule, None, -1, "according",
        sentence.start, sentence.end,
    )  # fmt: skip
    return Evidence("hedge", hit, SourceKind.MEDIA, source=source)


def _forecasts(text: str, hit: Hit, figure: Span) -> bool:
    """Whether a forecast's words introduce the figure, with no other between, or just follow."""
    if figure.end <= hit.start:
        return not text[figure.end : hit.start].strip(" ,")
    between = text[hit.end : figure.start]
    return (
        hit.end <= figure.start and len(between) <= _FORECAST_REACH and not _NUMBER.search(between)
    )


def deciding_row(evidence: Iterable[Evidence]) -> tuple[Row, list[Evidence]]:
    """The first row of the table that the evidence satisfies, and what satisfies it."""
    items = list(evidence)
    for row in precedence():
        winners = [item for item in items if row.takes(item)]
        if winners or row.evidence == "none":
            return row, winners
    raise AssertionError("the precedence table has no last row")  # pragma: no cover


def decide(text: str, evidence: Iterable[Evidence]) -> Confirmation:
    """The status by the precedence table, the deciding cue first."""
    items = list(evidence)
    row, winners = deciding_row(items)
    return confirmation_of(text, row.status, winners, items, _SURENESS.get(row.status, 0.65))


def speaking_for(status: Status, evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence that would give a status by some row of the table, the strongest row first."""
    items = list(evidence)
    rows = [row for row in precedence() if row.status is status]
    found = [item for row in rows for item in items if row.takes(item)]
    return list(dict.fromkeys(found))


def confirmation_of(
    text: str,
    status: Status,
    winners: Sequence[Evidence],
    items: Sequence[Evidence],
    confidence: float,
) -> Confirmation:
    """A status as a record: the cues that speak for it first, then all others."""
    ordered = [*winners, *(item for item in items if item not in winners)]
    return Confirmation(
        status=status,
        confidence=confidence,
        scope=winners[0].scope if winners else Scope.NONE,
        cues=tuple(dict.fromkeys(as_cue(text, item.cue) for item in ordered)),
    )


def as_cue(text: str, hit: Hit) -> Cue:
    """A hit as a record, with its words."""
    return Cue(text=text[hit.start : hit.end], start=hit.start, end=hit.end, rule=hit.rule)
