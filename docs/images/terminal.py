"""Makes the pictures of the terminal: ``python docs/images/terminal.py``.

Runs commands in a terminal of their own (a pseudo-terminal) and draws what they print, colours and
all, as SVG that names no font from elsewhere.
"""

from __future__ import annotations

import os
import pty
import re
import sys
import tempfile
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from extractor.batch import run
from extractor.pipeline import road
from extractor.records import Status
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter

FOLDER: Final = Path(__file__).parent
ROOT: Final = FOLDER.parents[1]
STORY: Final = "docs/examples/bakery-talks.txt"
DEMO: Final = ("corpus/demo/texts", "corpus/demo/pages")
SHOWN: Final = "advanced talks"
# Rich's own template fetches its font from a server.
_FONT_FACES: Final = re.compile(r"@font-face \{.*?\}", re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_FAMILY: Final = re.compile(r"Fira Code")
_OURS: Final = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono'"


def shown(arguments: Sequence[str], columns: int) -> str:
    """What a command prints on a terminal, with its escape sequences."""
    os.environ |= {"COLUMNS": str(columns), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    os.environ.pop("NO_COLOR", None)
    pieces: list[bytes] = []

    def read(terminal: int) -> bytes:
        piece = os.read(terminal, 1 << 16)
        pieces.append(piece)
        return piece

    pty.spawn([sys.executable, "-m", "extractor.cli", *arguments], read)
    return b"".join(pieces).decode().replace("\r\n", "\n")


def take(name: str, title: str, arguments: Sequence[str], columns: int) -> None:
    """Keep what a command prints as a picture."""
    console = Console(record=True, width=columns, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown(arguments, columns)))
    drawn = console.export_svg(title=f"newsclaims {title}", unique_id=f"newsclaims-{name}")
    svg = _FAMILY.sub(_OURS, _FONT_FACES.sub("", _COMMENT.sub("", drawn)))
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")


def from_database(database: str) -> None:
    """The pictures of what a database of the demonstration holds."""
    with SqlStore(database) as store:
        run(DEMO, store, road.load())
        claims = store.claims(ClaimFilter(statuses=(Status.UNCONFIRMED,)))
        claim_id = next(c.claim.id for c in claims if SHOWN in c.claim.evidence[0].text)[:11]
    chosen = ["claims", "--status", "unconfirmed", "--min-amount", "1e10"]
    take("terminal-claims", " ".join(chosen), [*chosen, "--db", database], 116)
    take("terminal-show", f"show {claim_id}", ["show", claim_id, "--db", database], 116)


if __name__ == "__main__":
    os.chdir(ROOT)
    take("terminal", f"extract {STORY}", ["extract", STORY], 100)
    with tempfile.TemporaryDirectory() as folder:
        from_database(f"sqlite:///{folder}/claims.db")
