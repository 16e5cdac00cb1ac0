"""Pages and results as Arrow tables: the columns, and records as rows of them.

One row a claim. An article without claims leaves one row of its own, and so does a failure, so
that every page leaves a trace. The columns of a claim are those of its record (docs/records.md);
values of money stand as the exact decimal text of the record and, beside it, as a number to
calculate with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import pyarrow as pa

from extractor.hashing import content_id
from extractor.records import ArticleClaims, Claim, Failure, Page, PageHints
from extractor.sinks.moments import utc_time

Row: TypeAlias = dict[str, Any]

CLAIM: Final = "claim"
NO_CLAIMS: Final = "no_claims"
FAILURE: Final = "failure"


def _fields(kind: pa.DataType, *names: str) -> list[pa.Field]:
    return [pa.field(name, kind) for name in names]


_TEXT: Final = pa.string()
_SHARE: Final = pa.float64()
_QUOTE_FIELDS: Final = [*_fields(_TEXT, "text"), *_fields(pa.int32(), "start", "end")]
_QUOTE: Final = pa.struct(_QUOTE_FIELDS)
_CUE: Final = pa.struct([*_QUOTE_FIELDS, *_fields(_TEXT, "rule")])
_FIGURE_FIELDS: Final = [
    *_QUOTE_FIELDS,
    *_fields(_TEXT, "modifier"),
    *_fields(_QUOTE, "modifier_cue"),
    *_fields(_TEXT, "rule"),
]
_AMOUNT: Final = pa.struct(
    [
        *_FIGURE_FIELDS,
        *_fields(_TEXT, "value_min", "value_max", "currency", "per"),
        *_fields(pa.float64(), "value_min_number", "value_max_number"),
    ]
)
_DURATION: Final = pa.struct([*_FIGURE_FIELDS, *_fields(_TEXT, "iso8601", "kind")])
_PARTY: Final = pa.struct(
    [
        *_fields(_TEXT, "name", "role", "kind", "identifier"),
        *_fields(pa.list_(_QUOTE), "mentions"),
        *_fields(_SHARE, "confidence"),
    ]
)
_CONFIRMATION: Final = pa.struct(
    [
        *_fields(_TEXT, "status", "scope"),
        *_fields(_SHARE, "confidence"),
        *_fields(pa.list_(_CUE), "cues"),
    ]
)
_ATTRIBUTION: Final = pa.struct([*_QUOTE_FIELDS, *_fields(_TEXT, "name", "kind", "rule")])
_EVIDENCE: Final = pa.struct([*_QUOTE_FIELDS, *_fields(_TEXT, "prefix", "suffix")])
_EXTRACTOR: Final = pa.struct(_fields(_TEXT, "version", "model", "rules"))

_HINTS: Final = pa.struct(
    [
        *_fields(_TEXT, "title", "publisher", "published_at", "modified_at", "language"),
        *_fields(pa.list_(_TEXT), "authors"),
    ]
)

PAGES: Final = pa.schema(
    [
        *_fields(_TEXT, "source"),
        *_fields(pa.binary(), "content"),
        *_fields(_TEXT, "url", "media_type", "charset"),
        *_fields(pa.timestamp("us", tz="UTC"), "fetched_at"),
        *_fields(_HINTS, "hints"),
    ]
)
"""What goes in: the fields of ``Page``; all but source and content may be null."""

RESULTS: Final = pa.schema(
    [
        *_fields(_TEXT, "row_id", "kind", "source", "article_id", "url", "canonical_url"),
        *_fields(_TEXT, "title", "publisher"),
        *_fields(pa.list_(_TEXT), "authors"),
        *_fields(_TEXT, "published_at", "modified_at", "fetched_at"),
        *_fields(pa.timestamp("us", tz="UTC"), "dated_at"),
        *_fields(_TEXT, "language", "text_sha256", "raw_sha256"),
        *_fields(pa.list_(_TEXT), "repairs"),
        *_fields(pa.int32(), "position"),
        *_fields(_TEXT, "claim_id", "event"),
        *_fields(_CUE, "event_cue"),
        *_fields(pa.list_(_AMOUNT), "amounts"),
        *_fields(pa.list_(_DURATION), "durations"),
        *_fields(pa.list_(_PARTY), "parties"),
        *_fields(_CONFIRMATION, "confirmation"),
        *_fields(_TEXT, "modality"),
        *_fields(_CUE, "modality_cue"),
        *_fields(pa.list_(_ATTRIBUTION), "attribution"),
        *_fields(pa.list_(_EVIDENCE), "evidence"),
        *_fields(_SHARE, "confidence"),
        *_fields(_EXTRACTOR, "extractor"),
        *_fields(pa.int32(), "schema_version"),
        *_fields(_TEXT, "stage", "error", "message"),
    ]
)
"""What comes out. ``kind`` is "claim", "no_claims" or "failure"; ``row_id`` is the key of a row."""


def result_rows(result: ArticleClaims | Failure) -> list[Row]:
    """The rows of a page: its claims in the order of the text, or one row that says why none."""
    if isinstance(result, Failure):
        return [_failure_row(result)]
    return list(_claim_rows(result)) or [_no_claims_row(result)]


def result_batch(rows: Sequence[Row]) -> pa.RecordBatch:
    """Rows as one Arrow batch; a column that a row does not name is null there."""
    return pa.RecordBatch.from_pylist(list(rows), schema=RESULTS)


def pages_of(batch: pa.RecordBatch) -> Iterator[Page]:
    """The pages of a batch, whose columns are those of ``PAGES``; a null content is empty."""
    for row in batch.select(PAGES.names).to_pylist():
        yield _page_of(row)


def _page_of(row: Row) -> Page:
    moment: datetime | None = row["fetched_at"]
    return Page(
        source=row["source"] or row["url"] or "",
        content=row["content"] or b"",
        url=row["url"],
        media_type=row["media_type"],
        charset=row["charset"],
        # Spark names the zone of its session, in which the same moment would be written otherwise.
        fetched_at=None if moment is None else moment.astimezone(UTC),
        hints=_hints_of(row["hints"]),
    )


def _hints_of(values: Row | None) -> PageHints:
    known = {name: value for name, value in (values or {}).items() if value is not None}
    return PageHints.model_validate(known)


def page_row(page: Page) -> Row:
    """A page as a row of ``PAGES``."""
    return {**page.model_dump(exclude={"hints"}), "hints": page.hints.model_dump(mode="json")}


def _failure_row(failure: Failure) -> Row:
    values = failure.model_dump(mode="json")
    return {"row_id": content_id("failure", *values.values()), "kind": FAILURE, **values}


def _no_claims_row(result: ArticleClaims) -> Row:
    return {**_article_columns(result), **_key(result.article.id, NO_CLAIMS, None)}


def _key(article_id: str, kind: str, position: int | None) -> Row:
    return {"row_id": content_id("row", kind, article_id, position), "kind": kind}


def _claim_rows(result: ArticleClaims) -> Iterator[Row]:
    shared = _article_columns(result)
    for position, claim in enumerate(result.claims):
        key = _key(result.article.id, CLAIM, position)
        yield {**shared, **_claim_columns(claim), **key, "position": position}


def _article_columns(result: ArticleClaims) -> Row:
    values = result.model_dump(mode="json", exclude={"claims": True, "article": {"text"}})
    article = values.pop("article")
    return {
        **{name: value for name, value in article.items() if name in RESULTS.names},
        **values,
        "article_id": article["id"],
        "dated_at": _dated_at(result),
    }


def _dated_at(result: ArticleClaims) -> datetime | None:
    article = result.article
    moments = (article.published_at, article.modified_at, article.fetched_at)
    known = next((moment for moment in moments if moment is not None), None)
    utc = utc_time(known)
    return None if utc is None else utc.replace(tzinfo=UTC)


def _claim_columns(claim: Claim) -> Row:
    values: Row = claim.model_dump(mode="json")
    values["claim_id"] = values.pop("id")
    values["amounts"] = [_with_numbers(amount) for amount in values["amounts"]]
    return values


def _with_numbers(amount: Mapping[str, Any]) -> Row:
    low, high = amount["value_min"], amount["value_max"]
    return {
        **amount,
        "value_min_number": None if low is None else float(low),
        "value_max_number": None if high is None else float(high),
    }
