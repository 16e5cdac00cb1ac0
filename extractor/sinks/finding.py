"""One claim of a database with everything around it: its text, what came after, who repeats it."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select

from extractor.records import Article, ArticleClaims, Claim
from extractor.sinks.chosen import articles_where
from extractor.sinks.corrections.reading import history_of
from extractor.sinks.corrections.records import Corrected, Correction, as_corrected, corrected_of
from extractor.sinks.succession import same_deals
from extractor.sinks.tables import article_versions, articles, claims


class FoundClaim(NamedTuple):
    """A claim and what is around it.

    Attributes:
        record: The article with this claim alone.
        superseded_by: Id of the article's text that came after; None for the latest.
        successor: The same deal in the latest text, when there is one after this.
        repeats: Source of the earlier article that this one repeats, or its id when it is not
            in the database.
        repeated_by: Sources of the articles that repeat this one.
        corrections: What editors noted of it, the first entry first.
    """

    record: ArticleClaims
    superseded_by: str | None
    successor: Claim | None
    repeats: str | None
    repeated_by: tuple[str, ...]
    corrections: tuple[Correction, ...]

    @property
    def claim(self) -> Claim:
        """The claim as the machine reads it."""
        return self.record.claims[0]

    @property
    def corrected(self) -> Corrected | None:
        """What is in force in place of the machine's status or parties; None for nothing."""
        return corrected_of(self.corrections)

    @property
    def in_force(self) -> Claim:
        """The claim with the status and parties that editors set, where they did."""
        return as_corrected(self.claim, self.corrected)


def found_claim(connection: Connection, claim_key: int) -> FoundClaim:
    """A claim by its key, which must be there."""
    (record,) = articles_where(connection, claims.c.claim_key == claim_key)
    place = connection.execute(
        select(claims.c.superseded_by, claims.c.article_key).where(claims.c.claim_key == claim_key)
    ).one()
    return FoundClaim(
        record,
        _version_id(connection, place.superseded_by),
        _successor(connection, place.article_key, record) if place.superseded_by else None,
        _repeated(connection, place.article_key, record.article),
        _repeaters(connection, place.article_key, record.article),
        tuple(entry for entry, _ in history_of(connection, claim_key)),
    )


def _version_id(connection: Connection, version_key: int | None) -> str | None:
    query = select(article_versions.c.id).where(article_versions.c.version_key == version_key)
    return connection.execute(query).scalar_one_or_none()


def _successor(connection: Connection, article_key: int, record: ArticleClaims) -> Claim | None:
    latest = (claims.c.article_key == article_key) & claims.c.superseded_by.is_(None)
    after = [claim for each in articles_where(connection, latest) for claim in each.claims]
    return next((new for new, _ in same_deals(after, record.claims)), None)


def _repeated(connection: Connection, article_key: int, article: Article) -> str | None:
    """The source of the story that an article repeats, else its id.

    The article itself may have that id: ids are made of the canonical address and the text, and one
    page may have been read under several addresses. Then the one that was saved first is the story.
    """
    if article.same_as is None:
        return None
    query = (
        select(articles.c.source)
        .join(article_versions, article_versions.c.article_key == articles.c.article_key)
        .where(article_versions.c.id == article.same_as, articles.c.article_key != article_key)
        .order_by(article_versions.c.version_key)
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none() or article.same_as


def _repeaters(connection: Connection, article_key: int, article: Article) -> tuple[str, ...]:
    """The sources of the articles that repeat this one; they repeat no copy of the same id."""
    if article.same_as == article.id:
        return ()
    query = select(articles.c.source).where(
        articles.c.same_as == article.id, articles.c.article_key != article_key
    )
    return tuple(connection.execute(query.order_by(articles.c.source)).scalars())
