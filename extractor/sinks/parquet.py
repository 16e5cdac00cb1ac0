"""Claims as Parquet, for DuckDB, pandas, Spark and the like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from extractor.errors import StoreError
from extractor.records import (
    Amount,
    ArticleClaims,
    Claim,
    Duration,
    Moment,
    Party,
    Quote,
    Record,
    plain_decimal,
)
from extractor.sinks.corrections import Corrected, CorrectedParty
from extractor.sinks.encodable import encodable
from extractor.sinks.files import atomic_bytes, store_errors
from extractor.sinks.moments import utc_time
from extractor.sinks.stored import ArticleRef, StoredClaim, claims_in

if TYPE_CHECKING:
    import pyarrow.parquet as pq

Cells = dict[str, Any]
ROWS_IN_GROUP: Final = 10_000
_TIMES: Final = ("published_at", "modified_at", "fetched_at")
_WORDS: Final = ("source", "url", "canonical_url", "title", "publisher", "language", "same_as")


class ParquetSink:
    """Writes claims to a Parquet file, one row a claim.

    The file is replaced when the ``with`` block ends well and keeps its old content otherwise. Rows
    are written in groups, so that memory does not grow with the file. Articles without claims, and
    failures, have no row: JSON Lines has them.

    Args:
        path: The file.
        rows_in_group: How many rows are kept in memory and written together.

    Raises:
        StoreError: pyarrow is not installed; the file can't be written.
    """

    def __init__(self, path: Path, rows_in_group: int = ROWS_IN_GROUP) -> None:
        self._path = path
        self._rows_in_group = rows_in_group
        self._rows: list[Cells] = []
        self._closing = ExitStack()
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        parquet, schema = _libraries(str(self._path))
        with ExitStack() as opening:
            stream = opening.enter_context(atomic_bytes(self._path))
            self._writer = parquet.ParquetWriter(stream, schema, compression="zstd")
            self._closing = opening.pop_all()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._finish()
        except BaseException as unfinished:
            self._abandon(unfinished)
            raise
        if error is None:
            self._closing.close()
        else:
            self._abandon(error)

    def write(self, record: Record) -> None:
        """Write the claims of an ``ArticleClaims`` or a ``StoredClaim``; others have none."""
        if self._writer is None:
            raise RuntimeError("use the sink in a with block")
        for stored in _claims_of(encodable(record)):
            self._rows.append(row_of(stored))
            if len(self._rows) == self._rows_in_group:
                self._flush()

    def _abandon(self, error: BaseException) -> None:
        """End the file that nobody will see, then leave the old one in place."""
        if self._writer is not None:
            with suppress(OSError, ValueError):
                self._writer.close()
        with suppress(type(error)):
            self._closing.__exit__(type(error), error, error.__traceback__)

    def _finish(self) -> None:
        if self._rows:
            self._flush()
        if self._writer is not None:
            with store_errors(str(self._path)):
                self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa  # noqa: PLC0415 - only there with the extra

        from extractor.sinks.parquet_schema import SCHEMA  # noqa: PLC0415

        if self._writer is not None:
            with store_errors(str(self._path)):
                self._writer.write_table(pa.Table.from_pylist(self._rows, schema=SCHEMA))
        self._rows = []


def _libraries(name: str) -> tuple[Any, Any]:
    """The writer's module and the schema.

    Raises:
        StoreError: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet as pq  # noqa: PLC0415 - only there with the extra

        from extractor.sinks.parquet_schema import SCHEMA  # noqa: PLC0415
    except ImportError as error:
        reason = f"Parquet needs a library: pip install 'newsclaims[parquet]' ({error})"
        raise StoreError(name, reason) from error
    return pq, SCHEMA


def _claims_of(record: Record) -> Iterator[StoredClaim]:
    if isinstance(record, ArticleClaims):
        yield from claims_in(record)
    elif isinstance(record, StoredClaim):
        yield record


def row_of(stored: StoredClaim) -> Cells:
    """The row of a claim; its columns are those of ``parquet_schema.SCHEMA``."""
    return {
        **_claim_cells(stored.claim),
        **_article_cells(stored.article),
        "superseded_by": stored.superseded_by,
        **_corrected_cells(stored.corrected),
        **{f"extractor_{name}": value for name, value in stored.extractor.model_dump().items()},
    }


def _claim_cells(claim: Claim) -> Cells:
    return {
        "claim_id": claim.id,
        "event": claim.event.value,
        "modality": claim.modality.value,
        "status": claim.confirmation.status.value,
        "status_scope": claim.confirmation.scope.value,
        "status_confidence": claim.confirmation.confidence,
        "confidence": claim.confidence,
        "amounts": list(map(_amount_cells, claim.amounts)),
        "durations": [
            _cells(each, "iso8601", "kind", "modifier", "rule") for each in claim.durations
        ],
        "parties": list(map(_party_cells, claim.parties)),
        "attributions": [_cells(each, "name", "kind", "rule") for each in claim.attribution],
        "evidence": [_cells(each, "prefix", "suffix") for each in claim.evidence],
        "cues": list(_cues(claim)),
    }


def _corrected_cells(corrected: Corrected | None) -> Cells:
    if corrected is None:
        return {}
    parties = corrected.parties
    return {
        "corrected_status": corrected.status.value if corrected.status else None,
        "corrected_parties": None if parties is None else list(map(_corrected_party, parties)),
        "corrected_by": corrected.by,
        "corrected_at": corrected.at,
    }


def _corrected_party(party: CorrectedParty) -> Cells:
    return {"name": party.name, "role": party.role.value, "kind": party.kind.value}


def _cells(quote: Quote, *others: str) -> Cells:
    """A quote and other text fields of its record."""
    return {name: getattr(quote, name) for name in ("text", "start", "end", *others)}


def _amount_cells(amount: Amount) -> Cells:
    low, high = amount.value_min, amount.value_max
    return {
        **_cells(amount, "currency", "modifier", "per", "rule"),
        "value_min": None if low is None else float(low),
        "value_max": None if high is None else float(high),
        "value_min_text": None if low is None else plain_decimal(low),
        "value_max_text": None if high is None else plain_decimal(high),
    }


def _duration_cells(duration: Duration) -> Cells:
    return _cells(duration, "iso8601", "kind", "modifier", "rule")


def _party_cells(party: Party) -> Cells:
    names = ("name", "role", "kind", "identifier", "confidence")
    mentions = [_cells(mention) for mention in party.mentions]
    return {**{name: getattr(party, name) for name in names}, "mentions": mentions}


def _cues(claim: Claim) -> Iterator[Cells]:
    for cue in claim.confirmation.cues:
        yield {"purpose": "confirmation", **_cells(cue, "rule")}
    if claim.event_cue:
        yield {"purpose": "event", **_cells(claim.event_cue, "rule")}
    if claim.modality_cue:
        yield {"purpose": "modality", **_cells(claim.modality_cue, "rule")}


def _article_cells(article: ArticleRef) -> Cells:
    # `same_as` is in the table `articles`; a reference to an article does not carry it.
    known = article.model_dump()
    times = {name: _utc(known[name]) for name in _TIMES}
    dated = next((time for time in times.values() if time is not None), None)
    words = {name: known.get(name) for name in _WORDS}
    return {"article_id": article.id, **words, **times, "dated_at": dated}


def _utc(moment: Moment | None) -> datetime | None:
    time = utc_time(moment)
    return None if time is None else time.replace(tzinfo=UTC)
