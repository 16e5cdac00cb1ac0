"""The accuracy table: what it counts, and that it runs over a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.tools.evaluate import LabelledSet, commonest_errors, figures, main, verdicts
from extractor.pipeline.road import load

DEMO = Path(__file__).parents[2] / "corpus" / "demo"


@pytest.fixture(scope="module")
def articles():
    return LabelledSet("demo", DEMO / "labels", DEMO / "expected").read(load(None))


def test_the_figures_are_shares(articles):
    found = figures(articles)
    assert {"claim, lenient, F1", "confirmation, macro F1", "– denied, F1"} <= set(found)
    assert all(0 <= figure <= 1 for figure in found.values())


def test_every_amount_that_both_know_is_a_verdict(articles):
    found = verdicts(articles)
    assert len(found) > 100
    assert {verdict.right for verdict in found} == {True, False}


def test_errors_are_named_by_what_was_taken_for_what(articles):
    kinds = dict(commonest_errors(articles, 1000))
    assert kinds["event: contract read as other"] > 0
    assert any(kind.startswith("role: ") for kind in kinds)
    assert any(kind.startswith("party missed") for kind in kinds)


def test_the_command_prints_markdown(capsys, tmp_path):
    plot = tmp_path / "plot.svg"
    words = ["demo", str(DEMO / "labels"), str(DEMO / "expected")]
    asked = ["--modes", "none", "--by-source", "--by-length", "--calibration", "--errors", "3"]
    assert main(["--set", *words, *asked, "--plot", str(plot)]) == 0
    printed = capsys.readouterr().out
    assert "## demo: 16 articles" in printed
    assert "Calibration error of the status: 0." in printed
    assert printed.count(" × ") == 3
    assert plot.read_text().startswith("<svg")


def test_a_part_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no part of the split"):
        main(["--set", "demo", str(DEMO / "labels"), str(DEMO / "expected"), "tset"])
