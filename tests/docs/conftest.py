"""The built site, and a real browser to look at it."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from site_builder import build

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def lacking(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> subprocess.CompletedProcess[str]:
    """The outcome of a build; ``built.site`` is the folder."""
    if find_spec("sphinx") is None or find_spec("furo") is None:
        lacking("no Sphinx here: make docs, or pip install 'newsclaims[docs]'")
    folder = tmp_path_factory.mktemp("docs")
    outcome = build(folder)
    outcome.site = folder / "site"
    return outcome


@pytest.fixture(scope="session")
def site(built) -> Path:
    assert built.returncode == 0, built.stderr
    return built.site


# Of the module only: Playwright keeps an event loop in this thread as long as it lives.
@pytest.fixture(scope="module")
def browser():
    named = (os.environ.get("NEWSCLAIMS_CHROMIUM"), *map(shutil.which, BROWSERS))
    program = next(filter(None, named), None)
    if program is None:
        lacking("no Chromium here: apt-get install chromium, or name one in NEWSCLAIMS_CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()
