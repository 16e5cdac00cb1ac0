"""Claims on many machines: pages in, one row a claim out, on Apache Spark.

    from extractor.batch.distributed import claims_of_warcs, session, warc_paths, write_parquet
    from extractor.batch.distributed import without_repeats

    spark = session()
    paths = warc_paths(spark, "warc.paths.gz", prefix="https://data.commoncrawl.org/")
    write_parquet(without_repeats(claims_of_warcs(paths)), "claims.parquet")

Needs the extra ``newsclaims[spark]`` on the driver and on every worker; docs/scale.md tells how.
``work`` holds what a worker does, as functions of Arrow batches that know nothing of Spark.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from extractor.batch.codes import QuarantineCode
from extractor.batch.distributed.options import WorkOptions

if TYPE_CHECKING:
    from extractor.batch.distributed.frames import (
        claims_of_pages,
        claims_of_warcs,
        table_of_paths,
        warc_paths,
        without_repeats,
        write_jdbc,
        write_parquet,
    )
    from extractor.batch.distributed.sessions import SETTINGS, session
    from extractor.batch.distributed.work import claims_from_pages, claims_from_warcs

# The process that reads pages imports this package and must not load Spark.
_HOMES: Final = {
    "frames": (
        "claims_of_pages",
        "claims_of_warcs",
        "table_of_paths",
        "warc_paths",
        "without_repeats",
        "write_jdbc",
        "write_parquet",
    ),
    "sessions": ("SETTINGS", "session"),
    "work": ("claims_from_pages", "claims_from_warcs"),
}

__all__ = [
    "SETTINGS",
    "QuarantineCode",
    "WorkOptions",
    "claims_from_pages",
    "claims_from_warcs",
    "claims_of_pages",
    "claims_of_warcs",
    "session",
    "table_of_paths",
    "warc_paths",
    "without_repeats",
    "write_jdbc",
    "write_parquet",
]


def __getattr__(name: str) -> object:
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{home}"), name)
    return found
