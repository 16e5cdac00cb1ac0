"""Score claims of deals without figures against labels.

    python -m corpus.tools.score_deals LABELS TEXTS [--model none] [--part test] [--second FOLDER]

LABELS holds ``<name>.json`` (``corpus.tools.deals``), TEXTS ``<name>.txt``. A claim finds a
labelled deal when it quotes a sentence that tells the deal and has a party in common with it; each
is found once. It is right when it also has the status and at least half of all their parties.
Parties, roles, event, modality and status are compared over the deals that were found.
``--second`` scores the labels of a second reader in place of the program's claims.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import extractor
from corpus.tools.agreement import Counts, accuracy, class_counts, macro_f1, total
from corpus.tools.assemble import split_of
from corpus.tools.check_labels import read_text
from corpus.tools.deals import LabelledDeal, read_deals
from corpus.tools.labels import LabelledParty, label_files
from corpus.tools.names import Named, shared_names
from corpus.tools.sentences import sentences
from extractor.records import Claim, Event, Modality, Party, Status

_FLAGS = frozenset({Status.UNCONFIRMED, Status.DENIED})
_HALF = 0.5


class View(NamedTuple):
    """A deal as it is compared: extracted, or labelled by a second reader."""

    event: Event
    modality: Modality
    status: Status
    parties: Sequence[Named]
    sentences: Sequence[tuple[int, int]]


class Told(NamedTuple):
    """A labelled deal and what finds it."""

    deal: LabelledDeal
    found: View


class Both(NamedTuple):
    """The labelled deals of an article, and those that were found in it."""

    deals: Sequence[LabelledDeal]
    found: Sequence[View]


def extracted(claims: Iterable[Claim]) -> list[View]:
    """The claims that hang on words alone."""
    return [
        View(
            claim.event,
            claim.modality,
            claim.confirmation.status,
            _named(claim.parties),
            [(quote.start, quote.end) for quote in claim.evidence],
        )
        for claim in claims
        if not claim.figures()
    ]


def labelled(deals: Iterable[LabelledDeal], text: str) -> list[View]:
    """A second reader's labels, as if they had been extracted."""
    homes = [(sentence.start, sentence.end) for sentence in sentences(text)]
    return [
        View(
            deal.event,
            deal.modality,
            deal.confirmation,
            _named(deal.parties),
            [home for home in homes if any(home[0] <= w.start < home[1] for w in deal.words)],
        )
        for deal in deals
    ]


def _named(parties: Iterable[Party | LabelledParty]) -> list[Named]:
    return [(party.name, party.role.value) for party in parties]


def matched(both: Both) -> list[Told]:
    """Each deal with what shares most parties, then most sentences; each used once."""
    alike = [
        (parties, told, -at_deal, -at_found)
        for at_deal, deal in enumerate(both.deals)
        for at_found, found in enumerate(both.found)
        if (parties := _shared(deal, found, roles=False)) and (told := _told_in(deal, found))
    ]
    pairs: dict[int, int] = {}
    for _, _, at_deal, at_found in sorted(alike, reverse=True):
        if -at_deal not in pairs and -at_found not in pairs.values():
            pairs[-at_deal] = -at_found
    return [Told(both.deals[one], both.found[other]) for one, other in sorted(pairs.items())]


def _told_in(deal: LabelledDeal, found: View) -> int:
    return sum(
        any(start <= word.start < end for start, end in found.sentences) for word in deal.words
    )


def _shared(deal: LabelledDeal, found: View, *, roles: bool) -> int:
    one, other = _named(deal.parties), found.parties
    if roles:
        return shared_names(one, other)
    return shared_names([(name, "") for name, _ in one], [(name, "") for name, _ in other])


def _is_right(told: Told) -> bool:
    shared = _shared(*told, roles=False)
    everyone = len(told.deal.parties) + len(told.found.parties) - shared
    return told.deal.confirmation is told.found.status and shared / everyone >= _HALF


def score(articles: Sequence[Both]) -> dict[str, float]:
    """All figures over a set of articles."""
    pairs = [matched(both) for both in articles]
    everything = [told for found in pairs for told in found]
    whole = total(Counts(0, len(both.deals), len(both.found)) for both in articles)
    statuses = [(t.deal.confirmation, t.found.status) for t in everything]
    flags = [(one in _FLAGS, other in _FLAGS) for one, other in statuses]
    figures = {
        "precision": len(everything) / whole.found if whole.found else 1.0,
        "recall": len(everything) / whole.gold if whole.gold else 1.0,
        "found": (whole + Counts(len(everything))).f1,
        "right": (whole + Counts(sum(map(_is_right, everything)))).f1,
        "party": total(_party_counts(told, roles=False) for told in everything).f1,
        "party_role": total(_party_counts(told, roles=True) for told in everything).f1,
        "event": accuracy([(t.deal.event, t.found.event) for t in everything]),
        "modality": accuracy([(t.deal.modality, t.found.modality) for t in everything]),
        "status": accuracy(statuses),
        "confirmation": macro_f1(statuses),
        "flag": class_counts(flags, True).f1,
    }
    return {name: round(figure, 4) for name, figure in figures.items()}


def _party_counts(told: Told, *, roles: bool) -> Counts:
    shared = _shared(*told, roles=roles)
    return Counts(shared, len(told.deal.parties), len(told.found.parties))


def read_folder(
    labels: Path, texts: Path, reader: Callable[[str], Sequence[View]], part: str | None = None
) -> list[Both]:
    """Every label file of a folder, or of one part of its split, with what is found in its text."""
    return [
        Both(read_deals(path).deals, reader(read_text(texts / f"{path.stem}.txt")))
        for path in label_files(labels)
        if part is None or split_of(path.stem) == part
    ]


def second_pairs(labels: Path, second: Path, texts: Path) -> list[Both]:
    """The articles that both readers labelled."""
    pairs = []
    for path in label_files(second):
        text = read_text(texts / f"{path.stem}.txt")
        found = labelled(read_deals(path).deals, text)
        pairs.append(Both(read_deals(labels / path.name).deals, found))
    return pairs


def _extracted_pairs(options: argparse.Namespace) -> list[Both]:
    model = None if options.model == "none" else options.model
    nlp = extractor.load(model=model, encoder=not options.no_encoder, deals=True)
    return read_folder(
        options.labels,
        options.texts,
        lambda text: extracted(extractor.extract(text, nlp).claims),
        options.part,
    )


def main(arguments: list[str]) -> int:
    """Score and print one figure a line."""
    parser = argparse.ArgumentParser(prog="score_deals", description="Score deals.")
    parser.add_argument("labels", type=Path, help="folder of <name>.json")
    parser.add_argument("texts", type=Path, help="folder of <name>.txt")
    parser.add_argument("--model", default="auto", help='spaCy model; "none" for rules alone')
    parser.add_argument("--no-encoder", action="store_true", help="linear weights alone")
    parser.add_argument("--part", choices=("train", "dev", "test"), help="one part of the split")
    parser.add_argument("--second", type=Path, help="a second reader's labels, to be scored")
    options = parser.parse_args(arguments)
    second = options.second
    articles = (
        second_pairs(options.labels, second, options.texts) if second else _extracted_pairs(options)
    )
    print(f"{len(articles)} articles, {sum(len(both.deals) for both in articles)} deals")
    for name, figure in score(articles).items():
        print(f"{name:14}{figure:.4f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
