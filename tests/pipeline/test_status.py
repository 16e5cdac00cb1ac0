"""Who stands behind a claim: the precedence table over all evidence of the whole article."""

from __future__ import annotations

import pytest
from pipeline_views import claim_of, known_gap, row, status_of

from extractor.pipeline.discourse import Hit
from extractor.pipeline.status import Evidence, decide
from extractor.records import Scope, SourceKind, Status

WORDS = "denied said hedged"
HIT = Hit(0, 6, "test.rule", "test")
PARTY, ANALYST = SourceKind.PARTY, SourceKind.THIRD_PARTY
ANONYMOUS = SourceKind.ANONYMOUS
DECISIONS = [
    row("nothing", [], "stated"),
    row("denied-beats-confirmed", [("said", PARTY), ("denial", None)], "denied"),
    row("denied-beats-hedge", [("hedge", None), ("denial", None)], "denied"),
    row("forecast-beats-party", [("said", PARTY), ("forecast", ANALYST)], "unconfirmed"),
    row("party-beats-anonymous", [("said", ANONYMOUS), ("said", PARTY)], "confirmed"),
    row(
        "authority-beats-media",
        [("said", SourceKind.MEDIA), ("said", SourceKind.AUTHORITY)],
        "confirmed",
    ),
    row("party-beats-disclaimer", [("disclaimer", None), ("said", PARTY)], "confirmed"),
    row("reported-beats-hedge", [("hedge", None), ("reported", PARTY)], "confirmed"),
    row("anonymous-beats-act", [("act", None), ("said", ANONYMOUS)], "unconfirmed"),
    row("hedge-beats-background", [("background", None), ("hedge", None)], "unconfirmed"),
    row("disclaimer-beats-background", [("background", None), ("disclaimer", None)], "unconfirmed"),
    row("act", [("act", None)], "confirmed"),
    row("background", [("background", None)], "stated"),
    row("third-party", [("said", ANALYST)], "unconfirmed"),
]


@pytest.mark.parametrize(("evidence", "status"), DECISIONS)
def test_precedence(evidence, status):
    items = [Evidence(kind, HIT, by) for kind, by in evidence]
    assert decide(WORDS, items).status == Status(status)
    assert decide(WORDS, items[::-1]).status == Status(status), "the order read must not matter"


def test_all_cues_stay_and_the_deciding_one_stands_first():
    items = [
        Evidence("hedge", Hit(12, 18, "hedge.x", "hedge")),
        Evidence("said", Hit(7, 11, "party.x", "source"), PARTY),
        Evidence("denial", HIT, scope=Scope.DOCUMENT),
    ]
    found = decide(WORDS, items)
    assert [cue.text for cue in found.cues] == ["denied", "hedged", "said"]
    assert found.scope is Scope.DOCUMENT


CONFIRMED = [
    row("company-said", "Brisk Foods said it paid $5 million for Keld Ltd."),
    row("announced", "Brisk Foods announced a $5 million share buyback."),
    row("reported-results", "Brisk Foods reported net income of $5 million."),
    row("posted-loss", "Brisk Foods posted a loss of $5 million for the quarter."),
    row("company-forecast", "Brisk Foods expects revenue of $5 million this year."),
    row("executive", "“We will spend $5 million on the plant,” Chief Executive Jane Farrow said."),
    row("filing", "Brisk Foods owes the bank $5 million, according to a filing."),
    row("court", "A court ordered Brisk Foods to pay $5 million in damages."),
    row("fined", "Brisk Foods was fined $5 million by the watchdog."),
    row("ministry", "The Finance Ministry said the scheme would cost $5 million."),
    row("confirmed-that", "Brisk Foods confirmed on Friday that it paid $5 million."),
]
STATED = [
    row("own-voice", "Brisk Foods bought Keld Ltd for $5 million in 2019."),
    row("share-price", "Brisk Foods shares closed at $5.20 on Tuesday."),
    row("expected-to", "Brisk Foods is expected to invest $5 million in the plant."),
    row("presupposed", "Brisk Foods said its $5 million merger with Keld Ltd would close in May."),
    row("cash-pile", "Brisk Foods said it would draw on its $5 million cash pile."),
    row("no-comment-alone", "Brisk Foods paid $5 million for Keld Ltd. Wexal declined to comment."),
]
UNCONFIRMED = [
    row("reportedly", "Brisk Foods reportedly paid $5 million for Keld Ltd."),
    row("said-to", "Brisk Foods is said to be offering $5 million for Keld Ltd."),
    row("could-be-worth", "The contract could be worth $5 million."),
    row("an-estimated", "An estimated $5 million was lost in the fire."),
    row("sources", "Brisk Foods will pay $5 million, sources said."),
    row("other-outlet", "Brisk Foods will pay $5 million, the Harbour Post reported."),
    row("analysts-expect", "Analysts expect Brisk Foods to post revenue of $5 million."),
    row("analyst", "The unit is worth $5 million, said Ada Pell, an analyst at Norrin Bank."),
    row(
        "no-comment",
        "Brisk Foods will pay $5 million, sources said. Brisk Foods declined to comment.",
    ),
    row(
        "deal-but-not-sum",
        "Brisk Foods reportedly paid $5 million. It confirmed a deal without terms.",
    ),
    row("headline-source", "Brisk Foods near $5 million sale: sources\nThe talks go on."),
    row(
        "comment-on-a-report",
        "Brisk Foods declined to comment on a report that it would pay $5 million.",
    ),
    row(
        "noun-in-plural",
        "Brisk Foods reportedly pays $5 million to Torrent Systems, one of its largest orders.",
    ),
    row(
        "consensus-noun",
        "Brisk Foods posted revenue of $4 million, below the $5 million average analyst estimate.",
    ),
    row(
        "neither-has-confirmed",
        "Neither Brisk Foods nor Keld Ltd has confirmed the $5 million price.",
    ),
]
DENIED = [
    row("denied-that", "Brisk Foods denied that it owed $5 million to Keld Ltd."),
    row("untrue", "The claims that Brisk Foods paid $5 million are untrue, its lawyer said."),
    row("did-not-pay", "Brisk Foods did not pay $5 million to Keld Ltd, the company said."),
    row("report-denied", "Brisk Foods denied a report that it would sell Keld Ltd for $5 million."),
    row("later", "Brisk Foods will pay $5 million, sources said.\nBrisk Foods denied the report."),
    row(
        "no-such-loan",
        "Brisk Foods will take a loan of $5 million, sources said. It said no such loan existed.",
    ),
    row(
        "no-truth",
        "Brisk Foods may pay $5 million, sources said. It said there was no truth in it.",
    ),
    known_gap(
        "figure-was-wrong",
        "“the $5 million figure was wrong” is taken for background",
        "Brisk Foods said in a statement that the $5 million figure was wrong.",
    ),
]
NO_DENIAL = [
    row(
        "did-not-deny", "Brisk Foods will pay $5 million, sources said. It did not deny the report."
    ),
    row("didn't-deny", "Brisk Foods may pay $5 million, sources said. It didn’t deny that."),
    row(
        "neither-confirmed-nor-denied",
        "Brisk Foods will pay $5 million, sources said. It neither confirmed nor denied it.",
    ),
    row(
        "declined-to-confirm-or-deny",
        "Brisk Foods will pay $5 million, sources said. It declined to confirm or deny the report.",
    ),
    row(
        "would-not-confirm-or-deny",
        "Brisk Foods may pay $5 million, sources said. It would not confirm or deny the report.",
    ),
    row(
        "never-denied",
        "Brisk Foods paid $5 million, sources said. It has never denied the payment.",
    ),
]
TABLES = {
    "confirmed": CONFIRMED,
    "stated": STATED,
    "unconfirmed": UNCONFIRMED + NO_DENIAL,
    "denied": DENIED,
}
ROWS = [
    pytest.param(*param.values, status, id=f"{status}-{param.id}", marks=param.marks)
    for status, table in TABLES.items()
    for param in table
]


@pytest.mark.parametrize(("text", "status"), ROWS)
def test_status_by_rules(rules, text, status):
    amount = next(a["text"] for a in rules(text)._.amounts if a["text"].startswith("$5"))
    assert status_of(rules, text, amount) == status


BESIDE = [
    row(
        "year-earlier",
        "Brisk Foods said revenue rose to $1.2 billion from $1.1 billion a year earlier.",
        {"$1.2 billion": "confirmed", "$1.1 billion": "stated"},
    ),
    row(
        "compared-with",
        "Brisk Foods posted a loss of $3 million, compared with a profit of $1 million a year ago.",
        {"$3 million": "confirmed", "$1 million": "stated"},
    ),
    row(
        "analysts-beside-results",
        "Brisk Foods reported net income of $45 million. Analysts had expected $40 million.",
        {"$45 million": "confirmed", "$40 million": "unconfirmed"},
    ),
    row(
        "earlier-deal-beside-report",
        "Brisk Foods will pay $50 million, sources said. It expands an earlier deal of $9 million.",
        {"$50 million": "unconfirmed", "$9 million": "stated"},
    ),
    row(
        "price-after-denied-report",
        "Brisk Foods denied a report that it would pay $50 million. Its shares closed at $12.10.",
        {"$50 million": "denied", "$12.10": "stated"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), BESIDE)
def test_figures_side_by_side(either, text, expected):
    assert {amount: status_of(either, text, amount) for amount in expected} == expected


PRICE_FIRST = (
    "Brisk Foods shares fell to $12.10 after it denied a report that it would pay $50 million."
)


def test_a_price_before_a_denied_report(model):
    assert status_of(model, PRICE_FIRST, "$50 million") == "denied"
    assert status_of(model, PRICE_FIRST, "$12.10") == "stated"


@pytest.mark.xfail(reason="a price in the sentence of a denied report counts as reported")
def test_a_price_before_a_denied_report_by_rules(rules):
    assert status_of(rules, PRICE_FIRST, "$12.10") == "stated"


def test_cue_is_quoted_without_space_around(either):
    text = "Brisk Foods reportedly paid $5 million to Keld Ltd."
    cue = claim_of(either, text, "$5 million").confirmation.cues[0]
    assert (cue.text, cue.rule) == ("reportedly", "hedge.reportedly")


ATTRIBUTED = [
    row("party", "Brisk Foods said it paid $5 million.", [("party", "Brisk Foods")]),
    row("anonymous", "Brisk Foods paid $5 million, sources said.", [("anonymous", None)]),
    row("reportedly", "Brisk Foods reportedly paid $5 million.", [("media", None)]),
    row("own-voice", "Brisk Foods paid $5 million.", []),
    row(
        "reported-sales",
        "Brisk Foods reported sales of $5 million.",
        [("party", "Brisk Foods")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ATTRIBUTED)
def test_attribution(either, text, expected):
    claim = claim_of(either, text, "$5 million")
    assert [(a.kind.value, a.name) for a in claim.attribution] == expected


def test_cue_of_a_reported_sum_is_quoted_without_space(rules):
    claim = claim_of(rules, "The reported $5 million deal pleased Keld Ltd.", "$5 million")
    assert [cue.text for cue in claim.confirmation.cues] == ["reported"]
