"""Writes the pages that are made from code and data: ``python -m docs.generate``.

Run it after every change of a record, a command, a public function, a rule or a message. A test
compares the results with the files that are committed, and fails when something has no meaning in
docs/records.toml or docs/messages.toml.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

DOCS: Final = Path(__file__).parent
if __name__ == "__main__":
    # Called by its path as well, from wherever.
    sys.path.insert(0, str(DOCS.parent))

from docs.making import api_page, commands_page, messages_page, records_page, rules_page  # noqa: E402

PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "records.md": records_page.page,
        "troubleshooting.md": messages_page.page,
        "reference/api.md": api_page.page,
        "reference/commands.md": commands_page.page,
        "reference/rules.md": rules_page.page,
    }
)


def main() -> None:
    """Write all of them."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
