"""Claims out of a listing of WARC files, for spark-submit.

    spark-submit spark_claims.py LISTING PREFIX OUTPUT

LISTING is a text file with a path a line, PREFIX what stands before each, OUTPUT a folder.
"""

import sys

from extractor.batch.distributed import (
    WorkOptions,
    claims_of_warcs,
    session,
    warc_paths,
    without_repeats,
    write_parquet,
)

listing, prefix, output = sys.argv[1:]
spark = session()
options = WorkOptions(encoder=False)
write_parquet(claims_of_warcs(warc_paths(spark, listing, prefix), options), f"{output}/read")
# From what is stored: a machine that is lost now costs no page that was read.
write_parquet(without_repeats(spark.read.parquet(f"{output}/read")), f"{output}/claims")
