"""The command ``report``."""

from __future__ import annotations

from pathlib import Path

from extractor.cli.streams import note
from extractor.review import ReportCounts, ReportOptions, write_report
from extractor.sinks.chosen import stored_articles
from extractor.sinks.corrections.records import by_claim
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ClaimFilter


def report_on(database: str, output: Path, wanted: ClaimFilter, options: ReportOptions) -> None:
    """Write the review page of a database and say on standard error what is in it.

    Without any condition articles that hold no claims are on the page too.

    Raises:
        StoreError: there is no such database, it is not one of ours, or the page can't be written.
    """
    with SqlStore(database, create=False) as store:
        everything = wanted == ClaimFilter()
        articles = store.articles() if everything else stored_articles(store, wanted)
        reviews = by_claim(store.remembered())
        counts = write_report(output, articles, store.failures(), options, reviews)
    note(f"{counts_words(counts)} -> {output}")


def counts_words(counts: ReportCounts) -> str:
    """What went into a page: ``"34 claims, 12 articles, 1 failure"``."""
    told = (
        (counts.claims, "claim"),
        (counts.articles, "article"),
        (counts.failures, "failure"),
    )
    return ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in told)
