"""How a source stands to a claim: one of its parties speaks of its own, an outsider of others'.

A company that speaks of another's figures is a third party to them; a company whose results an
article tells stands behind all of them once it has reported them, sentence for sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from extractor.pipeline.context import background_of
from extractor.pipeline.discourse import Anchor, Hit, Mention, Reading, Source, Span
from extractor.pipeline.status import Evidence
from extractor.records import Event, PartyKind, Scope, SourceKind

_OFFICE = re.compile(
    r"\b(?:chief|executive|chairman|chairwoman|president|director|head|ceo|cfo|coo|founder|"
    r"spokes\w+|manager|officer|partner|boss)\b",
    re.IGNORECASE,
)
_OFFICE_REACH = 70


def seen_from(reading: Reading, bound: Collection[int], evidence: Evidence) -> Evidence:
    """The evidence with its source's kind as the claim's parties make it."""
    source = evidence.source
    if source is None or not bound or evidence.by is not SourceKind.PARTY:
        return evidence
    if not _is_outsider(reading, bound, source):
        return evidence
    outsider = replace(source, kind=SourceKind.THIRD_PARTY, rule="third_party.outsider")
    cue = replace(evidence.cue, rule=outsider.rule)
    return replace(evidence, kind="said", cue=cue, by=outsider.kind, source=outsider)


def _is_outsider(reading: Reading, bound: Collection[int], source: Source) -> bool:
    if source.entity < 0 or source.entity in bound:
        return False
    entity = reading.entities[source.entity]
    if entity.kind is PartyKind.PERSON:
        employer = employer_of(reading, source.entity)
        return employer >= 0 and employer not in bound
    return entity.kind is PartyKind.ORGANISATION


def employer_of(reading: Reading, person: int) -> int:
    """The organisation that a person speaks for, by the words beside the name; -1 if none is said.

    "Acme Corp Chief Executive Jane Roe", "Jane Roe, head of research at Acme".
    """
    for mention in reading.entities[person].mentions:
        near = Span(max(0, mention.start - 2 * _OFFICE_REACH), mention.end + 2 * _OFFICE_REACH)
        for other in reading.mentions_in(near):
            if other.form == "name" and _holds_office(reading, mention, other):
                return other.entity
    return -1


def _holds_office(reading: Reading, person: Mention, other: Mention) -> bool:
    gap = reading.text[min(person.end, other.end) : max(person.start, other.start)]
    near = 0 < len(gap) <= _OFFICE_REACH and "\n" not in gap and '"' not in gap
    body = reading.entities[other.entity].kind is PartyKind.ORGANISATION
    return near and body and _OFFICE.search(gap) is not None and "." not in gap.strip(". ")


def own_results(
    reading: Reading,
    event: Event,
    figures: Sequence[Anchor],
    bound: Collection[int],
    evidence: Sequence[Evidence],
) -> list[Evidence]:
    """A company's results, told without a source after the company reported them."""
    if event is not Event.RESULTS or evidence or not bound:
        return []
    reported = [
        source
        for source in reading.sources
        if source.entity in bound
        and source.kind is SourceKind.PARTY
        and source.verb in {"reported", "said", "announced"}
        and any(source.start < figure.start for figure in figures)
    ]
    if not reported or any(background_of(reading, Span(f.start, f.end)) for f in figures):
        return []
    source = reported[0]
    cue = Hit(source.start, source.end, "party.own_results", "source")
    return [Evidence("reported", cue, source.kind, Scope.DOCUMENT, source)]
