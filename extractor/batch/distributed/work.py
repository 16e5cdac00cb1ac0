"""What a worker does: Arrow batches in, Arrow batches out, and no word of Spark.

Any engine that maps Arrow batches can run these functions. The rows that come out depend on the
rows that go in and on the options, on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyarrow as pa

from extractor.batch.arrow import Row, pages_of, result_batch, result_rows
from extractor.batch.distributed.guard import guard_of
from extractor.batch.distributed.options import WorkOptions
from extractor.batch.distributed.warcs import read_warc
from extractor.records import Failure, Page

_ROWS: Final = 256
_USUAL: Final = WorkOptions()
PATH: Final = "path"


def claims_from_pages(
    batches: Iterable[pa.RecordBatch], options: WorkOptions = _USUAL
) -> Iterator[pa.RecordBatch]:
    """The results of pages, in order.

    Args:
        batches: With the columns of ``arrow.PAGES``.
        options: How pages are read.

    Yields:
        Batches with the columns of ``arrow.RESULTS``; each page leaves at least one row.

    Raises:
        WorkerError: this machine can't read pages at all.
    """
    pages = (page for batch in batches for page in pages_of(batch))
    yield from _in_batches(_rows(pages, options))


def claims_from_warcs(
    batches: Iterable[pa.RecordBatch], options: WorkOptions = _USUAL
) -> Iterator[pa.RecordBatch]:
    """The results of the pages in WARC files, which are read as they stream by.

    Args:
        batches: With a column ``path``: names of local files, or ``http(s)`` URLs.
        options: How pages are read.

    Yields:
        As for ``claims_from_pages``; what can't be read of a file is a failure row.

    Raises:
        WorkerError: this machine can't read pages at all.
    """
    paths = (path for batch in batches for path in batch.column(PATH).to_pylist())
    items = (item for path in paths for item in read_warc(path, options.max_bytes))
    yield from _in_batches(_rows(items, options))


def _rows(items: Iterable[Page | Failure], options: WorkOptions) -> Iterator[Row]:
    guard = guard_of(options)
    for item in items:
        yield from result_rows(item) if isinstance(item, Failure) else guard.rows(item)


def _in_batches(rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) >= _ROWS:
            yield result_batch(held)
            held = []
    if held:
        yield result_batch(held)
