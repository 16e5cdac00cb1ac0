"""How far the confidence of a status can be believed.

Claims are sorted into ten bins by their stated confidence; in a calibrated bin the share that is
right equals the mean confidence. The expected calibration error is the mean distance of the two,
weighed by the bins' sizes (Naeini et al. 2015, "Obtaining well calibrated probabilities using
Bayesian binning").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

BINS = 10


class Verdict(NamedTuple):
    """How sure the extractor was of something, and whether it was right."""

    confidence: float
    right: bool


class Bin(NamedTuple):
    """The verdicts of one tenth of the scale."""

    count: int
    confidence: float
    right: float


def bins_of(verdicts: Iterable[Verdict]) -> list[Bin]:
    """The bins that hold something, from unsure to sure."""
    members: list[list[Verdict]] = [[] for _ in range(BINS)]
    for verdict in verdicts:
        members[min(BINS - 1, int(verdict.confidence * BINS))].append(verdict)
    return [_bin(found) for found in members if found]


def _bin(found: Sequence[Verdict]) -> Bin:
    count = len(found)
    confidence = sum(verdict.confidence for verdict in found) / count
    return Bin(count, confidence, sum(verdict.right for verdict in found) / count)


def calibration_error(verdicts: Sequence[Verdict]) -> float:
    """The expected calibration error, 0 to 1; 0 without any verdict."""
    known = bins_of(verdicts)
    whole = sum(each.count for each in known)
    distance = sum(each.count * abs(each.confidence - each.right) for each in known)
    return distance / whole if whole else 0.0


def reliability_lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """A Markdown table of the bins."""
    yield "| claims | mean confidence | share right |"
    yield "|--:|--:|--:|"
    for each in bins_of(verdicts):
        yield f"| {each.count} | {each.confidence:.2f} | {each.right:.2f} |"


_SIDE, _EDGE = 260, 40


def reliability_plot(verdicts: Sequence[Verdict], title: str) -> str:
    """An SVG picture of the bins: a dot on the diagonal is calibrated, its area is its size."""
    known = bins_of(verdicts)
    most = max((each.count for each in known), default=1)
    dots = "\n".join(_dot(each, most) for each in known)
    low, high = _EDGE, _EDGE + _SIDE
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {high + 20} {high + 40}" \
font-family="sans-serif" font-size="11" role="img" aria-label="{title}">
<rect width="100%" height="100%" fill="white"/>
<rect x="{low}" y="{low}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#888"/>
<line x1="{low}" y1="{high}" x2="{high}" y2="{low}" stroke="#888" stroke-dasharray="4 3"/>
{dots}
<text x="{low}" y="20" font-size="13">{title}</text>
<text x="{low + _SIDE / 2}" y="{high + 30}" text-anchor="middle">stated confidence, 0 to 1</text>
<text x="16" y="{low + _SIDE / 2}" text-anchor="middle" \
transform="rotate(-90 16 {low + _SIDE / 2})">share right, 0 to 1</text>
</svg>
"""


def _dot(each: Bin, most: int) -> str:
    across = _EDGE + _SIDE * each.confidence
    down = _EDGE + _SIDE * (1 - each.right)
    radius = 3 + 11 * (each.count / most) ** 0.5
    return (
        f'<circle cx="{across:.1f}" cy="{down:.1f}" r="{radius:.1f}" fill="#0072b2" '
        f'fill-opacity="0.6"><title>{each.count} claims</title></circle>'
    )
