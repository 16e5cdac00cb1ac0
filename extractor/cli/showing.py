"""The command ``show``: one claim and everything that was read about it."""

from __future__ import annotations

import json
from typing import TextIO

from sqlalchemy import Connection

from extractor.cli.options import ShowFormat
from extractor.cli.streams import data_stream, width_for
from extractor.errors import StoreError
from extractor.records import Claim
from extractor.review.words import words
from extractor.sinks.claimview import contexts, show_claim
from extractor.sinks.corrections.finding import find_claim
from extractor.sinks.corrections.reading import history_of
from extractor.sinks.corrections.records import as_corrected, corrected_of
from extractor.sinks.files import store_errors
from extractor.sinks.finding import Candidate, FoundClaim, candidates, found_claim
from extractor.sinks.plain import one_line
from extractor.sinks.sql import SqlStore
from extractor.sinks.stored import ArticleRef
from extractor.sinks.table import plain_console


def show_one(database: str, beginning: str, output_format: ShowFormat) -> None:
    """Print the claim whose id begins so.

    Raises:
        StoreError: there is no such database, no such claim, or more than one.
    """
    with SqlStore(database, create=False) as store, store.reading() as connection:
        choice = candidates(connection, beginning) if beginning else []
        if len(choice) != 1:
            raise StoreError(store.name, _refusal(beginning, choice))
        found = found_claim(connection, choice[0].claim_key)
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


def _refusal(beginning: str, choice: list[Candidate]) -> str:
    if not choice:
        return f"no claim has the id {beginning!r}; `newsclaims claims --superseded` lists them"
    listed = "; ".join(f"{each.claim_id} in {one_line(each.source)}" for each in choice)
    return f"the id {beginning!r} may be any of these, give more of it: {listed}"


def _print_json(found: FoundClaim, stream: TextIO) -> None:
    record = found.record
    claim = found.claim
    cues = (*claim.confirmation.cues, *claim.attribution, claim.event_cue, claim.modality_cue)
    rules = sorted({cue.rule for cue in cues if cue})
    whole = {
        "article": ArticleRef.of(record.article).model_dump(mode="json"),
        "claim": claim.model_dump(mode="json"),
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
