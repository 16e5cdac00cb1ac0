"""The values that travel along the road: one frozen record on each arrow.

``Page`` → ``Article`` → ``ArticleClaims``; whatever goes wrong on the way becomes a ``Failure``.
Every offset is a half-open range of Unicode code points into ``Article.text``, and
``ArticleClaims`` refuses to exist unless ``text[start:end]`` is the quoted text everywhere.
The vocabularies (event, modality, status, ...) are defined in docs/claims.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

SCHEMA_VERSION: Final = 1


def plain_decimal(value: Decimal) -> str:
    """The shortest plain notation of a number: ``Decimal("2.50E+9")`` gives ``"2500000000"``.

    Precondition: ``value`` is finite.
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("a value must be a finite number")
    return value


DecimalText = Annotated[
    Decimal,
    AfterValidator(_finite),
    PlainSerializer(plain_decimal, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Moment = AwareDatetime | date
"""A point in time with its zone; only the day when the page gives no time or no zone."""


class Event(StrEnum):
    """What kind of fact a claim asserts."""

    ACQUISITION = "acquisition"
    INVESTMENT = "investment"
    CONTRACT = "contract"
    FINANCING = "financing"
    LEGAL = "legal"
    RESULTS = "results"
    VALUATION = "valuation"
    OFFERING = "offering"
    SPENDING = "spending"
    COMPENSATION = "compensation"
    PRICE = "price"
    OTHER = "other"


class Modality(StrEnum):
    """Whether the fact holds, is to come, may come, or did not come about."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class Status(StrEnum):
    """Who stands behind a claim, the whole article considered."""

    CONFIRMED = "confirmed"
    STATED = "stated"
    UNCONFIRMED = "unconfirmed"
    DENIED = "denied"


class Scope(StrEnum):
    """How far the cue that decided the status stands from the claim."""

    NONE = "none"
    SENTENCE = "sentence"
    DOCUMENT = "document"


class Role(StrEnum):
    """What a party does in a claim."""

    PAYER = "payer"
    PAYEE = "payee"
    SUBJECT = "subject"


class PartyKind(StrEnum):
    """What a party is."""

    ORGANISATION = "organisation"
    PERSON = "person"
    GOVERNMENT = "government"
    PRODUCT = "product"
    GENERIC = "generic"
    UNKNOWN = "unknown"


class SourceKind(StrEnum):
    """What kind of source a claim is attributed to."""

    PARTY = "party"
    AUTHORITY = "authority"
    ANONYMOUS = "anonymous"
    MEDIA = "media"
    THIRD_PARTY = "third_party"


class Modifier(StrEnum):
    """How a figure is qualified."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


class DurationKind(StrEnum):
    """What a length of time is; only terms enter claims."""

    TERM = "term"
    ANCHOR = "anchor"
    AGE = "age"
    RATE = "rate"
    NAME = "name"


class Record(BaseModel):
    """Base of all records: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(Record):
    """A piece of ``Article.text`` and where it stands (half-open code points)."""

    text: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _offsets_fit(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"offsets {self.start}:{self.end} do not fit {self.text!r}")
        return self


class Cue(Quote):
    """A quoted piece of evidence and the id of the rule that read it."""

    rule: str


class Figure(Quote):
    """A mention of a quantity, and the words beside it that qualify it."""

    modifier: Modifier = Modifier.EXACT
    modifier_cue: Quote | None = None
    rule: str


class Amount(Figure):
    """One mention of a sum of money, in full units of the currency; a null value is an open end."""

    value_min: DecimalText | None
    value_max: DecimalText | None
    currency: str | None = Field(description="ISO 4217 code, null when it cannot be known")
    per: str | None = Field(default=None, description="share, year, month, day, barrel, ...")


class Duration(Figure):
    """One mention of a length of time."""

    iso8601: str | None = Field(description="P3Y; a range is P3Y/P5Y; null when it cannot be known")
    kind: DurationKind


class Party(Record):
    """Someone bound by a claim, by the fullest name that the article uses."""

    name: str = Field(min_length=1)
    role: Role
    kind: PartyKind = PartyKind.UNKNOWN
    mentions: tuple[Quote, ...] = ()
    identifier: str | None = None
    confidence: Share = 1.0


class Attribution(Quote):
    """Who stands behind a claim: the words in the text, and the name when there is one."""

    name: str | None
    kind: SourceKind
    rule: str


class Confirmation(Record):
    """The status of a claim and every cue that spoke for or against it, the deciding one first."""

    status: Status
    confidence: Share
    scope: Scope
    cues: tuple[Cue, ...] = ()


class Evidence(Quote):
    """A sentence that asserts the claim, with a little context so that it can be found again."""

    prefix: str = ""
    suffix: str = ""


class Claim(Record):
    """One asserted fact: its figures, terms, parties, and who stands behind it.

    Deals are told without any figure too: such a claim hangs on words, of which ``event_cue`` is
    the first.
    """

    id: str
    event: Event
    event_cue: Cue | None = None
    amounts: tuple[Amount, ...] = ()
    durations: tuple[Duration, ...] = ()
    parties: tuple[Party, ...] = ()
    confirmation: Confirmation
    modality: Modality
    modality_cue: Cue | None = None
    attribution: tuple[Attribution, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: Share

    def figures(self) -> tuple[Figure, ...]:
        """Its sums, then its terms; empty for a deal that is told without any."""
        return (*self.amounts, *self.durations)

    def quotes(self) -> Iterator[Quote]:
        """Every quoted span of the claim, for validation and display."""
        for figure in self.figures():
            yield figure
            if figure.modifier_cue:
                yield figure.modifier_cue
        for party in self.parties:
            yield from party.mentions
        yield from (*self.confirmation.cues, *self.attribution, *self.evidence)
        yield from (cue for cue in (self.event_cue, self.modality_cue) if cue)


class PageHints(Record):
    """What the place that pointed to a page (a feed) said of it; the page itself wins."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published_at: Moment | None = None
    modified_at: Moment | None = None
    language: str | None = None


class Page(Record):
    """Bytes as a source gave them, before anything was read into them."""

    source: str = Field(description="the file, folder entry or URL as the user named it")
    content: bytes
    url: str | None = Field(default=None, description="final URL after redirects")
    media_type: str | None = Field(default=None, description="text/html, text/plain, ...")
    charset: str | None = Field(default=None, description="as the transport declared it")
    fetched_at: AwareDatetime | None = Field(default=None, description="null for local files")
    hints: PageHints = PageHints()


class Article(Record):
    """An article: one immutable text and where it came from."""

    id: str
    source: str
    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = Field(
        default=None, description="the part of the outlet that it stands in, as the page names it"
    )
    published_at: Moment | None = None
    modified_at: Moment | None = None
    fetched_at: AwareDatetime | None = None
    language: str | None = None
    text: str
    text_sha256: Sha256
    raw_sha256: Sha256
    repairs: tuple[str, ...] = Field(
        default=(), description="what was changed between the decoded page and the text"
    )
    same_as: str | None = Field(
        default=None, description="id of the earlier article that this one repeats"
    )


class ExtractorInfo(Record):
    """What made a record: package version, model (null: rules alone), fingerprint of the rules."""

    version: str
    model: str | None
    rules: str


class ArticleClaims(Record):
    """An article with its claims: one line of the JSON Lines output."""

    schema_version: int = SCHEMA_VERSION
    article: Article
    claims: tuple[Claim, ...]
    extractor: ExtractorInfo

    @model_validator(mode="after")
    def _quotes_stand_in_text(self) -> Self:
        text = self.article.text
        for claim in self.claims:
            for quote in claim.quotes():
                if text[quote.start : quote.end] != quote.text:
                    raise ValueError(
                        f"{self.article.source}: text[{quote.start}:{quote.end}] "
                        f"is not {quote.text!r}"
                    )
        return self


class Stage(StrEnum):
    """Where on the road something failed."""

    FETCH = "fetch"
    ARTICLE = "article"
    PIPELINE = "pipeline"
    SINK = "sink"


class Failure(Record):
    """Something that could not be read, as a record: it never stops a run and never disappears."""

    source: str
    stage: Stage
    error: str = Field(description="a short stable code, listed in docs/failures.md")
    message: str = Field(description="what, where and what to do")
