"""The site's navigation: the lists of links on the first page, section by section.

So the first page is plain Markdown that anyone can read, and a page that it forgets is a page
outside the navigation, of which Sphinx complains.
"""

from __future__ import annotations

import re
from typing import Final

FIRST_PAGE: Final = "index"
_SECTION: Final = re.compile(r"^## (?P<title>.+)\n(?P<body>(?:(?!## ).*\n?)*)", re.MULTILINE)
_ITEM: Final = re.compile(r"^- \[[^\]]+\]\((?P<page>[\w/-]+)\.md\)", re.MULTILINE)


def with_navigation(_app: object, name: str, content: list[str]) -> None:
    """Sphinx's event ``source-read``: add trees of pages to the first page."""
    if name == FIRST_PAGE:
        content[0] = content[0].rstrip() + "\n\n" + "\n".join(_trees(content[0]))


def sections(first_page: str) -> dict[str, list[str]]:
    """The pages that each section of the first page lists, by its title."""
    found = {
        section["title"]: [item["page"] for item in _ITEM.finditer(section["body"])]
        for section in _SECTION.finditer(first_page)
    }
    return {title: pages for title, pages in found.items() if pages}


def _trees(first_page: str) -> list[str]:
    return [
        "\n".join(["```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```", ""])
        for title, pages in sections(first_page).items()
    ]
