"""Claims before their records are made: each group of anchors is decided, then the whole is read.

A draft takes what other sentences say of it: parties of the deal that it points at, disclaimers,
denials.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractor.pipeline.context import EARLIER_DEAL, background_of
from extractor.pipeline.discourse import Anchor, Reading, Span
from extractor.pipeline.events import Decided
from extractor.pipeline.grouping import Group
from extractor.pipeline.judging import Case, Judge
from extractor.pipeline.reach import Told, reaching
from extractor.pipeline.roles import Assigned
from extractor.pipeline.standing import own_results, seen_from
from extractor.pipeline.status import Evidence, gather
from extractor.records import Event, Modality

_DEALS = frozenset(
    {Event.CONTRACT, Event.ACQUISITION, Event.INVESTMENT, Event.FINANCING, Event.SPENDING}
)
_DEAL_POINTER = re.compile(
    r"\b(?:the|this|that|its|their|an?)\s+(?:\w+\s+)?"
    r"(?:deal|agreement|contract|partnership|transaction|acquisition|offer|purchase|investment)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before its record is made."""

    group: Group
    event: Decided[Event]
    modality: Decided[Modality]
    parties: tuple[Assigned, ...]
    evidence: tuple[Evidence, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the figures that the claim hangs on stand."""
        return tuple(Span(figure.start, figure.end) for figure in self.group.anchors)

    def case(self) -> Case:
        """The draft as its standing is judged."""
        event, modality = self.event.value, self.modality.value
        return Case(self.group.anchors, event, modality, self.parties, self.evidence)

    def told(self) -> Told:
        """The draft as document-level evidence sees it."""
        entities = frozenset(party.entity for party in self.parties)
        return Told(self.spans, entities, self.event.value, self.modality.value, self.evidence)


def draft_all(reading: Reading, groups: Iterable[Group], judge: Judge) -> list[Draft]:
    """The drafts of all claims, evidence from other sentences included."""
    drafts = [draft_of(reading, group, judge) for group in groups]
    return with_document_evidence(reading, _with_inherited_parties(reading, drafts))


def _with_inherited_parties(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """“This agreement expands a deal worth $10 million” names no one: it takes the deal's parties.

    A claim whose sentence points at a deal takes the parties of the last deal told if it has none
    of its own, or, told as that deal's forerunner, no others.
    """
    told: list[Draft] = []
    for draft in drafts:
        deals = [d for d in told if d.parties and d.event.value in _DEALS]
        if deals and _lacks_parties(reading, draft, deals[-1]) and _points_at_deal(reading, draft):
            draft = replace(draft, parties=deals[-1].parties)  # noqa: PLW2901 - frozen value
        told.append(draft)
    return told


def _lacks_parties(reading: Reading, draft: Draft, deal: Draft) -> bool:
    known = {party.entity for party in deal.parties}
    forerunner = _earlier_fact(reading, draft.group) is not None
    return not draft.parties or (forerunner and {p.entity for p in draft.parties} < known)


def _points_at_deal(reading: Reading, draft: Draft) -> bool:
    sentence = reading.sentence_at(draft.spans[0].start)
    return _DEAL_POINTER.search(reading.text, sentence.start, sentence.end) is not None


def draft_of(
    reading: Reading, group: Group, judge: Judge, event: Decided[Event] | None = None
) -> Draft:
    """The draft of one claim, by its own sentences; the judge is asked what is not known yet."""
    event = event or judge.event(reading, group.anchors)
    modality = _earlier_fact(reading, group) or judge.modality(reading, _asserted(reading, group))
    parties = tuple(judge.parties(reading, event.value, group.anchors))
    bound = frozenset(party.entity for party in parties)
    evidence = [item for figure in group.anchors for item in gather(reading, figure)]
    # Where the encoder was asked it has read who is an outsider, and is more often right.
    if not any(figure.start in reading.opinions for figure in group.anchors):
        evidence = [seen_from(reading, bound, item) for item in evidence]
    evidence += own_results(reading, event.value, group.anchors, bound, evidence)
    return Draft(group, event, modality, parties, tuple(dict.fromkeys(evidence)))


def _earlier_fact(reading: Reading, group: Group) -> Decided[Modality] | None:
    """An earlier deal, told as background of a later one, came about, whatever is planned now."""
    found = [background_of(reading, Span(f.start, f.end)) for f in group.anchors]
    earlier = [hit for hit in found if hit is not None and hit.rule == EARLIER_DEAL]
    if not found or len(earlier) < len(found):
        return None
    return Decided(Modality.ACTUAL, earlier[0], 0.8)


def _asserted(reading: Reading, group: Group) -> list[Anchor]:
    """The figures outside the background, if there are any: they tell whether the fact holds."""
    figures = [f for f in group.anchors if not background_of(reading, Span(f.start, f.end))]
    return figures or list(group.anchors)


def with_document_evidence(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The drafts with the disclaimers and denials of other sentences that reach them."""
    more = reaching(reading, [draft.told() for draft in drafts])
    return [
        replace(draft, evidence=(*draft.evidence, *(item for at, item in more if at == index)))
        for index, draft in enumerate(drafts)
    ]
