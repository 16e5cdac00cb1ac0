"""Records to export: one with everything that a claim can have, and one from a hostile page."""

from __future__ import annotations

from datetime import UTC, date, datetime

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
    Modality,
    Modifier,
    Party,
    PartyKind,
    Quote,
    Role,
    Scope,
    SourceKind,
    Status,
)

EXTRACTOR = ExtractorInfo(version="0.2.0", model="sm+linear", rules="r1-0a1b")
STORY = (
    "Nordwind near port deal\n"
    "Nordwind AG may pay more than $2.5 billion for Pelagia over three years, "
    "the Harbour Courier reported, citing two people. Pelagia declined to comment.\n"
    "Pelagia runs ports. Nordwind AG may pay a first rate of €40m to €50m a year."
)
HOSTILE_TEXT = (
    'He said </script><script>alert("1")</script> & \u202egnidaer\u202c \u2028next\u2029\x85line '
    "𝟙 😀 paid $5m\x00\x1b[31m to “Ümlaut & Söhne”.\r\n"
    "He said paid $5m. He said paid $5m.\n"
)


def quoted(make, text, quote, nth=0, **fields):
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return make(text=quote, start=start, end=start + len(quote), **fields)


def article(text=STORY, **fields):
    usual = {
        "id": "a1-story",
        "source": "stories/port.html",
        "url": "https://news.example/port?utm=1",
        "canonical_url": "https://news.example/port",
        "title": "Nordwind near port deal",
        "publisher": "The Example",
        "authors": ("Ada Example",),
        "published_at": datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
        "modified_at": date(2026, 3, 2),
        "fetched_at": datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
        "language": "en",
        "text": text,
        "text_sha256": sha256_of(text.encode()),
        "raw_sha256": sha256_of(b"<p>" + text.encode()),
        "repairs": ("mojibake",),
    }
    return Article(**{**usual, **fields})


def price(text=STORY, **fields):
    usual = {
        "value_min": "2500000000",
        "value_max": "2500000000",
        "currency": "USD",
        "modifier": Modifier.MORE_THAN,
        "modifier_cue": quoted(Quote, text, "more than"),
        "rule": "amount.symbol",
    }
    return quoted(Amount, text, "$2.5 billion", **{**usual, **fields})


def rate(text=STORY):
    return quoted(
        Amount,
        text,
        "€40m to €50m",
        value_min="40000000",
        value_max="50000000",
        currency="EUR",
        per="year",
        rule="amount.range",
    )


def full_claim(text=STORY, **fields):
    usual = {
        "id": "c1-price",
        "event": Event.ACQUISITION,
        "event_cue": quoted(Cue, text, "pay", rule="event.pay"),
        "amounts": (price(text), rate(text)),
        "durations": (
            quoted(
                Duration, text, "three years", iso8601="P3Y", kind="term", rule="duration.plain"
            ),
        ),
        "parties": (
            Party(
                name="Nordwind AG",
                role=Role.PAYER,
                kind=PartyKind.ORGANISATION,
                mentions=(
                    quoted(Quote, text, "Nordwind AG"),
                    quoted(Quote, text, "Nordwind AG", nth=1),
                ),
                identifier="https://registry.example/nordwind",
            ),
            Party(name="Pelagia", role=Role.SUBJECT, mentions=(quoted(Quote, text, "Pelagia"),)),
        ),
        "confirmation": Confirmation(
            status=Status.UNCONFIRMED,
            confidence=0.9,
            scope=Scope.SENTENCE,
            cues=(quoted(Cue, text, "citing two people", rule="status.anonymous"),),
        ),
        "modality": Modality.POSSIBLE,
        "modality_cue": quoted(Cue, text, "may", rule="modality.may"),
        "attribution": (
            quoted(
                Attribution,
                text,
                "the Harbour Courier",
                name="Harbour Courier",
                kind=SourceKind.MEDIA,
                rule="source.media",
            ),
            quoted(
                Attribution,
                text,
                "two people",
                name=None,
                kind=SourceKind.ANONYMOUS,
                rule="source.anonymous",
            ),
        ),
        "evidence": (quoted(Evidence, text, text.split("\n")[1].split(" Pelagia declined")[0]),),
        "confidence": 0.8,
    }
    return Claim(**{**usual, **fields})


def full_record(**fields):
    return ArticleClaims(article=article(**fields), claims=(full_claim(),), extractor=EXTRACTOR)


def plain_claim(text, quote, nth=0, **fields):
    """A claim with a single amount, the nth that stands so in the text."""
    usual = {
        "id": f"c1-{nth}",
        "event": Event.OTHER,
        "amounts": (
            quoted(
                Amount,
                text,
                quote,
                nth=nth,
                value_min="5000000",
                value_max="5000000",
                currency="USD",
                rule="amount.symbol",
            ),
        ),
        "confirmation": Confirmation(status=Status.STATED, confidence=1, scope=Scope.NONE),
        "modality": Modality.ACTUAL,
        "evidence": (quoted(Evidence, text, text),),
        "confidence": 1,
    }
    return Claim(**{**usual, **fields})


def hostile_record(url='https://news.example/a b"<c>?q=é&x=%zz#[1]'):
    text = HOSTILE_TEXT
    party = Party(
        name='</script> "Ümlaut & Söhne" \u202e',
        role=Role.PAYEE,
        mentions=(quoted(Quote, text, "Ümlaut & Söhne"),),
        identifier="javascript:alert(1)",
    )
    claims = (
        plain_claim(text, "$5m", parties=(party,)),
        plain_claim(text, "$5m", nth=1),
        plain_claim(text, "$5m", nth=2),
    )
    told = article(
        text,
        id="a1 /\\..",
        source="a\x00\nb",
        url=url,
        canonical_url=None,
        title="</script><b>\u2028",
        publisher='"><img src=x> \u202e',
        language="en\n{",
    )
    return ArticleClaims(article=told, claims=claims, extractor=EXTRACTOR)
