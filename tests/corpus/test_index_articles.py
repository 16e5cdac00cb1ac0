"""The index of our own articles is made of what the texts hold and what their writers say."""

import hashlib
import json

import pytest
from made_labels import write_texts

from corpus.tools.assemble import split_of
from corpus.tools.index_articles import main
from corpus.tools.own_articles import OwnFolder

TEXT = "Osk sold\nOsk went for €40m."


def facts(name, **changes):
    return {"id": name, "kind": "wire", "country": "DK", "year": 2019} | changes


@pytest.fixture
def index(tmp_path):
    """Write the index from lines; gives the exit code and the folder."""
    write_texts(tmp_path / "texts", osk=TEXT, wick="Wick News\r\n")

    def run(*lines):
        paths = [tmp_path / f"meta-{number}.jsonl" for number in range(len(lines))]
        for path, line in zip(paths, lines, strict=True):
            path.write_text(f"{json.dumps(line)}\n\n", encoding="utf-8")
        return main([*map(str, paths), "--articles", str(tmp_path)]), OwnFolder(tmp_path)

    return run


def test_entries_by_id_with_words_hash_and_split(index):
    code, folder = index(facts("wick", kind="live_blog", country="GB"), facts("osk"))
    osk, wick = folder.entries()
    assert code == 0
    assert (osk.id, osk.words, osk.split) == ("osk", 6, split_of("osk"))
    assert osk.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert wick.sha256 == hashlib.sha256(b"Wick News\r\n").hexdigest()
    assert (wick.kind, wick.country, wick.year) == ("live_blog", "GB", 2019)


def test_one_line_an_article(index):
    _, folder = index(facts("wick"), facts("osk"))
    lines = folder.index.read_text(encoding="utf-8").split("\n")
    assert [line[:14] for line in lines] == ["[", ' {"id": "osk",', ' {"id": "wick"', "]", ""]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param([facts("osk")], "without a line: wick", id="untold"),
        pytest.param([facts("osk"), facts("wick"), facts("pell")], "texts: pell", id="no-text"),
        pytest.param([facts("osk"), facts("osk"), facts("wick")], "twice in the", id="twice"),
        pytest.param([facts("osk", kind="blog")], "meta-0.jsonl, line 1:", id="kind"),
        pytest.param([facts("osk", country="UK")], "UK is no ISO 3166 code", id="country"),
        pytest.param([facts("osk", country="Denmark")], "is no ISO 3166 code", id="country-name"),
        pytest.param([facts("osk", year=1850)], "year", id="year"),
        pytest.param([facts("Osk!")], "id", id="id"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_written(index, capsys, lines, message):
    code, folder = index(*lines)
    assert code == 1
    assert message in capsys.readouterr().err
    assert not folder.index.exists()
