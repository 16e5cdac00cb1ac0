"""The labels of real articles: tidy, in their index, and without the text that they label."""

import json
from pathlib import Path

import pytest

from corpus.tools.assemble import read_index, split_of
from corpus.tools.labels import dump_labels, label_files, read_labels

LABELS = Path(__file__).parents[2] / "corpus" / "labels"
FILES = label_files(LABELS)
FIELDS = ["id", "event", "amounts", "durations", "parties", "confirmation", "modality",
          "attribution", "mentions"]  # fmt: skip
LONGEST_QUOTE = 120
LONGEST_NOTE = 200


@pytest.fixture(scope="module")
def articles():
    return [read_labels(path) for path in FILES]


def test_every_label_file_is_in_the_index_once():
    assert [entry.id for entry in read_index()] == [path.stem for path in FILES]


def test_index_entries_agree_with_their_hash():
    for entry in read_index():
        assert entry.id == f"reuters-{entry.sha256[:10]}"
        assert entry.split == split_of(entry.id)


def test_every_file_names_itself(articles):
    assert [article.doc for article in articles] == [path.stem for path in FILES]


def test_fields_stand_in_one_order():
    for path in FILES:
        raw = json.loads(path.read_bytes())
        assert list(raw) in (["doc", "annotator", "claims"], ["doc", "annotator", "claims", "note"])
        assert all(list(claim) == FIELDS for claim in raw["claims"])


def test_files_are_as_the_tools_write_them(articles):
    for path, article in zip(FILES, articles, strict=True):
        assert dump_labels(article).encode() == path.read_bytes()


def test_quotes_and_notes_are_short(articles):
    """A label says where a claim stands; whoever wants the sentence goes to the article."""
    for article in articles:
        assert len(article.note or "") <= LONGEST_NOTE
        for claim in article.claims:
            names = [who.name or "" for who in (*claim.parties, *claim.attribution)]
            quotes = [figure.quote for figure in claim.figures()]
            assert max(map(len, [*names, *quotes])) <= LONGEST_QUOTE
