"""CSV of claims is a table in the sense of CSV on the Web, as the package csvw reads it."""

from __future__ import annotations

import csv
import io
import json
import warnings

import pytest
from csvw import CSVW

from extractor.records import ArticleClaims, Event, Modality, Modifier, Status
from extractor.sinks.csvtext import COLUMNS, write_csv
from extractor.sinks.stored import claims_in
from tests.standards.export_samples import EXTRACTOR, article, full_record, hostile_record

REQUIRED = ("claim_id", "status", "event", "modality", "confidence", "source")
SHARE = {"base": "decimal", "minimum": 0, "maximum": 1}
LENGTH = r"P(\d[\d.]*[YMWD])*(T(\d[\d.]*[HMS])+)?"


def words(vocabulary):
    return {"base": "string", "format": "|".join(vocabulary)}


TYPES = {
    "status": words(Status),
    "event": words(Event),
    "modality": words(Modality),
    "modifier": words(Modifier),
    "corrected_status": words(Status),
    "value_min": "decimal",
    "value_max": "decimal",
    "currency": {"base": "string", "format": "[A-Z]{3}"},
    "term_iso8601": {"base": "string", "format": f"{LENGTH}(/{LENGTH})?"},
    "confidence": SHARE,
    "published_at": {"base": "string", "format": r"\d{4}-\d\d-\d\d(T.+(Z|[+-]\d\d:\d\d))?"},
    "url": "anyURI",
    "corrected_at": "dateTimeStamp",
}


def description(file):
    """The table as the standard describes tables, beside the file that it is about."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": file.name,
        "dialect": {"lineTerminators": ["\n"], "doubleQuote": True, "header": True},
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "required": name in REQUIRED,
                    "datatype": TYPES.get(name, "string"),
                }
                for name in COLUMNS
            ],
            "primaryKey": ["claim_id", "source"],
        },
    }


def text_of(*records):
    stream = io.StringIO()
    write_csv((stored for record in records for stored in claims_in(record)), stream)
    return stream.getvalue()


def problems(text, folder):
    """What csvw has to say against a table: it raises the first error and gathers warnings."""
    file = folder / "claims.csv"
    file.write_text(text, encoding="utf-8", newline="")
    described = file.with_name("claims.csv-metadata.json")
    described.write_text(json.dumps(description(file)), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        try:
            read = CSVW(str(file), validate=True)
            for table in read.tables:
                list(table.iterdicts(strict=True))
            return [] if read.is_valid else [str(each.message) for each in read.warnings]
        except ValueError as error:
            return [str(error)]


@pytest.mark.parametrize(
    "records",
    [
        (full_record(),),
        (hostile_record(), full_record()),
        (ArticleClaims(article=article(), claims=(), extractor=EXTRACTOR),),
    ],
    ids=["full", "hostile", "no claims"],
)
def test_it_is_the_table_that_is_described(records, tmp_path):
    assert problems(text_of(*records), tmp_path) == []


@pytest.mark.parametrize(("column", "cell"), [
    ("claim_id", ""),
    ("status", "rumoured"),
    ("status", ""),
    ("event", "party"),
    ("value_min", "2.5 billion"),
    ("value_max", "1,000"),
    ("currency", "dollars"),
    ("term_iso8601", "3 years"),
    ("confidence", "1.5"),
    ("confidence", "sure"),
    ("published_at", "yesterday"),
    ("corrected_at", "yesterday"),
])  # fmt: skip
def test_a_damaged_cell_is_noticed(column, cell, tmp_path):
    rows = list(csv.DictReader(io.StringIO(text_of(full_record()))))
    rows[0][column] = cell
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (problem, *_) = problems(stream.getvalue(), tmp_path)
    assert column in problem


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("claim_id,status", "claim_id"),
        lambda text: text.replace("claim_id,status", "status,claim_id"),
        lambda text: text.replace("corrected_at", "corrected_at,more"),
        lambda text: text + text.splitlines()[1] + "\n",
        lambda text: text + "c1-cut,unconfirmed\n",
    ],
    ids=["no column", "other order", "more columns", "twice", "cut"],
)
def test_a_damaged_table_is_noticed(damage, tmp_path):
    assert problems(damage(text_of(full_record())), tmp_path)
