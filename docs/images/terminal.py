"""Makes the pictures of the terminal: ``python docs/images/terminal.py``.

Runs the demonstration articles into a database in a temporary folder and prints what ``claims`` and
``show`` print, on a terminal of Rich's that keeps what it gets as SVG. No fonts are loaded from the
network: the picture takes those of whoever looks at it.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI

from extractor.batch import run
from extractor.pipeline import road
from extractor.records import Status
from extractor.review.words import words
from extractor.sinks.claimview import show_claim
from extractor.sinks.finding import candidates, found_claim
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter
from extractor.sinks.table import show_claims_table

FOLDER: Final = Path(__file__).parent
DEMO: Final = FOLDER.parents[1] / "corpus" / "demo"
SOURCES: Final = ("texts", "pages")
WANTED: Final = ClaimFilter(statuses=(Status.UNCONFIRMED,), min_amount=10**9)
SHOWN: Final = "advanced talks"
MOST_CLAIMS: Final = 6
WIDTH: Final = 116
# Rich's own names a font that a server elsewhere would have to give.
FORMAT: Final = re.sub(
    r"<!--.*?-->|@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL
)


def take(name: str, title: str, draw: Callable[[Console], None]) -> None:
    """Keep what is printed as a picture."""
    console = Console(
        file=io.StringIO(),
        record=True,
        width=WIDTH,
        force_terminal=True,
        color_system="truecolor",
        no_color=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    draw(console)
    picture = console.export_svg(
        title=title, theme=MONOKAI, code_format=FORMAT, unique_id=name.removesuffix(".svg")
    )
    (FOLDER / name).write_text(picture, encoding="utf-8")


def make(store: SqlStore) -> None:
    """Both pictures."""
    found = list(store.claims(WANTED))
    shown = next(each for each in found if SHOWN in each.claim.evidence[0].text)
    take(
        "terminal-claims.svg",
        "newsclaims claims --status unconfirmed --min-amount 1e9",
        lambda console: show_claims_table(console, found[:MOST_CLAIMS]),
    )
    with store.reading() as connection:
        (candidate,) = candidates(connection, shown.claim.id)
        whole = found_claim(connection, candidate.claim_key)
    take(
        "terminal-show.svg",
        f"newsclaims show {shown.claim.id[:11]}",
        lambda console: show_claim(console, whole, words().of_rule),
    )


def main() -> None:
    """Read the articles, then take the pictures."""
    with tempfile.TemporaryDirectory() as folder, SqlStore(f"{folder}/claims.db") as store:
        # As from the root of the checkout: that is how the sources are named in the pictures.
        sources = [str((DEMO / source).relative_to(Path.cwd())) for source in SOURCES]
        run(sources, store, road.load("auto"))
        make(store)


if __name__ == "__main__":
    main()
