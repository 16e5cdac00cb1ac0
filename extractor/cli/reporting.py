"""The command ``report``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from extractor.cli.streams import note
from extractor.review import ReportOptions, write_report
from extractor.sinks.sql import SqlStore


def report_on(database: str, output: Path, title: str, dated: datetime | None) -> None:
    """Write the review page of a database and say on standard error what is in it.

    Raises:
        StoreError: there is no such database, it is not one of ours, or the page can't be written.
    """
    with SqlStore(database, create=False) as store:
        options = ReportOptions(title=title, dated=dated)
        counts = write_report(output, store.articles(), store.failures(), options)
    words = f"{counts.claims} claims, {counts.articles} articles, {counts.failures} failures"
    note(f"{words} -> {output}")
