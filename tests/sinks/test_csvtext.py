"""CSV: one row a claim, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from sample_records import amount, claim, record

from extractor.records import Party, Role
from extractor.sinks.csvtext import COLUMNS, write_csv
from extractor.sinks.stored import claims_in


def rows_of(original):
    stream = io.StringIO()
    write_csv(claims_in(original), stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue())))


def test_one_row_a_claim_with_all_columns():
    (row,) = rows_of(record())
    assert tuple(row) == COLUMNS
    assert (row["value_min"], row["currency"], row["term_iso8601"]) == ("2500000000", "USD", "P3Y")
    assert (row["payers"], row["subjects"], row["payees"]) == ("Nordwind AG", "Pelagia", "")


def test_no_claims_give_the_header_alone():
    stream = io.StringIO()
    write_csv([], stream)
    assert stream.getvalue() == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ('=HYPERLINK("http://evil")', '\'=HYPERLINK("http://evil")'),
        ("+1+1", "'+1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd", "'-cmd"),
        ("\t=1+1", "'=1+1"),
        ('Said "so", twice', 'Said "so", twice'),
    ],
)
def test_formulas_are_text(name, cell):
    hostile = claim(parties=(Party(name=name, role=Role.PAYER),))
    (row,) = rows_of(record(claims=[hostile]))
    assert row["payers"] == cell


def test_negative_values_stay_numbers():
    (row,) = rows_of(record(claims=[claim(amounts=(amount("-2.5", "-2.5"),))]))
    assert row["value_min"] == "-2.5"
