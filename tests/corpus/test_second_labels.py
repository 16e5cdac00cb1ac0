"""The second labels: tidy, of articles that have first ones, and near to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.tools.check_labels import read_text
from corpus.tools.compare import main
from corpus.tools.labels import dump_labels, label_files, problems, read_labels

CORPUS = Path(__file__).parents[2] / "corpus"
FOLDERS = [CORPUS / "second", CORPUS / "second" / "later"]
SECOND = [path for folder in FOLDERS for path in label_files(folder)]
FIRST = [CORPUS / "labels", CORPUS / "articles" / "labels"]


def test_there_are_enough():
    assert len(SECOND) >= 280


def test_every_article_has_first_labels():
    assert [p.stem for p in SECOND if not any((first / p.name).exists() for first in FIRST)] == []


def test_files_are_as_the_tools_write_them():
    for path in SECOND:
        labels = read_labels(path)
        assert (labels.doc, labels.annotator) == (path.stem, "b")
        assert dump_labels(labels).encode() == path.read_bytes()


def test_those_of_our_articles_agree_with_the_texts():
    texts = CORPUS / "articles" / "texts"
    ours = [path for path in SECOND if (texts / f"{path.stem}.txt").exists()]
    assert len(ours) >= 40
    read = [(read_labels(path), read_text(texts / f"{path.stem}.txt")) for path in ours]
    found = [problem for labels, text in read for problem in problems(labels, text)]
    assert found == []


@pytest.mark.parametrize(
    ("first", "second"),
    [(FIRST[0], FOLDERS[0]), (FIRST[1], FOLDERS[0]), (FIRST[0], FOLDERS[1])],
    ids=["real", "ours", "real, those added later"],
)
def test_the_two_can_be_compared(first, second, capsys):
    main([str(first), str(second)])
    assert "claim, lenient" in capsys.readouterr().out
