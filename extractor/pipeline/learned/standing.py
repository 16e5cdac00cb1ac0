"""A status that was weighed is given its cues and sources, so that a reader can check it."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from typing import Final

from extractor.pipeline.context import EARLIER_DEAL
from extractor.pipeline.discourse import Reading, Source
from extractor.pipeline.judging import Case, Standing
from extractor.pipeline.learned.statuses import telling_cues
from extractor.pipeline.mentions import is_authority
from extractor.pipeline.opinions import Shares
from extractor.pipeline.status import (
    Evidence,
    confirmation_of,
    deciding_row,
    hit_of,
    speaking_for,
)
from extractor.records import PartyKind, Scope, SourceKind, Status

_ON_RECORD: Final = (SourceKind.PARTY, SourceKind.AUTHORITY)
_ELSEWHERE: Final = (SourceKind.ANONYMOUS, SourceKind.MEDIA, SourceKind.THIRD_PARTY)
_KINDS: Final[Mapping[Status, tuple[SourceKind, ...]]] = {
    Status.CONFIRMED: _ON_RECORD,
    Status.UNCONFIRMED: _ELSEWHERE,
    Status.STATED: (),
    Status.DENIED: tuple(SourceKind),
}
_ACTS: Final = frozenset({"act", "reported"})
_DOUBTS: Final = frozenset({"hedge", "disclaimer", "forecast"})
# From which share on the encoder names a kind of source, and below which it takes a rule's away.
_LIKELY = 0.3
_UNLIKELY = 0.05
# From which share on the weights may go against plain words: rulings and denials, say, are worded
# in more ways than the rules know.
_CLEARLY: Final[Mapping[Status, float]] = {
    Status.CONFIRMED: 0.6,
    Status.STATED: 0.9,
    Status.DENIED: 0.5,
}
# python -m corpus.tools.evaluate ... --calibration shows how well these hold.
_STEEPNESS, _UNSURE = 0.65, 0.005
_OFFSETS: Final[Mapping[Status, float]] = {
    Status.CONFIRMED: 0.22,
    Status.STATED: 0.22,
    Status.UNCONFIRMED: -0.37,
    Status.DENIED: -0.21,
}
# How many sentences a source carries on, and how many sentences late it may be named.
_CARRIED = 6
_AFTERWARDS = 2


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
    behind = _sources(reading, case, best, sources)
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
    if not _on_record(case) and not {*_ON_RECORD} & {source.kind for source in reading.sources}:
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
    if not _on_record(case) and (doubted or by & {*_ELSEWHERE}):
        against.add(Status.CONFIRMED)
    if doubted and "background" not in kinds:
        against.add(Status.STATED)
    return against


def _on_record(case: Case) -> bool:
    """Whether a party or an authority is said to have told or done it."""
    return any(item.kind in _ACTS or item.by in _ON_RECORD for item in case.evidence)


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


def _sources(reading: Reading, case: Case, status: Status, sources: Shares) -> tuple[Source, ...]:
    """The rules' sources that fit the status, and one that is carried on from sentences before."""
    allowed = _KINDS[status]
    found = [item.source for item in case.evidence if item.source]
    fitting = [s for s in found if s.kind in allowed]
    # Doubts take a source away only where another is left: what plain words say stands.
    kept = [s for s in fitting if sources.get(s.kind.value, 1.0) > _UNLIKELY] or fitting
    missing = [
        kind
        for kind in allowed
        if sources.get(kind.value, 0.0) >= _LIKELY and all(s.kind is not kind for s in kept)
    ]
    if not kept and not missing and sources and allowed:
        missing = [max(allowed, key=lambda kind: sources[kind.value])]
    kept += [s for kind in missing if (s := _nearest(reading, case, kind)) is not None]
    return tuple(dict.fromkeys(kept))


def _nearest(reading: Reading, case: Case, kind: SourceKind) -> Source | None:
    """The source of a kind that is nearest to the claim, one before it first.

    “Acme raised its bid to $4 billion”: where nobody is said to say it, the party itself stands
    behind it.
    """
    homes = [reading.sentence_at(span.start).index for span in case.spans]
    ranked = []
    for source in reading.sources:
        place = reading.sentence_at(source.start).index
        gap = min((home - place for home in homes), key=abs)
        if source.kind is kind and -_AFTERWARDS <= gap <= _CARRIED:
            ranked.append((abs(gap), gap < 0, source.start, source))
    if ranked:
        return min(ranked, key=lambda item: item[:3])[3]
    return _own_word(reading, case, kind)


def _own_word(reading: Reading, case: Case, kind: SourceKind) -> Source | None:
    """A party that is taken at its word, though no words say that it spoke."""
    for party in case.parties:
        entity = reading.entities[party.entity]
        official = is_authority(entity.name) or entity.kind is PartyKind.GOVERNMENT
        own_kind = SourceKind.AUTHORITY if official else SourceKind.PARTY
        if own_kind is kind and party.mentions:
            mention = party.mentions[0]
            home = reading.sentence_at(mention.start)
            return Source(
                mention.start, mention.end, kind, f"weights.{kind.value}", entity.name,
                party.entity, "implied", home.start, home.end,
            )  # fmt: skip
    return None
