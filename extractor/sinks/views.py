"""The views that people ask: the latest claims, one row a claim, and what is counted from them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

# Corrections that are not taken back, of claims that are there.
_STANDING: Final = """
SELECT * FROM corrections
WHERE claim_key IS NOT NULL AND withdraws IS NULL AND correction_key NOT IN
    (SELECT withdraws FROM corrections WHERE withdraws IS NOT NULL)
"""
_STATUSES: Final = """
SELECT claim_key, correction_key, status, editor, corrected_at, note
FROM standing_corrections
WHERE correction_key IN (SELECT max(correction_key) FROM standing_corrections
    WHERE status IS NOT NULL GROUP BY claim_key)
"""
_PARTY_SETS: Final = """
SELECT claim_key, correction_key, party_count, editor, corrected_at, note
FROM standing_corrections
WHERE correction_key IN (SELECT max(correction_key) FROM standing_corrections
    WHERE party_count IS NOT NULL GROUP BY claim_key)
"""
_PARTIES: Final = """
SELECT corrected_party_sets.claim_key, correction_parties.position, correction_parties.name,
    correction_parties.name_folded, correction_parties.role, correction_parties.kind,
    correction_parties.identifier
FROM corrected_party_sets
JOIN correction_parties ON correction_parties.correction_key = corrected_party_sets.correction_key
"""
# The entry whose status is in force, by the claim's key: one look into an index for each claim. To
# join the view would go through all corrections for each.
_STATUS_ENTRY: Final = """LEFT JOIN corrections AS status_entry ON status_entry.correction_key =
    (SELECT max(entry.correction_key) FROM corrections AS entry
     WHERE entry.claim_key = claims.claim_key AND entry.status IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM corrections AS back WHERE back.withdraws = entry.correction_key))"""
# The status is the one in force; what the machine said stands beside it.
_LATEST: Final = f"""
SELECT claims.claim_key, claims.id AS claim_id, claims.article_key, claims.version_key,
    coalesce(status_entry.status, claims.status) AS status,
    claims.status AS machine_status, claims.status_confidence,
    status_entry.editor AS status_editor,
    status_entry.corrected_at AS status_corrected_at,
    claims.event, claims.modality, claims.confidence,
    amounts.value_min, amounts.value_max, amounts.value_min_text, amounts.value_max_text,
    amounts.currency, amounts.modifier, amounts.per, amounts.text AS amount,
    durations.iso8601 AS term_iso8601, durations.text AS term,
    evidence.text AS quote,
    articles.source, articles.url, articles.title, articles.publisher, articles.dated_at,
    articles.same_as
FROM claims
JOIN articles ON articles.article_key = claims.article_key
{_STATUS_ENTRY}
LEFT JOIN amounts ON amounts.claim_key = claims.claim_key AND amounts.position = 0
LEFT JOIN durations ON durations.claim_key = claims.claim_key AND durations.position = 0
LEFT JOIN evidence ON evidence.claim_key = claims.claim_key AND evidence.position = 0
WHERE claims.superseded_by IS NULL
"""  # noqa: S608 - only names of ours
_UNCONFIRMED: Final = "SELECT * FROM latest_claims WHERE status = 'unconfirmed'"
_BY_PARTY: Final = """
SELECT parties.name AS party, parties.name_folded AS party_folded, parties.role,
    parties.kind AS party_kind, parties.identifier AS party_identifier, latest_claims.*
FROM parties JOIN latest_claims ON latest_claims.claim_key = parties.claim_key
WHERE parties.claim_key NOT IN (SELECT claim_key FROM corrected_party_sets)
UNION ALL
SELECT corrected_parties.name, corrected_parties.name_folded, corrected_parties.role,
    corrected_parties.kind, corrected_parties.identifier, latest_claims.*
FROM corrected_parties JOIN latest_claims ON latest_claims.claim_key = corrected_parties.claim_key
"""
_BY_DAY: Final = f"""
SELECT date(articles.dated_at) AS day,
    coalesce(status_entry.status, claims.status) AS status, count(*) AS claims,
    count(DISTINCT claims.article_key) AS articles
FROM claims JOIN articles ON articles.article_key = claims.article_key
{_STATUS_ENTRY}
WHERE claims.superseded_by IS NULL
GROUP BY date(articles.dated_at), coalesce(status_entry.status, claims.status)
"""  # noqa: S608 - only names of ours
# In the order in which they are made: the later ones read the earlier.
VIEWS: Final = {
    "standing_corrections": _STANDING,
    "corrected_statuses": _STATUSES,
    "corrected_party_sets": _PARTY_SETS,
    "corrected_parties": _PARTIES,
    "latest_claims": _LATEST,
    "unconfirmed_claims": _UNCONFIRMED,
    "claims_by_party": _BY_PARTY,
    "status_by_day": _BY_DAY,
}


def create_views(connection: Connection) -> None:
    """Make the views."""
    for name, query in VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query}")
