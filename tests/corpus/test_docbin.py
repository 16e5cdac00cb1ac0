"""Label files become spaCy's training format and come back whole."""

import json

import spacy
from made_labels import TEXT, claim, lease, raw_article, write, write_texts
from spacy.tokens import DocBin

from corpus.tools.docbin import main

# Their hashes put one into each split.
NAMES = {"train": "tarrow", "dev": "tarrow-2", "test": "tarrow-10"}


def read(path):
    return list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("en").vocab))


def convert(tmp_path, *options):
    raw = [raw_article(claim(), lease(), doc=name) for name in NAMES.values()]
    labels = write(tmp_path / "labels", *raw)
    texts = write_texts(tmp_path / "texts", **dict.fromkeys(NAMES.values(), TEXT))
    return main([str(labels), str(texts), str(tmp_path / "out"), *options]), tmp_path / "out"


def test_there_and_back(tmp_path):
    code, out = convert(tmp_path)
    (doc,) = read(out / "train.spacy")
    assert code == 0
    assert doc.text == TEXT
    assert [(span.text, span.label_, span.id_) for span in doc.spans["amounts"]] == [
        ("€40m", "AMOUNT", "c1"),
        ("€40m", "AMOUNT", "c1"),
        ("£3m to £4m", "AMOUNT", "c2"),
    ]
    assert [(span.text, span.id_) for span in doc.spans["durations"]] == [("five years", "c2")]
    assert [span.id_ for span in doc.spans["mentions"]] == ["c1", "c1", "c2"]
    assert doc.user_data["doc"] == "tarrow"
    claims = json.loads(doc.user_data["claims"])
    assert [each["confirmation"] for each in claims] == ["unconfirmed", "stated"]
    assert claims[1]["amounts"][0]["start"] == TEXT.index("£3m")


def test_articles_are_split_by_their_hash(tmp_path):
    _, out = convert(tmp_path)
    names = {path.stem: read(path)[0].user_data["doc"] for path in out.iterdir()}
    assert names == NAMES


def test_one_split_alone(tmp_path):
    _, out = convert(tmp_path, "--split", "dev")
    assert [path.name for path in out.iterdir()] == ["dev.spacy"]


def test_spans_that_end_inside_a_token_are_counted(tmp_path, capsys):
    text = TEXT.replace("€40m for Osk", "€40mish for Osk")
    labels = write(tmp_path / "labels", raw_article(claim(mentions=[])))
    texts = write_texts(tmp_path / "texts", tarrow=text)
    assert main([str(labels), str(texts), str(tmp_path / "out"), "--split", "train"]) == 0
    assert "1 articles, 1 spans widened" in capsys.readouterr().err
    (doc,) = read(tmp_path / "out" / "train.spacy")
    assert [span.text for span in doc.spans["amounts"]] == ["€40m", "€40mish"]


def test_an_empty_folder_ends_with_1(tmp_path):
    assert main([str(tmp_path), str(tmp_path), str(tmp_path / "out")]) == 1
