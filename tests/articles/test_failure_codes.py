"""Every failure code is explained to users, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.articles import ArticleCode
from extractor.fetchers import FetchCode

DOCUMENT = Path(__file__).parents[2] / "docs" / "failures.md"


def listed(stage: str) -> list[str]:
    text = DOCUMENT.read_text("utf-8")
    section = text.partition(f"## Stage `{stage}`")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


@pytest.mark.parametrize(("stage", "codes"), [("fetch", FetchCode), ("article", ArticleCode)])
def test_every_code_is_explained_once(stage, codes):
    assert listed(stage) == [code.value for code in codes]


@pytest.mark.parametrize("codes", [FetchCode, ArticleCode])
def test_every_code_is_used(codes):
    room = Path(__file__).parents[2] / "extractor" / codes.__module__.split(".")[1]
    source = "".join(path.read_text("utf-8") for path in room.glob("*.py"))
    data = "".join(path.read_text("utf-8") for path in room.glob("data/*.toml"))
    for code in codes:
        assert f"{codes.__name__}.{code.name}" in source or f'code = "{code}"' in data
