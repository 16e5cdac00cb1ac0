"""Every reason for quarantine is explained to users, in the order of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.batch import QuarantineCode

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "heading"),
    [("failures.md", "## Stage `pipeline`"), ("running.md", "## Articles that")],
)
def test_every_code_is_explained_once(page, heading):
    section = (DOCS / page).read_text("utf-8").partition(heading)[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert listed == [code.value for code in QuarantineCode]
