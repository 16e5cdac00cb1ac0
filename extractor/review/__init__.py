"""The review page: claims of a database as one HTML file that needs nothing else to be read."""

from __future__ import annotations

from extractor.review.page import ReportCounts, ReportOptions, report_pieces, write_report

__all__ = ["ReportCounts", "ReportOptions", "report_pieces", "write_report"]
