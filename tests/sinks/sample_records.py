"""Small records for tests: one sentence, one claim, whatever differs is a parameter."""

from __future__ import annotations

from decimal import Decimal

from extractor.hashing import sha256_of
from extractor.records import (
    Amount,
    Article,
    ArticleClaims,
    Claim,
    Confirmation,
    Duration,
    Event,
    Evidence,
    ExtractorInfo,
    Failure,
    Modality,
    Party,
    Role,
    Scope,
    Stage,
    Status,
)

EXTRACTOR = ExtractorInfo(version="1", model=None, rules="r1")
SENTENCE = "Nordwind AG will pay over $2.5 billion for Pelagia within three years."


def quoted(make, quote, text=SENTENCE, **fields):
    start = text.index(quote)
    return make(text=quote, start=start, end=start + len(quote), **fields)


def amount(low="2500000000", high="2500000000", currency="USD", **fields):
    return quoted(
        Amount,
        "$2.5 billion",
        value_min=None if low is None else Decimal(low),
        value_max=None if high is None else Decimal(high),
        currency=currency,
        rule="amount-1",
        **fields,
    )


def duration(iso8601="P3Y", **fields):
    return quoted(Duration, "three years", iso8601=iso8601, kind="term", rule="term-1", **fields)


def confirmation(status=Status.UNCONFIRMED):
    return Confirmation(status=status, confidence=0.8, scope=Scope.SENTENCE)


def claim(status=Status.UNCONFIRMED, **fields):
    usual = {
        "id": "c1-1",
        "event": Event.ACQUISITION,
        "amounts": (amount(),),
        "durations": (duration(),),
        "parties": (
            Party(name="Pelagia", role=Role.SUBJECT),
            Party(name="Nordwind AG", role=Role.PAYER),
        ),
        "confirmation": confirmation(status),
        "modality": Modality.PLANNED,
        "evidence": (quoted(Evidence, SENTENCE),),
        "confidence": 0.7,
    }
    return Claim(**{**usual, **fields})


def article(source="a.txt", text=SENTENCE, **fields):
    digest = sha256_of(text.encode())
    return Article(
        id=f"a1-{source}", source=source, text=text, text_sha256=digest, raw_sha256=digest, **fields
    )


def record(source="a.txt", claims=None, extractor=EXTRACTOR, **fields):
    stated = (claim(),) if claims is None else tuple(claims)
    return ArticleClaims(article=article(source, **fields), claims=stated, extractor=extractor)


def failure(source="a.txt", error="not_found"):
    return Failure(source=source, stage=Stage.FETCH, error=error, message="gone")
