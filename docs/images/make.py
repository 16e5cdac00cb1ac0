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
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from extractor.batch import run
from extractor.pipeline import road
from extractor.review import write_report
from extractor.sinks.sql import SqlStore

FOLDER: Final = Path(__file__).parent
DEMO: Final = FOLDER.parents[1] / "corpus" / "demo"
SOURCES: Final = ("texts", "pages", "markets.xml", "wire.atom")
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@dataclass(frozen=True)
class Picture:
    """A view of the report in a window of some size."""

    name: str
    view: str
    width: int
    height: int
    scheme: str = "light"


PICTURES: Final = (
    Picture("report-claims.png", "#status=unconfirmed&status=denied", 1280, 800),
    Picture("report-claim.png", "", 1280, 800, "dark"),
    Picture("report-charts.png", "#tab=charts", 1280, 1150),
)
# The claim that is shown: what a denial is about.
CLAIM_WORDS: Final = "Pescarina"


def make_report(folder: Path) -> Path:
    """The report of the demonstration articles."""
    page = folder / "report.html"
    with SqlStore(str(folder / "claims.db")) as store:
        run([str(DEMO / source) for source in SOURCES], store, road.load("auto"))
        write_report(page, store.articles(), store.failures())
    return page


def take(browser: Browser, page: Path, picture: Picture) -> None:
    """Take one picture and keep it."""
    size = {"width": picture.width, "height": picture.height}
    window = browser.new_page(viewport=size, color_scheme=picture.scheme)
    window.goto(f"{page.as_uri()}{picture.view}")
    if picture.name == "report-claim.png":
        window.locator(".tile.denied").click()
        window.locator("tr", has_text=CLAIM_WORDS).first.locator(".quote").click()
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
    program = os.environ.get("NEWSCLAIMS_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = make_report(Path(folder))
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for picture in PICTURES:
            take(browser, page, picture)
        browser.close()


if __name__ == "__main__":
    main()
