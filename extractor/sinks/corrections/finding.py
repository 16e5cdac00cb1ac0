"""The claim that somebody names by its id or by the beginning of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, select, true

from extractor.records import Claim
from extractor.sinks.corrections.records import CorrectionError
from extractor.sinks.encodable import storable_text, without_surrogates
from extractor.sinks.plain import one_line
from extractor.sinks.rows import source_id
from extractor.sinks.tables import articles, claims

_MOST_SHOWN: Final = 5


class NamedClaim(NamedTuple):
    """A claim and the keys of its rows."""

    claim_key: int
    article_key: int
    version_key: int
    claim: Claim
    source: str
    is_superseded: bool


class _Name(NamedTuple):
    """What one claim has alone among those of all articles, whichever of its texts they are of."""

    claim_id: str
    article_key: int
    source: str


def find_claim(connection: Connection, words: str, source: str | None = None) -> NamedClaim:
    """The one claim of this id, or of the only id that begins so.

    Claims of the latest texts come first: an id is asked for among the claims of revised texts
    only when no latest one has it, and there the claim of the last time counts.

    Args:
        connection: In a transaction.
        words: The id or its beginning.
        source: Only in this article, for an id that two articles share.

    Raises:
        CorrectionError: there is none, or more than one.
    """
    asked = storable_text(words.strip())
    for named in (claims.c.id == asked, _begins(asked)) if asked else ():
        for latest in (claims.c.superseded_by.is_(None), claims.c.superseded_by.is_not(None)):
            condition = and_(named, latest, _in_article(source))
            names = _names(connection, condition)
            if names:
                return _last(connection, condition, _only(names, asked))
    where = f" in {one_line(without_surrogates(source))}" if source is not None else ""
    reason = f"no claim{where} has an id that begins so"
    raise CorrectionError(
        asked or repr(asked), f"{reason}; `newsclaims claims --superseded` lists them"
    )


def _begins(asked: str) -> ColumnElement[bool]:
    """Not LIKE, which takes no heed of case in one database; the ids alone are in the index."""
    of_any = claims.alias()
    return claims.c.id.in_(
        select(of_any.c.id).where(func.substr(of_any.c.id, 1, len(asked)) == asked)
    )


def _in_article(source: str | None) -> ColumnElement[bool]:
    return true() if source is None else articles.c.source_id == source_id(source)


def _names(connection: Connection, condition: ColumnElement[bool]) -> list[_Name]:
    """What the claims are called: a text that came back again has the same names each time."""
    query = (
        select(claims.c.id, claims.c.article_key, articles.c.source)
        .distinct()
        .join(articles, articles.c.article_key == claims.c.article_key)
        .where(condition)
        .order_by(claims.c.id, articles.c.source)
        .limit(_MOST_SHOWN + 1)
    )
    return [_Name(*row) for row in connection.execute(query)]


def _only(names: Sequence[_Name], asked: str) -> _Name:
    if len(names) == 1:
        return names[0]
    shown = [f"{one_line(each.claim_id)} in {one_line(each.source)}" for each in names]
    listed = "; ".join([*shown[:_MOST_SHOWN], *(["and more"] if len(names) > _MOST_SHOWN else [])])
    if len({each.claim_id for each in names}) == 1:
        raise CorrectionError(
            asked, f"several articles have this claim; name one with --source: {listed}"
        )
    raise CorrectionError(
        asked, f"several claims have an id that begins so; give more of it: {listed}"
    )


def _last(connection: Connection, condition: ColumnElement[bool], name: _Name) -> NamedClaim:
    query = (
        select(claims)
        .join(articles, articles.c.article_key == claims.c.article_key)
        .where(condition, claims.c.id == name.claim_id, claims.c.article_key == name.article_key)
        .order_by(claims.c.claim_key.desc())
        .limit(1)
    )
    row = connection.execute(query).one()
    return NamedClaim(
        row.claim_key,
        row.article_key,
        row.version_key,
        Claim.model_validate_json(row.record),
        name.source,
        row.superseded_by is not None,
    )
