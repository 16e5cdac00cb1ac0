"""Links that leave the docs: true in the repository, without a page on the site.

They become links into the repository where ``pyproject.toml`` names one (``Source`` under
``project.urls``), else their words alone. A link to a file that is not there stays as it is, so
that the build complains.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import partial
from pathlib import Path
from typing import Any, Final

DOCS: Final = Path(__file__).parents[1]
ROOT: Final = DOCS.parent
_LINK: Final = re.compile(r"(?<!!)\[(?P<words>[^\]]*)\]\((?P<path>\.\./[^)#\s]*)(?:#[^)\s]*)?\)")


def link_out_of_docs(_app: object, name: str, content: list[str]) -> None:
    """Sphinx's event ``source-read``: mend the links of one page that leave the docs."""
    folder = (DOCS / name).parent
    content[0] = _LINK.sub(partial(_mended, folder, _repository()), content[0])


def _mended(folder: Path, repository: str | None, link: re.Match[str]) -> str:
    # The path as text: a checkout may be reached through a symbolic link.
    target = Path(os.path.normpath(folder / link["path"]))
    if target.is_relative_to(DOCS) or not target.exists():
        return link[0]
    if repository is None:
        return link["words"]
    return f"[{link['words']}]({repository}/{target.relative_to(ROOT).as_posix()})"


def _repository() -> str | None:
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    source = settings["project"].get("urls", {}).get("Source")
    return f"{source.rstrip('/')}/blob/main" if source else None
