"""Score extracted claims against labels.

    python -m corpus.tools.score_labels LABELS TEXTS [--model none]

LABELS holds ``<name>.json``, TEXTS ``<name>.txt``. Every figure is a share between 0 and 1.

Amounts are paired with the labelled ones that they overlap most. Party figures count an amount
that is missed, or invented, with all its parties. Statuses are compared over the paired amounts.
A claim is right (leniently) when it shares an amount with a labelled one of the same value and
currency, has the same status, and at least half of all their parties in common.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import extractor
from corpus.tools.check_labels import read_text
from corpus.tools.labels import LabelledAmount, LabelledArticle, LabelledClaim, read_labels
from extractor.records import Amount, ArticleClaims, Claim, Status

_SHARED = 0.5
_FORMS = re.compile(
    r"\b(?:inc|corp|corporation|company|co|ltd|limited|plc|llc|ag|sa|se|nv|group|holdings?|the)\b\.?"
)
_FLAGS = frozenset({Status.UNCONFIRMED, Status.DENIED})


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_Gold = TypeVar("_Gold", bound=_Spanned)
_Found = TypeVar("_Found", bound=_Spanned)


class Pair(NamedTuple):
    """What the labels say of one article, and what was extracted from it."""

    gold: LabelledArticle
    found: Sequence[Claim]


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits against what was labelled and what was found; addable."""

    hits: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.gold + other.gold, self.found + other.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 when there was nothing and nothing came."""
        whole = self.gold + self.found
        return 2 * self.hits / whole if whole else 1.0


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of counts."""
    return sum(counts, Counts())


def overlap(one: _Spanned, other: _Spanned) -> int:
    """Characters that two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def pair_up(gold: Sequence[_Gold], found: Sequence[_Found]) -> list[tuple[_Gold, _Found]]:
    """Each labelled span with the found one that it overlaps most, each used once."""
    free = list(range(len(found)))
    pairs: list[tuple[_Gold, _Found]] = []
    for label in gold:
        best = max(free, key=lambda index: overlap(label, found[index]), default=None)
        if best is not None and overlap(label, found[best]):
            free.remove(best)
            pairs.append((label, found[best]))
    return pairs


def same_value(label: LabelledAmount, amount: Amount) -> bool:
    """Whether both bounds and the currency agree."""
    bounds = (amount.value_min, amount.value_max, amount.currency)
    return (label.min, label.max, label.currency) == bounds


def name_words(name: str) -> frozenset[str]:
    """The words of a name without possessive and legal form; all if nothing else is left."""
    plain = re.sub(r"[^\w& ]", " ", re.sub(r"['’]s\b", "", name.lower()))
    return frozenset(_FORMS.sub(" ", plain).split()) or frozenset(plain.split())


def same_name(one: str, other: str) -> bool:
    """Whether two names are of one bearer: one has all words of the other."""
    words, others = name_words(one), name_words(other)
    return words <= others or others <= words


Named = tuple[str, str]
"""A name and, where it counts, a role."""


def shared_names(gold: Sequence[Named], found: Sequence[Named]) -> int:
    """How many of the found parties are labelled, each label used once."""
    free = list(gold)
    hits = 0
    for name, role in found:
        match = next((g for g in free if g[1] == role and same_name(g[0], name)), None)
        if match:
            free.remove(match)
            hits += 1
    return hits


def parties_of(claim: LabelledClaim | Claim, *, roles: bool) -> list[Named]:
    """The parties of a claim; the role is left out unless ``roles``."""
    return [(party.name, party.role.value if roles else "") for party in claim.parties]


def _gold_amounts(pair: Pair) -> list[LabelledAmount]:
    return [amount for claim in pair.gold.claims for amount in claim.amounts]


def _found_amounts(pair: Pair) -> list[Amount]:
    return [amount for claim in pair.found for amount in claim.amounts]


def amount_counts(pair: Pair) -> Counts:
    """Amounts with the right value and currency."""
    gold, found = _gold_amounts(pair), _found_amounts(pair)
    hits = sum(same_value(*both) for both in pair_up(gold, found))
    return Counts(hits, len(gold), len(found))


def duration_counts(pair: Pair) -> Counts:
    """Durations of the right length."""
    gold = [duration for claim in pair.gold.claims for duration in claim.durations]
    found = [duration for claim in pair.found for duration in claim.durations]
    hits = sum(label.iso == duration.iso8601 for label, duration in pair_up(gold, found))
    return Counts(hits, len(gold), len(found))


def claim_pairs(pair: Pair) -> Iterator[tuple[LabelledClaim, Claim]]:
    """The two claims of each amount that was labelled and found."""
    gold = {amount.start: claim for claim in pair.gold.claims for amount in claim.amounts}
    found = {amount.start: claim for claim in pair.found for amount in claim.amounts}
    for label, amount in pair_up(_gold_amounts(pair), _found_amounts(pair)):
        yield gold[label.start], found[amount.start]


def party_counts(pair: Pair, *, roles: bool) -> Counts:
    """Parties of each amount's claim."""
    gold = [parties_of(c, roles=roles) for c in pair.gold.claims for _ in c.amounts]
    found = [parties_of(c, roles=roles) for c in pair.found for _ in c.amounts]
    hits = sum(
        shared_names(parties_of(label, roles=roles), parties_of(claim, roles=roles))
        for label, claim in claim_pairs(pair)
    )
    return Counts(hits, sum(map(len, gold)), sum(map(len, found)))


def class_counts(pairs: Iterable[tuple[Hashable, Hashable]], which: Hashable) -> Counts:
    """One class out of pairs of what is labelled and what was found."""
    known = list(pairs)
    hits = sum(gold == found == which for gold, found in known)
    return Counts(hits, sum(g == which for g, _ in known), sum(f == which for _, f in known))


def macro_f1(pairs: Sequence[tuple[Status, Status]]) -> float:
    """The mean F1 of the statuses that the labels use; 0 without any pair."""
    used = sorted({gold for gold, _ in pairs})
    return sum(class_counts(pairs, status).f1 for status in used) / len(used) if used else 0.0


def claim_counts(pair: Pair) -> Counts:
    """Claims that are right in the lenient sense."""
    free = list(pair.found)
    hits = 0
    for label in pair.gold.claims:
        best = max(free, key=lambda claim: _shared_figures(label, claim), default=None)
        if best is not None and _shared_figures(label, best):
            free.remove(best)
            hits += is_right(label, best)
    return Counts(hits, len(pair.gold.claims), len(pair.found))


def _shared_figures(label: LabelledClaim, claim: Claim) -> int:
    if label.amounts:
        return len(pair_up(label.amounts, claim.amounts))
    return len(pair_up(label.durations, claim.durations))


def is_right(label: LabelledClaim, claim: Claim) -> bool:
    """Whether status, a sum, and at least half of the parties agree."""
    sums = [same_value(*both) for both in pair_up(label.amounts, claim.amounts)]
    right_sum = any(sums) or not label.amounts
    return right_sum and label.confirmation == claim.confirmation.status and _half(label, claim)


def _half(label: LabelledClaim, claim: Claim) -> bool:
    gold, found = parties_of(label, roles=False), parties_of(claim, roles=False)
    shared = shared_names(gold, found)
    everyone = len(gold) + len(found) - shared
    return not everyone or shared / everyone >= _SHARED


def score(pairs: Sequence[Pair]) -> dict[str, float]:
    """All figures over a set of articles."""
    statuses = [
        (label.confirmation, claim.confirmation.status)
        for pair in pairs
        for label, claim in claim_pairs(pair)
    ]
    flags = [(gold in _FLAGS, found in _FLAGS) for gold, found in statuses]
    counters: dict[str, Callable[[Pair], Counts]] = {
        "amount": amount_counts,
        "duration": duration_counts,
        "party": lambda pair: party_counts(pair, roles=False),
        "party_role": lambda pair: party_counts(pair, roles=True),
        "claim": claim_counts,
    }
    figures = {name: total(map(count, pairs)).f1 for name, count in counters.items()}
    figures |= {"confirmation": macro_f1(statuses), "flag": class_counts(flags, True).f1}
    return {name: round(figure, 4) for name, figure in figures.items()}


def labelled_pairs(labels: Path, texts: Path, claims: Callable[[str], ArticleClaims]) -> list[Pair]:
    """Every label file of a folder with the claims of its text."""
    return [
        Pair(read_labels(path), claims(read_text(texts / f"{path.stem}.txt")).claims)
        for path in sorted(labels.glob("*.json"))
    ]


def score_folder(labels: Path, texts: Path, model: str | None) -> dict[str, float]:
    """The figures of a pipeline (``model`` as in ``extractor.load``) on a folder."""
    nlp = extractor.load(model=model)
    return score(labelled_pairs(labels, texts, lambda text: extractor.extract(text, nlp)))


def main(arguments: list[str]) -> int:
    """Score and print one figure a line."""
    parser = argparse.ArgumentParser(prog="score_labels", description="Score against labels.")
    parser.add_argument("labels", type=Path, help="folder of <name>.json")
    parser.add_argument("texts", type=Path, help="folder of <name>.txt")
    parser.add_argument("--model", default="auto", help='spaCy model; "none" for rules alone')
    options = parser.parse_args(arguments)
    model = None if options.model == "none" else options.model
    for name, figure in score_folder(options.labels, options.texts, model).items():
        print(f"{name:14}{figure:.4f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
