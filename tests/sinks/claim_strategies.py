"""Hypothesis strategies for records: any that the types allow, quoting their text."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from extractor import records as rec

# Making a whole article takes long on a busy machine; that is no finding.
unhurried = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
# What we write ourselves (versions, names of models) has no control characters.
own_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
maybe_words = st.none() | words
shares = st.floats(0, 1)
decimals = st.none() | st.decimals(
    Decimal("-1e20"), Decimal("1e20"), allow_nan=False, allow_infinity=False
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(
    min_value=datetime(1, 1, 1),
    timezones=zones,
)
moments = st.none() | times | st.dates()
digests = st.text("0123456789abcdef", min_size=64, max_size=64)


@st.composite
def quotes(draw, text, make=rec.Quote, **fields):
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    values = {name: draw(strategy) for name, strategy in fields.items()}
    return make(text=text[start:end], start=start, end=end, **values)


def few(strategy, most=2):
    return st.lists(strategy, max_size=most).map(tuple)


def cues(text):
    return quotes(text, rec.Cue, rule=words)


def figure_fields(text):
    return {
        "modifier": st.sampled_from(rec.Modifier),
        "modifier_cue": st.none() | quotes(text),
        "rule": words,
    }


def amounts(text):
    return quotes(
        text,
        rec.Amount,
        value_min=decimals,
        value_max=decimals,
        currency=st.none() | st.sampled_from(["USD", "EUR", "JPY"]),
        per=maybe_words,
        **figure_fields(text),
    )


def durations(text):
    return quotes(
        text,
        rec.Duration,
        iso8601=st.none() | st.sampled_from(["P3Y", "P3Y/P5Y", "PT6H", "P1Y6M"]) | words,
        kind=st.sampled_from(rec.DurationKind),
        **figure_fields(text),
    )


def parties(text):
    return st.builds(
        rec.Party,
        name=words,
        role=st.sampled_from(rec.Role),
        kind=st.sampled_from(rec.PartyKind),
        mentions=few(quotes(text)),
        identifier=maybe_words,
        confidence=shares,
    )


def confirmations(text):
    return st.builds(
        rec.Confirmation,
        status=st.sampled_from(rec.Status),
        confidence=shares,
        scope=st.sampled_from(rec.Scope),
        cues=few(cues(text)),
    )


def attributions(text):
    kinds = st.sampled_from(rec.SourceKind)
    return quotes(text, rec.Attribution, name=maybe_words, kind=kinds, rule=words)


def claims(text):
    return st.builds(
        rec.Claim,
        id=words,
        event=st.sampled_from(rec.Event),
        event_cue=st.none() | cues(text),
        amounts=few(amounts(text)),
        durations=few(durations(text)),
        parties=few(parties(text)),
        confirmation=confirmations(text),
        modality=st.sampled_from(rec.Modality),
        modality_cue=st.none() | cues(text),
        attribution=few(attributions(text)),
        evidence=few(quotes(text, rec.Evidence, prefix=words, suffix=words)),
        confidence=shares,
    )


def articles(text):
    return st.builds(
        rec.Article,
        id=words,
        source=words,
        url=maybe_words,
        canonical_url=maybe_words,
        title=maybe_words,
        publisher=maybe_words,
        authors=few(words),
        published_at=moments,
        modified_at=moments,
        fetched_at=st.none() | times,
        language=maybe_words,
        text=st.just(text),
        text_sha256=digests,
        raw_sha256=digests,
        repairs=few(words),
    )


@st.composite
def article_claims(draw):
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
    return rec.ArticleClaims(
        article=draw(articles(text)),
        claims=draw(few(claims(text), most=3)),
        extractor=rec.ExtractorInfo(
            version=draw(own_words), model=draw(st.none() | own_words), rules=draw(own_words)
        ),
    )


def failures():
    return st.builds(
        rec.Failure, source=words, stage=st.sampled_from(rec.Stage), error=words, message=words
    )
