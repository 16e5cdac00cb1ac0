"""A claim together with the article it stands in, and the filter that selects such claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

from pydantic import AwareDatetime, Field

from extractor.records import (
    Article,
    ArticleClaims,
    Claim,
    DecimalText,
    Event,
    ExtractorInfo,
    Failure,
    Modality,
    Moment,
    Record,
    Sha256,
    Status,
)
from extractor.sinks.corrections.records import Corrected, Correction, as_corrected, corrected_of


class ArticleRef(Record):
    """What identifies an article, without its text."""

    id: str
    source: str
    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published_at: Moment | None = None
    modified_at: Moment | None = None
    fetched_at: AwareDatetime | None = None
    language: str | None = None

    @classmethod
    def of(cls, article: Article) -> Self:
        """The reference to an article."""
        return cls(**{name: getattr(article, name) for name in cls.model_fields})


class StoredClaim(Record):
    """A claim as the machine reads it, its article, what extracted it, and what editors say."""

    article: ArticleRef
    claim: Claim
    extractor: ExtractorInfo
    superseded_by: str | None = Field(
        default=None, description="id of the article's text that came after, null for the latest"
    )
    corrected: Corrected | None = Field(
        default=None, description="what is in force in place of the machine's status or parties"
    )
    corrections: tuple[Correction, ...] = Field(
        default=(), description="what editors noted, the first entry first"
    )

    def in_force(self) -> Claim:
        """The claim with the status and parties that editors set, where they did."""
        return as_corrected(self.claim, self.corrected)

    def with_history(self, history: Sequence[Correction]) -> Self:
        """The same with what editors noted of it."""
        if not history:
            return self
        told = {"corrected": corrected_of(history), "corrections": tuple(history)}
        return self.model_copy(update=told)


class Quarantined(Record):
    """An article that crashed or stalled its extraction, and what is needed to leave it alone.

    At least one of the hashes should be known: that of the text, or, where the page never became
    a text, that of its bytes.
    """

    failure: Failure
    extractor: str = Field(description="fingerprint of what was tried (``rows.fingerprint``)")
    text_sha256: Sha256 | None = None
    raw_sha256: Sha256 | None = None


class ClaimFilter(Record):
    """Which claims to select; every condition that is given must hold.

    The amount conditions (``min_amount``, ``max_amount``, ``currency``) must hold for one and the
    same amount of the claim. A range reaches ``min_amount`` when its upper end does, and keeps
    under ``max_amount`` when its lower end does; an open end counts as the end that is known.
    ``statuses`` and ``party`` look at what is in force: an editor's value where there is one.
    """

    statuses: tuple[Status, ...] = ()
    events: tuple[Event, ...] = ()
    modalities: tuple[Modality, ...] = ()
    party: str | None = Field(default=None, description="part of a party's name, in any case")
    min_amount: DecimalText | None = None
    max_amount: DecimalText | None = None
    currency: str | None = Field(default=None, description="ISO 4217 code")
    since: AwareDatetime | None = Field(
        default=None, description="published (else modified, else fetched) at this time or later"
    )
    until: AwareDatetime | None = Field(
        default=None, description="published (else modified, else fetched) before this time"
    )
    publisher: str | None = Field(
        default=None, description="part of the publisher's name, in any case"
    )
    min_confidence: float | None = Field(
        default=None, ge=0, le=1, description="confidence in the claim as a whole, at least"
    )
    source: str | None = Field(default=None, description="exactly this article source")
    text: str | None = Field(
        default=None,
        description='words of the evidence or of the title: all of them, "a phrase", begin*',
    )
    superseded: bool = Field(default=False, description="also claims of texts that were revised")
    corrected: bool = Field(default=False, description="only claims that an editor has reviewed")


def claims_in(record: ArticleClaims) -> Iterator[StoredClaim]:
    """The claims of an article, each with its reference to the article, in order."""
    article = ArticleRef.of(record.article)
    for claim in record.claims:
        yield StoredClaim(article=article, claim=claim, extractor=record.extractor)
