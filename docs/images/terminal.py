"""Makes the picture of the terminal: ``python docs/images/terminal.py``.

Runs `newsclaims extract` on the article of the README in a terminal of its own (a pseudo-terminal)
and draws what it printed, colours and all, as an SVG that names no font from elsewhere.
"""

from __future__ import annotations

import os
import pty
import re
import sys
from io import StringIO
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

FOLDER: Final = Path(__file__).parent
ROOT: Final = FOLDER.parents[1]
STORY: Final = "docs/examples/bakery-talks.txt"
COLUMNS: Final = 100
# Rich's own template fetches its font from a server.
_FONT_FACES: Final = re.compile(r"@font-face \{.*?\}", re.DOTALL)
_FAMILY: Final = re.compile(r"Fira Code")
_OURS: Final = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono'"


def shown() -> str:
    """What the command prints on a terminal, with its escape sequences."""
    os.environ |= {"COLUMNS": str(COLUMNS), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    os.environ.pop("NO_COLOR", None)
    os.chdir(ROOT)
    pieces: list[bytes] = []

    def read(terminal: int) -> bytes:
        piece = os.read(terminal, 1 << 16)
        pieces.append(piece)
        return piece

    pty.spawn([sys.executable, "-m", "extractor.cli", "extract", STORY], read)
    return b"".join(pieces).decode().replace("\r\n", "\n")


def picture(printed: str) -> str:
    """The same as an SVG."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(printed))
    drawn = console.export_svg(title=f"newsclaims extract {STORY}", unique_id="newsclaims")
    return _FAMILY.sub(_OURS, _FONT_FACES.sub("", drawn))


if __name__ == "__main__":
    (FOLDER / "terminal.svg").write_text(picture(shown()), encoding="utf-8", newline="\n")
