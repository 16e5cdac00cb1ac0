"""Whether a word tells a deal that is worth a claim: features of the claim that it would be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from extractor.pipeline.context import clause_of, vicinity
from extractor.pipeline.discourse import Deal, Mention, Reading
from extractor.pipeline.judging import Case
from extractor.pipeline.learned.casts import Factors, parse_factors
from extractor.pipeline.learned.figures import words_of
from extractor.pipeline.learned.linear import LinearModel, parse_model
from extractor.pipeline.opinions import Shares
from extractor.records import PartyKind

NO_DEAL: Final = "none"
"""The class of words that tell no deal; the other classes are events."""

DEALS: Final = "claims-deals.json"

_NEAR_WORDS = 3
_OPENING = 4
_SURE, _LIKELY = 0.9, 0.6
_STEP, _STEPS = 12, 6


@dataclass(frozen=True, slots=True)
class DealWeights:
    """What was learned of deals that are told without any figure.

    Attributes:
        name: of the training run; it stands in every record.
        model: which words tell a deal, and of which kind.
        casts: how many pay, are paid and are spoken of in deals, by the rule of the word.
    """

    name: str
    model: LinearModel
    casts: Mapping[str, Factors]


@cache
def load_deals() -> DealWeights:
    """The weights that ship with the package."""
    raw = json.loads((files("extractor.models") / DEALS).read_text(encoding="utf-8"))
    return DealWeights(raw["name"], parse_model(raw["model"]), parse_factors(raw["casts"]))


def deal_features(
    reading: Reading, deal: Deal, case: Case, event: Shares, told: Sequence[Case]
) -> dict[str, float]:
    """The features of one word; all count once.

    Args:
        reading: the article.
        deal: the word.
        case: the claim that it would be, judged by this word alone.
        event: the share of each event.
        told: the claims that hang on figures.
    """
    names = [
        *_word(reading, deal),
        *_judged(deal, case, event),
        *_cast(reading, case),
        *_who_stands_here(reading, deal, case),
        *_beside_figures(reading, deal, case, told),
    ]
    return dict.fromkeys(names, 1.0)


def _word(reading: Reading, deal: Deal) -> Iterator[str]:
    """The word, those around it, and where it stands."""
    sentence, near = reading.sentence_at(deal.start), vicinity(reading, deal)
    left = words_of(reading.text[near.start : deal.start])
    right = words_of(reading.text[deal.end : near.end])
    yield f"word:{' '.join(words_of(reading.text[deal.start : deal.end]))}"
    yield f"rule:{deal.rule}"
    yield from (f"left:{word}" for word in left[-_NEAR_WORDS:])
    yield from (f"right:{word}" for word in right[:_NEAR_WORDS])
    yield f"left1:{left[-1] if left else None}"
    yield f"right1:{right[0] if right else None}"
    yield f"place:{'headline' if sentence.headline else min(2, sentence.index)}"
    yield f"early:{sentence.index <= _OPENING}"
    clause = clause_of(reading, deal)
    words = words_of(reading.text[clause.start : clause.end])
    yield from (f"clause:{word}" for word in words)


def _judged(deal: Deal, case: Case, event: Shares) -> Iterator[str]:
    """What kind of fact it was taken for, how surely, and on what evidence."""
    kind, level = case.event.value, _level(event[case.event.value])
    yield f"event:{kind}"
    yield f"event:{kind}:{level}"
    yield f"agrees:{case.event is deal.event}:{level}"
    yield f"rule:{deal.rule}:{kind}"
    yield f"modality:{case.modality.value}"
    yield from (f"evidence:{item.kind}" for item in case.evidence)


def _level(share: float) -> str:
    return "sure" if share >= _SURE else "likely" if share >= _LIKELY else "unsure"


def _cast(reading: Reading, case: Case) -> Iterator[str]:
    """How many parties there are, of what kinds, in what roles."""
    kinds = [reading.entities[party.entity].kind for party in case.parties]
    generic = sum(kind is PartyKind.GENERIC for kind in kinds)
    cast = "+".join(sorted(party.role.value for party in case.parties)[:4])
    yield f"named:{min(3, len(kinds) - generic)}"
    yield f"generic:{min(2, generic)}"
    yield f"cast:{cast}"
    yield f"cast:{cast}@{case.event.value}"
    yield f"least:{_level(min((party.confidence for party in case.parties), default=0.0))}"
    yield f"focus:{reading.focus in case.bound}"
    for party, kind in zip(case.parties, kinds, strict=True):
        yield f"kind:{party.role.value}:{kind.value}"


def _who_stands_here(reading: Reading, deal: Deal, case: Case) -> Iterator[str]:
    """Which of the parties stand in the word's sentence and clause, and how near."""
    clause = clause_of(reading, deal)
    everyone = reading.mentions_in(reading.sentence_at(deal.start))
    here = [mention for mention in everyone if mention.entity in case.bound]
    present = _bearers(here)
    inside = min(3, _bearers(m for m in here if clause.holds(m)))
    before = any(mention.end <= deal.start for mention in here)
    after = any(mention.start >= deal.end for mention in here)
    gap = min((mention.gap(deal) for mention in here), default=_STEP * _STEPS)
    yield f"here:{min(3, present)}"
    yield f"away:{min(2, len(case.bound) - present)}"
    yield f"inside:{inside}"
    yield f"parties:{min(3, len(case.bound))}:inside:{inside}"
    yield f"sides:{before}:{after}"
    yield f"gap:{min(_STEPS, gap // _STEP)}"
    yield f"forms:{'+'.join(sorted({mention.form for mention in here}))}"


def _bearers(mentions: Iterable[Mention]) -> int:
    return len({mention.entity for mention in mentions})


def _beside_figures(
    reading: Reading, deal: Deal, case: Case, told: Sequence[Case]
) -> Iterator[str]:
    """Which claims with figures stand in the same sentence or have the same parties."""
    home = reading.sentence_at(deal.start)
    yield f"figures:{bool(told)}"
    for other in told:
        shared = min(2, len(case.bound & other.bound))
        beside = any(home.holds(span) for span in other.spans)
        if beside:
            yield f"figure_here:{other.event.value}:{shared}"
        if beside or shared:
            yield f"figure:{other.event is case.event}:{shared}:{beside}"
