"""A screen for the review page: windows of the system's own Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from extractor.review import write_report

# Milliseconds: on a crowded machine a browser may be slow without anything being wrong.
PATIENCE = 60_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def browser_program() -> str:
    named = os.environ.get("NEWSCLAIMS_CHROMIUM")
    for program in (named, *map(shutil.which, BROWSERS)):
        if program:
            return program
    reason = "no Chromium here: apt-get install chromium, or name one in NEWSCLAIMS_CHROMIUM"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class Screen:
    """Opens report pages in windows of a given size and taste, and watches what they do."""

    def __init__(self, browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self._contexts = []
        self.requests: list[str] = []
        self.problems: list[str] = []

    def file(self, articles, failed=(), name="report.html") -> Path:
        path = self._folder / name
        write_report(path, articles, failed)
        return path

    def show(self, path: Path, view="", **window) -> Page:
        usual = {"viewport": {"width": 1280, "height": 900}}
        context = self._browser.new_context(**usual | window)
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._listen)
        page.goto(f"{path.as_uri()}{view}")
        return page

    def open(self, articles, failed=(), view="", **window) -> Page:
        return self.show(self.file(articles, failed), view, **window)

    def _listen(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(message.text)

    def close(self) -> None:
        for context in self._contexts:
            try:
                context.close()
            except Error as error:
                self.problems.append(str(error))


def quotes(page: Page) -> list[str]:
    return page.locator(".claims .quote").all_inner_texts()
