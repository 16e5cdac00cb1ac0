"""Attribution: who is read as standing behind a statement, and as what kind of source."""

from __future__ import annotations

import pytest
from pipeline_views import known_gap, read, row

TABLE = [
    row("company-said", "Brisk Foods said it paid $5 million.", [("party", "Brisk Foods")]),
    row("pronoun", "Brisk Foods paid $5 million, it said.", [("party", "Brisk Foods")]),
    row(
        "apposition",
        "Keld Ltd, a maker of doors, said it paid $5 million.",
        [("party", "Keld Ltd")],
    ),
    row("after-verb", "“We paid,” said Ada Roe.", [("party", "Ada Roe")]),
    row("filing", "It paid $5 million, according to a filing.", [("party", None)]),
    row("spokesman", "It paid $5 million, a spokeswoman said.", [("party", None)]),
    row("sources", "It paid $5 million, two sources said.", [("anonymous", None)]),
    row(
        "familiar",
        "It paid $5 million, people familiar with the matter said.",
        [("anonymous", None)],
    ),
    row("close-to", "A person close to Keld Ltd said it paid.", [("anonymous", None)]),
    row("banker", "One banker said it paid $5 million.", [("anonymous", None)]),
    row("outlet", "It paid $5 million, the Harbour Post reported.", [("media", "Harbour Post")]),
    row("the-paper", "It paid $5 million, the paper said.", [("media", None)]),
    row("reports", "According to media reports, it paid.", [("media", None)]),
    row(
        "outlet-by-apposition",
        "The newspaper Die Waage reported a loss of $5 million.",
        [("media", "Die Waage")],
    ),
    row("ministry", "The Finance Ministry said it paid.", [("authority", "Finance Ministry")]),
    row("court", "It paid $5 million, a court ruled.", [("authority", None)]),
    row("judge", "A federal judge said it must pay.", [("authority", None)]),
    row("analysts", "Analysts estimate that it paid $5 million.", [("third_party", None)]),
    row(
        "expert",
        "It paid, said Ada Pell, an analyst at Norrin Bank.",
        [("third_party", "Ada Pell")],
    ),
    row("survey", "A survey showed a loss of $5 million.", [("third_party", None)]),
    row("union", "Unions said it paid $5 million.", [("third_party", None)]),
    row("unknown-kind", "It paid, according to the tide tables.", [("third_party", None)]),
    row("headline-tail", "Keld near $5 mln sale: sources\nMore.", [("anonymous", None)]),
    row("passive-tells-nobody", "It was said at the fair.", []),
    row("not-said", "Brisk Foods has not said what it paid.", []),
    row("would-say", "Brisk Foods would not say what it paid.", []),
    row("adjective", "Brisk Foods' announced plan is dear.", []),
    row(
        "noun-orders",
        "It paid Torrent Systems, one of the largest orders ever.",
        [],
    ),
    known_gap(
        "city-of-a-court",
        "a place inside the source's words is taken for the speaker",
        "A court in Lyon said it must pay.",
        [("authority", None)],
    ),
    known_gap(
        "put-at-by",
        "an estimate that is given after “by” has no source",
        "The damage was put at $5 million by Ada Pell, an economist.",
        [("third_party", "Ada Pell")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_sources(rules, text, expected):
    assert [(s.kind.value, s.name) for s in read(rules, text).sources] == expected


def test_a_source_says_by_which_rule_and_in_which_words(rules):
    text = "It paid $5 million, people familiar with the matter said."
    (source,) = read(rules, text).sources
    assert text[source.start : source.end] == "people familiar with the matter"
    assert source.rule == "anonymous.familiar"


def test_a_source_stands_behind_its_own_sentence_only(rules):
    text = "Brisk Foods said it paid $5 million. It rained."
    (source,) = read(rules, text).sources
    assert text[source.scope_start : source.scope_end] == "Brisk Foods said it paid $5 million."
