"""How fast durations are read: characters a CPU second on one core.

    python benchmarks/durations.py FOLDER_OF_TEXTS [HOW_MANY]

Without a folder it reads an invented article over and over.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from extractor.pipeline.durations import find_durations

_ARTICLE = (
    "Harbour operator wins ten-year concession\n"
    "The ministry said on Monday that the company would invest $1.2 billion over five years. "
    "Two years ago it had lost the first tender; shares rose 12 percent in the past six months. "
    "Its chairman, 58, said the board had met for three hours. Fees rise to $40 million a year. "
) * 4


def texts(argv: list[str]) -> list[str]:
    """The texts of a folder, or the invented article many times."""
    if not argv:
        return [_ARTICLE] * 500
    paths = sorted(Path(argv[0]).glob("*.txt"))[: int(argv[1]) if len(argv) > 1 else 3000]
    return [path.read_text(encoding="utf-8") for path in paths]


def main(argv: list[str]) -> None:
    """Measure and print."""
    articles = texts(argv)
    find_durations(articles[0])
    start = time.process_time()
    found = sum(len(find_durations(text)) for text in articles)
    spent = time.process_time() - start
    size = sum(map(len, articles))
    print(f"{len(articles)} texts, {size:,} characters, {found:,} durations")
    print(f"{size / spent:,.0f} characters a CPU second")


if __name__ == "__main__":
    main(sys.argv[1:])
