"""``show``: one claim with everything, found by the beginning of its id."""

from __future__ import annotations

import io
import json
import shutil

import pytest
from rich.console import Console
from typer.testing import CliRunner

from extractor.cli import app
from extractor.records import Evidence, Role, Status
from extractor.sinks.claimview import contexts, show_claim
from extractor.sinks.corrections import CorrectedParty, Edit
from extractor.sinks.corrections.finding import find_claim
from extractor.sinks.finding import found_claim
from extractor.sinks.sql import SqlStore
from tests.sinks.sample_records import SENTENCE, claim, record
from tests.standards.export_samples import full_record, hostile_record


def call(*arguments, **settings):
    return CliRunner().invoke(app, ["show", *map(str, arguments)], **settings)


def claims_of(database):
    with SqlStore(database, create=False) as store:
        return {each.article.source.rsplit("/", 1)[-1]: each for each in store.claims()}


@pytest.fixture
def rumour(filled_database):
    return claims_of(filled_database)["rumour.txt"].claim


def test_everything_is_told(filled_database, rumour):
    result = call(rumour.id, "--db", filled_database)
    assert (result.exit_code, result.stderr) == (0, "")
    told = " ".join(result.stdout.split())
    source = rumour.attribution[0]
    for piece in (
        f"? unconfirmed {rumour.event.value}, {rumour.modality.value} {rumour.id}",
        "Title Port talk",
        "Quote at 10–",
        ">> {Ostwind AG} *may* pay [€40 million] for Delphi Ltd, _two people_ said. <<",
        "Why unconfirmed (confidence",
        f"“two people” {source.start}–{source.end} {source.rule}: people without a name",
        "“€40 million” 29–40 = EUR 40m (exact)",
        "subject Ostwind AG (organisation, confidence",
        "model none: rules alone",
        "marked: [amount] <term>",
    ):
        assert piece in told, told


def test_json_has_it_all(filled_database, rumour):
    shown = json.loads(call(rumour.id, "--db", filled_database, "--format", "json").stdout)
    assert shown["claim"] == json.loads(rumour.model_dump_json())
    (context,) = shown["contexts"]
    assert rumour.evidence[0].text in context["text"]
    assert shown["rules"][rumour.attribution[0].rule] == "people without a name"
    assert shown["superseded_by"] is None


@pytest.fixture
def own_database(filled_database, tmp_path):
    """A copy that a test may correct."""
    return str(shutil.copy(filled_database, tmp_path / "own.db"))


def correct(database, claim_id, **values):
    with SqlStore(database, create=False) as store:
        store.correct(claim_id, Edit(**values), by="A. Editor")


def parties_section(database, claim_id):
    """The lines that are about parties, from their first heading to what follows them."""
    told = call(claim_id, "--db", database).stdout
    section = told[told.index("\nParties") : told.index("\nConfidence")]
    return [line.rstrip() for line in section.split("\n")[1:]]


def test_parties_in_force_come_first_and_say_who_set_them(own_database, rumour):
    ours = (CorrectedParty(name="Delphi City", role=Role.PAYEE),)
    correct(own_database, rumour.id, parties=ours)
    correct(own_database, rumour.id, status=Status.DENIED)
    lines = parties_section(own_database, rumour.id)
    assert lines[:4] == [
        "Parties, set by A. Editor",
        "  payee Delphi City  (unknown)",
        "",
        "Parties that newsclaims reads",
    ]
    assert lines[4].startswith("  subject Ostwind AG  (organisation, confidence ")


def test_all_parties_taken_out(own_database, rumour):
    correct(own_database, rumour.id, parties=())
    lines = parties_section(own_database, rumour.id)
    assert lines[:2] == ["Parties, set by A. Editor", "  none"]


def test_whose_status_the_cues_speak_for(own_database, rumour):
    assert "\nWhy unconfirmed (" in call(rumour.id, "--db", own_database).stdout
    correct(own_database, rumour.id, status=Status.CONFIRMED)
    told = call(rumour.id, "--db", own_database).stdout
    assert "confirmed" in told.split("\n", maxsplit=1)[0]
    assert "\nWhy newsclaims says unconfirmed (" in told


def test_json_has_what_is_in_force_as_the_claims_have(own_database, rumour):
    def shown():
        return json.loads(call(rumour.id, "--db", own_database, "--format", "json").stdout)

    assert shown()["corrected"] is None
    correct(own_database, rumour.id, parties=(), note="Neither of them.")
    (stored,) = (c for c in claims_of(own_database).values() if c.claim.id == rumour.id)
    assert shown()["corrected"] == json.loads(stored.corrected.model_dump_json())
    assert shown()["corrected"]["parties"] == []


@pytest.mark.parametrize("length", [8, 11, 20])
def test_the_beginning_of_an_id_will_do(filled_database, rumour, length):
    assert rumour.id in call(rumour.id[:length], "--db", filled_database).stdout


@pytest.mark.parametrize("beginning", ["c1-nothing", "", "%", "_1-", "C1-"])
def test_unknown_ids(filled_database, beginning):
    result = call(beginning, "--db", filled_database)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no claim has an id that begins so" in result.stderr


def test_ambiguous_ids_are_listed(filled_database):
    result = call("c1-", "--db", filled_database)
    assert (result.exit_code, result.stdout) == (1, "")
    for source, stored in claims_of(filled_database).items():
        assert f"{stored.claim.id} in " in result.stderr
        assert source in result.stderr


def test_an_id_that_two_articles_share(tmp_path):
    """One page under two addresses: ids are made of the canonical address and the text."""
    sources = ("https://news.example/a", "https://news.example/a?utm_source=letter")
    database = ("--db", tmp_path / "claims.db")
    with SqlStore(str(tmp_path / "claims.db")) as store:
        store.save([record(source, [claim(id="c1-shared")]) for source in sources])
    refused = call("c1-shared", *database)
    assert (refused.exit_code, refused.stdout) == (1, "")
    for source in sources:
        assert f"c1-shared in {source}" in refused.stderr
        shown = json.loads(call("c1-sh", *database, "--source", source, "--format", "json").stdout)
        assert shown["article"]["source"] == source
    elsewhere = call("c1-shared", *database, "--source", "b")
    assert (elsewhere.exit_code, elsewhere.stdout) == (1, "")
    assert "no claim in b has" in elsewhere.stderr


def test_latest_texts_come_first(tmp_path):
    revised = record("a.txt", [claim(id="c1-ab")], text=f"{SENTENCE} Not so.")
    database = ("--db", tmp_path / "claims.db", "--format", "json")
    with SqlStore(str(tmp_path / "claims.db")) as store:
        for text in (record("a.txt", [claim(id="c1-aa")]), revised):
            store.save([text])
    assert json.loads(call("c1-a", *database).stdout)["claim"]["id"] == "c1-ab"
    assert json.loads(call("c1-aa", *database).stdout)["superseded_by"] is not None


def test_missing_database(tmp_path):
    result = call("c1-1", "--db", tmp_path / "none.db")
    assert result.exit_code == 1
    assert "newsclaims run" in result.stderr


def test_revised_texts_and_what_became_of_the_deal(tmp_path):
    rumour = record("a.txt", [claim(id="c1-rumour")])
    denial = record("a.txt", [claim(Status.DENIED, id="c1-denial")], text=f"{SENTENCE} Not so.")
    with SqlStore(str(tmp_path / "claims.db")) as store:
        for text in (rumour, denial, rumour):
            store.save([text])
    database = ("--db", tmp_path / "claims.db")
    denied = " ".join(call("c1-denial", *database).stdout.split())
    assert "this deal is unconfirmed in the latest: claim c1-rumour" in denied
    assert "Superseded by" not in call("c1-rumour", *database).stdout
    with SqlStore(str(tmp_path / "claims.db")) as store:
        store.correct("c1-rumour", Edit(status=Status.CONFIRMED), by="A. Editor")
    denied = " ".join(call("c1-denial", *database).stdout.split())
    assert "this deal is confirmed in the latest: claim c1-rumour" in denied


def test_hostile_articles_do_not_reach_the_terminal(tmp_path):
    hostile = hostile_record()
    with SqlStore(str(tmp_path / "claims.db")) as store:
        store.save([hostile, full_record()])
    for each in (*hostile.claims, *full_record().claims):
        shown = call(each.id, "--db", tmp_path / "claims.db")
        assert shown.exit_code == 0, shown.stderr
        assert shown.stdout.replace("\n", "").isprintable()


def test_repeated_stories_name_each_other(tmp_path):
    first = full_record()
    article = first.article.model_copy(
        update={"id": "a1-copy", "source": "copy.txt", "same_as": first.article.id}
    )
    copied = first.claims[0].model_copy(update={"id": "c1-copy"})
    copy = first.model_copy(update={"article": article, "claims": (copied,)})
    with SqlStore(str(tmp_path / "claims.db")) as store:
        store.save([first, copy])
    database = ("--db", tmp_path / "claims.db")
    assert "Repeats" in call("c1-copy", *database).stdout
    shown = json.loads(call("c1-copy", *database, "--format", "json").stdout)
    assert shown["repeats"] == first.article.source
    shown = json.loads(call(first.claims[0].id, *database, "--format", "json").stdout)
    assert shown["repeated_by"] == ["copy.txt"]


def test_one_page_under_several_addresses(tmp_path):
    """The copies have the very id that they repeat; none repeats itself, or another copy."""
    story = full_record()
    sources = ("z.txt", "a.txt", "m.txt")
    articles = [
        story.article.model_copy(
            update={"source": source, "same_as": story.article.id if at else None}
        )
        for at, source in enumerate(sources)
    ]
    with SqlStore(str(tmp_path / "claims.db")) as store:
        for article in articles:
            store.save([story.model_copy(update={"article": article})])
    told = {}
    for source in sources:
        options = ("--source", source, "--format", "json", "--db", tmp_path / "claims.db")
        shown = json.loads(call(story.claims[0].id, *options).stdout)
        told[source] = (shown["repeats"], shown["repeated_by"])
    assert told == {
        "z.txt": (None, ["a.txt", "m.txt"]),
        "a.txt": ("z.txt", []),
        "m.txt": ("z.txt", []),
    }


def test_only_what_stands_around_the_quote_is_dim(tmp_path):
    text = f"Before it. {SENTENCE} After it."
    shift = text.index(SENTENCE)
    quote = Evidence(text=SENTENCE, start=shift, end=shift + len(SENTENCE))
    bare = claim(evidence=(quote,), amounts=(), durations=())
    with SqlStore(str(tmp_path / "claims.db")) as store:
        store.save([record("a.txt", [bare], text=text)])
        with store.reading() as connection:
            found = found_claim(connection, find_claim(connection, bare.id).claim_key)
    stream = io.StringIO()
    settings = {"width": 200, "force_terminal": True, "_environ": {"TERM": "xterm-256color"}}
    show_claim(Console(file=stream, **settings), found, lambda _: None)
    dim, plain = "\x1b[2m", "\x1b[0m"
    assert f"{dim}Before it. {plain}{SENTENCE}{dim} After it.{plain}" in stream.getvalue()


def test_of_a_long_paragraph_what_is_near_is_shown():
    text = f"First line.\n{'word ' * 300}{SENTENCE}{' word' * 300}\nLast line."
    start = text.index(SENTENCE)
    quote = Evidence(text=SENTENCE, start=start, end=start + len(SENTENCE))
    far = Evidence(text="Last line.", start=len(text) - 10, end=len(text))
    long = record("a.txt", [claim(evidence=(far, quote), amounts=(), durations=())], text=text)
    near, last = contexts(long.article, long.claims[0])
    assert text[near.start : near.end] == near.text
    assert SENTENCE in near.text
    assert len(near.text) <= len(SENTENCE) + 800
    assert set(near.text.replace(SENTENCE, "").split()) == {"word"}
    assert last.text == "Last line."
