"""A real browser for the review page, and pages to open in it.

The browser is the system's own Chromium (Debian: ``apt-get install chromium``). Without one these
tests are skipped, and in CI they fail.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from review_records import deal, failures, many
from review_screen import FLAGS, PATIENCE, Screen, browser_program

from extractor.review import write_report
from extractor.review.page import page_file


# Of the module only: Playwright keeps an event loop in this thread as long as it lives, and other
# tests run loops of their own.
@pytest.fixture(scope="module")
def chromium():
    program = browser_program()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def screen(chromium, tmp_path):
    """A screen; in the end no page may have complained or asked for anything but its own file."""
    shown = Screen(chromium, tmp_path)
    yield shown
    shown.close()
    assert shown.problems == []
    assert [url for url in shown.requests if not url.startswith("file:")] == []


@pytest.fixture
def deal_page(screen) -> Page:
    """The page of one article with two claims, and of two failures."""
    return screen.open([deal()], failures())


@pytest.fixture(scope="session")
def many_file(tmp_path_factory):
    """The page of 120 claims in 12 articles, as a file that tests share and leave as it is."""
    path = tmp_path_factory.mktemp("many") / "many.html"
    write_report(path, many(12))
    return path


@pytest.fixture(scope="module")
def workbench(chromium):
    """An empty page that has the functions of the report, to be called with anything."""
    page = chromium.new_page()
    page.add_script_tag(
        content="\n".join(map(page_file, ("elements.js", "highlight.js", "fragment.js")))
    )
    yield page
    page.close()
