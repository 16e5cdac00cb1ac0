"""Drafts become label files; what is wrong in them is named with what to do."""

import json

import pytest
from made_labels import TEXT, write_texts

from corpus.tools.labels import problems, read_labels
from corpus.tools.place import Placer, main


def drafted(quote, sent, **changes):
    fields = {"min": 40_000_000, "max": 40_000_000, "currency": "EUR", "modifier": "exact"}
    return {"sent": sent, "quote": quote} | fields | changes


def draft_claim(**changes):
    return {
        "id": "c1",
        "event": "acquisition",
        "amounts": [drafted("€40m", 0), drafted("€40m", 1)],
        "parties": [{"name": "Tarrow", "role": "payer"}],
        "confirmation": "denied",
        "modality": "possible",
        "attribution": [{"name": "Osk", "kind": "party"}],
        "mentions": [0, 1],
    } | changes


def draft_lease(**changes):
    return draft_claim(
        id="c2",
        event="contract",
        amounts=[drafted("£3m to £4m", 3, min=3_000_000, max=4_000_000, currency="GBP")],
        durations=[{"sent": 3, "quote": "five years", "iso": "P5Y"}],
        confirmation="stated",
        modality="actual",
        attribution=[],
        mentions=[3],
        traits=["background_figure"],
        **changes,
    )


def draft(*claims, **changes):
    return {"doc": "tarrow", "annotator": "b", "claims": list(claims), "note": ""} | changes


@pytest.fixture
def place(tmp_path):
    """Place lines; gives the exit code and the folder of labels."""

    def run(*lines, text=TEXT):
        path = tmp_path / "draft.jsonl"
        rows = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(rows), encoding="utf-8")
        texts = write_texts(tmp_path / "texts", tarrow=text)
        return main([str(path), str(texts), str(tmp_path / "labels")]), tmp_path / "labels"

    return run


def test_a_draft_becomes_a_label_file(place, capsys):
    code, folder = place(draft(draft_claim(), draft_lease()))
    assert code == 0, capsys.readouterr().out
    labels = read_labels(folder / "tarrow.json")
    assert problems(labels, TEXT) == []
    deal, rent = labels.claims
    assert [amount.start for amount in deal.amounts] == [31, 51]
    assert [TEXT[start:end] for start, end in rent.mentions] == [
        "Its lease costs £3m to £4m and runs for five years."
    ]
    assert rent.durations[0].modifier == "exact"
    assert rent.traits == ("background_figure",)
    assert (labels.annotator, labels.note) == ("b", None)


def test_one_line_a_figure_and_nothing_that_was_not_given(place):
    raw = (place(draft(draft_claim()))[1] / "tarrow.json").read_text(encoding="utf-8")
    assert raw.count("\n") < 30
    assert '"traits"' not in raw
    assert '"note"' not in raw
    assert '    {"quote": "€40m", "start": 31, "end": 35, "min": 40000000,' in raw


def test_an_article_without_a_claim(place):
    code, folder = place(draft())
    assert code == 0
    assert read_labels(folder / "tarrow.json").claims == ()


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        pytest.param("Osk has €4 and €4.", ["€4", "€4"], [8, 15], id="from-the-left"),
        pytest.param("Of €40 Osk has €4.", ["€4"], [15], id="not-in-a-longer-number"),
        pytest.param("Of €4.50 Osk has €4.", ["€4"], [17], id="not-before-a-decimal"),
        pytest.param("Osk paid US$4.", ["$4"], [11], id="in-a-word-if-nowhere-else"),
        pytest.param("Osk paid (€4)", ["€4"], [10], id="brackets"),
    ],
)
def test_quotes_are_found(text, wanted, expected):
    placer = Placer(text)
    assert [placer.place(quote, 0)[0] for quote in wanted] == expected


def test_a_long_quote_is_placed_before_a_short_one(place, capsys):
    text = "Osk has €4m-€5m, not €4m"
    short = drafted("€4m", 0, min=4_000_000, max=4_000_000)
    whole = drafted("€4m-€5m", 0, min=4_000_000, max=5_000_000)
    code, folder = place(
        draft(draft_claim(amounts=[short], mentions=[0]),
              draft_claim(id="c2", amounts=[whole], mentions=[0])),
        text=text,
    )  # fmt: skip
    assert code == 0, capsys.readouterr().out
    labels = read_labels(folder / "tarrow.json")
    assert [claim.amounts[0].start for claim in labels.claims] == [21, 8]


WRONG = [
    ("not-there", {"amounts": [drafted("€41m", 1)]}, "c1: '€41m' is not in sentence 1; copy"),
    ("elsewhere", {"amounts": [drafted("$210", 1)]}, "is not in sentence 1; it is in 4: name"),
    ("once-too-often", {"amounts": [drafted("€40m", 1)] * 2}, "labelled already wherever it"),
    ("no-such-sentence", {"amounts": [drafted("€40m", 9)]}, "no sentence 9, the last is 4"),
    ("no-such-mention", {"mentions": [0, 7]}, "c1: mentions: there is no sentence 7"),
    ("no-mention", {"mentions": []}, "claims.0.mentions"),
    ("outside-mentions", {"mentions": [0]}, "c1: '€40m' stands in no mention of the claim"),
    ("word", {"modality": "likely"}, "c1: modality: Input should be 'actual'"),
    ("trait", {"traits": ["odd"]}, "c1: traits.0: Input should be 'disclaimer'"),
    ("field", {"colour": "red"}, "c1: colour: Extra inputs are not permitted"),
    ("value", {"amounts": [drafted("€40m", 0, min=None, max=None)]}, "'€40m' has no value"),
]


@pytest.mark.parametrize(
    ("changes", "message"),
    [row[1:] for row in WRONG],
    ids=[row[0] for row in WRONG],
)
def test_what_is_wrong_is_named_and_not_written(place, capsys, changes, message):
    code, folder = place(draft(draft_claim(**changes)))
    out = capsys.readouterr().out
    assert code == 1
    assert "tarrow" in out
    assert message in out
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param('{"doc": "tarrow", "claims": [', "Invalid JSON", id="broken"),
        pytest.param({"doc": "tarrow"}, "claims: Field required", id="no-claims"),
        pytest.param({"doc": "gone", "claims": []}, "gone text:", id="no-text"),
        pytest.param({"doc": "../x", "claims": []}, "doc: String should match", id="path"),
    ],
)
def test_a_bad_line_is_named_and_others_are_written(place, capsys, line, message):
    code, folder = place(line, draft(draft_claim()))
    assert code == 1
    assert message in capsys.readouterr().out
    assert [path.name for path in folder.iterdir()] == ["tarrow.json"]


def test_a_second_draft_of_an_article_is_named(place, capsys):
    code, folder = place(draft(draft_claim()), draft())
    assert code == 1
    assert "tarrow file: is drafted twice" in capsys.readouterr().out
    assert len(read_labels(folder / "tarrow.json").claims) == 1


def test_an_empty_file_ends_with_1(place):
    assert place("")[0] == 1
