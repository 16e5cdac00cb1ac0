"""The articles that we wrote: texts, labels and index agree, quotas hold, no text repeats one."""

import pytest

from corpus.tools.assemble import split_of
from corpus.tools.check_labels import check_folder, read_text
from corpus.tools.labels import label_files
from corpus.tools.likeness import shared_runs, shares
from corpus.tools.own_articles import OwnFolder, word_count
from corpus.tools.quotas import standings
from extractor.hashing import sha256_of

OWN = OwnFolder()
TEMPLATE = 12
SHINGLE = 5
MOST_SHARED = 0.2


@pytest.fixture(scope="module")
def texts():
    return {path.stem: read_text(path) for path in sorted(OWN.texts.glob("*.txt"))}


@pytest.fixture(scope="module")
def entries():
    return OWN.entries()


def test_index_texts_and_labels_are_of_the_same_articles(texts, entries):
    names = [entry.id for entry in entries]
    assert names == sorted(set(names))
    assert names == list(texts)
    assert names == [path.stem for path in label_files(OWN.labels)]


def test_entries_agree_with_their_text(texts, entries):
    """If this fails: ``python -m corpus.tools.index_articles``."""
    for entry in entries:
        text = texts[entry.id]
        expected = (sha256_of(text.encode()), word_count(text), split_of(entry.id))
        assert (entry.sha256, entry.words, entry.split) == expected, entry.id


def test_texts_are_a_headline_and_paragraphs(texts):
    for name, text in texts.items():
        lines = text.removesuffix("\n").split("\n")
        assert all(line and line == line.strip() for line in lines), name


def test_labels_have_no_problem():
    wrong, _ = check_folder(OWN.labels, OWN.texts)
    assert list(map(str, wrong)) == []


def test_quotas_hold():
    assert [str(standing) for standing in standings(OWN.labels) if standing.is_short] == []


def test_no_two_articles_share_a_long_run_of_words(texts):
    found = {" ".join(run): names for run, names in shared_runs(texts, TEMPLATE).items()}
    assert found == {}


def test_no_article_shares_much_with_another(texts):
    found = {pair: share for pair, share in shares(texts, SHINGLE).items() if share > MOST_SHARED}
    assert found == {}
