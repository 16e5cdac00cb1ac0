"""The claim that somebody names by its id or by the beginning of it."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from extractor.records import Claim
from extractor.sinks.corrections.records import CorrectionError
from extractor.sinks.plain import shortened
from extractor.sinks.rows import source_id
from extractor.sinks.tables import articles, claims

_MOST_SHOWN: Final = 5
_SOURCE_LENGTH: Final = 60


class NamedClaim(NamedTuple):
    """A claim and the keys of its rows."""

    claim_key: int
    article_key: int
    version_key: int
    claim: Claim
    source: str
    is_superseded: bool


def find_claim(connection: Connection, words: str, source: str | None = None) -> NamedClaim:
    """The one claim of this id, or of the only id that begins so.

    Claims of the latest texts come first: an id is asked for among the claims of revised texts
    only when no latest one has it.

    Args:
        connection: In a transaction.
        words: The id or its beginning.
        source: Only in this article, for an id that two articles share.

    Raises:
        CorrectionError: there is none, or more than one.
    """
    asked = words.strip().replace("\0", "\ufffd")
    exact, begins = claims.c.id == asked, claims.c.id.startswith(asked, autoescape=True)
    for named in (exact, begins) if asked else ():
        for latest in (claims.c.superseded_by.is_(None), claims.c.superseded_by.is_not(None)):
            found = _claims(connection, named, latest, source)
            if found:
                return _only(found, words)
    where = f" in {source}" if source is not None else ""
    raise CorrectionError(
        words, f"no claim{where} has an id that begins so; see `newsclaims claims`"
    )


def _claims(
    connection: Connection,
    named: ColumnElement[bool],
    latest: ColumnElement[bool],
    source: str | None,
) -> list[NamedClaim]:
    query = (
        select(
            claims.c.claim_key,
            claims.c.article_key,
            claims.c.version_key,
            claims.c.record,
            articles.c.source,
            claims.c.superseded_by.is_not(None),
        )
        .join(articles, articles.c.article_key == claims.c.article_key)
        .where(named, latest)
        .order_by(claims.c.id, articles.c.source, claims.c.claim_key.desc())
        .limit(_MOST_SHOWN + 1)
    )
    if source is not None:
        query = query.where(articles.c.source_id == source_id(source))
    return [
        NamedClaim(
            claim_key, article_key, version_key, Claim.model_validate_json(record), name, bool(old)
        )
        for claim_key, article_key, version_key, record, name, old in connection.execute(query)
    ]


def _only(found: list[NamedClaim], words: str) -> NamedClaim:
    """The claim; of several versions of one text that were revised the last."""
    names = list(dict.fromkeys((each.claim.id, each.source) for each in found))
    if len(names) == 1:
        return found[0]
    if len({claim_id for claim_id, _ in names}) == 1:
        sources = ", ".join(shortened(source, _SOURCE_LENGTH) for _, source in names)
        raise CorrectionError(words, f"several articles have this claim; name one: {sources}")
    shown = ", ".join(shortened(claim_id, _SOURCE_LENGTH) for claim_id, _ in names[:_MOST_SHOWN])
    more = " and more" if len(names) > _MOST_SHOWN else ""
    raise CorrectionError(words, f"several claims have an id that begins so: {shown}{more}")
