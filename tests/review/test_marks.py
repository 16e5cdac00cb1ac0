"""Marks that lie in each other or overlap: whatever they are, no letter is lost or left out."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = "0123456789abcdefghij"
KINDS = ["evidence", "source", "cue", "wording", "party", "term", "amount"]
spans = st.tuples(st.integers(0, 19), st.integers(1, 20)).filter(lambda span: span[0] < span[1])
marks = st.lists(st.tuples(spans, st.sampled_from(KINDS)), max_size=8)
ranges = spans

# Each character with the kinds of the marks around it.
WALK = """([text, range, marks]) => {
  const root = markedNodes(text, range, marks.map(([at, kind]) => ({ at, kind, label: kind })));
  const found = [];
  const walk = (node, around) => {
    const within = node.className ? [...around, node.className] : around;
    if (node.nodeType === Node.TEXT_NODE) for (const one of node.data) found.push([one, within]);
    for (const child of node.childNodes) walk(child, within);
  };
  walk(root, []);
  return found;
}"""


def covering(place, given_marks):
    return Counter(kind for (start, end), kind in given_marks if start <= place < end)


@given(window=ranges, given_marks=marks)
@settings(max_examples=200, deadline=None)
def test_every_letter_stands_in_its_marks_and_no_other(workbench, window, given_marks):
    drawn = workbench.evaluate(WALK, [TEXT, window, given_marks])
    assert "".join(letter for letter, _ in drawn) == TEXT[slice(*window)]
    for place, (_, around) in enumerate(drawn, window[0]):
        assert Counter(around) == covering(place, given_marks)
