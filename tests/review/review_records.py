"""Articles with claims for the review page: invented, and as many as a test wants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from extractor.hashing import sha256_of
from extractor.records import (
    Amount,
    Article,
    ArticleClaims,
    Attribution,
    Claim,
    Confirmation,
    Cue,
    Duration,
    Event,
    Evidence,
    ExtractorInfo,
    Failure,
    Modality,
    Party,
    Quote,
    Role,
    Scope,
    SourceKind,
    Stage,
    Status,
)

EXTRACTOR = ExtractorInfo(version="1", model=None, rules="r1")
RULE_OF = {
    Status.CONFIRMED: "party.name",
    Status.STATED: "background.earlier_deal",
    Status.UNCONFIRMED: "anonymous.people",
    Status.DENIED: "denial.denied",
}


def find(make, text, quote, start=0, **fields):
    """A quote of a text as a record, from its first place at or after ``start``."""
    at = text.index(quote, start)
    return make(text=quote, start=at, end=at + len(quote), **fields)


def make_article(source, text, **fields):
    digest = sha256_of(text.encode("utf-8", "replace"))
    return Article(
        id=f"a1-{source}", source=source, text=text, text_sha256=digest, raw_sha256=digest, **fields
    )


def make_record(source, text, claims=(), **fields):
    return ArticleClaims(
        article=make_article(source, text, **fields), claims=tuple(claims), extractor=EXTRACTOR
    )


def dollars(text, quote, value, **fields):
    usual = {"currency": "USD", "rule": "sign.dollar.before"}
    return find(
        Amount, text, quote, value_min=Decimal(value), value_max=Decimal(value), **usual | fields
    )


def make_claim(claim_id, text, status=Status.UNCONFIRMED, **fields):
    usual = {
        "id": claim_id,
        "event": Event.ACQUISITION,
        "confirmation": Confirmation(status=status, confidence=0.8, scope=Scope.NONE),
        "modality": Modality.PLANNED,
        "confidence": 0.7,
    }
    return Claim(**usual | fields)


DEAL = (
    "Ostwind circles the port of Delphi\n"
    "Ostwind AG may pay about $2.5 billion for Delphi Ports over three years, two people said. "
    "Delphi Ports denied it.\n"
    "Last year Ostwind AG paid $40 million for a quay."
)


def deal_claims():
    sentence = DEAL.split("\n")[1].split(". ", maxsplit=1)[0] + "."
    bid = make_claim(
        "c1-bid",
        DEAL,
        amounts=(dollars(DEAL, "$2.5 billion", "2.5e9", modifier="about"),),
        durations=(
            find(Duration, DEAL, "three years", iso8601="P3Y", kind="term", rule="term.over"),
        ),
        parties=(
            Party(
                name="Ostwind AG",
                role=Role.PAYER,
                kind="organisation",
                mentions=(find(Quote, DEAL, "Ostwind AG"),),
            ),
            Party(
                name="Delphi Ports",
                role=Role.SUBJECT,
                mentions=(find(Quote, DEAL, "Delphi Ports"),),
            ),
        ),
        confirmation=Confirmation(
            status=Status.UNCONFIRMED,
            confidence=0.83,
            scope=Scope.SENTENCE,
            cues=(
                find(Cue, DEAL, "two people", rule="anonymous.people"),
                find(Cue, DEAL, "denied", rule="denial.denied"),
            ),
        ),
        attribution=(
            find(
                Attribution,
                DEAL,
                "two people",
                name=None,
                kind=SourceKind.ANONYMOUS,
                rule="anonymous.people",
            ),
        ),
        modality=Modality.POSSIBLE,
        modality_cue=find(Cue, DEAL, "may pay", rule="possible.may"),
        evidence=(find(Evidence, DEAL, sentence),),
    )
    quay = make_claim(
        "c1-quay",
        DEAL,
        Status.STATED,
        amounts=(dollars(DEAL, "$40 million", "40000000"),),
        evidence=(find(Evidence, DEAL, DEAL.split("\n")[2]),),
        modality=Modality.ACTUAL,
        confidence=0.9,
    )
    return bid, quay


def deal(**fields):
    usual = {
        "url": "https://news.example/ports?edition=am#top",
        "title": "Ostwind circles the port of Delphi",
        "publisher": "The Harbour",
        "published_at": datetime(2026, 3, 2, 7, 30, tzinfo=UTC),
    }
    return make_record("ports.html", DEAL, deal_claims(), **usual | fields)


def failures(count=2):
    return [
        Failure(
            source=f"https://news.example/{place}",
            stage=Stage.FETCH,
            error="timeout",
            message=f"no answer within 30 s, attempt {place}",
        )
        for place in range(count)
    ]


CITIES = ("Aalto", "Brackwater", "Cairnmoor", "Dunmere", "Eskholm", "Fenwick", "Garrowby")
FIRMS = ("Holdings", "Partners", "Steel")
FILLER = "The quay lies still, the cranes stand idle, and nobody at the gate would say why. " * 3


def many(articles=1000, claims_each=10) -> Iterator[ArticleClaims]:
    """Articles with claims of every kind, different but never random."""
    for place in range(articles):
        yield _one_of_many(place, claims_each)


def _one_of_many(place, claims_each):
    lines = [f"Deal number {place} at {CITIES[place % 7]}"]
    facts = []
    for at in range(claims_each):
        number = place * claims_each + at
        status = list(Status)[number % 4]
        party = f"{CITIES[number % 7]} {FIRMS[number % 3]} {number % 90}"
        figure = f"${number % 997 + 1}.5 million"
        lines.append(f"{party} is said to put {figure} into site {number}. {FILLER}")
        facts.append((status, party, figure, number))
    text = "\n".join(lines)
    claims = [_numbered_claim(text, *fact) for fact in facts]
    return make_record(
        f"https://news.example/{place}",
        text,
        claims,
        url=f"https://news.example/{place}",
        title=lines[0],
        publisher=f"Paper {place % 12}",
        published_at=date(2026, 1, 1) + timedelta(days=place % 90),
    )


def _numbered_claim(text, status, party, figure, number):
    line = text.index(f"into site {number}.")
    start = text.rindex("\n", 0, line) + 1
    amount = dollars(text[start:line], figure, f"{number % 997 + 1}500000")
    moved = amount.model_copy(update={"start": amount.start + start, "end": amount.end + start})
    return make_claim(
        f"c1-{number}",
        text,
        status,
        event=list(Event)[number % 12],
        modality=list(Modality)[number % 5],
        amounts=(moved,),
        parties=(Party(name=party, role=Role.PAYER),),
        confirmation=Confirmation(
            status=status,
            confidence=0.5 + number % 50 / 100,
            scope=Scope.SENTENCE,
            cues=(find(Cue, text, "is said to", start, rule="hedge.said_to_be"),),
        ),
        evidence=(find(Evidence, text, text[start : line + len(f"into site {number}.")]),),
        confidence=0.4 + number % 60 / 100,
    )
