"""The checks of label files: each kind of mistake is found, and the bundled labels hold none."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.tools.labels import LabelledArticle, dump_labels, problems, read_labels

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "corpus" / "demo"
LABEL_FILES = sorted((DEMO / "labels").glob("*.json"))

TEXT = (
    "Pellworm buys Ostrand\nPellworm will pay €40m for Ostrand, it said. The loan runs five years."
)


def amount(**changes):
    start = TEXT.index("€40m")
    return {
        "quote": "€40m",
        "start": start,
        "end": start + 4,
        "min": 40_000_000,
        "max": 40_000_000,
        "currency": "EUR",
        "modifier": "exact",
        "per": None,
    } | changes


def duration(**changes):
    start = TEXT.index("five years")
    return {
        "quote": "five years",
        "start": start,
        "end": start + 10,
        "iso": "P5Y",
        "modifier": "exact",
    } | changes


def claim(**changes):
    return {
        "id": "c1",
        "event": "acquisition",
        "amounts": [amount()],
        "durations": [],
        "parties": [{"name": "Pellworm", "role": "payer"}],
        "confirmation": "confirmed",
        "modality": "planned",
        "attribution": [{"name": "Pellworm", "kind": "party"}],
        "mentions": [[22, 66]],
    } | changes


def article(*claims):
    return {"doc": "pellworm", "claims": list(claims)}


def messages(*claims):
    labels = LabelledArticle.model_validate_json(json.dumps(article(*claims)))
    return [problem.message for problem in problems(labels, TEXT)]


def test_right_labels_have_no_problem():
    term = claim(id="c2", amounts=[], durations=[duration()], mentions=[[67, len(TEXT)]])
    assert messages(claim(), term) == []


def test_an_article_without_a_claim_is_right():
    assert messages() == []


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        pytest.param([claim(amounts=[])], "neither an amount nor a duration", id="no-figure"),
        pytest.param(
            [claim(amounts=[amount(start=0, end=4)], mentions=[[0, 66]])],
            "where the text has 'Pell'",
            id="offsets-moved",
        ),
        pytest.param([claim(mentions=[[0, 21]])], "stands in no mention", id="outside-mentions"),
        pytest.param(
            [claim(mentions=[[21, 66]])], "is no sentence", id="mention-starts-with-space"
        ),
        pytest.param([claim(mentions=[[22, 900]])], "is no sentence", id="mention-past-the-end"),
        pytest.param([claim(confirmation="stated")], "has an attribution", id="stated-by-someone"),
        pytest.param([claim(attribution=[])], "nobody is named", id="confirmed-by-nobody"),
        pytest.param([claim(), claim(id="c2")], "labelled 2 times", id="amount-twice"),
    ],
)
def test_contradictions_are_found(claims, message):
    assert any(message in found for found in messages(*claims))


def test_an_id_used_twice_is_found():
    assert "is the id of 2 claims" in messages(claim(), claim())


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"event": "takeover"}, id="event"),
        pytest.param({"modality": "likely"}, id="modality"),
        pytest.param({"confirmation": "rumoured"}, id="status"),
        pytest.param({"parties": [{"name": "Pellworm", "role": "buyer"}]}, id="role"),
        pytest.param({"attribution": [{"name": None, "kind": "press"}]}, id="source-kind"),
        pytest.param({"amounts": [amount(currency="EURO")]}, id="currency"),
        pytest.param({"amounts": [amount(modifier="circa")]}, id="modifier"),
        pytest.param({"amounts": [amount(min=50_000_000)]}, id="bounds-crossed"),
        pytest.param({"amounts": [amount(min=None, max=None)]}, id="no-value"),
        pytest.param({"amounts": [amount(unit="m")]}, id="unknown-field"),
        pytest.param({"traits": ["hard"]}, id="trait"),
        pytest.param({"durations": [duration(iso="5Y")]}, id="iso-without-p"),
        pytest.param({"durations": [duration(iso="P")]}, id="iso-empty"),
    ],
)
def test_words_outside_the_vocabularies_are_refused(tmp_path, changes):
    path = tmp_path / "pellworm.json"
    path.write_text(json.dumps(article(claim(**changes))), encoding="utf-8")
    with pytest.raises(ValidationError):
        read_labels(path)


@pytest.mark.parametrize("iso", ["P3Y", "P18M", "PT6H", "P1Y6M", "P3Y/P5Y", "P2W"])
def test_lengths_that_are_right_are_read(iso):
    LabelledArticle.model_validate_json(json.dumps(article(claim(durations=[duration(iso=iso)]))))


def test_traits_are_read_and_written_where_there_are_any():
    labels = LabelledArticle.model_validate_json(
        json.dumps(article(claim(traits=["disclaimer", "several_deals"]), claim(id="c2")))
    )
    written = json.loads(dump_labels(labels))["claims"]
    assert written[0]["traits"] == ["disclaimer", "several_deals"]
    assert "traits" not in written[1]


def test_what_is_written_is_read_again():
    raw = article(claim(amounts=[amount(min=2.5, max=None, currency=None)], mentions=[]))
    labels = LabelledArticle.model_validate_json(json.dumps(raw | {"note": "“hard”"}))
    assert LabelledArticle.model_validate_json(dump_labels(labels)) == labels
    assert '"min": 2.5, "max": null' in dump_labels(labels)


@pytest.mark.parametrize("path", LABEL_FILES, ids=lambda path: path.stem)
def test_demo_labels_agree_with_their_text(path):
    labels = read_labels(path)
    text = (DEMO / "expected" / f"{path.stem}.txt").read_bytes().decode("utf-8")
    assert labels.doc == path.stem
    assert problems(labels, text) == []


def test_every_demo_article_has_labels():
    texts = {path.stem for path in (DEMO / "expected").glob("*.txt")}
    assert texts == {path.stem for path in LABEL_FILES}
