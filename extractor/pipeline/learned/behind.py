"""Who stands behind a claim whose status was weighed: the rules' sources, and those they missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from extractor.pipeline.discourse import Reading, Source
from extractor.pipeline.judging import Case
from extractor.pipeline.mentions import is_authority
from extractor.pipeline.opinions import Shares
from extractor.records import PartyKind, SourceKind, Status

ON_RECORD: Final = (SourceKind.PARTY, SourceKind.AUTHORITY)
ELSEWHERE: Final = (SourceKind.ANONYMOUS, SourceKind.MEDIA, SourceKind.THIRD_PARTY)
_KINDS: Final[Mapping[Status, tuple[SourceKind, ...]]] = {
    Status.CONFIRMED: ON_RECORD,
    Status.UNCONFIRMED: ELSEWHERE,
    Status.STATED: (),
    Status.DENIED: tuple(SourceKind),
}
# From which share on the encoder names a kind of source, and below which it takes a rule's away.
_LIKELY = 0.3
_UNLIKELY = 0.05
# How many sentences a source carries on, and how many sentences late it may be named.
_CARRIED = 6
_AFTERWARDS = 2


def sources_behind(
    reading: Reading, case: Case, status: Status, sources: Shares
) -> tuple[Source, ...]:
    """The rules' sources that fit the status, and those of likely kinds that they do not give.

    Args:
        reading: the article.
        case: the claim, with the rules' evidence.
        status: the claim's.
        sources: the share of each kind of source; empty where the encoder was not asked.
    """
    allowed = _KINDS[status]
    found = [item.source for item in case.evidence if item.source]
    fitting = [s for s in found if s.kind in allowed]
    # Doubts take a source away only where another is left: what plain words say stands.
    kept = [s for s in fitting if sources.get(s.kind.value, 1.0) > _UNLIKELY] or fitting
    for kind in _missing(allowed, kept, sources):
        told = (
            _nearest(reading, case, kind, within=0)
            or (not kept and _of_another_kind(reading, case, kind, allowed))
            or _nearest(reading, case, kind, within=_CARRIED)
            or _own_word(reading, case, kind)
        )
        kept += [told] if told else []
    return tuple(dict.fromkeys(kept))


def _missing(
    allowed: tuple[SourceKind, ...], kept: list[Source], sources: Shares
) -> list[SourceKind]:
    """The likely kinds that no source has; the likeliest of all where there is no source."""
    found = [
        kind
        for kind in allowed
        if sources.get(kind.value, 0.0) >= _LIKELY and all(s.kind is not kind for s in kept)
    ]
    if not kept and not found and sources and allowed:
        return [max(allowed, key=lambda kind: sources[kind.value])]
    return found


def _homes(reading: Reading, case: Case) -> list[int]:
    """The numbers of the sentences of the claim's figures."""
    return [reading.sentence_at(span.start).index for span in case.spans]


def _nearest(reading: Reading, case: Case, kind: SourceKind, within: int) -> Source | None:
    """The source of a kind nearest to the claim, so many sentences off, one before it first."""
    homes = _homes(reading, case)
    ranked = []
    for source in reading.sources:
        place = reading.sentence_at(source.start).index
        gap = min((home - place for home in homes), key=abs)
        if source.kind is kind and -min(_AFTERWARDS, within) <= gap <= within:
            ranked.append((abs(gap), gap < 0, source.start, source))
    return min(ranked, key=lambda item: item[:3])[3] if ranked else None


def _of_another_kind(
    reading: Reading, case: Case, kind: SourceKind, allowed: tuple[SourceKind, ...]
) -> Source | None:
    """A source in the claim's own sentence that the rules took for one of a kind that can't be.

    “Notes fell to 77 cents, according to Umbra Data”: the rules take every name for a party's.
    """
    homes, spans = _homes(reading, case), case.spans
    here = [
        source
        for source in reading.sources
        if reading.sentence_at(source.start).index in homes
        and source.kind not in allowed
        and _may_be(reading, case, source, kind)
    ]
    if not here:
        return None
    covering = [s for s in here if any(s.scope.holds(span) for span in spans)] or here
    source = min(covering, key=lambda s: min(s.gap(span) for span in spans))
    return replace(source, kind=kind, rule="weights.other_kind")


def _may_be(reading: Reading, case: Case, source: Source, kind: SourceKind) -> bool:
    """Whether a source can be of a kind: nobody with a name is anonymous, no party an outsider."""
    if kind is SourceKind.ANONYMOUS:
        return not _is_named(reading, source)
    if kind in ON_RECORD:
        return _is_named(reading, source)
    return source.entity not in {party.entity for party in case.parties}


def _is_named(reading: Reading, source: Source) -> bool:
    if source.entity >= 0:
        return reading.entities[source.entity].kind is not PartyKind.GENERIC
    return source.name is not None


def _own_word(reading: Reading, case: Case, kind: SourceKind) -> Source | None:
    """A party that is taken at its word, though no words say that it spoke.

    “Acme raised its bid to $4 billion”: where nobody is said to say it, the party itself stands
    behind it.
    """
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
