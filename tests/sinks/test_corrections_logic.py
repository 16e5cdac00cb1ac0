"""What is in force and which claim is meant, against simple models of both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sample_records import SENTENCE, amount, claim, duration, quoted

from extractor.records import Duration, Evidence, Role, Status
from extractor.sinks.corrections import CorrectedParty, Correction
from extractor.sinks.corrections.matching import same_claim
from extractor.sinks.corrections.records import as_corrected, corrected_of, valid

START = datetime(2026, 3, 1, tzinfo=UTC)
ACTS = st.lists(
    st.one_of(
        st.just("withdraw"),
        st.tuples(
            st.none() | st.sampled_from(Status),
            st.none() | st.lists(st.sampled_from("ABC"), unique=True, max_size=2),
        ),
    ),
    max_size=12,
)


def entry(number, **fields):
    return Correction(
        number=number,
        claim_id="c1",
        source="a.txt",
        by="A",
        at=START + timedelta(minutes=number),
        machine_status=Status.STATED,
        **fields,
    )


def history_of(acts):
    """The entries that the acts make, and a stack of those that stand."""
    entries, stack = [], []
    for number, act in enumerate(acts, start=1):
        if act == "withdraw":
            if stack:
                entries.append(entry(number, withdraws=stack.pop().number))
            continue
        status, names = act
        parties = names and tuple(CorrectedParty(name=name, role=Role.PAYER) for name in names)
        made = entry(number, status=status, parties=() if names == [] else parties)
        entries.append(made)
        stack.append(made)
    return entries, stack


@given(ACTS)
def test_the_latest_that_stands_is_in_force(acts):
    entries, stack = history_of(acts)
    assert valid(entries) == stack
    statuses = [each.status for each in stack if each.status is not None]
    parties = [each.parties for each in stack if each.parties is not None]
    corrected = corrected_of(entries)
    if not statuses and not parties:
        assert corrected is None
        return
    assert corrected.status == (statuses[-1] if statuses else None)
    assert corrected.parties == (parties[-1] if parties else None)
    machine = claim()
    told = as_corrected(machine, corrected)
    assert told.confirmation.status == (statuses or [machine.confirmation.status])[-1]
    assert told.amounts == machine.amounts


class TestSameClaim:
    BEFORE = claim(id="old")

    def place(self, *now):
        return same_claim(self.BEFORE, now)

    def test_the_same_id_comes_before_everything(self):
        assert self.place(claim(id="twin"), claim(id="old", amounts=(), durations=())) == 1

    def test_most_figures_in_the_same_place(self):
        assert self.place(claim(id="a", durations=()), claim(id="b")) == 1

    def test_figures_that_overlap(self):
        longer = quoted(Duration, "within three years", iso8601="P3Y", kind="term", rule="r")
        assert self.place(claim(id="a", amounts=(), durations=(longer,))) == 0

    def test_sentences_decide_between_figures_alike(self):
        elsewhere = quoted(Evidence, "years.")
        other = claim(id="a", evidence=(elsewhere,), durations=())
        same = claim(id="b", durations=())
        both = claim(id="old", evidence=(quoted(Evidence, SENTENCE[:20]),))
        assert same_claim(both, [other, same]) == 1

    def test_no_common_figure_is_another_fact(self):
        assert self.place(claim(id="a", amounts=(), durations=())) is None

    def test_nothing_to_choose_from(self):
        assert self.place() is None

    def test_two_alike_are_no_answer(self):
        now = [claim(id=name, amounts=(amount(),), durations=(duration(),)) for name in "ab"]
        assert self.place(*now) is None
