"""Claims are put together: figures are grouped, each group is decided, records are made."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.hashing import content_id
from extractor.pipeline.deal_claims import draft_deals
from extractor.pipeline.discourse import Anchor, Hit, Mention, Reading, Source, Span
from extractor.pipeline.drafts import Draft, draft_all
from extractor.pipeline.grouping import Found, Group, group_figures
from extractor.pipeline.judging import Judge
from extractor.pipeline.roles import Assigned
from extractor.pipeline.status import as_cue
from extractor.records import (
    Amount,
    Attribution,
    Claim,
    Cue,
    Party,
    PartyKind,
    Quote,
    plain_decimal,
)
from extractor.records import Evidence as Quoted

_CONTEXT = 32


def assemble(reading: Reading, found: Found, judge: Judge, article_id: str) -> list[Claim]:
    """The claims of an article, in the order of the first of what they hang on."""
    drafts = draft_all(reading, group_figures(reading, found.amounts, found.terms), judge)
    drafts += draft_deals(reading, found.deals, judge, drafts)
    drafts.sort(key=lambda draft: draft.spans[0].start)
    return [_claim(reading, draft, judge, article_id) for draft in drafts]


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
    """What makes a claim itself: its figures, or the words of its deal, and where they stand."""
    sums: list[list[object]] = [
        [a.start, a.end, _plain(a), a.currency, a.per] for a in group.amounts
    ]
    terms: list[list[object]] = [[d.start, d.end, d.iso8601] for d in group.durations]
    deals: list[list[object]] = [[d.start, d.end, "deal"] for d in group.deals]
    return [*sums, *terms, *deals]


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
    told: tuple[Anchor, ...] = (*group.amounts, *group.durations, *group.deals)
    sentences = {reading.sentence_at(anchor.start) for anchor in told}
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
