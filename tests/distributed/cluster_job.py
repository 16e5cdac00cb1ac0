"""A job on a cluster of two executors in processes of their own; one of them is killed.

python cluster_job.py PAGES OUTPUT FOLDER
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyspark
from poisons import LOADER

from extractor.batch.distributed import (
    WorkOptions,
    claims_of_pages,
    session,
    without_repeats,
    write_parquet,
)


def main(pages: str, output: str, folder: str) -> None:
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    settings = {
        "spark.driver.memory": "512m",
        "spark.executor.memory": "512m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executorEnv.PYTHONPATH": os.environ["PYTHONPATH"],
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": folder,
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.files.maxPartitionBytes": "4k",
        "spark.sql.files.openCostInBytes": "0",
        "spark.ui.enabled": "false",
    }
    spark = session("local-cluster[2,1,512]", settings)
    results = claims_of_pages(spark.read.parquet(pages), WorkOptions(loader=LOADER))
    write_parquet(without_repeats(results), output)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
