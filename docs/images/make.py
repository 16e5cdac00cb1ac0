"""Makes the pictures of the review page: ``python docs/images/make.py``.

Runs the demonstration articles into a database in a temporary folder, writes its report and takes
pictures of it in Chromium (as the tests do; NEWSCLAIMS_CHROMIUM names another). What they look like
depends on the fonts of the machine, so that no test compares them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from extractor.batch import run
from extractor.pipeline import road
from extractor.records import PartyKind, Role
from extractor.review import write_report
from extractor.sinks.corrections import CorrectedParty, Edit
from extractor.sinks.corrections.records import by_claim
from extractor.sinks.sql import SqlStore

FOLDER: Final = Path(__file__).resolve().parent
ROOT: Final = FOLDER.parents[1]
DEMO: Final = "corpus/demo"
SOURCES: Final = ("texts", "pages", "markets.xml", "wire.atom")
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@dataclass(frozen=True)
class Picture:
    """A view of the report in a window of some size; ``opened``: words of the claim to open."""

    name: str
    view: str
    size: tuple[int, int]
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"
    opened: str | None = None


# What pictures open is read rightly, with its status, event, parties and their kinds, as the labels
# of the demonstration have it; the parties of the corrected one are wrong; its label's are set.
RUMOUR: Final = "had offered roughly $2.2 billion"
CORRECTED: Final = "had pencilled in a value of"
CORRECTION: Final = Edit(
    parties=(CorrectedParty(name="Lindekade", role=Role.SUBJECT, kind=PartyKind.ORGANISATION),),
    note="The house values the business, not the bank that sells it.",
)
WIDE: Final = (1280, 800)
CLAIMS: Final = "#event=acquisition&sort=-confidence"
PICTURES: Final = (
    Picture("report-claims.png", CLAIMS, WIDE),
    Picture("report-claims-dark.png", CLAIMS, WIDE, "dark"),
    Picture("report-claim.png", "#status=unconfirmed", WIDE, "dark", opened=RUMOUR),
    Picture("report-corrected.png", "#review=corrected", (1280, 740), opened=CORRECTED),
    Picture("report-charts.png", "#tab=charts", (1280, 1150)),
    Picture("report-phone.png", CLAIMS, (390, 844), "dark"),
    Picture("report-print.png", CLAIMS, (1000, 550), media="print"),
)


def make_report(folder: Path) -> Path:
    """The report of the demonstration articles."""
    page = folder / "report.html"
    with SqlStore(str(folder / "claims.db")) as store:
        run([f"{DEMO}/{source}" for source in SOURCES], store, road.load("auto"))
        correct(store)
        write_report(page, store.articles(), store.failures(), reviews=by_claim(store.remembered()))
    return page


def correct(store: SqlStore) -> None:
    """What an editor says of the claim whose correction is shown."""
    quoted = (c for c in store.claims() if CORRECTED in c.claim.evidence[0].text)
    store.correct(next(quoted).claim.id, CORRECTION, by="A. Editor")


def take(browser: Browser, page: Path, picture: Picture) -> None:
    """Take one picture and keep it."""
    width, height = picture.size
    size: ViewportSize = {"width": width, "height": height}
    window = browser.new_page(viewport=size, color_scheme=picture.scheme)
    window.goto(f"{page.as_uri()}{picture.view}")
    window.emulate_media(media=picture.media)
    if picture.opened:
        window.locator("tr", has_text=picture.opened).first.locator(".quote").click()
    window.screenshot(path=FOLDER / picture.name)
    window.close()
    make_smaller(FOLDER / picture.name)


def make_smaller(path: Path) -> None:
    """Two thirds of the bytes go with colours that nobody sees (Debian: pngquant)."""
    program = shutil.which("pngquant")
    if program is None:
        raise SystemExit("make.py: pngquant is not here; install it (apt-get install pngquant)")
    subprocess.run([program, "--force", "--output", path, "--", path], check=True)  # noqa: S603 - no input of others


def main() -> None:
    """Take all pictures."""
    # Pages name the files that they were read from; nobody's folders belong into a picture.
    os.chdir(ROOT)
    program = os.environ.get("NEWSCLAIMS_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = make_report(Path(folder))
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for picture in PICTURES:
            take(browser, page, picture)
        browser.close()


if __name__ == "__main__":
    main()
