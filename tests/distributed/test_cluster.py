"""A cluster whose executors are processes of their own loses one: the table is the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from poisons import LOADER
from samples import pages_table, story, write_pages

pq = pytest.importorskip("pyarrow.parquet", reason="needs pip install 'newsclaims[spark]'")
from extractor.batch.arrow import RESULTS
from extractor.batch.distributed import WorkOptions, claims_from_pages
from extractor.batch.distributed.guard import guard_of

SCRIPT = Path(__file__).with_name("cluster_job.py")


@pytest.mark.slow
def test_executor_that_is_killed_loses_no_row(spark_here, worker_path, tmp_path):
    marker = tmp_path / "killed"
    pages = [story(number) for number in range(1, 9)]
    pages[4] = story(5, f"KILLSEXECUTOR {marker}")
    path = write_pages(pages, tmp_path / "pages.parquet", rows=2)
    output = tmp_path / "claims.parquet"
    environment = {**os.environ, "PYTHONPATH": worker_path}
    command = [sys.executable, str(SCRIPT), path, str(output), str(tmp_path / "spark")]
    done = subprocess.run(
        command,
        check=False,
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert marker.exists()
    assert stored(output) == on_one_machine(pages)


def stored(output):
    return ordered(pq.read_table(output).cast(RESULTS).to_pylist())


def on_one_machine(pages):
    options = WorkOptions(loader=LOADER)
    batches = claims_from_pages(pages_table(pages).to_batches(), options)
    rows = [row for batch in batches for row in batch.to_pylist()]
    guard_of(options).close()
    return ordered(rows)


def ordered(rows):
    return sorted(rows, key=lambda row: row["row_id"])
