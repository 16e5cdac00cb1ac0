"""Deals that are told without any figure become claims: drafts that hang on words.

Every word that may tell a deal is judged alone first. Those that are likely enough to tell one are
put together where they tell the same deal, and each deal is judged once more by all its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from extractor.pipeline.discourse import Deal, Hit, Reading
from extractor.pipeline.drafts import Draft, draft_of, with_document_evidence
from extractor.pipeline.events import Decided
from extractor.pipeline.grouping import Group
from extractor.pipeline.judging import Case, Judge
from extractor.pipeline.opinions import Shares
from extractor.records import Event

# Chosen on corpus/deals, held out by articles: with less, as much is made up as is found.
_LEAST_SHARE: Final = 0.4
_SAME_PAIR: Final = 2
_BESIDE: Final = 25
_DEALS: Final = frozenset(
    {Event.ACQUISITION, Event.INVESTMENT, Event.CONTRACT, Event.FINANCING, Event.OFFERING,
     Event.LEGAL}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that is likely enough to tell a deal, and the share of each kind."""

    deal: Deal
    bound: frozenset[int]
    shares: Shares

    @property
    def kind(self) -> str:
        """What kind of deal it most likely tells."""
        return max(self.shares, key=lambda kind: self.shares[kind])


def draft_deals(
    reading: Reading, deals: Iterable[Deal], judge: Judge, told: Iterable[Draft]
) -> list[Draft]:
    """One draft a deal that no claim with a figure tells, in the order of their first words.

    Args:
        reading: the article.
        deals: the words that may tell deals, in text order.
        judge: who decides.
        told: the claims that hang on figures.
    """
    cases = [draft.case() for draft in told]
    words = (_word(reading, deal, judge, cases) for deal in deals)
    likely = [word for word in words if word.bound and sum(word.shares.values()) >= _LEAST_SHARE]
    drafts = [
        draft_of(reading, Group(deals=tuple(word.deal for word in words)), judge, _event(words))
        for words in _same_deals(likely)
    ]
    new = [draft for draft in drafts if not any(_is_told(draft.case(), case) for case in cases)]
    return with_document_evidence(reading, new)


def _is_told(deal: Case, other: Case) -> bool:
    """Whether a claim with a figure tells a deal: “its $3 billion purchase of Keld”."""
    beside = any(word.gap(figure) < _BESIDE for word in deal.spans for figure in other.spans)
    same = deal.event is other.event and deal.bound <= other.bound
    return same or (beside and other.event in _DEALS)


def _word(reading: Reading, deal: Deal, judge: Judge, told: Sequence[Case]) -> _Word:
    case = draft_of(reading, Group(deals=(deal,)), judge).case()
    return _Word(deal, case.bound, judge.deal_shares(reading, case, told))


def _event(words: Sequence[_Word]) -> Decided[Event]:
    """The likeliest kind over all words of a deal; the cue is the first word."""
    sums: Counter[str] = Counter()
    for word in words:
        sums.update(word.shares)
    kind, weight = sums.most_common(1)[0]
    deal = words[0].deal
    cue = Hit(deal.start, deal.end, deal.rule, kind)
    return Decided(Event(kind), cue, round(weight / sums.total(), 3))


def _same_deals(words: Iterable[_Word]) -> list[list[_Word]]:
    """The words of each deal: what tells it first, and what is like any that tells it."""
    found: list[list[_Word]] = []
    for word in words:
        home = next((f for f in found if any(_is_same(word, other) for other in f)), None)
        if home is None:
            found.append([word])
        else:
            home.append(word)
    return found


def _is_same(one: _Word, other: _Word) -> bool:
    """Two that have two parties in common tell one deal; so do two with the same single party."""
    alike = one.bound == other.bound and one.kind == other.kind
    return alike or len(one.bound & other.bound) >= _SAME_PAIR
