"""The views that people ask: the latest claims, one row a claim, and what is counted from them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

_LATEST: Final = """
SELECT claims.claim_key, claims.id AS claim_id, claims.article_key, claims.version_key,
    claims.status, claims.status_confidence, claims.event, claims.modality, claims.confidence,
    amounts.value_min, amounts.value_max, amounts.value_min_text, amounts.value_max_text,
    amounts.currency, amounts.modifier, amounts.per, amounts.text AS amount,
    durations.iso8601 AS term_iso8601, durations.text AS term,
    evidence.text AS quote,
    articles.source, articles.url, articles.title, articles.publisher, articles.dated_at,
    articles.same_as
FROM claims
JOIN articles ON articles.article_key = claims.article_key
LEFT JOIN amounts ON amounts.claim_key = claims.claim_key AND amounts.position = 0
LEFT JOIN durations ON durations.claim_key = claims.claim_key AND durations.position = 0
LEFT JOIN evidence ON evidence.claim_key = claims.claim_key AND evidence.position = 0
WHERE claims.superseded_by IS NULL
"""
_UNCONFIRMED: Final = "SELECT * FROM latest_claims WHERE status = 'unconfirmed'"
_BY_PARTY: Final = """
SELECT parties.name AS party, parties.name_folded AS party_folded, parties.role,
    parties.kind AS party_kind, parties.identifier AS party_identifier, latest_claims.*
FROM parties JOIN latest_claims ON latest_claims.claim_key = parties.claim_key
"""
_BY_DAY: Final = """
SELECT date(articles.dated_at) AS day, claims.status, count(*) AS claims,
    count(DISTINCT claims.article_key) AS articles
FROM claims JOIN articles ON articles.article_key = claims.article_key
WHERE claims.superseded_by IS NULL
GROUP BY date(articles.dated_at), claims.status
"""
# In the order in which they are made: the later ones read the first.
VIEWS: Final = {
    "latest_claims": _LATEST,
    "unconfirmed_claims": _UNCONFIRMED,
    "claims_by_party": _BY_PARTY,
    "status_by_day": _BY_DAY,
}


def create_views(connection: Connection) -> None:
    """Make the views."""
    for name, query in VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query}")
