"""Claims are put together: figures are grouped, each group is decided, records are made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.hashing import content_id
from extractor.pipeline.context import EARLIER_DEAL, background_of
from extractor.pipeline.discourse import Hit, Mention, Reading, Source, Span
from extractor.pipeline.events import Decided
from extractor.pipeline.grouping import Group, group_figures
from extractor.pipeline.judging import Case, Judge
from extractor.pipeline.reach import Told, reaching
from extractor.pipeline.roles import Assigned
from extractor.pipeline.standing import own_results, seen_from
from extractor.pipeline.status import Evidence, as_cue, gather
from extractor.records import (
    Amount,
    Attribution,
    Claim,
    Cue,
    Duration,
    DurationKind,
    Event,
    Modality,
    Party,
    PartyKind,
    Quote,
    plain_decimal,
)
from extractor.records import Evidence as Quoted

_CONTEXT = 32
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


def assemble(
    reading: Reading,
    amounts: Sequence[Amount],
    durations: Sequence[Duration],
    judge: Judge,
    article_id: str,
) -> list[Claim]:
    """The claims of an article, in the order of their first figure."""
    terms = [duration for duration in durations if duration.kind is DurationKind.TERM]
    drafts = draft_all(reading, group_figures(reading, amounts, terms), judge)
    return [_claim(reading, draft, judge, article_id) for draft in drafts]


def draft_all(reading: Reading, groups: Iterable[Group], judge: Judge) -> list[Draft]:
    """The drafts of all claims, evidence from other sentences included."""
    drafts = [_draft(reading, group, judge) for group in groups]
    return _with_document_evidence(reading, _with_inherited_parties(reading, drafts))


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


def _draft(reading: Reading, group: Group, judge: Judge) -> Draft:
    event = judge.event(reading, group.anchors)
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


def _asserted(reading: Reading, group: Group) -> list[Amount | Duration]:
    """The figures outside the background, if there are any: they tell whether the fact holds."""
    figures = [f for f in group.anchors if not background_of(reading, Span(f.start, f.end))]
    return figures or list(group.anchors)


def _with_document_evidence(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    more = reaching(reading, [draft.told() for draft in drafts])
    return [
        replace(draft, evidence=(*draft.evidence, *(item for at, item in more if at == index)))
        for index, draft in enumerate(drafts)
    ]


def _claim(reading: Reading, draft: Draft, judge: Judge, article_id: str) -> Claim:
    standing = judge.standing(reading, draft.case())
    confirmation = standing.confirmation
    parties = tuple(_party(reading, assigned) for assigned in draft.parties)
    sure = min([confirmation.confidence, *(party.confidence for party in parties)])
    return Claim(
        id=content_id("claim", article_id, *_key(draft.group)),
        event=draft.event.value,
        event_cue=_optional_cue(reading.text, draft.event.cue),
        amounts=draft.group.amounts,
        durations=draft.group.durations,
        parties=parties,
        confirmation=confirmation,
        modality=draft.modality.value,
        modality_cue=_optional_cue(reading.text, draft.modality.cue),
        attribution=_attributions(reading, standing.sources),
        evidence=_quoted(reading, draft.group),
        confidence=round(sure, 2),
    )


def _key(group: Group) -> list[list[object]]:
    """What makes a claim itself: its figures and where they stand."""
    sums: list[list[object]] = [
        [a.start, a.end, _plain(a), a.currency, a.per] for a in group.amounts
    ]
    terms: list[list[object]] = [[d.start, d.end, d.iso8601] for d in group.durations]
    return [*sums, *terms]


def _plain(amount: Amount) -> list[str | None]:
    ends = (amount.value_min, amount.value_max)
    return [None if value is None else plain_decimal(value) for value in ends]


def _optional_cue(text: str, hit: Hit | None) -> Cue | None:
    return None if hit is None else as_cue(text, hit)


def _party(reading: Reading, assigned: Assigned) -> Party:
    entity = reading.entities[assigned.entity]
    return Party(
        name=" ".join(entity.name.split()),
        role=assigned.role,
        kind=PartyKind(entity.kind),
        mentions=_quotes(reading.text, assigned.mentions),
        confidence=assigned.confidence,
    )


def _quotes(text: str, mentions: Iterable[Mention]) -> tuple[Quote, ...]:
    ordered = sorted(mentions, key=lambda mention: mention.start)
    return tuple(Quote(text=text[m.start : m.end], start=m.start, end=m.end) for m in ordered)


def _attributions(reading: Reading, sources: Iterable[Source]) -> tuple[Attribution, ...]:
    """The sources of the claim, each kind and name once."""
    unique: dict[tuple[str, str | None], Source] = {}
    for source in sources:
        unique.setdefault((source.kind, source.name), source)
    return tuple(_attribution(reading.text, source) for source in unique.values())


def _attribution(text: str, source: Source) -> Attribution:
    return Attribution(
        text=text[source.start : source.end],
        start=source.start,
        end=source.end,
        name=source.name,
        kind=source.kind,
        rule=source.rule,
    )


def _quoted(reading: Reading, group: Group) -> tuple[Quoted, ...]:
    figures = (*group.amounts, *group.durations)
    sentences = {reading.sentence_at(figure.start) for figure in figures}
    ordered = sorted(sentences, key=lambda sentence: sentence.start)
    return tuple(_quote_sentence(reading.text, sentence) for sentence in ordered)


def _quote_sentence(text: str, sentence: Span) -> Quoted:
    return Quoted(
        text=text[sentence.start : sentence.end],
        start=sentence.start,
        end=sentence.end,
        prefix=text[max(0, sentence.start - _CONTEXT) : sentence.start],
        suffix=text[sentence.end : sentence.end + _CONTEXT],
    )
