"""Agreement of two label sets, counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_labels import TEXT, amount, article, claim, lease, raw_article, tin, write, write_texts

from corpus.tools.agreement import (
    Counts,
    Pair,
    claim_counts,
    duration_counts,
    kappa,
    same_claim_counts,
    source_counts,
    span_counts,
)
from corpus.tools.compare import main, table
from corpus.tools.disagreements import disagreements
from corpus.tools.names import same_name

ONE = [claim(), lease(), tin()]


def pair(*other):
    return Pair(article(*ONE), article(*other))


def figures(*other):
    return {(row.field, row.measure): row.figure for row in table([pair(*other)])}


def test_labels_agree_with_themselves():
    assert set(figures(*ONE).values()) == {1.0}
    assert disagreements(pair(*ONE)) == []


DIFFERENT = [
    ("value", {"amounts": [amount("€40m", 4), amount("€40m", nth=1)]},
     ("amount value and currency", "F1"), 3 / 4),
    ("modifier", {"amounts": [amount("€40m", modifier="about"), amount("€40m", nth=1)]},
     ("modifier", "accuracy"), 3 / 4),
    ("one-amount", {"amounts": [amount("€40m")]}, ("amount span", "F1"), 6 / 7),
    ("event", {"event": "investment"}, ("event", "accuracy"), 1 / 2),
    ("modality", {"modality": "planned"}, ("modality", "accuracy"), 1 / 2),
    ("modality-macro", {"modality": "planned"}, ("modality", "macro F1"), 1 / 2),
    ("status", {"confirmation": "confirmed"}, ("confirmation", "accuracy"), 1 / 2),
    # Half is equal; by chance a quarter would be: 2/4 * 2/4 for "stated", nothing for the rest.
    ("kappa", {"confirmation": "confirmed"}, ("confirmation", "kappa"), 1 / 3),
    ("source", {"attribution": [{"name": None, "kind": "media"}]}, ("attribution kind", "F1"), 0.0),
    ("party", {"parties": [{"name": "Tarrow", "role": "payer"}]}, ("party", "F1"), 8 / 10),
    ("name", {"parties": [{"name": "Tarrow Group", "role": "payer"},
                          {"name": "Oskar", "role": "subject"}]}, ("party", "F1"), 8 / 12),
    ("role", {"parties": [{"name": "Tarrow", "role": "payer"}, {"name": "Osk", "role": "payee"}]},
     ("party with role", "F1"), 8 / 12),
    ("strict", {"modality": "planned"}, ("claim, strict", "F1"), 2 / 3),
    ("lenient", {"modality": "planned"}, ("claim, lenient", "F1"), 1.0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "which", "expected"),
    [row[1:] for row in DIFFERENT],
    ids=[row[0] for row in DIFFERENT],
)
def test_one_difference(changes, which, expected):
    # Four amounts in three claims; the parties count two for each of the deal's two amounts.
    assert figures(claim(**changes), lease(), tin())[which] == pytest.approx(expected)


def test_a_split_claim_loses_its_pair_of_amounts():
    apart = [
        claim(amounts=[amount("€40m")]),
        claim("c4", amounts=[amount("€40m", nth=1)]),
        lease(),
        tin(),
    ]
    assert same_claim_counts(pair(*apart)) == Counts(0, 1, 0)
    assert claim_counts(pair(*apart)) == Counts(3, 3, 4)
    assert claim_counts(pair(*apart), strict=True) == Counts(2, 3, 4)


def test_what_only_one_side_has_counts_with_its_sources():
    both = pair(lease(), tin())
    assert span_counts(both) == Counts(2, 4, 2)
    assert source_counts(both) == Counts(0, 2, 0)


def test_durations_agree_by_length():
    longer = lease(durations=[lease()["durations"][0] | {"iso": "P6Y"}])
    assert duration_counts(pair(claim(), longer)) == Counts(0, 1, 1)
    assert figures(claim(), longer, tin())["claim, strict", "F1"] == pytest.approx(2 / 3)


def test_nothing_in_common():
    assert figures()["amount span", "F1"] == 0.0
    assert figures()["confirmation", "kappa"] == 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bank of Oskland", "BOO"),
        ("Osk (OSK.XY)", "Osk"),
        ("Mr. Una Brandt", "Brandt"),
        ("Osk Holdings Ltd", "Osk Group"),
    ],
)
def test_names_of_one_bearer(one, other):
    assert same_name(one, other)
    assert same_name(other, one)


WORDS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ab")), min_size=1)


@given(WORDS)
def test_kappa_is_the_same_both_ways_and_at_most_one(pairs):
    assert kappa(pairs) == pytest.approx(kappa([(other, one) for one, other in pairs]))
    assert kappa(pairs) <= 1.0
    assert kappa([(one, one) for one, _ in pairs]) == 1.0


def test_disagreements_are_named_in_the_order_of_the_text():
    other = claim(amounts=[amount("€40m", 4)], confirmation="denied", parties=[])
    gone = [str(found) for found in disagreements(pair(other, tin(), ONE[1] | {"durations": []}))]
    assert gone == [
        "tarrow 31 '€40m' value: 40000000 EUR | 4 EUR",
        "tarrow 31 '€40m' confirmation: unconfirmed | denied",
        "tarrow 31 '€40m' parties: Tarrow (payer), Osk (subject) | none",
        "tarrow 51 '€40m' amount: labelled | no label",
        "tarrow 154 'five years' duration: labelled | no label",
    ]


def test_amounts_that_share_a_claim_on_one_side_only():
    together = claim(amounts=[*claim()["amounts"], *tin()["amounts"]])
    found = {part.start: str(part) for part in disagreements(pair(together, lease()))
             if part.field == "same claim"}  # fmt: skip
    assert (
        found[31] == "tarrow 31 '€40m' same claim: €40m@31 + €40m@51 | €40m@31 + €40m@51 + $210@178"
    )
    assert set(found) == {31, 51, 178}


def test_what_only_the_other_has():
    found = disagreements(Pair(article(), article(lease())))
    assert [(part.field, part.one, part.other) for part in found] == [
        ("amount", "no label", "labelled"),
        ("duration", "no label", "labelled"),
    ]


class TestCommand:
    @pytest.fixture
    def folders(self, tmp_path):
        one = write(tmp_path / "one", raw_article(*ONE), raw_article(tin(), doc="alone"))
        other = write(tmp_path / "other", raw_article(claim(event="offering"), lease(), tin()))
        write_texts(tmp_path / "texts", tarrow=TEXT)
        return [str(one), str(other)]

    def test_the_table(self, folders, capsys):
        assert main(folders) == 0
        lines = capsys.readouterr().out.split("\n")
        assert lines[0] == "1 articles"
        assert lines[1].split() == ["field", "measure", "figure", "same", "one", "other"]
        assert "event                      accuracy    0.5000       2       4       4" in lines

    def test_disagreements_in_context(self, folders, tmp_path, capsys):
        texts = ["--texts", str(tmp_path / "texts")]
        assert main([*folders, "--disagreements", "1", *texts]) == 0
        last = capsys.readouterr().out.strip().split("\n")[-2:]
        assert last[0] == "tarrow 31 '€40m' event: acquisition | offering"
        assert last[1].startswith("    …Tarrow in talks to buy Osk for €40m / Tarrow may pay")

    def test_no_common_article(self, folders, tmp_path, capsys):
        empty = tmp_path / "empty"
        empty.mkdir()
        assert main([folders[0], str(empty)]) == 1
        assert "no article in common" in capsys.readouterr().err
