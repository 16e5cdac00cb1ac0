"""Claims as CSV for spreadsheets: one claim a row, its leading amount and term."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Final, TextIO

from extractor.records import Amount, Claim, Duration, Role, plain_decimal
from extractor.sinks.corrections import Corrected
from extractor.sinks.corrections.words import party_words
from extractor.sinks.files import store_errors
from extractor.sinks.plain import one_line
from extractor.sinks.stored import ArticleRef, StoredClaim

COLUMNS: Final = (
    "claim_id",
    "status",
    "event",
    "modality",
    "payers",
    "payees",
    "subjects",
    "value_min",
    "value_max",
    "currency",
    "modifier",
    "per",
    "amount",
    "term",
    "term_iso8601",
    "attribution",
    "confidence",
    "quote",
    "title",
    "publisher",
    "published_at",
    "source",
    "url",
    "corrected_status",
    "corrected_parties",
    "corrected_by",
    "corrected_at",
)
_FORMULA_STARTS: Final = ("=", "+", "-", "@")


def write_csv(claims: Iterable[StoredClaim], stream: TextIO) -> None:
    r"""Write claims with a header row; lines end with ``\n``.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, and control
    characters are taken out; take JSON Lines where every character counts.
    """
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    with store_errors("output"):
        writer.writeheader()
        for stored in claims:
            cells = {
                **_claim_cells(stored.claim),
                **_article_cells(stored.article),
                **_corrected_cells(stored.corrected),
            }
            writer.writerow({name: _harmless(cell) for name, cell in cells.items()})


def _harmless(cell: str | None) -> str:
    line = one_line(cell or "")
    return f"'{line}" if line.startswith(_FORMULA_STARTS) and not _is_number(line) else line


def _is_number(line: str) -> bool:
    return line.removeprefix("-").replace(".", "", 1).isdecimal()


def _claim_cells(claim: Claim) -> dict[str, str | None]:
    return {
        "claim_id": claim.id,
        "status": claim.confirmation.status.value,
        "event": claim.event.value,
        "modality": claim.modality.value,
        "payers": _names(claim, Role.PAYER),
        "payees": _names(claim, Role.PAYEE),
        "subjects": _names(claim, Role.SUBJECT),
        **(_amount_cells(claim.amounts[0]) if claim.amounts else {}),
        **(_term_cells(claim.durations[0]) if claim.durations else {}),
        "attribution": "; ".join(each.name or each.kind.value for each in claim.attribution),
        "confidence": str(claim.confidence),
        "quote": claim.evidence[0].text if claim.evidence else None,
    }


def _names(claim: Claim, role: Role) -> str:
    return "; ".join(party.name for party in claim.parties if party.role is role)


def _amount_cells(amount: Amount) -> dict[str, str | None]:
    low, high = amount.value_min, amount.value_max
    return {
        "value_min": None if low is None else plain_decimal(low),
        "value_max": None if high is None else plain_decimal(high),
        "currency": amount.currency,
        "modifier": amount.modifier.value,
        "per": amount.per,
        "amount": amount.text,
    }


def _term_cells(duration: Duration) -> dict[str, str | None]:
    return {"term": duration.text, "term_iso8601": duration.iso8601}


def _corrected_cells(corrected: Corrected | None) -> dict[str, str | None]:
    """What an editor set; the other columns are the machine's."""
    if corrected is None:
        return {}
    return {
        "corrected_status": corrected.status.value if corrected.status else None,
        "corrected_parties": None if corrected.parties is None else party_words(corrected.parties),
        "corrected_by": corrected.by,
        "corrected_at": corrected.at.isoformat(),
    }


def _article_cells(article: ArticleRef) -> dict[str, str | None]:
    return {
        "title": article.title,
        "publisher": article.publisher,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "source": article.source,
        "url": article.canonical_url or article.url,
    }
