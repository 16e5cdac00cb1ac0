"""The site builds without a warning, loads nothing from elsewhere, and can be read and searched."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from lxml import html
from site_builder import build

from docs.making.links import link_out_of_docs
from docs.making.navigation import sections, with_navigation

ROOT = Path(__file__).parents[2]
PATIENCE = 60_000
PAGES = ("index.html", "tutorial.html", "troubleshooting.html", "reference/api.html")
# What a page loads by itself, and not when somebody follows a link.
LOADED = (
    "//script/@src", "//img/@src", "//iframe/@src", "//source/@src", "//video/@src", "//audio/@src",
    "//object/@data", "//embed/@src",
    "//link[not(contains('author next prev index search canonical', @rel))]/@href",
)  # fmt: skip
ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def test_it_builds_without_a_warning(built):
    assert (built.returncode, built.stderr) == (0, "")


class TestNothingFromElsewhere:
    def test_no_page_names_a_foreign_script_style_font_or_picture(self, site):
        pages = list(site.rglob("*.html"))
        assert len(pages) > 30
        found = [
            (page.name, address)
            for page in pages
            for path in LOADED
            for address in html.fromstring(page.read_bytes()).xpath(path)
            if ELSEWHERE.match(address)
        ]
        assert found == []

    def test_no_style_imports_or_loads_anything_foreign(self, site):
        named = re.compile(r"(?:url\(|@import\s+)[\"']?((?:https?:)?//[^\"')\s]+)")
        sheets = [page for kind in ("css", "html", "svg") for page in site.rglob(f"*.{kind}")]
        texts = (sheet.read_text(encoding="utf-8") for sheet in sheets)
        assert [address for text in texts for address in named.findall(text)] == []

    @pytest.mark.parametrize("name", [*PAGES, "search.html?q=quarantine"])
    def test_a_browser_asks_for_nothing_else(self, site, browser, name):
        page = browser.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"file://{site}/{name}", timeout=PATIENCE)
        page.wait_for_load_state("networkidle", timeout=PATIENCE)
        page.close()
        own = (f"file://{site}/", "data:")
        assert [url for url in requests if not url.startswith(own)] == []


class TestReading:
    def test_the_search_finds_a_page_without_a_server(self, site, browser):
        page = browser.new_page()
        page.goto(f"file://{site}/search.html?q=quarantined", timeout=PATIENCE)
        # Sphinx adds one result after the other.
        found = page.locator("#search-results a", has_text="Running over many sources")
        found.first.wait_for(timeout=PATIENCE)
        page.close()

    @pytest.mark.parametrize("name", PAGES)
    def test_a_phone_shows_whole_lines(self, site, browser, name):
        page = browser.new_page(viewport={"width": 375, "height": 700})
        page.goto(f"file://{site}/{name}", timeout=PATIENCE)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.close()
        assert wide <= 375

    def test_light_and_dark_follow_the_system(self, site, browser):
        grounds = [self.ground(site, browser, scheme) for scheme in ("light", "dark")]
        assert [sum(colour) > 3 * 128 for colour in grounds] == [True, False]

    def ground(self, site, browser, scheme):
        page = browser.new_page(color_scheme=scheme)
        page.goto(f"file://{site}/index.html", timeout=PATIENCE)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.close()
        return [int(part) for part in re.findall(r"\d+", colour)[:3]]

    def test_the_four_parts_are_in_the_sidebar(self, site):
        tree = html.fromstring((site / "faq.html").read_bytes())
        captions = tree.xpath("//*[contains(@class, 'sidebar-tree')]//p[@class='caption']//text()")
        parts = sections((ROOT / "docs/index.md").read_text(encoding="utf-8"))
        assert [text.strip() for text in captions if text.strip()] == list(parts)


class TestWarningsAreErrors:
    """What is wrong in the pages stops the build; tried on a small copy."""

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("[there](nowhere.md)", "nowhere.md"),
            ("[there](other.md#no-such-heading)", "no-such-heading"),
            ("![picture](images/none.png)", "none.png"),
            ("```{nonsense}\n```", "nonsense"),
        ],
        ids=["page", "anchor", "picture", "directive"],
    )
    def test_a_dead_link_stops_the_build(self, built, tmp_path, text, complaint):
        outcome = self.built_with(tmp_path, f"# Page\n\n{text}\n", "- [Page](page.md): x\n")
        assert outcome.returncode != 0
        assert complaint in outcome.stderr

    def test_a_page_outside_the_navigation_stops_the_build(self, built, tmp_path):
        outcome = self.built_with(tmp_path, "# Page\n", "")
        assert outcome.returncode != 0
        assert "toc.not_included" in outcome.stderr

    def built_with(self, folder, text, listed):
        docs = folder / "docs"
        shutil.copytree(ROOT / "docs/making", docs / "making")
        shutil.copytree(ROOT / "docs/static", docs / "static")
        for name in ("conf.py", "__init__.py"):
            shutil.copyfile(ROOT / "docs" / name, docs / name)
        shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
        (docs / "index.md").write_text(f"# First\n\n## Part\n\n- [Other](other.md): x\n{listed}")
        (docs / "other.md").write_text("# Other\n")
        (docs / "page.md").write_text(text)
        return build(folder, docs)


class TestMaking:
    def test_links_that_leave_the_docs_become_words(self):
        content = ["[card](../models/README.md), [dead](../none.md), ![p](../x.png), [in](a.md)"]
        link_out_of_docs(None, "faq", content)
        assert content == ["card, [dead](../none.md), ![p](../x.png), [in](a.md)"]

    def test_lists_of_the_first_page_become_navigation(self):
        content = ["# T\n\n## One\n\n- [A](a.md): x\n- [B](how/b.md)\n\n## None\n\ntext\n"]
        with_navigation(None, "index", content)
        assert ":caption: One\n\na\nhow/b\n```" in content[0]
        assert "None\n\n```" not in content[0]

    def test_other_pages_are_left_alone(self):
        content = ["## One\n\n- [A](a.md)\n"]
        with_navigation(None, "faq", content)
        assert content == ["## One\n\n- [A](a.md)\n"]
