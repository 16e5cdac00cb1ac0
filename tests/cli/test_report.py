"""The command ``report`` as users run it."""

from __future__ import annotations

import subprocess
import sys

from typer.testing import CliRunner

from extractor.cli import app


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_writes_a_page_and_says_what_is_in_it(filled_database, tmp_path):
    page = tmp_path / "page.html"
    result = call("report", "--db", filled_database, "-o", page, "--title", "Ports & quays")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"2 claims, 2 articles, 1 failure -> {page}\n"
    content = page.read_text(encoding="utf-8")
    assert "<h1>Ports &amp; quays</h1>" in content
    assert "two people" in content
    assert "missing.txt" in content


def test_the_page_is_report_html_unless_named(filled_database, newsclaims, tmp_path):
    assert newsclaims("report", "--db", filled_database).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_the_same_database_gives_the_same_bytes(filled_database, tmp_path):
    for name in ("one.html", "two.html"):
        assert call("report", "--db", filled_database, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_the_time_is_shown_when_it_is_given(filled_database, tmp_path):
    page = tmp_path / "page.html"
    call("report", "--db", filled_database, "-o", page, "--dated", "2026-03-02T07:05")
    assert "2026-03-02 07:05 UTC" in page.read_text(encoding="utf-8")


def test_a_missing_database_is_an_error_and_leaves_nothing(tmp_path):
    result = call("report", "--db", tmp_path / "none.db", "-o", tmp_path / "page.html")
    assert result.exit_code == 1
    assert "newsclaims run" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error(filled_database, tmp_path):
    result = call("report", "--db", filled_database, "-o", tmp_path / "none" / "page.html")
    assert result.exit_code == 1
    assert "page.html" in result.stderr


def test_no_page_on_the_database_itself(filled_database):
    result = call("report", "--db", filled_database, "-o", filled_database)
    assert result.exit_code == 1
    assert "another" in result.stderr
    assert call("claims", "--db", filled_database).exit_code == 0


def test_needs_neither_spacy_nor_a_network_library(filled_database, tmp_path):
    script = (
        "import sys; from extractor.cli import app\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "assert not {'spacy', 'trafilatura', 'httpx'} & set(sys.modules)\n"
    )
    arguments = ["report", "--db", filled_database, "-o", str(tmp_path / "page.html")]
    finished = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
