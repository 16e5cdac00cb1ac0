"""The command line: parses options, calls the package, formats what comes back.

Nothing heavy is imported before a command needs it, so that ``--help``, ``schema`` and ``claims``
answer at once.
"""

from __future__ import annotations

import logging

from extractor.cli.commands import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command ``newsclaims``."""
    _quieten_drivers()
    app(prog_name="newsclaims")


def _quieten_drivers() -> None:
    """A failure is raised; what a pool logs besides, as when Ctrl-C ends a connection, is noise."""
    logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())
