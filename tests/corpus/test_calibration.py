"""Calibration: a bin's confidence against the share that was right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus.tools.calibration import (
    Verdict,
    bins_of,
    calibration_error,
    reliability_lines,
    reliability_plot,
)

HALF_RIGHT = [Verdict(0.5, right=bool(number % 2)) for number in range(10)]


def test_who_is_half_sure_and_half_right_is_calibrated():
    assert calibration_error(HALF_RIGHT) == pytest.approx(0.0)


def test_who_is_sure_and_wrong_is_not():
    assert calibration_error([Verdict(1.0, right=False)]) == 1.0
    assert calibration_error([]) == 0.0


def test_bins_weigh_by_their_size():
    verdicts = [*[Verdict(0.95, right=True)] * 3, Verdict(0.15, right=True)]
    assert [each.count for each in bins_of(verdicts)] == [1, 3]
    assert calibration_error(verdicts) == pytest.approx((0.85 + 3 * 0.05) / 4)


@given(st.lists(st.builds(Verdict, st.floats(0, 1), st.booleans()), min_size=1))
def test_no_verdict_is_lost(verdicts):
    known = bins_of(verdicts)
    assert sum(each.count for each in known) == len(verdicts)
    assert 0 <= calibration_error(verdicts) <= 1
    assert len(list(reliability_lines(verdicts))) == 2 + len(known)


def test_the_plot_has_a_dot_for_each_bin():
    verdicts = [*HALF_RIGHT, Verdict(0.9, right=True)]
    picture = etree.fromstring(reliability_plot(verdicts, "Status"))
    assert len(picture.findall("{*}circle")) == 2
