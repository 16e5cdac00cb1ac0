"""A small job that tells which Java it ran on and how many claims it found.

python java_job.py PAGES FOLDER
"""

from __future__ import annotations

import sys

from extractor.batch.distributed import WorkOptions, claims_of_pages, session


def main(pages: str, folder: str) -> None:
    settings = {
        "spark.driver.memory": "512m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": folder,
        "spark.ui.enabled": "false",
    }
    spark = session("local[1,2]", settings)
    claims = claims_of_pages(spark.read.parquet(pages), WorkOptions(model=None)).count()
    java = spark.sparkContext._jvm.System.getProperty("java.home")
    spark.stop()
    print(java, claims)  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(*sys.argv[1:])
