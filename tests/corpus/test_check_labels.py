"""The command that checks folders of labels."""

import shutil
from pathlib import Path

import pytest

from corpus.tools.check_labels import check_folder, main

DEMO = Path(__file__).parents[2] / "corpus" / "demo"
NAME = "halvard-denial"


@pytest.fixture
def folders(tmp_path):
    labels, texts = tmp_path / "labels", tmp_path / "texts"
    labels.mkdir()
    texts.mkdir()
    shutil.copy(DEMO / "labels" / f"{NAME}.json", labels)
    shutil.copy(DEMO / "expected" / f"{NAME}.txt", texts)
    return labels, texts


def test_right_labels_end_with_0(folders, capsys):
    assert main([str(folder) for folder in folders]) == 0
    assert "1 label files: 0 problems" in capsys.readouterr().err


def test_a_changed_text_ends_with_1(folders, capsys):
    text = folders[1] / f"{NAME}.txt"
    text.write_bytes(b"UPDATE: " + text.read_bytes())
    assert main([str(folder) for folder in folders]) == 1
    assert f"{NAME} c1: '€350 million' is labelled where the text has" in capsys.readouterr().out


def test_an_amount_without_a_label_is_reported(folders):
    text = folders[1] / f"{NAME}.txt"
    text.write_bytes(text.read_bytes() + "\nA jar of tuna costs €7.20.".encode())
    wrong, missing = check_folder(*folders)
    assert wrong == []
    assert [problem.message for problem in missing] == ["'€7.20' has no label"]
    assert main([*map(str, folders), "--complete"]) == 1


def test_a_missing_text_is_a_problem(folders):
    (folders[1] / f"{NAME}.txt").unlink()
    wrong, _ = check_folder(*folders)
    assert [problem.where for problem in wrong] == ["file"]


def test_a_text_without_labels_is_a_problem(folders):
    (folders[1] / "other.txt").write_text("Nothing was sold.", encoding="utf-8")
    wrong, _ = check_folder(*folders)
    assert [str(problem) for problem in wrong] == ["other file: has no labels"]


def test_an_empty_folder_ends_with_1(tmp_path):
    assert main([str(tmp_path), str(tmp_path)]) == 1
