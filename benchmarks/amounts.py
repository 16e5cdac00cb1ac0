"""How fast amounts are read: characters a CPU second on one core, beside what else is installed.

    python benchmarks/amounts.py FOLDER_OF_TEXTS [HOW_MANY]

Without a folder it reads an invented article over and over. Peers (price-parser on each line,
quantulum3 on each text) are measured on the same texts when they are installed; quantulum3 is slow,
so it gets every fiftieth text. Hostile text is measured at the end.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extractor.pipeline.amounts import dollar_of, find_amounts

_ARTICLE = (
    "Harbour operator wins ten-year concession\n"
    "The ministry said on Monday that the company would invest $1.2 billion over five years. "
    "It had offered between 300 and 350 million euros ($390 million) for the first tender. "
    "Its shares rose 12 percent to 276 pence; fees rise to $40 million a year. "
) * 4
_HOSTILE = ("$", "1234567890,", "million ", "one hundred and ", "$5 ", "5 pounds ")
_SLOW_SHARE = 50


def texts(argv: list[str]) -> list[str]:
    """The texts of a folder, or the invented article many times."""
    if not argv:
        return [_ARTICLE] * 500
    paths = sorted(Path(argv[0]).glob("*.txt"))[: int(argv[1]) if len(argv) > 1 else 3000]
    return [path.read_text(encoding="utf-8") for path in paths]


def speed(name: str, read: Callable[[str], int], articles: list[str]) -> None:
    """Measure one reader and print what it did."""
    read(articles[0])
    start = time.process_time()
    found = sum(read(text) for text in articles)
    spent = time.process_time() - start
    size = sum(map(len, articles))
    rate = f"{size / spent:>12,.0f} characters a CPU second"
    print(f"{name:24} {rate}, {found:,} found in {size:,} characters")


def own(text: str) -> int:
    """This package."""
    return len(find_amounts(text, dollar=dollar_of(text)))


def peers() -> list[tuple[str, Callable[[str], int], int]]:
    """Name, reader and share of the texts of each installed peer."""
    found: list[tuple[str, Callable[[str], int], int]] = []
    if importlib.util.find_spec("price_parser"):
        price = importlib.import_module("price_parser").Price
        found.append(
            (
                "price-parser (by line)",
                lambda text: sum(
                    price.fromstring(line).amount is not None for line in text.split("\n")
                ),
                1,
            )
        )
    if importlib.util.find_spec("quantulum3"):
        parse = importlib.import_module("quantulum3.parser").parse
        found.append(("quantulum3", lambda text: len(parse(text)), _SLOW_SHARE))
    return found


def hostile() -> None:
    """A megabyte of the same piece, again and again."""
    for piece in _HOSTILE:
        text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
        start = time.process_time()
        found = len(find_amounts(text))
        print(f"1 MB of {piece!r:24} {time.process_time() - start:6.2f} s, {found:,} amounts")


def main(argv: list[str]) -> None:
    """Measure and print."""
    articles = texts(argv)
    speed("newsclaims", own, articles)
    for name, read, share in peers():
        speed(name, read, articles[::share])
    hostile()


if __name__ == "__main__":
    main(sys.argv[1:])
