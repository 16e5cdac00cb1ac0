"""Runs: what is skipped, what is done again, what happens to failures."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from extractor.batch import Limits, RunOptions, RunSummary, run
from extractor.pipeline import road
from extractor.sinks.sql import SqlStore

STORY = (
    "{name} sells its harbour\n{name} will sell its harbour to Pelagia Ltd for ${number} million."
)


@pytest.fixture(scope="module")
def nlp():
    return road.load(None)


@pytest.fixture
def store(tmp_path: Path):
    with SqlStore(str(tmp_path / "claims.db")) as opened:
        yield opened


@pytest.fixture
def stories(tmp_path: Path) -> list[str]:
    return [write_story(tmp_path, number) for number in range(1, 8)]


def write_story(folder, number, price=None):
    path = folder / f"story-{number}.txt"
    path.write_text(STORY.format(name=f"Nordwind{number} AG", number=price or number))
    return str(path)


def test_every_article_is_saved_in_batches(store, nlp, stories):
    seen = []
    options = RunOptions(batch_size=3, on_batch=seen.append)
    summary = run(stories, store, nlp, options)
    assert [each.articles for each in seen] == [3, 6, 7]
    assert summary == seen[-1]
    assert summary.articles == store.counts().articles == 7
    assert summary.claims == store.counts().claims >= 7


def test_second_run_does_nothing(store, nlp, stories):
    run(stories, store, nlp)
    before = list(store.articles())
    assert run(stories, store, nlp) == RunSummary(skipped=7)
    assert list(store.articles()) == before


def test_changed_text_is_done_again_and_replaces(store, nlp, stories, tmp_path):
    run(stories, store, nlp)
    write_story(tmp_path, 3, price=999)
    summary = run(stories, store, nlp)
    assert (summary.articles, summary.skipped) == (1, 6)
    amounts = [each.claim.amounts[0].text for each in store.claims()]
    assert "$999 million" in amounts
    assert "$3 million" not in amounts


def test_what_another_version_did_is_done_again_when_asked(store, nlp, stories):
    run(stories, store, nlp)
    current = list(store.articles())
    older = {"extractor": road.info(nlp).model_copy(update={"version": "0.0.1"})}
    outdated = [record.model_copy(update=older) for record in current[:5]]
    store.save(outdated)
    assert run(stories, store, nlp) == RunSummary(outdated=5, skipped=2)
    assert list(store.articles())[:5] == outdated
    again = run(stories, store, nlp, RunOptions(reprocess=True))
    assert (again.articles, again.skipped) == (5, 2)
    assert list(store.articles()) == current


def test_revision_of_an_outdated_article_is_done_without_being_asked(store, nlp, stories, tmp_path):
    run(stories, store, nlp)
    older = {"extractor": road.info(nlp).model_copy(update={"version": "0.0.1"})}
    store.save([record.model_copy(update=older) for record in store.articles()])
    write_story(tmp_path, 3, price=999)
    summary = run(stories, store, nlp)
    assert (summary.articles, summary.outdated) == (1, 6)


def test_failure_is_recorded_and_removed_when_the_source_succeeds(store, nlp, tmp_path):
    late = tmp_path / "story-9.txt"
    told = []
    summary = run([str(late)], store, nlp, RunOptions(on_failure=told.append))
    assert summary == RunSummary(failures=1)
    assert store.failures() == told
    assert told[0].source == str(late)
    write_story(tmp_path, 9)
    assert run([str(late)], store, nlp).failures == 0
    assert store.failures() == []


def test_failure_of_a_known_article_ends_when_it_is_back_unchanged(store, nlp, tmp_path):
    source = write_story(tmp_path, 1)
    run([source], store, nlp)
    Path(source).rename(tmp_path / "away")
    assert run([source], store, nlp).failures == 1
    assert store.counts() == (1, store.counts().claims, 1)
    (tmp_path / "away").rename(source)
    assert run([source], store, nlp) == RunSummary(skipped=1)
    assert store.failures() == []


def test_folder_that_failed_once_is_forgiven(store, nlp, tmp_path):
    folder = tmp_path / "incoming"
    run([str(folder)], store, nlp)
    assert [each.source for each in store.failures()] == [str(folder)]
    folder.mkdir()
    write_story(folder, 1)
    run([str(folder)], store, nlp)
    assert store.failures() == []


def test_one_bad_source_does_not_stop_its_neighbours(store, nlp, stories, tmp_path):
    sources = [*stories[:2], str(tmp_path / "missing.txt"), *stories[2:]]
    summary = run(sources, store, nlp, RunOptions(batch_size=2))
    assert (summary.articles, summary.failures) == (7, 1)


def test_source_named_twice_is_done_once(store, nlp, stories):
    summary = run([stories[0], stories[0]], store, nlp, RunOptions(batch_size=1))
    assert (summary.articles, summary.skipped, summary.repeated) == (1, 0, 1)
    assert store.counts().articles == 1


def test_sources_are_read_as_they_are_needed(store, nlp, tmp_path):
    """A few sources are fetched ahead of the batch in hand, not all that there are."""
    saved_when_asked = []

    def sources():
        for number in range(40):
            saved_when_asked.append(store.counts().articles)
            file = tmp_path / f"{number}.txt"
            file.write_text(f"Ferry line {number} to pay harbour\nIt will pay $5 million, it said.")
            yield str(file)

    run(sources(), store, nlp, RunOptions(batch_size=2))
    ahead = [asked - saved for asked, saved in enumerate(saved_when_asked)]
    assert len(ahead) == 40
    assert max(ahead) <= 12


@Language.component("breaks_on_the_fifth_story")
def breaks_on_the_fifth_story(doc):
    if "Nordwind5" in doc.text:
        raise ZeroDivisionError
    return doc


def test_bug_in_the_pipeline_is_not_hidden(store, stories):
    broken = road.load(None)
    broken.add_pipe("breaks_on_the_fifth_story")
    with pytest.raises(ZeroDivisionError):
        run(stories, store, broken, RunOptions(batch_size=2))
    assert store.counts().articles == 4


@pytest.mark.parametrize("option", ["batch_size", "workers"])
def test_sizes_must_be_positive(option):
    with pytest.raises(ValueError, match="at least 1"):
        RunOptions(**{option: 0})


@pytest.mark.parametrize("limit", ["seconds", "memory"])
def test_limits_must_be_positive(limit):
    with pytest.raises(ValueError, match="greater than 0"):
        Limits(**{limit: 0})


def test_no_sources_are_no_work(store, nlp):
    assert run([], store, nlp) == RunSummary()
