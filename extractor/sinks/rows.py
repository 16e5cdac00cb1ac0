"""Records as database rows and back; pure functions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

from sqlalchemy import RowMapping, Table

from extractor.hashing import content_id
from extractor.records import (
    Amount,
    Article,
    ArticleClaims,
    Attribution,
    Claim,
    Cue,
    Duration,
    Evidence,
    ExtractorInfo,
    Failure,
    Party,
    Quote,
    plain_decimal,
)
from extractor.sinks import tables
from extractor.sinks.encodable import without_surrogates
from extractor.sinks.moments import utc_time
from extractor.sinks.stored import ArticleRef, Quarantined, StoredClaim

RowValues: TypeAlias = dict[str, Any]
_ARTICLE_COLUMNS: Final = ("source", "id", "url", "canonical_url", "title", "publisher", "language")
_TIME_COLUMNS: Final = ("published_at", "modified_at", "fetched_at")


def fingerprint(extractor: ExtractorInfo) -> str:
    """An id that changes when the version, the model or the rules do."""
    return content_id("extractor", extractor.version, extractor.model, extractor.rules)


def source_id(source: str) -> str:
    """An id of a source that fits into an index, however long the address is."""
    return content_id("source", without_surrogates(source))


def article_row(article: Article) -> RowValues:
    """The columns of an article in ``articles``, as its latest version has them."""
    times = _times(article)
    return {
        **{name: getattr(article, name) for name in _ARTICLE_COLUMNS},
        "source_id": source_id(article.source),
        "published_at": times["published_at"],
        "dated_at": times["dated_at"],
        "same_as": article.same_as,
    }


def version_row(record: ArticleClaims) -> RowValues:
    """The columns of an article's text in ``article_versions``."""
    article = record.article
    # PostgreSQL can't hold NUL characters: then the exact text is in the JSON, where it is escaped.
    left_out = None if "\0" in article.text else {"text"}
    return {
        "id": article.id,
        "title": article.title,
        **_times(article),
        "publisher_folded": folded(article.publisher),
        "text_sha256": article.text_sha256,
        "raw_sha256": article.raw_sha256,
        "schema_version": record.schema_version,
        **extractor_row(record.extractor),
        "text": article.text,
        "record": article.model_dump_json(exclude=left_out),
    }


def folded(name: str | None) -> str | None:
    """A name as it is looked for, in any case: not every database folds more than ASCII."""
    return None if name is None else without_surrogates(name).casefold()


def extractor_row(extractor: ExtractorInfo) -> RowValues:
    """The columns that say what made a record."""
    return {
        "extractor_version": extractor.version,
        "extractor_model": extractor.model,
        "extractor_rules": extractor.rules,
    }


def _times(article: Article) -> RowValues:
    times = {name: utc_time(getattr(article, name)) for name in _TIME_COLUMNS}
    known = (time for time in times.values() if time is not None)
    return {**times, "dated_at": next(known, None)}


def claim_rows(record: ArticleClaims) -> Iterator[RowValues]:
    """The columns of an article's claims in ``claims``, in order, without their keys."""
    for position, claim in enumerate(record.claims):
        yield {
            "position": position,
            "id": claim.id,
            "event": claim.event.value,
            "modality": claim.modality.value,
            "status": claim.confirmation.status.value,
            "status_confidence": claim.confirmation.confidence,
            "status_scope": claim.confirmation.scope.value,
            "confidence": claim.confidence,
            "record": claim.model_dump_json(),
        }


def part_rows(claim: Claim, claim_key: int) -> dict[Table, list[RowValues]]:
    """The rows of everything that the claim has several of, by table.

    Evidence has keys of its own, which the caller adds.
    """
    parts: dict[Table, Iterable[RowValues]] = {
        tables.amounts: map(_amount_row, claim.amounts),
        tables.durations: map(_duration_row, claim.durations),
        tables.parties: map(_party_row, claim.parties),
        tables.attributions: map(_attribution_row, claim.attribution),
        tables.evidence: map(_evidence_row, claim.evidence),
        tables.cues: _cue_rows(claim),
    }
    return {
        table: [
            {"claim_key": claim_key, "position": position, **row}
            for position, row in enumerate(rows)
        ]
        for table, rows in parts.items()
    }


def _quote_columns(quote: Quote) -> RowValues:
    return {"text": quote.text, "start_char": quote.start, "end_char": quote.end}


def _amount_row(amount: Amount) -> RowValues:
    low, high = amount.value_min, amount.value_max
    return {
        **_quote_columns(amount),
        "value_min": low,
        "value_max": high,
        "value_min_text": None if low is None else plain_decimal(low),
        "value_max_text": None if high is None else plain_decimal(high),
        "currency": amount.currency,
        "modifier": amount.modifier.value,
        "per": amount.per,
        "rule": amount.rule,
    }


def _duration_row(duration: Duration) -> RowValues:
    return {
        **_quote_columns(duration),
        "iso8601": duration.iso8601,
        "kind": duration.kind.value,
        "modifier": duration.modifier.value,
        "rule": duration.rule,
    }


def _party_row(party: Party) -> RowValues:
    return {
        "name": party.name,
        "name_folded": party.name.casefold(),
        "role": party.role.value,
        "kind": party.kind.value,
        "identifier": party.identifier,
        "confidence": party.confidence,
    }


def _attribution_row(attribution: Attribution) -> RowValues:
    return {
        **_quote_columns(attribution),
        "name": attribution.name,
        "kind": attribution.kind.value,
        "rule": attribution.rule,
    }


def _evidence_row(evidence: Evidence) -> RowValues:
    return {
        **_quote_columns(evidence),
        "prefix": evidence.prefix,
        "suffix": evidence.suffix,
    }


def _cue_rows(claim: Claim) -> Iterator[RowValues]:
    for cue in claim.confirmation.cues:
        yield _cue_row("confirmation", cue)
    if claim.event_cue:
        yield _cue_row("event", claim.event_cue)
    if claim.modality_cue:
        yield _cue_row("modality", claim.modality_cue)


def _cue_row(purpose: str, cue: Cue) -> RowValues:
    return {"purpose": purpose, **_quote_columns(cue), "rule": cue.rule}


def failure_row(failure: Failure) -> RowValues:
    """The columns of a failure in ``failures`` that the record has."""
    return {**failure.model_dump(mode="json"), "source_id": source_id(failure.source)}


def quarantine_row(quarantined: Quarantined | None) -> RowValues:
    """The columns of a failure in ``failures`` that only a quarantined article fills."""
    names = ("extractor", "text_sha256", "raw_sha256")
    return {name: getattr(quarantined, name) if quarantined else None for name in names}


def ledger_row(record: ArticleClaims) -> RowValues:
    """The columns of an article in ``ledger``: this text is done by this extractor."""
    return {
        "source_id": source_id(record.article.source),
        "source": record.article.source,
        "text_sha256": record.article.text_sha256,
        "extractor": fingerprint(record.extractor),
        "claim_count": len(record.claims),
    }


def extractor_of(row: RowMapping) -> ExtractorInfo:
    """What made a record, from the columns ``extractor_*``."""
    return ExtractorInfo(**{name: row[f"extractor_{name}"] for name in ExtractorInfo.model_fields})


def stored_claim(row: RowMapping) -> StoredClaim:
    """A claim from ``article_record``, ``claim_record``, ``superseded_by`` and ``extractor_*``."""
    article = json.loads(row["article_record"])
    reference = {name: article.get(name) for name in ArticleRef.model_fields}
    return StoredClaim(
        article=ArticleRef.model_validate_json(json.dumps(reference)),
        claim=Claim.model_validate_json(row["claim_record"]),
        extractor=extractor_of(row),
        superseded_by=row["superseded_by"],
    )


def article_claims(row: RowMapping, claim_records: Iterable[str]) -> ArticleClaims:
    """An article as it was saved, from its version's row and the JSON of its claims in order."""
    whole = {
        "schema_version": row["schema_version"],
        "article": {"text": row["text"], **json.loads(row["record"])},
        "claims": [json.loads(claim) for claim in claim_records],
        "extractor": extractor_of(row).model_dump(),
    }
    return ArticleClaims.model_validate_json(json.dumps(whole))
