"""How Sphinx makes the site of these pages: ``make docs``.

The pages are plain Markdown that reads well on its own; what the site adds (navigation, search,
light and dark) is added here, so that no page holds anything but text.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

_DOCS = Path(__file__).parent
# Sphinx runs this file by itself, from wherever it was called.
sys.path.insert(0, str(_DOCS.parent))

from pygments.lexers.sql import PostgresLexer, SqlLexer  # noqa: E402

from docs.making.links import link_out_of_docs  # noqa: E402
from docs.making.navigation import with_navigation  # noqa: E402

_PROJECT: dict[str, Any] = tomllib.loads(
    (_DOCS.parent / "pyproject.toml").read_text(encoding="utf-8")
)["project"]

project = _PROJECT["name"]
version = release = _PROJECT["version"]
extensions = ["myst_parser"]
root_doc = "index"
exclude_patterns = ["examples/**", "making/**"]
nitpicky = True

# The headings that GitHub makes anchors of, by the same names.
myst_heading_anchors = 4
html_theme = "furo"
html_title = f"{project} {version}"
html_show_copyright = False
html_show_sourcelink = False
html_use_index = False
html_copy_source = False
# The same pages give the same site: no day of making in it.
html_last_updated_fmt = None
html_static_path = ["static"]
html_css_files = ["site.css"]
html_theme_options = {"navigation_with_keys": True}
pygments_style = "friendly"
pygments_dark_style = "monokai"


def setup(app: Any) -> dict[str, Any]:  # noqa: ANN401 - Sphinx brings no type without importing it
    """What Sphinx asks: navigation from the lists of the first page, links that leave the docs."""
    # The pages name the dialect; GitHub knows it, Pygments by another name.
    app.add_lexer("sqlite", SqlLexer)
    app.add_lexer("postgresql", PostgresLexer)
    app.connect("source-read", with_navigation)
    app.connect("source-read", link_out_of_docs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
