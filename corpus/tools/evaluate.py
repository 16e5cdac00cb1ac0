"""The whole table of accuracy: for each labelled set, with and without the model.

    python -m corpus.tools.evaluate --set NAME LABELS TEXTS [PART] ... [--modes all fast none]
        [--by-source] [--by-length] [--calibration [PLOT.svg]] [--errors 10]

LABELS holds ``<name>.json``, TEXTS ``<name>.txt``; PART is train, dev or test, where only one part
of the split is to be read. Prints Markdown. Figures are shares between 0 and 1; how things are
paired and counted: ``corpus.tools.agreement``. Sources are told by what stands before the first
hyphen of an article's name, lengths are in words.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spacy.language import Language

import extractor
from corpus.tools.agreement import Pair, amount_pairs, class_counts
from corpus.tools.assemble import split_of
from corpus.tools.calibration import (
    Verdict,
    calibration_error,
    reliability_lines,
    reliability_plot,
)
from corpus.tools.check_labels import read_text
from corpus.tools.compare import table
from corpus.tools.disagreements import disagreements
from corpus.tools.labels import LabelledArticle, label_files, read_labels
from extractor.records import Claim, Status

MODES: Final[Mapping[str, Callable[[], Language]]] = {
    "all": extractor.load,
    "fast": lambda: extractor.load(encoder=False),
    "none": lambda: extractor.load(None),
}
_FLAGS = frozenset({Status.UNCONFIRMED, Status.DENIED})
_LENGTHS = (150, 400)
_PARTS = ("train", "dev", "test")
_FEW = 5


@dataclass(frozen=True, slots=True)
class Read:
    """An article as labelled and as the pipeline reads it."""

    gold: LabelledArticle
    claims: tuple[Claim, ...]
    words: int

    @property
    def pair(self) -> Pair:
        """Both sides, to be compared."""
        return Pair(self.gold, self.claims)


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Where a labelled set lies."""

    name: str
    labels: Path
    texts: Path
    part: str | None = None

    def read(self, nlp: Language) -> list[Read]:
        """Every article of the set, read by a pipeline."""
        files = [f for f in label_files(self.labels) if self.part in (None, split_of(f.stem))]
        return [self._read(file, nlp) for file in files]

    def _read(self, file: Path, nlp: Language) -> Read:
        text = read_text(self.texts / f"{file.stem}.txt")
        claims = extractor.extract(text, nlp).claims
        return Read(read_labels(file), claims, len(text.split()))


def figures(articles: Sequence[Read]) -> dict[str, float]:
    """Every figure over some articles, by what it measures."""
    pairs = [article.pair for article in articles]
    found = {f"{row.field}, {row.measure}": row.figure for row in table(pairs)}
    amounts = [both for pair in pairs for both in amount_pairs(pair)]
    statuses = [(one.claim.status, other.claim.status) for one, other in amounts]
    for status in Status:
        found[f"– {status.value}, F1"] = class_counts(statuses, status).f1
    flags = [(gold in _FLAGS, told in _FLAGS) for gold, told in statuses]
    found["flag (unconfirmed or denied), F1"] = class_counts(flags, True).f1
    return found


def by_source(articles: Sequence[Read]) -> dict[str, list[Read]]:
    """The articles by what their names begin with; sources of fewer than five are left out."""
    groups = defaultdict(list)
    for article in articles:
        groups[article.gold.doc.partition("-")[0]].append(article)
    return {name: found for name, found in sorted(groups.items()) if len(found) >= _FEW}


def by_length(articles: Sequence[Read]) -> dict[str, list[Read]]:
    """The articles by their length in words."""
    short, long = _LENGTHS
    groups = {f"under {short}": (0, short), f"{short} to {long}": (short, long)}
    groups[f"over {long}"] = (long, sys.maxsize)
    return {
        name: [article for article in articles if least <= article.words < most]
        for name, (least, most) in groups.items()
    }


def verdicts(articles: Sequence[Read]) -> list[Verdict]:
    """How sure each found claim was of its status, and whether the labels say the same.

    A claim counts once for each of its amounts that the labels know.
    """
    found = []
    for article in articles:
        for one, other in amount_pairs(article.pair):
            confidence = article.claims[other.home].confirmation.confidence
            found.append(Verdict(confidence, one.claim.status == other.claim.status))
    return found


def commonest_errors(articles: Sequence[Read], count: int) -> list[tuple[str, int]]:
    """The commonest kinds of disagreement with the labels."""
    kinds: Counter[str] = Counter()
    for article in articles:
        for each in disagreements(article.pair):
            kinds.update(_kinds(each.field, each.one, each.other))
    return kinds.most_common(count)


def _kinds(field: str, one: str, other: str) -> Iterator[str]:
    if field == "parties":
        yield from _party_kinds(_roles(one), _roles(other))
    elif field in {"value", "same claim", "duration", "amount"}:
        yield f"{field}: missing or other" if one == "labelled" else f"{field}: other or too many"
    else:
        yield f"{field}: {one} read as {other}"


def _roles(parties: str) -> dict[str, str]:
    named = (party.rpartition(" (") for party in parties.split("), ") if party != "none")
    return {name: role.rstrip(")") for name, _, role in named}


def _party_kinds(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with parties; names are taken as they are written."""
    for name, role in one.items():
        if name not in other:
            yield f"party missed, or under another name ({role})"
        elif other[name] != role:
            yield f"role: {role} read as {other[name]}"
    yield from (f"party too many ({role})" for name, role in other.items() if name not in one)


def markdown(columns: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """A table with a column for each entry."""
    yield f"| | {' | '.join(columns)} |"
    yield f"|---|{'--:|' * len(columns)}"
    for name in next(iter(columns.values())):
        cells = " | ".join(f"{column[name]:.3f}" for column in columns.values())
        yield f"| {name} | {cells} |"


def report(labelled: LabelledSet, options: argparse.Namespace) -> Iterator[str]:
    """All that was asked of one set, as lines of Markdown."""
    read = {mode: labelled.read(MODES[mode]()) for mode in options.modes}
    first = next(iter(read.values()))
    yield f"\n## {labelled.name}: {len(first)} articles\n"
    yield from markdown({mode: figures(articles) for mode, articles in read.items()})
    grouped = {"source": by_source, "length in words": by_length}
    for name in [name for name in grouped if getattr(options, f"by_{name.partition(' ')[0]}")]:
        groups = {group: found for group, found in grouped[name](first).items() if found}
        if groups:
            yield f"\nBy {name} ({options.modes[0]}):\n"
            columns = {f"{group} ({len(read)})": figures(read) for group, read in groups.items()}
            yield from markdown(columns)
    if options.calibration:
        yield from _calibration(first, labelled.name, options.plot)
    if options.errors:
        yield f"\nThe commonest kinds of error ({options.modes[0]}):\n"
        for kind, count in commonest_errors(first, options.errors):
            yield f"- {count} × {kind}"


def _calibration(articles: Sequence[Read], name: str, plot: Path | None) -> Iterator[str]:
    found = verdicts(articles)
    yield f"\nCalibration error of the status: {calibration_error(found):.3f}\n"
    yield from reliability_lines(found)
    if plot:
        plot.write_text(reliability_plot(found, f"Status confidence, {name}"), encoding="utf-8")


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="evaluate", description="Print the accuracy table.")
    parser.add_argument("--set", nargs="+", action="append", required=True, dest="sets",
                        metavar="WORD", help="NAME LABELS TEXTS [PART]")  # fmt: skip
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument("--by-source", action="store_true", help="the first mode by source")
    parser.add_argument("--by-length", action="store_true", help="the first mode by length")
    parser.add_argument("--calibration", action="store_true", help="of the first mode's statuses")
    parser.add_argument("--plot", type=Path, help="SVG file for the calibration")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="the commonest kinds")
    return parser.parse_args(arguments)


def _set_of(words: Sequence[str]) -> LabelledSet:
    name, labels, texts, *part = words
    if part and part[0] not in _PARTS:
        raise ValueError(f"{part[0]!r} is no part of the split: {', '.join(_PARTS)}")
    return LabelledSet(name, Path(labels), Path(texts), part[0] if part else None)


def main(arguments: list[str]) -> int:
    """Print everything."""
    options = _options(arguments)
    for labelled in map(_set_of, options.sets):
        for line in report(labelled, options):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
