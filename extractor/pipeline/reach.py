"""How far words reach beyond their own sentence: disclaimers and denials find their claims.

"This deal has not been confirmed" reaches the claims of the deal that it speaks of, not an earlier
deal that is told as background; "denied the report" reaches what the report said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.pipeline.discourse import Hit, Reading, Sentence, Span
from extractor.pipeline.lexicon import matcher
from extractor.pipeline.status import Evidence
from extractor.records import Event, Modality, Scope, SourceKind

_DENIED_THING = re.compile(
    r"\b(?:reports?|rumou?rs?|speculation|suggestions?|stor(?:y|ies)|it|this|that|talks|any|all|"
    r"the (?:deal|sale|plan|bid|offer|figure|amount)|the \w+ (?:is|was|were|had|has|would))\b",
    re.IGNORECASE,
)
_ALLEGATIONS = re.compile(
    r"\b(?:allegations?|accusations?|charges|claims?|complaint|lawsuit|suit)\b", re.IGNORECASE
)
_ALLEGED_ACT = re.compile(
    r"\b(?:accus\w+|alleg\w+|improper\w*|brib\w+|fraud\w*|kickbacks?|misus\w+|misappropriat\w+|"
    r"slush fund|embezzl\w+|launder\w+|unlawful\w*|illegal\w*)\b",
    re.IGNORECASE,
)
_TOLD_AS_REPORT = re.compile(
    r"\b(?:reports?|rumou?rs?|claims?|allegations?|suggestions?|stor(?:y|ies))\b[^.;]*$",
    re.IGNORECASE,
)
_DENIED_REPORT = re.compile(
    r"\s+(?:an?|the|these|those|such|earlier|media|press)\s+(?:[\w'’]+\s+){0,3}?"
    r"(?:reports?|claims?|stor(?:y|ies)|rumou?rs?)\b",
    re.IGNORECASE,
)
_UNDENIED = frozenset({Event.PRICE, Event.VALUATION})
_DEAL = re.compile(
    r"\b(?:deal|agreement|transaction|report(?:s|ed)?|plans?|talks|information|figures?|details|"
    r"terms|price|amount|bid|offer|sale|purchase|merger|takeover|investment|partnership)\b",
    re.IGNORECASE,
)
_OPEN = frozenset({Modality.PLANNED, Modality.POSSIBLE})
_DENIAL_WINDOW = 90
_DENIAL_SENTENCES = 6
_ON_RECORD = frozenset({SourceKind.PARTY, SourceKind.AUTHORITY})


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a claim before document-level evidence: where it stands, who is in it."""

    figures: tuple[Span, ...]
    entities: frozenset[int]
    event: Event
    modality: Modality
    evidence: tuple[Evidence, ...]

    def is_background(self) -> bool:
        """Whether every mention is presupposed or told of an earlier deal."""
        return bool(self.evidence) and all(item.kind == "background" for item in self.evidence)

    def is_on_record(self) -> bool:
        """Whether a party or an authority itself told it."""
        return any(item.kind == "reported" or item.by in _ON_RECORD for item in self.evidence)

    def tellers(self) -> frozenset[int]:
        """Who told it, so far as the tellers have a name."""
        sources = [item.source for item in self.evidence if item.source]
        return frozenset(source.entity for source in sources if source.entity >= 0)

    def is_doubted(self) -> bool:
        """Whether it rests on others' words, a hedge, or a mere possibility."""
        weak = any(
            item.kind in {"hedge", "forecast"}
            or (item.kind == "said" and item.by not in _ON_RECORD)
            for item in self.evidence
        )
        return weak or self.modality is Modality.POSSIBLE


def reaching(reading: Reading, claims: Sequence[Told]) -> list[tuple[int, Evidence]]:
    """Evidence from other sentences, as (index of the claim, evidence)."""
    found: list[tuple[int, Evidence]] = []
    for sentence in reading.sentences:
        for hit in matcher("status_cues.toml").in_span(reading.text, sentence):
            if hit.category == "disclaimer":
                found += _disclaimed(reading, sentence, hit, claims)
            elif hit.category == "denial":
                found += _denied(reading, sentence, hit, claims)
    return found


def _disclaimed(
    reading: Reading, sentence: Sentence, hit: Hit, claims: Sequence[Told]
) -> Iterator[tuple[int, Evidence]]:
    if not _DEAL.search(reading.text, sentence.start, sentence.end):
        return
    named = _entities_in(reading, sentence)
    for index, claim in enumerate(claims):
        beside = any(sentence.holds(figure) for figure in claim.figures)
        if claim.is_on_record() or (claim.is_background() and not beside):
            continue
        shared = beside or bool(named & claim.entities)
        if shared or (not named and (claim.modality in _OPEN or claim.is_doubted())):
            yield index, Evidence("disclaimer", hit, scope=Scope.DOCUMENT)


def _entities_in(reading: Reading, sentence: Span) -> frozenset[int]:
    return frozenset(mention.entity for mention in reading.mentions_in(sentence))


def _denied(
    reading: Reading, sentence: Sentence, hit: Hit, claims: Sequence[Told]
) -> list[tuple[int, Evidence]]:
    if _is_anonymous(reading, sentence):
        return []
    own = [
        (index, Evidence("denial", hit))
        for index, claim in enumerate(claims)
        if any(_in_denial(reading.text, sentence, hit, figure) for figure in claim.figures)
        and (claim.event not in _UNDENIED or any(f.start > hit.end for f in claim.figures))
    ]
    after = reading.text[hit.end : min(sentence.end, hit.end + _DENIAL_WINDOW)]
    if own or (hit.rule != "denial.untrue" and not _names_something(after)):
        return own
    return _denied_before(reading, sentence, hit, claims)


def _names_something(after: str) -> bool:
    return bool(_DENIED_THING.search(after) or _ALLEGATIONS.search(after))


def _is_anonymous(reading: Reading, sentence: Sentence) -> bool:
    kinds = {source.kind for source in reading.sources if sentence.holds(source)}
    return kinds == {SourceKind.ANONYMOUS}


def _in_denial(text: str, sentence: Sentence, hit: Hit, figure: Span) -> bool:
    """“denied it owed $5 million”, “reports that it owes $5 million are false”."""
    if not sentence.holds(figure):
        return False
    if figure.start > hit.end:
        return not re.search(r"[;,]", text[hit.end : figure.start])
    reported = _TOLD_AS_REPORT.search(text[sentence.start : figure.start])
    if hit.rule == "denial.untrue":
        return reported is not None
    return _DENIED_REPORT.match(text[hit.end : sentence.end]) is not None


def _denied_before(
    reading: Reading, sentence: Sentence, hit: Hit, claims: Sequence[Told]
) -> list[tuple[int, Evidence]]:
    """What the denial can mean: of the claims told before it, the nearest that fit."""
    alleged = _ALLEGATIONS.search(reading.text, sentence.start, sentence.end) is not None
    near: list[tuple[int, int]] = []
    for index, claim in enumerate(claims):
        distance = _sentences_back(reading, sentence, claim)
        if distance <= _DENIAL_SENTENCES and _deniable(reading, sentence, claim, alleged=alleged):
            near.append((distance, index))
    closest = min((distance for distance, _ in near), default=None)
    return [
        (index, Evidence("denial", hit, scope=Scope.DOCUMENT))
        for distance, index in near
        if distance == closest or alleged
    ]


def _deniable(reading: Reading, sentence: Sentence, claim: Told, *, alleged: bool) -> bool:
    """Whether a denial without a figure can be about a claim: who is named, what is alleged."""
    if claim.event in _UNDENIED or claim.is_background():
        return False
    named = _entities_in(reading, sentence)
    if alleged and named & claim.tellers():
        return True
    if alleged:
        return any(_is_alleged(reading, figure) for figure in claim.figures)
    strangers = named - claim.entities
    related = bool(named & claim.entities) and len(strangers) <= 1
    return claim.is_doubted() and (related or not named - _speakers(reading, sentence))


def _speakers(reading: Reading, sentence: Span) -> frozenset[int]:
    """Who says what stands in a sentence: a stranger to the deal can speak for a party."""
    return frozenset(source.entity for source in reading.sources if sentence.holds(source))


def _is_alleged(reading: Reading, figure: Span) -> bool:
    home = reading.sentence_at(figure.start)
    return _ALLEGED_ACT.search(reading.text, home.start, home.end) is not None


def _sentences_back(reading: Reading, sentence: Sentence, claim: Told) -> int:
    backs = [sentence.index - reading.sentence_at(f.start).index for f in claim.figures]
    return min((back for back in backs if back >= 0), default=len(reading.sentences))
