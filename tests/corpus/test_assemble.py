"""Texts are written from a repository only if they are the ones that were labelled."""

import hashlib
import json
import subprocess

import pytest
from pydantic import ValidationError

from corpus.tools.assemble import main, parse_article, read_index, split_of

PATH = "News/20090105/us pellworm-ostrand"
RAW = """-- Pellworm to buy Ostrand for €40m
-- By Una Brandt
-- Mon Jan 5, 2009 9:00am

  HUSUM (Wire) - Pellworm agreed to buy Ostrand
for  €40m, it said.

  The loan runs
five years.
"""
BODY = "HUSUM (Wire) - Pellworm agreed to buy Ostrand for €40m, it said.\nThe loan runs five years."
DIGEST = hashlib.sha256(BODY.encode()).hexdigest()


def git(folder, *arguments):
    identity = ["-c", "user.name=Una", "-c", "user.email=una@wire.example"]
    command = ["git", "-C", str(folder), *identity, "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    (folder / PATH).parent.mkdir(parents=True)
    (folder / PATH).write_bytes(RAW.encode())
    (folder / "News" / "empty").write_bytes(b"")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "News")
    return folder


@pytest.fixture
def index(clone, tmp_path):
    """Write an index of the given entries, each the right one but for the changes."""
    right = {
        "id": f"wire-{DIGEST[:10]}",
        "repo": "una/news",
        "commit": git(clone, "rev-parse", "HEAD"),
        "path": PATH,
        "sha256": DIGEST,
        "split": "train",
    }

    def write(*changes):
        path = tmp_path / "index.json"
        path.write_text(json.dumps([right | change for change in changes]), encoding="utf-8")
        return path

    return write


def assemble(mirror, index_path, out):
    return main([str(mirror), str(out), "--index", str(index_path)])


def test_texts_are_written_byte_for_byte(clone, index, tmp_path):
    path = index({}, {"id": "wire-again"})
    assert assemble(clone, path, tmp_path / "out") == 0
    expected = f"Pellworm to buy Ostrand for €40m\n{BODY}".encode()
    names = [f"wire-{DIGEST[:10]}.txt", "wire-again.txt"]
    assert [(tmp_path / "out" / name).read_bytes() for name in names] == [expected, expected]


def test_a_bare_mirror_does_too(clone, index, tmp_path):
    git(tmp_path, "clone", "--quiet", "--bare", str(clone), "mirror")
    assert assemble(tmp_path / "mirror", index({}), tmp_path / "out") == 0


def test_a_file_without_content_shifts_no_other(clone, index, tmp_path, capsys):
    nothing = hashlib.sha256(b"").hexdigest()
    path = index({"path": "News/empty", "sha256": nothing, "id": "wire-empty"}, {})
    assert assemble(clone, path, tmp_path / "out") == 0
    assert "2 articles" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"sha256": "0" * 64}, "is not what was labelled", id="text-changed"),
        pytest.param({"path": "News/gone"}, "has no News/gone", id="file-missing"),
        pytest.param({"path": "News"}, "has no News at", id="folder-instead"),
        pytest.param({"commit": "0" * 40}, "recent copy of una/news?", id="commit-missing"),
    ],
)
def test_what_differs_is_named(clone, index, tmp_path, capsys, change, message):
    assert assemble(clone, index(change), tmp_path / "out") == 1
    assert message in capsys.readouterr().err


def test_a_missing_mirror_is_named(index, tmp_path, capsys):
    assert assemble(tmp_path / "nowhere", index({}), tmp_path / "out") == 1
    assert "nowhere is no git repository" in capsys.readouterr().err


def test_a_broken_repository_is_named(index, tmp_path, capsys):
    (tmp_path / "objects").mkdir()
    assert assemble(tmp_path, index({}), tmp_path / "out") == 1
    assert "git can't read" in capsys.readouterr().err


def test_an_unknown_split_is_refused(index):
    with pytest.raises(ValidationError):
        read_index(index({"split": "gate"}))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("-- Head\n-- By Una\n\nOne.\n\nTwo.", ("Head", "One.\nTwo."), id="empty-line"),
        pytest.param("-- Head\n\n  One\n  Two", ("Head", "One\nTwo"), id="indent"),
        pytest.param("-- Head\nOne\n   more", ("Head", "One more"), id="deep-indent-goes-on"),
        pytest.param("One\n-- two", ("", "One -- two"), id="no-head"),
        pytest.param("-- Head", ("Head", ""), id="head-only"),
    ],
)
def test_paragraphs(raw, expected):
    assert parse_article(raw) == expected


def test_a_tenth_each_for_test_and_dev():
    parts = [split_of(f"wire-{number}") for number in range(2000)]
    assert 150 < parts.count("test") < 250
    assert 150 < parts.count("dev") < 250
    assert split_of("reuters-01960c703c") == "test"
