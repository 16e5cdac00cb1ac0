"""docs/performance.md shows what `make bench` prints, in the same words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Everything in one table")[2].partition("\n## ")[0]
ROW = re.compile(r"^\| (.+?) \| (\w+) \| ([\d.,]+) \| ([\d.,]+) \| (\d*) ?\|$", re.MULTILINE)
HEAD = "| what | each | CPU ms | a CPU second | MB at most |"
# Those that the development environment does not have.
OTHERS = {"peer: price-parser, by line", "peer: quantulum3, without its classifier"}


@pytest.mark.slow
def test_table_has_the_rows_that_the_benchmark_prints():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.stages", "--rounds", "1", "corpus/articles/texts", "3"],
        check=True,
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    printed, shown = ROW.findall(done.stdout), ROW.findall(SECTION)
    assert HEAD in done.stdout
    assert HEAD in SECTION
    rows = [(row[0], row[1]) for row in shown if row[0] not in OTHERS]
    assert [(row[0], row[1]) for row in printed if row[0] not in OTHERS] == rows
    assert {row[0] for row in shown} >= OTHERS
    memory = {row[0] for row in shown if row[4]}
    assert {row[0] for row in printed if row[4]} == (memory if sys.platform == "linux" else set())
    assert "price-parser" in done.stdout
    assert "quantulum3" in done.stdout
