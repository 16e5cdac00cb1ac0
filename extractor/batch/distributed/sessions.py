"""A Spark session that is set for this work."""

from __future__ import annotations

import os
import sys
from typing import Final

from pyspark.sql import SparkSession

from extractor.batch.distributed.java import java_home

SETTINGS: Final = {
    # Pages are large: the usual ten thousand of them would fill a worker's memory.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "64",
    "spark.python.worker.reuse": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}
"""What the work needs to be set, wherever it runs; all else is the cluster's own."""


def session(master: str | None = None, settings: dict[str, str] | None = None) -> SparkSession:
    """A session with ``SETTINGS``: a new one, or the running one of ``spark-submit``.

    Where this process starts Java itself and the machine has none, ``JAVA_HOME`` is set to the
    packaged one. On this machine alone the workers run the same Python as this process.

    Args:
        master: Such as ``"local[4,4]"`` (four cores, four attempts a task); None: as submitted.
        settings: More settings; they win.

    Raises:
        JavaError: no Java was found.
    """
    if "PYSPARK_GATEWAY_PORT" not in os.environ:
        _provide_java()
    builder = SparkSession.builder.appName("newsclaims")
    if master is not None:
        builder = builder.master(master)
        if master.startswith("local"):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in {**SETTINGS, **(settings or {})}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _provide_java() -> None:
    home = java_home()
    if home is not None:
        os.environ["JAVA_HOME"] = str(home)
