"""What is said of a run on its way, and how lengths of time are understood."""

from __future__ import annotations

import io
import re
import time

import pytest
import typer

from extractor.batch import RunSummary
from extractor.cli import progress
from extractor.cli.options import seconds
from extractor.cli.progress import Progress, count_of, summary_words

SPANS = [("30s", 30), ("10m", 600), ("2h", 7200), ("1d", 86_400), (" 5m ", 300)]


@pytest.mark.parametrize(("words", "meant"), SPANS)
def test_length_of_time(words, meant):
    assert seconds(words) == meant


@pytest.mark.parametrize(
    "words", ["", "10", "m", "0m", "-1m", "1.5h", "10 m", "10M", "10m30s", "١m"]
)
def test_words_without_length_are_refused(words):
    with pytest.raises(typer.BadParameter):
        seconds(words)


WORDS = [
    pytest.param(RunSummary(), "0 articles, 0 claims, 0 failures, 0 unchanged", id="nothing"),
    pytest.param(
        RunSummary(articles=1, claims=1, failures=1, skipped=2),
        "1 article, 1 claim, 1 failure, 2 unchanged",
        id="one of each",
    ),
    pytest.param(
        RunSummary(outdated=12, quarantined=1, repeated=3),
        "0 articles, 0 claims, 0 failures, 0 unchanged, 12 done by an older extractor"
        " (--reprocess does them again), 1 quarantined (--retry-quarantined tries them again),"
        " 3 met twice",
        id="asides",
    ),
]


@pytest.mark.parametrize(("summary", "words"), WORDS)
def test_summary_in_words(summary, words):
    assert summary_words(summary) == words


def test_files_and_folders_of_articles_can_be_counted(tmp_path):
    (tmp_path / "inner").mkdir()
    for name in ("a.txt", "inner/b.html", ".hidden.txt"):
        (tmp_path / name).touch()
    assert count_of([str(tmp_path), str(tmp_path / "a.txt")]) == 3
    (tmp_path / "feed.xml").touch()
    assert count_of([str(tmp_path)]) is None


@pytest.mark.parametrize("source", ["https://example.org/a.html", "-", "missing.txt", "feed.xml"])
def test_what_else_there_is_cannot_be_counted(source):
    assert count_of([source]) is None


@pytest.mark.parametrize(("total", "left"), [(40, ", about "), (None, "a minute\n")])
def test_plain_lines_have_rate_and_time_left_when_the_total_is_known(
    total, left, capsys, monkeypatch
):
    monkeypatch.setattr(progress, "_SECONDS_BETWEEN_LINES", 0.0)
    with Progress(io.StringIO(), total) as shown:
        shown.follow(RunSummary(articles=10, claims=30))
    said = capsys.readouterr().err
    assert said.startswith("10 articles, 30 claims, 0 failures, 0 unchanged; ")
    assert left in said
    assert "\x1b" not in said


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    return Terminal()


def test_terminal_gets_a_live_line_with_failures_rate_and_time_left(terminal):
    with Progress(terminal, 40_000) as shown:
        shown.follow(RunSummary(articles=5, claims=15))
        time.sleep(0.05)  # what is left is told from the time between two batches
        shown.follow(RunSummary(articles=10, claims=30, failures=2))
    said = terminal.getvalue()
    assert "10 articles, 30 claims, 2 failures, 0 unchanged" in said
    assert re.search(r"[1-9][\d,]* a minute", said)
    assert re.search(r"0[1-9]:\d\d|[1-5]\d:\d\d", said), "no time left"
    assert "waiting" not in said


def test_terminal_waits_when_a_round_is_over(terminal):
    with Progress(terminal, 40) as shown:
        shown.follow(RunSummary(articles=10, claims=30))
        shown.finish()
    last = terminal.getvalue().rpartition("30 claims")[2]
    assert "waiting" in last
    assert "a minute" not in last.partition("waiting")[2]
