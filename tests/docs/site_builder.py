"""Builds the site as ``make docs`` does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_STRICT = ("--fail-on-warning", "--keep-going", "--nitpicky", "--quiet")


def build(folder: Path, docs: Path = ROOT / "docs") -> subprocess.CompletedProcess[str]:
    """Build ``docs`` into ``folder``/site."""
    command = [sys.executable, "-m", "sphinx", *_STRICT, "-d", str(folder / "trees")]
    return subprocess.run(
        [*command, str(docs), str(folder / "site")], capture_output=True, text=True, check=False
    )
