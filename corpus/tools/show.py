"""Print articles with numbered sentences, for labelling.

    python -m corpus.tools.show TEXTS [NAME ...]

TEXTS holds ``<name>.txt``; without a NAME all are printed. Nothing of any label is shown. The
numbers are those that ``corpus.tools.place`` understands; ``[0]`` is the headline.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.tools.check_labels import read_text
from corpus.tools.sentences import sentences


def numbered(text: str) -> str:
    """A text, one sentence a line, each with its number."""
    return "\n".join(
        f"[{number}] {text[start:end]}" for number, (start, end) in enumerate(sentences(text))
    )


def text_paths(texts: Path, names: Sequence[str]) -> list[Path]:
    """The files of the named articles, of all without a name."""
    if names:
        return [texts / f"{name}.txt" for name in names]
    return sorted(texts.glob("*.txt"))


def main(arguments: list[str]) -> int:
    """Print the articles: 0 all were there, 1 one was not, or there are none."""
    parser = argparse.ArgumentParser(prog="show", description="Print articles for labelling.")
    parser.add_argument("texts", type=Path, help="folder of <name>.txt")
    parser.add_argument("names", nargs="*", metavar="name", help="default: all")
    options = parser.parse_args(arguments)
    paths = text_paths(options.texts, options.names)
    missing = [path for path in paths if not path.is_file()]
    for path in paths:
        if path not in missing:
            print(f"##### {path.stem}\n{numbered(read_text(path))}\n")
    for path in missing:
        print(f"there is no {path}", file=sys.stderr)
    if not paths:
        print(f"no <name>.txt in {options.texts}", file=sys.stderr)
    return 1 if missing or not paths else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
