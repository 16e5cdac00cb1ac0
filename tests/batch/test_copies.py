"""Copies of a story are told whatever run they come in, and however often it is broken off."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import delete, func, select

from extractor.articles.duplicates import MOST_HOLDERS
from extractor.batch import RunOptions, run
from extractor.pipeline import road
from extractor.sinks import engine, signatures, tables
from extractor.sinks.sql import SqlStore

LINES = [
    "Norvale Group will pay Tarn Holdings $12 million over three years, the two said on Tuesday.",
    "The money is for the ferry yard at Selham, which Norvale took over in the spring of 2021.",
    "A court in Wexcombe had valued the yard at $9 million and set a term of 40 days to appeal.",
    "Tarn wants to spend half of it on two new boats, which the yard itself is to build by 2027.",
]
OTHERS = [
    "Ardent Biscuits will pay $4 million a year for the former mill at Dunholt, it said.",
    "It wants to bake there for the northern market from the autumn on, with 120 people.",
    "The mayor of Dunholt called the lease of 12 years the best news in a decade for the valley.",
]


@pytest.fixture
def write(tmp_path):
    """Writes an article; gives its path."""

    def written(name, lines, head="Tarn gets its money"):
        path = tmp_path / f"{name}.txt"
        path.write_text("\n".join([head, *lines]))
        return str(path)

    return written


@pytest.fixture
def wire(write):
    """A story, another one, and two copies of the first."""
    return [
        write("1", LINES),
        write("2", OTHERS, "Biscuits to Dunholt"),
        write("3", ["WEXCOMBE (Wire) - " + LINES[0], *LINES[1:]], "Norvale pays"),
        write("4", LINES[:3], "Ferry yard settled"),
    ]


def marks(store):
    """What each article repeats: the source of the story, or nothing."""
    articles = [each.article for each in store.articles()]
    sources = {article.id: article.source for article in articles}
    return {each.source: each.same_as and sources.get(each.same_as, "?") for each in articles}


def test_copies_of_a_later_run_are_marked(store, rules, wire):
    first, other, *copies = wire
    run([first, other], store, rules)
    for copy in copies:
        run([copy], store, rules)
    assert marks(store) == {first: None, other: None, copies[0]: first, copies[1]: first}


def test_a_story_of_a_file_whose_name_is_not_utf_8(store, rules, write):
    first, copy = write("1\udcff", LINES), write("2\udcff", LINES, "Norvale pays")
    run([first], store, rules)
    run([copy], store, rules)
    assert sorted(marks(store).values(), key=str) == [first.replace("\udcff", "\ufffd"), None]


@pytest.mark.parametrize("size", [1, 3, 100])
def test_batches_change_nothing(store, rules, wire, size):
    run(wire, store, rules, RunOptions(batch_size=size))
    first, other, *copies = wire
    assert marks(store) == {first: None, other: None, copies[0]: first, copies[1]: first}


@pytest.mark.parametrize("done", [1, 2, 3])
def test_a_run_that_was_broken_off_marks_the_same(store, rules, wire, done, tmp_path):
    with SqlStore(str(tmp_path / "undisturbed.db")) as undisturbed:
        run(wire, undisturbed, rules)
        expected = list(undisturbed.articles())
    run(wire[:done], store, rules)
    assert run(wire, store, rules).skipped == done
    assert list(store.articles()) == expected


def test_a_new_text_of_a_source_is_no_copy_of_its_old_one(store, rules, write):
    first = write("1", LINES)
    run([first], store, rules)
    write("1", [*LINES, "The unions at the yard asked for talks about 300 jobs."])
    run([first], store, rules)
    copy = write("2", LINES, "Norvale pays")
    run([copy], store, rules)
    old, _ = store.versions(first)
    (repeated,) = store.versions(copy)
    assert marks(store)[first] is None
    assert repeated.article.same_as == old.article.id


def test_a_story_that_is_read_again_stays_one(store, rules, write):
    first, second = write("1", LINES), write("2", LINES, "Norvale pays")
    run([first, second], store, rules)
    before = marks(store)
    older = {"extractor": road.info(rules).model_copy(update={"version": "0.0.1"})}
    store.save([record.model_copy(update=older) for record in store.articles()])
    again = run([second, first], store, rules, RunOptions(reprocess=True))
    assert again.articles == 2
    assert marks(store) == before == {first: None, second: first}


def test_what_could_not_be_read_is_no_story(store, rules, write, tmp_path):
    (tmp_path / "0.txt").write_text("")
    copy = write("1", LINES)
    run([str(tmp_path / "0.txt"), copy], store, rules)
    assert marks(store) == {copy: None}


def test_a_signature_goes_with_its_article(store, rules, write, database):
    first, copy = write("1", LINES), write("2", LINES, "Norvale pays")
    run([first], store, rules)
    forget(database)
    run([copy], store, rules)
    assert marks(store) == {copy: None}


@contextmanager
def opened(database):
    found = engine.open_engine(engine.database_url(database))
    try:
        with engine.writing(found) as connection:
            yield connection
    finally:
        found.dispose()


def forget(database):
    with opened(database) as connection:
        connection.execute(delete(tables.articles))
        for table in (signatures.signatures, signatures.signature_keys):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_a_phrase_that_all_share_leads_to_few(store, rules, write, database):
    """Twelve stories of other words, all with the same closing line."""
    closing = "The editors of the late desk at the harbour office in Selham can be reached by post."
    stories = [
        write(f"{number:02}", [words(number), closing], f"Story {number}") for number in range(12)
    ]
    run(stories, store, rules, RunOptions(batch_size=5))
    assert set(marks(store).values()) == {None}
    keys = signatures.signature_keys
    counted = select(func.count()).select_from(keys).group_by(keys.c.story_key)
    with opened(database) as connection:
        assert max(connection.execute(counted).scalars()) == MOST_HOLDERS


def words(number):
    """A hundred words that no other number gives."""
    return " ".join(f"{chr(97 + number)}{at:03}"[::-1] for at in range(100)) + "."
