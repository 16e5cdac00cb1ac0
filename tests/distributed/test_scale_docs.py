"""docs/scale.md and docs/failures.md say what is so."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from extractor.batch.codes import QuarantineCode

DOCS = Path(__file__).parents[2] / "docs"
SCALE = (DOCS / "scale.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", SCALE, re.DOTALL | re.MULTILINE)


def test_estimate_is_what_its_formula_gives():
    (code,) = (block for block in blocks("python") if "core-hours" in block)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert blocks("text") == [printed.getvalue()]


def test_estimate_uses_the_measured_figures():
    table = dict(re.findall(r"^\| ([^|]+) \| ([\d.]+) \|$", SCALE, re.MULTILINE))
    (code,) = (block for block in blocks("python") if "core-hours" in block)
    steps = ("HTML to article", "HTML to a refusal (another language)", "the same, encoder off")
    for step in steps:
        assert table[step] in code


def test_every_code_of_the_pipeline_is_explained_once():
    text = (DOCS / "failures.md").read_text(encoding="utf-8")
    section = text.partition("## Stage `pipeline`")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert listed == [code.value for code in QuarantineCode]


@pytest.mark.parametrize("name", ["seconds", "memory_mb", "renew_after"])
def test_limits_are_those_of_the_options(name):
    options = pytest.importorskip("extractor.batch.distributed.options")
    told = {"seconds": r"`seconds` \((\d+)\)", "memory_mb": r"`memory_mb` \((\d+)\)"}
    found = re.search(told.get(name, r"replaced after ([\d,]+) pages"), SCALE)
    assert float(found.group(1).replace(",", "")) == getattr(options.WorkOptions(), name)
