"""The command line: parses options, calls the package, formats what comes back.

Nothing heavy is imported before a command needs it, so that ``--help``, ``schema`` and ``claims``
answer at once.
"""

from __future__ import annotations

from extractor.cli.commands import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command ``newsclaims``."""
    app(prog_name="newsclaims")
