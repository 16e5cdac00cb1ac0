"""Corrections in both databases: noted beside the machine's value, in force until taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sample_records import SENTENCE, claim, quoted, record

from extractor.records import Amount, Claim, ExtractorInfo, Party, PartyKind, Quote, Role, Status
from extractor.sinks.corrections import CorrectedParty, CorrectionError, Edit, Standing
from extractor.sinks.corrections.finding import find_claim
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter

START = datetime(2026, 3, 1, 12, 0)
NEWER = ExtractorInfo(version="2", model=None, rules="r2")
REVISED = SENTENCE + " It said so again."
CONFIRMED = Edit(status=Status.CONFIRMED, note="Their release of Monday.")
DENIED = Edit(status=Status.DENIED)
ACCEPTED = Edit(accept=True)
EDITOR = "A. Editor"


def parties(*named):
    return tuple(CorrectedParty(name=name, role=role) for role, name in named)


class Clock:
    """A clock that goes a minute further with each look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def desk(database):
    """A store with one article of two claims."""
    with SqlStore(database, now=Clock()) as opened:
        opened.save([text_with(claim(id="c1-aaaa"), claim(id="c1-abbb", amounts=(), durations=()))])
        yield opened


@pytest.fixture
def validated(monkeypatch):
    """Grows by each claim that is read from its JSON."""
    seen, read = [], Claim.model_validate_json
    monkeypatch.setattr(
        Claim, "model_validate_json", lambda record: seen.append(record) or read(record)
    )
    return seen


def text_with(*claims, text=SENTENCE, extractor=None, source="a.txt"):
    made = record(source, text=text, claims=claims)
    name = f"a1-{made.article.text_sha256[:6]}"
    article = made.article.model_copy(update={"id": name})
    return made.model_copy(update={"article": article, "extractor": extractor or made.extractor})


def statuses(store, **conditions):
    return [
        (
            each.claim.id,
            each.claim.confirmation.status.value,
            each.in_force().confirmation.status.value,
        )
        for each in store.claims(ClaimFilter(**conditions))
    ]


def refusal(call, *arguments, **named):
    with pytest.raises(CorrectionError) as caught:
        call(*arguments, **named)
    return caught.value.reason


class TestNoting:
    def test_the_machine_value_stays(self, desk):
        stored = desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        assert stored.claim == claim(id="c1-aaaa")
        assert stored.in_force().confirmation.status is Status.CONFIRMED
        corrected = stored.corrected
        assert (corrected.status, corrected.parties, corrected.by, corrected.note) == (
            Status.CONFIRMED, None, EDITOR, "Their release of Monday."
        )  # fmt: skip
        assert corrected.at.isoformat() == "2026-03-01T12:03:00+00:00"
        (entry,) = stored.corrections
        assert (entry.machine_status, entry.standing) == (Status.UNCONFIRMED, Standing.STANDS)
        assert next(iter(desk.claims())) == stored
        assert desk.claim("c1-aaaa") == stored
        assert next(desk.articles()).claims[0] == claim(id="c1-aaaa")

    def test_the_latest_counts_and_all_are_kept(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.correct("c1-aaaa", DENIED, "B. Editor")
        stored = desk.claim("c1-aaaa")
        assert [entry.status for entry in stored.corrections] == [Status.CONFIRMED, Status.DENIED]
        assert (stored.corrected.status, stored.corrected.by) == (Status.DENIED, "B. Editor")

    def test_status_and_parties_are_apart(self, desk):
        desk.correct("c1-aaaa", Edit(parties=parties((Role.PAYEE, "Pelagia"))), EDITOR)
        desk.correct("c1-aaaa", CONFIRMED, "B. Editor")
        in_force = desk.claim("c1-aaaa").in_force()
        assert in_force.confirmation.status is Status.CONFIRMED
        assert [(p.role, p.name) for p in in_force.parties] == [(Role.PAYEE, "Pelagia")]

    def test_a_party_keeps_what_the_machine_knows_of_it(self, desk):
        known = Party(
            name="Pelagia", role=Role.SUBJECT, kind=PartyKind.ORGANISATION, identifier="Q1",
            mentions=(quoted(Quote, "Pelagia"),),
        )  # fmt: skip
        desk.save([text_with(claim(id="c1-aaaa", parties=(known,)))])
        desk.correct("c1-aaaa", Edit(parties=parties((Role.PAYER, "pelagia"))), EDITOR)
        (party,) = desk.claim("c1-aaaa").in_force().parties
        assert (party.kind, party.identifier) == (PartyKind.ORGANISATION, "Q1")
        assert party.mentions == known.mentions

    def test_a_party_is_taken_out(self, desk):
        desk.correct("c1-aaaa", Edit(without=("nordwind ag",)), EDITOR)
        desk.correct("c1-aaaa", Edit(without=("Pelagia",)), EDITOR)
        stored = desk.claim("c1-aaaa")
        assert stored.in_force().parties == ()
        assert stored.corrected.parties == ()

    def test_withdrawing_brings_back_what_was_before(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.correct("c1-aaaa", DENIED, EDITOR)
        assert desk.withdraw("c1-aaaa", "B. Editor", note="Misread.").status is Status.DENIED
        assert desk.claim("c1-aaaa").corrected.status is Status.CONFIRMED
        desk.withdraw("c1-aaaa", "B. Editor")
        stored = desk.claim("c1-aaaa")
        assert stored.corrected is None
        assert [(e.by, e.standing, e.withdraws is not None) for e in stored.corrections] == [
            (EDITOR, Standing.WITHDRAWN, False),
            (EDITOR, Standing.WITHDRAWN, False),
            ("B. Editor", Standing.STANDS, True),
            ("B. Editor", Standing.STANDS, True),
        ]
        assert "no correction" in refusal(desk.withdraw, "c1-aaaa", EDITOR)
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        assert desk.claim("c1-aaaa").corrected.status is Status.CONFIRMED

    def test_entries_are_told_in_order(self, desk):
        desk.correct("c1-abbb", CONFIRMED, EDITOR)
        desk.correct("c1-aaaa", ACCEPTED, EDITOR)
        told = [(entry.claim_id, entry.source, entry.accepted) for entry in desk.corrections()]
        assert told == [("c1-abbb", "a.txt", False), ("c1-aaaa", "a.txt", True)]

    def test_histories_of_more_claims_than_are_read_at_once(self, desk):
        names = [f"{at:04}" for at in range(1203)]
        desk.save([text_with(claim(id=f"c1-m{name}"), source=f"{name}.txt") for name in names])
        edit = Edit(status=Status.DENIED, parties=parties((Role.PAYER, "Delphi")))
        noted = [f"c1-m{name}" for name in names if name in {"0000", "0499", "0500", "1202"}]
        for claim_id in noted:
            desk.correct(claim_id, edit, EDITOR)
        found = {each.claim.id: each.corrected for each in desk.claims()}
        assert len(found) == len(names) + 2
        assert [name for name, corrected in sorted(found.items()) if corrected] == noted
        assert {found[name].parties for name in noted} == {edit.parties}

    def test_only_what_is_asked_for_is_read(self, desk, validated):
        """Each entry holds a whole claim: reading those of all claims would take seconds."""
        desk.save([text_with(claim(id=f"c1-m{at}"), source=f"{at}.txt") for at in range(30)])
        for at in range(30):
            desk.correct(f"c1-m{at}", CONFIRMED, EDITOR)
        for ask in (
            lambda: list(desk.claims(ClaimFilter(source="7.txt"))),
            lambda: desk.corrections("c1-m7"),
            lambda: desk.corrections("c1-m7", source="7.txt"),
            lambda: desk.corrections(source="7.txt"),
            lambda: desk.corrections("c1-aa"),
        ):
            validated.clear()
            assert len(ask()) <= 1
            assert len(validated) <= 2

    def test_entries_are_found_by_the_old_id_and_the_new(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.save([text_with(claim(id="c1-new"), extractor=NEWER)])
        desk.withdraw("c1-new", EDITOR)
        entries = desk.corrections()
        assert [entry.claim_id for entry in entries] == ["c1-new", "c1-new"]
        for words in ("c1-aaaa", "c1-new", " c1-n"):
            assert desk.corrections(words) == entries
            assert desk.corrections(words, source="a.txt") == entries
            assert "no claim in b.txt" in refusal(desk.corrections, words, source="b.txt")

    def test_names_and_notes_are_one_harmless_line(self, desk):
        edit = Edit(
            status=Status.CONFIRMED,
            parties=parties((Role.PAYER, "\u202eNordwind\x1b[31m\n AG")),
            note="a\0b\x07\u2066 <b>c</b>\n",
        )
        stored = desk.correct("c1-aaaa", edit, "Eve\x1b[2J\u202e\n Ed")
        assert stored.corrected.note == "ab <b>c</b>"
        assert stored.corrected.by == "Eve[2J Ed"
        assert stored.corrected.parties[0].name == "Nordwind[31m AG"

    def test_half_a_character_is_replaced(self, desk):
        """What no database holds must not break the saving."""
        stored = desk.correct(
            "c1-aaaa", CONFIRMED.model_copy(update={"note": "x\ud800"}), "E\udfffd"
        )
        assert (stored.corrected.by, stored.corrected.note) == ("Ed", "x")


class TestRefusals:
    @pytest.mark.parametrize(
        "words", ["c1-x", "", "%", "_1-aaaa", "\0", "c1-aaaaa", "\udcff", "c1-\udcff"]
    )
    def test_unknown_claim(self, desk, words):
        assert "no claim has an id" in refusal(desk.correct, words, CONFIRMED, EDITOR)
        assert "no claim has an id" in refusal(desk.corrections, words)

    def test_beginning_that_two_have(self, desk):
        reason = refusal(desk.correct, "c1-a", CONFIRMED, EDITOR)
        assert "c1-aaaa in a.txt; c1-abbb in a.txt" in reason
        assert desk.correct("c1-aa", CONFIRMED, EDITOR).claim.id == "c1-aaaa"

    def test_whole_id_that_begins_another(self, desk):
        desk.save([text_with(claim(id="c1-aaaa-2"), source="b.txt")])
        assert desk.correct("c1-aaaa", CONFIRMED, EDITOR).claim.id == "c1-aaaa"

    @pytest.mark.parametrize("words", ["C1-aaaa", "c1-A"])
    def test_ids_have_a_case(self, desk, words):
        assert "no claim has an id" in refusal(desk.claim, words)

    def test_beginning_that_several_superseded_claims_have(self, desk):
        """However often the first of them was saved and revised again."""
        first, other = text_with(claim(id="c1-old1")), text_with(claim(id="c1-old2"), text=REVISED)
        for _ in range(9):
            desk.save([first])
            desk.save([text_with(text=SENTENCE + " Nothing.")])
        desk.save([other])
        desk.save([first])
        desk.save([text_with(text=SENTENCE + " Nothing.")])
        reason = refusal(desk.claim, "c1-old")
        assert "c1-old1 in a.txt; c1-old2 in a.txt" in reason
        assert desk.claim("c1-old2").superseded_by is not None
        keys = "SELECT count(*), max(claim_key) FROM claims WHERE id = 'c1-old1'"
        with desk.reading() as connection:
            count, last = connection.exec_driver_sql(keys).one()
            found = find_claim(connection, "c1-old1")
        assert (count, found.claim_key, found.is_superseded) == (10, last, True)

    def test_id_that_two_articles_share(self, desk):
        desk.save([text_with(claim(id="c1-aaaa"), source="b.txt")])
        assert "c1-aaaa in a.txt; c1-aaaa in b.txt" in refusal(
            desk.correct, "c1-aaaa", CONFIRMED, EDITOR
        )
        stored = desk.correct("c1-aaaa", CONFIRMED, EDITOR, source="b.txt")
        assert stored.article.source == "b.txt"
        assert "in c.txt" in refusal(desk.correct, "c1-aaaa", CONFIRMED, EDITOR, source="c.txt")

    @pytest.mark.parametrize(
        ("edit", "reason"),
        [
            (Edit(), "nothing to note"),
            (Edit(note="Hm."), "nothing to note"),
            (Edit(status=Status.UNCONFIRMED), "says unconfirmed itself; --accept"),
            (
                Edit(parties=parties((Role.PAYER, "Nordwind AG"), (Role.SUBJECT, "Pelagia"))),
                "names these parties itself; --accept",
            ),
            (Edit(parties=parties((Role.PAYER, "A"), (Role.PAYER, "A"))), "named twice"),
            (Edit(parties=parties((Role.PAYER, "A" * 301))), "300 characters"),
            (Edit(without=("Delphi",)), "the parties are: Pelagia, Nordwind AG"),
            (Edit(status=Status.DENIED, note="x" * 4001), "4000 characters"),
        ],
    )
    def test_what_would_say_nothing_new(self, desk, edit, reason):
        assert reason in refusal(desk.correct, "c1-aaaa", edit, EDITOR)
        assert desk.corrections() == []

    def test_what_is_in_force_already(self, desk):
        wanted = Edit(status=Status.DENIED, parties=parties((Role.PAYER, "Delphi")))
        desk.correct("c1-aaaa", wanted, EDITOR)
        status, names = wanted.model_copy(update={"parties": None}), Edit(parties=wanted.parties)
        assert "denied already: A. Editor" in refusal(desk.correct, "c1-aaaa", status, "B")
        assert "parties already" in refusal(desk.correct, "c1-aaaa", names, "B")
        back = Edit(status=Status.UNCONFIRMED)
        assert "--withdraw" in refusal(desk.correct, "c1-aaaa", back, "B")

    @pytest.mark.parametrize("name", ["", "  ", "\u202e", "x" * 301])
    def test_an_editor_has_a_name(self, desk, name):
        assert "name" in refusal(desk.correct, "c1-aaaa", CONFIRMED, name)

    @pytest.mark.parametrize("name", ["", " ", "\x1b", "\u2066"])
    def test_a_party_has_a_name(self, name):
        with pytest.raises(ValueError, match="letters that can be seen"):
            CorrectedParty(name=name, role=Role.PAYER)

    def test_accepting_twice(self, desk):
        desk.correct("c1-aaaa", ACCEPTED, EDITOR)
        assert "accepted" in refusal(desk.correct, "c1-aaaa", ACCEPTED, EDITOR)
        desk.correct("c1-aaaa", ACCEPTED, "B. Editor")

    def test_claim_of_a_text_that_was_revised(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.save([text_with(claim(id="c1-new"), text=REVISED)])
        assert "was revised" in refusal(desk.correct, "c1-aaaa", DENIED, EDITOR)
        assert desk.withdraw("c1-aaaa", EDITOR).status is Status.CONFIRMED


class TestSelecting:
    def test_status_is_the_one_in_force(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        assert statuses(desk, statuses=(Status.CONFIRMED,)) == [
            ("c1-aaaa", "unconfirmed", "confirmed")
        ]
        assert [found[0] for found in statuses(desk, statuses=(Status.UNCONFIRMED,))] == ["c1-abbb"]
        desk.withdraw("c1-aaaa", EDITOR)
        assert statuses(desk, statuses=(Status.CONFIRMED,)) == []

    def test_party_is_the_one_in_force(self, desk):
        desk.correct("c1-aaaa", Edit(parties=parties((Role.PAYER, "Délphi 50%"))), EDITOR)
        assert [found[0] for found in statuses(desk, party="DÉLPHI")] == ["c1-aaaa"]
        assert [found[0] for found in statuses(desk, party="0%")] == ["c1-aaaa"]
        assert [found[0] for found in statuses(desk, party="pelagia")] == ["c1-abbb"]

    def test_only_what_was_reviewed(self, desk):
        assert statuses(desk, corrected=True) == []
        desk.correct("c1-abbb", ACCEPTED, EDITOR)
        assert [found[0] for found in statuses(desk, corrected=True)] == ["c1-abbb"]
        desk.withdraw("c1-abbb", EDITOR)
        assert statuses(desk, corrected=True) == []

    @pytest.mark.parametrize("name", ["party", "text", "source"])
    def test_half_a_character_finds_nothing(self, desk, name):
        """The command line has some when its bytes are no UTF-8."""
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        assert statuses(desk, **{name: "Nord\udcff"}) == []

    def test_views_show_what_is_in_force(self, desk, direct):
        edit = Edit(status=Status.CONFIRMED, parties=parties((Role.PAYEE, "Delphi")))
        desk.correct("c1-aaaa", edit, EDITOR)
        desk.correct("c1-abbb", Edit(parties=()), EDITOR)
        latest = "SELECT status, machine_status, status_editor FROM latest_claims ORDER BY claim_id"
        assert direct.rows(latest) == [
            ("confirmed", "unconfirmed", EDITOR), ("unconfirmed", "unconfirmed", None)
        ]  # fmt: skip
        assert direct.rows("SELECT claim_id FROM unconfirmed_claims") == [("c1-abbb",)]
        by_party = "SELECT party, party_folded, role, claim_id FROM claims_by_party"
        assert direct.rows(by_party) == [("Delphi", "delphi", "payee", "c1-aaaa")]
        by_day = "SELECT status, claims, articles FROM status_by_day ORDER BY status"
        assert direct.rows(by_day) == [("confirmed", 1, 1), ("unconfirmed", 1, 1)]
        assert direct.rows("SELECT status FROM claims ORDER BY id") == [("unconfirmed",)] * 2
        desk.withdraw("c1-aaaa", EDITOR)
        assert direct.rows("SELECT count(*) FROM claims_by_party") == [(2,)]


class TestReadAgain:
    """What happens to corrections when the article is read again."""

    def test_same_claim_of_the_same_text(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.save([text_with(claim(id="c1-abbb", amounts=(), durations=()), claim(id="c1-aaaa"))])
        assert statuses(desk) == [
            ("c1-abbb", "unconfirmed", "unconfirmed"), ("c1-aaaa", "unconfirmed", "confirmed")
        ]  # fmt: skip

    def test_newer_extractor_that_gives_another_id(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        other = claim(id="c1-other", amounts=(), durations=())
        desk.save([text_with(other, claim(Status.DENIED, id="c1-new"), extractor=NEWER)])
        assert statuses(desk) == [
            ("c1-other", "unconfirmed", "unconfirmed"), ("c1-new", "denied", "confirmed")
        ]  # fmt: skip
        (entry,) = desk.corrections()
        assert (entry.claim_id, entry.machine_status) == ("c1-new", Status.UNCONFIRMED)

    def test_newer_extractor_that_reads_a_longer_amount(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        longer = quoted(
            Amount, "over $2.5 billion", value_min=25, value_max=None, currency="USD", rule="r"
        )
        desk.save([text_with(claim(id="c1-new", amounts=(longer,), durations=()))])
        assert statuses(desk) == [("c1-new", "unconfirmed", "confirmed")]

    def test_withdrawals_go_along(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.withdraw("c1-aaaa", EDITOR)
        desk.correct("c1-aaaa", DENIED, EDITOR)
        desk.save([text_with(claim(id="c1-new"), extractor=NEWER)])
        stored = desk.claim("c1-new")
        assert len(stored.corrections) == 3
        assert stored.corrected.status is Status.DENIED
        desk.withdraw("c1-new", EDITOR)
        assert desk.claim("c1-new").corrected is None

    def test_claim_that_is_not_found_any_more_and_then_again(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.save([text_with(extractor=NEWER)])
        assert [entry.standing for entry in desk.corrections()] == [Standing.LOST]
        assert desk.corrections()[0].claim_id == "c1-aaaa"
        desk.save([text_with(claim(id="c1-back"))])
        assert statuses(desk) == [("c1-back", "unconfirmed", "confirmed")]
        assert [entry.standing for entry in desk.corrections()] == [Standing.STANDS]

    def test_two_claims_that_are_equally_near(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.save([text_with(claim(id="c1-x"), claim(id="c1-y"), extractor=NEWER)])
        assert [entry.standing for entry in desk.corrections()] == [Standing.LOST]

    def test_revised_article(self, desk, direct):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.save([text_with(claim(id="c1-new"), text=REVISED)])
        assert statuses(desk) == [("c1-new", "unconfirmed", "unconfirmed")]
        assert [entry.standing for entry in desk.corrections()] == [Standing.SUPERSEDED]
        assert ("c1-aaaa", "unconfirmed", "confirmed") in statuses(desk, superseded=True)
        assert direct.rows("SELECT claim_id, status FROM latest_claims") == [
            ("c1-new", "unconfirmed")
        ]
        desk.save([text_with(claim(id="c1-new"), text=REVISED, extractor=NEWER)])
        assert [entry.standing for entry in desk.corrections()] == [Standing.SUPERSEDED]

    def test_text_that_comes_back(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.save([text_with(claim(id="c1-new"), text=REVISED)])
        desk.correct("c1-new", DENIED, EDITOR)
        desk.save([text_with(claim(id="c1-aaaa"))])
        assert statuses(desk) == [("c1-aaaa", "unconfirmed", "confirmed")]
        standings = [entry.standing for entry in desk.corrections()]
        assert standings == [Standing.STANDS, Standing.SUPERSEDED]

    def test_the_same_words_of_another_article(self, desk):
        desk.correct("c1-aaaa", CONFIRMED, EDITOR)
        desk.save([text_with(claim(id="c1-zzzz"), source="b.txt")])
        assert desk.claim("c1-zzzz").corrections == ()

    def test_articles_are_led_on_in_one_batch(self, desk):
        desk.save([text_with(claim(id=f"c1-{n}"), source=f"{n}.txt") for n in range(520)])
        for number in (0, 519):
            desk.correct(f"c1-{number}", CONFIRMED, EDITOR, source=f"{number}.txt")
        again = [text_with(claim(id=f"c1-{n}-b"), source=f"{n}.txt") for n in range(520)]
        desk.save(again)
        found = statuses(desk, corrected=True)
        assert sorted(name for name, _, _ in found) == ["c1-0-b", "c1-519-b"]

    def test_article_that_is_deleted_takes_its_corrections(self, desk, direct):
        desk.correct("c1-aaaa", Edit(parties=parties((Role.PAYER, "X"))), EDITOR)
        desk.withdraw("c1-aaaa", EDITOR)
        direct.execute("DELETE FROM articles")
        for table in ("corrections", "correction_parties"):
            assert direct.rows(f"SELECT count(*) FROM {table}") == [(0,)]


class TestAtOnce:
    """Several editors, and a run, write to one database at the same time."""

    @staticmethod
    def review(database, editor, times):
        with SqlStore(database, create=False) as store:
            for number in range(times):
                named = parties((Role.PAYER, f"{editor} {number}"))
                store.correct("c1-aaaa", Edit(parties=named), editor)

    @staticmethod
    def read_again(database, times):
        with SqlStore(database) as store:
            for _ in range(times):
                store.save([text_with(claim(id="c1-aaaa"), extractor=NEWER)])

    def test_nothing_is_lost(self, desk, database):
        editors = [f"editor {number}" for number in range(4)]
        with ThreadPoolExecutor(5) as pool:
            running = [pool.submit(self.review, database, editor, 6) for editor in editors]
            running.append(pool.submit(self.read_again, database, 6))
            for each in running:
                each.result()
        entries = desk.claim("c1-aaaa").corrections
        assert sorted(entry.parties[0].name for entry in entries) == sorted(
            f"{editor} {number}" for editor in editors for number in range(6)
        )
        assert desk.claim("c1-aaaa").corrected.parties == entries[-1].parties

    def test_two_editors_do_not_take_back_the_same_entry(self, desk, database):
        for status in (Status.CONFIRMED, Status.DENIED):
            desk.correct("c1-aaaa", Edit(status=status), EDITOR)

        def take_back(editor):
            with SqlStore(database, create=False) as store:
                return store.withdraw("c1-aaaa", editor).number

        with ThreadPoolExecutor(2) as pool:
            taken = list(pool.map(take_back, ["A", "B"]))
        assert sorted(taken) == [entry.number for entry in desk.corrections()[:2]]
