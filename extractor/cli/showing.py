"""The command ``show``: one claim and everything that was read about it."""

from __future__ import annotations

import json
from typing import TextIO

from sqlalchemy import Connection

from extractor.cli.options import ShowFormat
from extractor.cli.streams import data_stream, width_for
from extractor.records import Claim
from extractor.review.words import words
from extractor.sinks.claimview import contexts, show_claim
from extractor.sinks.corrections.finding import find_claim
from extractor.sinks.corrections.reading import history_of
from extractor.sinks.corrections.records import as_corrected, corrected_of
from extractor.sinks.files import store_errors
from extractor.sinks.finding import FoundClaim, found_claim
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ArticleRef
from extractor.sinks.table import plain_console


def show_one(database: str, beginning: str, source: str | None, output_format: ShowFormat) -> None:
    """Print the claim whose id begins so, in this article where several have it.

    Raises:
        StoreError: there is no such database.
        CorrectionError: there is no such claim, or more than one.
    """
    with SqlStore(database, create=False) as store, store.reading() as connection:
        found = found_claim(connection, find_claim(connection, beginning, source).claim_key)
        successor = _successor_in_force(connection, found)
    stream = data_stream()
    if output_format is ShowFormat.JSON:
        _print_json(found, stream)
        return
    console = plain_console(stream, width_for(stream))
    with store_errors("output"):
        show_claim(console, found._replace(successor=successor), words().of_rule)


def _successor_in_force(connection: Connection, found: FoundClaim) -> Claim | None:
    """The same deal in the latest text, with what editors set there in the machine's place."""
    if found.successor is None:
        return None
    named = find_claim(connection, found.successor.id, found.record.article.source)
    history = [entry for entry, _ in history_of(connection, named.claim_key)]
    return as_corrected(found.successor, corrected_of(history))


def _print_json(found: FoundClaim, stream: TextIO) -> None:
    record = found.record
    claim = found.claim
    cues = (*claim.confirmation.cues, *claim.attribution, claim.event_cue, claim.modality_cue)
    rules = sorted({cue.rule for cue in cues if cue})
    whole = {
        "article": ArticleRef.of(record.article).model_dump(mode="json"),
        "claim": claim.model_dump(mode="json"),
        "corrected": found.corrected.model_dump(mode="json") if found.corrected else None,
        "corrections": [entry.model_dump(mode="json") for entry in found.corrections],
        "extractor": record.extractor.model_dump(mode="json"),
        "contexts": [each.model_dump() for each in contexts(record.article, claim)],
        "rules": {rule: words().of_rule(rule) for rule in rules},
        "superseded_by": found.superseded_by,
        "successor": found.successor.model_dump(mode="json") if found.successor else None,
        "repeats": found.repeats,
        "repeated_by": list(found.repeated_by),
    }
    with store_errors("output"):
        stream.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
