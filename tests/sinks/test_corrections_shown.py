"""Corrected claims in every format: the machine's value stays beside the editor's."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from sample_records import claim, record

from extractor.records import Role, Status
from extractor.sinks.corrections import CorrectedParty, Correction, Standing
from extractor.sinks.corrections.words import claim_words, entry_words
from extractor.sinks.csvtext import write_csv
from extractor.sinks.jsonl import JsonlSink
from extractor.sinks.stored import StoredClaim, claims_in
from extractor.sinks.table import print_claims_table

PARTY = CorrectedParty(name="Delphi", role=Role.PAYEE)
HOSTILE = "\x1b[2J\u202e=cmd()\x07 <b>x</b>\x9b1m"


def entry(number=1, **fields):
    usual = {
        "claim_id": "c1-1",
        "source": "a.txt",
        "by": "A. Editor",
        "at": datetime(2026, 3, 3, 9, number, tzinfo=UTC),
        "machine_status": Status.UNCONFIRMED,
        "machine_parties": tuple(map(CorrectedParty.of, claim().parties)),
    }
    return Correction(number=number, **usual | fields)


@pytest.fixture
def stored():
    (one,) = claims_in(record())
    return one.with_history([entry(status=Status.CONFIRMED, parties=(PARTY,), note="Monday.")])


def test_json_lines_come_back(stored):
    stream = io.StringIO()
    with JsonlSink(stream) as sink:
        sink.write(stored)
    again = StoredClaim.model_validate_json(stream.getvalue())
    assert again == stored
    assert again.claim.confirmation.status is Status.UNCONFIRMED
    assert again.in_force().confirmation.status is Status.CONFIRMED


def test_table_shows_what_is_in_force_with_a_mark(stored):
    stream = io.StringIO()
    print_claims_table([stored], stream, 120)
    shown = stream.getvalue()
    assert "✓ confirmed" in shown
    assert "corrected" in shown
    assert "payee Delphi" in shown
    assert "Pelagia" not in shown.split("Nordwind AG will")[0]


def test_csv_has_both(stored):
    stream = io.StringIO()
    write_csv([stored, next(claims_in(record("b.txt")))], stream)
    first, second = csv.DictReader(io.StringIO(stream.getvalue()))
    assert (first["status"], first["corrected_status"]) == ("unconfirmed", "confirmed")
    assert (first["payers"], first["corrected_parties"]) == ("Nordwind AG", "payee Delphi")
    assert (first["corrected_by"], first["corrected_at"]) == (
        "A. Editor", "2026-03-03T09:01:00+00:00"
    )  # fmt: skip
    assert {second[name] for name in second if name.startswith("corrected")} == {""}


def test_parquet_has_both(stored, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    from extractor.sinks.parquet import ParquetSink  # noqa: PLC0415 - needs pyarrow

    none_left = stored.with_history([entry(parties=())])
    with ParquetSink(tmp_path / "claims.parquet") as sink:
        for each in (stored, none_left, next(claims_in(record("b.txt")))):
            sink.write(each)
    rows = parquet.read_table(tmp_path / "claims.parquet").to_pylist()
    assert [row["status"] for row in rows] == ["unconfirmed"] * 3
    assert [row["corrected_status"] for row in rows] == ["confirmed", None, None]
    assert [row["corrected_parties"] for row in rows] == [
        [{"name": "Delphi", "role": "payee", "kind": "unknown"}], [], None
    ]  # fmt: skip
    assert rows[0]["corrected_at"] == datetime(2026, 3, 3, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": Status.DENIED}, "status unconfirmed → denied"),
        (
            {"parties": (PARTY,)},
            "parties payer Nordwind AG, subject Pelagia → payee Delphi",
        ),
        ({"parties": ()}, "parties payer Nordwind AG, subject Pelagia → none"),
        ({"accepted": True}, "checked and right"),
        (
            {"accepted": True, "status": Status.DENIED},
            "status unconfirmed → denied; checked, the rest is right",
        ),
        ({"withdraws": 1}, "correction taken back"),
        ({"accepted": True, "note": "So."}, "checked and right “So.”"),
        ({"accepted": True, "standing": Standing.WITHDRAWN}, "checked and right [taken back]"),
        (
            {"accepted": True, "standing": Standing.SUPERSEDED},
            "checked and right [of a text that was revised since]",
        ),
        (
            {"accepted": True, "standing": Standing.LOST},
            "checked and right [of a claim that is not found in the text any more]",
        ),
    ],
)
def test_entry_in_words(fields, words):
    assert entry_words(entry(**fields)) == f"2026-03-03 09:01 UTC A. Editor: c1-1 {words}"


def test_claim_in_words(stored):
    lines = claim_words(stored).splitlines()
    assert lines[0] == "c1-1  acquisition, planned  USD 2.5bn, 3 years"
    assert lines[3:5] == [
        "  status   confirmed  (newsclaims: unconfirmed)",
        "  parties  payee Delphi  (newsclaims: payer Nordwind AG, subject Pelagia)",
    ]


def test_nothing_that_a_terminal_acts_upon(stored):
    party = CorrectedParty.model_construct(
        name=HOSTILE, role=Role.PAYER, kind=PARTY.kind, identifier=None
    )
    told = entry(by=HOSTILE, note=HOSTILE, parties=(party,), claim_id=HOSTILE)
    hostile = stored.with_history([told])
    stream = io.StringIO()
    print_claims_table([hostile], stream, 200)
    write_csv([hostile], stream)
    shown = stream.getvalue() + entry_words(told) + claim_words(hostile)
    assert not {"\x1b", "\u202e", "\x07", "\x9b"} & set(shown)
    assert "<b>x</b>" in shown
