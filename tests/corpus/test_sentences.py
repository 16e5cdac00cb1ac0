"""Sentences with numbers: their places are exact, no line runs into the next."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_labels import TEXT, write_texts

from corpus.tools.sentences import sentences
from corpus.tools.show import main, numbered

SHOWN = [
    "[0] Tarrow in talks to buy Osk for €40m",
    "[1] Tarrow may pay €40m for Osk, a person close to the talks said.",
    "[2] Osk denied it.",
    "[3] Its lease costs £3m to £4m and runs for five years.",
    "[4] Tin fetched $210.",
]


def test_each_sentence_has_its_number():
    assert numbered(TEXT).split("\n") == SHOWN


def test_white_space_and_empty_lines_belong_to_no_sentence():
    text = "Osk sold\n\n  \n\tOsk got the money.  It spent it. \n"
    assert [text[start:end] for start, end in sentences(text)] == [
        "Osk sold", "Osk got the money.", "It spent it.",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "\n", " \n\t"])
def test_a_text_without_words_has_none(text):
    assert sentences(text) == ()


@given(st.text(alphabet="aO €1.\n\r\t\u2028“”", max_size=80))
def test_sentences_hold_all_words_once(text):
    spans = sentences(text)
    shown = "".join(text[start:end] for start, end in spans)
    assert "".join(shown.split()) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert not any("\n" in text[start:end] for start, end in spans)


class TestCommand:
    def test_all_articles_are_printed(self, tmp_path, capsys):
        write_texts(tmp_path, tarrow=TEXT, osk="Osk sold")
        assert main([str(tmp_path)]) == 0
        shown = "\n".join(SHOWN)
        assert capsys.readouterr().out == f"##### osk\n[0] Osk sold\n\n##### tarrow\n{shown}\n\n"

    def test_named_articles_are_printed_in_their_order(self, tmp_path, capsys):
        write_texts(tmp_path, tarrow=TEXT, osk="Osk sold", wick="Wick")
        assert main([str(tmp_path), "wick", "osk"]) == 0
        assert capsys.readouterr().out == "##### wick\n[0] Wick\n\n##### osk\n[0] Osk sold\n\n"

    def test_a_missing_article_is_named(self, tmp_path, capsys):
        write_texts(tmp_path, osk="Osk sold")
        assert main([str(tmp_path), "nobody", "osk"]) == 1
        printed = capsys.readouterr()
        assert "[0] Osk sold" in printed.out
        assert "there is no" in printed.err
        assert "nobody.txt" in printed.err

    def test_an_empty_folder_ends_with_1(self, tmp_path):
        assert main([str(tmp_path)]) == 1
