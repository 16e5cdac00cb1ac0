"""The columns of a Parquet file of claims: one row a claim, what it has several of as lists.

The schema is fixed, so that files of different runs can be read as one table. Numbers stand twice,
as in the databases: floating point to compute with and the exact decimal as text. A decimal type
would need one number of places for all: a price of 0.0000012 and a debt of 30 trillion do not fit
into the 38 digits that DuckDB and Spark read. Times are UTC; a day without time stands at its
beginning.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

_TIME: Final = pa.timestamp("us", tz="UTC")
_QUOTE: Final = (
    pa.field("text", pa.string(), nullable=False),
    pa.field("start", pa.int32(), nullable=False),
    pa.field("end", pa.int32(), nullable=False),
)


def _words(*names: str) -> tuple[pa.Field, ...]:
    return tuple(pa.field(name, pa.string()) for name in names)


def _required(*names: str) -> tuple[pa.Field, ...]:
    return tuple(pa.field(name, pa.string(), nullable=False) for name in names)


def _list(name: str, *fields: pa.Field) -> pa.Field:
    return _optional_list(name, *fields).with_nullable(False)


def _optional_list(name: str, *fields: pa.Field) -> pa.Field:
    item = pa.field("element", pa.struct(list(fields)), nullable=False)
    return pa.field(name, pa.list_(item))


SCHEMA: Final = pa.schema(
    [
        *_required("claim_id", "event", "modality", "status", "status_scope"),
        pa.field("status_confidence", pa.float64(), nullable=False),
        pa.field("confidence", pa.float64(), nullable=False),
        _list(
            "amounts",
            *_QUOTE,
            pa.field("value_min", pa.float64()),
            pa.field("value_max", pa.float64()),
            *_words("value_min_text", "value_max_text", "currency"),
            *_required("modifier"),
            *_words("per"),
            *_required("rule"),
        ),
        _list("durations", *_QUOTE, *_words("iso8601"), *_required("kind", "modifier", "rule")),
        _list(
            "parties",
            *_required("name", "role", "kind"),
            *_words("identifier"),
            pa.field("confidence", pa.float64(), nullable=False),
            _list("mentions", *_QUOTE),
        ),
        _list("attributions", *_QUOTE, *_words("name"), *_required("kind", "rule")),
        _list("evidence", *_QUOTE, *_required("prefix", "suffix")),
        _list("cues", *_required("purpose"), *_QUOTE, *_required("rule")),
        *_required("article_id", "source"),
        *_words("url", "canonical_url", "title", "publisher", "language"),
        pa.field("published_at", _TIME),
        pa.field("modified_at", _TIME),
        pa.field("fetched_at", _TIME),
        pa.field("dated_at", _TIME),
        *_words("same_as", "superseded_by"),
        # What an editor set; null where nobody did. All other columns are the machine's.
        *_words("corrected_status"),
        _optional_list("corrected_parties", *_required("name", "role", "kind")),
        *_words("corrected_by"),
        pa.field("corrected_at", _TIME),
        *_required("extractor_version"),
        *_words("extractor_model"),
        *_required("extractor_rules"),
    ],
    metadata={"newsclaims.schema_version": "1"},
)
