"""Label files: what they hold, and whether they agree with the text that they label.

A label file says which claims an article makes. Its figures carry half-open code point offsets
into the text of the article and the words that stand there, so that a text that has changed since
it was labelled is found out. What a claim is and what the vocabularies mean: docs/claims.md.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple, Self

from babel.numbers import list_currencies
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from extractor.records import Event, Modality, Modifier, Role, SourceKind, Status

_DAYS = r"(\d+(\.\d+)?[YMWD])+"
_HOURS = r"T(\d+(\.\d+)?[HMS])+"
_LENGTH = f"P({_DAYS}({_HOURS})?|{_HOURS})"


def _known_currency(code: str) -> str:
    if code not in list_currencies():
        raise ValueError(f"{code} is not an ISO 4217 code")
    return code


class Trait(StrEnum):
    """What makes a claim hard; noted in articles of ours, so that it can be counted."""

    DISCLAIMER = "disclaimer"
    """A disclaimer elsewhere in the article covers the claim."""
    SETTLED_LATER = "settled_later"
    """First reported, later in the article confirmed or denied."""
    DESCRIBED_PARTY = "described_party"
    """Near the amount a party stands only as a description or a pronoun."""
    BACKGROUND_FIGURE = "background_figure"
    """An attributed sentence takes the figure for granted, hence it is stated."""
    SEVERAL_DEALS = "several_deals"
    """The article holds at least two deals with different parties; this is one of them."""


class Label(BaseModel):
    """Base of everything in a label file: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LabelledFigure(Label):
    """Words of the text that give a figure."""

    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int


class LabelledAmount(LabelledFigure):
    """A sum of money in full units; a null bound is an open end."""

    min: Decimal | None
    max: Decimal | None
    currency: Annotated[str, AfterValidator(_known_currency)] | None
    modifier: Modifier
    per: str | None = None

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError(f"{self.quote!r} has no value")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"{self.quote!r}: min is greater than max")
        return self


class LabelledDuration(LabelledFigure):
    """A length of time; a range is two lengths with a slash between."""

    iso: str = Field(pattern=f"^{_LENGTH}(/{_LENGTH})?$")
    modifier: Modifier


class LabelledParty(Label):
    """Someone bound by the claim."""

    name: str = Field(min_length=1)
    role: Role


class LabelledSource(Label):
    """Who stands behind the claim; no name when the text gives none."""

    name: str | None
    kind: SourceKind


class LabelledClaim(Label):
    """One fact, with every place where the article asserts it."""

    id: str
    event: Event
    amounts: tuple[LabelledAmount, ...]
    durations: tuple[LabelledDuration, ...]
    parties: tuple[LabelledParty, ...]
    confirmation: Status
    modality: Modality
    attribution: tuple[LabelledSource, ...]
    mentions: tuple[tuple[int, int], ...]
    traits: tuple[Trait, ...] = ()

    def figures(self) -> tuple[LabelledAmount | LabelledDuration, ...]:
        """The amounts, then the durations."""
        return (*self.amounts, *self.durations)


class LabelledArticle(Label):
    """The content of one label file."""

    doc: str
    claims: tuple[LabelledClaim, ...]
    annotator: str | None = None
    note: str | None = None


class Problem(NamedTuple):
    """Something that is wrong with a label file: which file, where in it, what."""

    doc: str
    where: str
    message: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.doc} {self.where}: {self.message}"


def label_files(folder: Path) -> list[Path]:
    """The label files of a folder by name; ``index.json`` is none, it says where the texts lie."""
    return sorted(path for path in folder.glob("*.json") if path.name != "index.json")


def read_labels(path: Path) -> LabelledArticle:
    """The labels of a file.

    Raises:
        pydantic.ValidationError: the file is not JSON, or a field is missing, unknown or no word
            of its vocabulary.
    """
    return LabelledArticle.model_validate_json(path.read_bytes())


def dump_labels(labels: LabelledArticle) -> str:
    """The content of a label file: what is not given left out, one figure a line."""
    claims = [_claim_fields(claim) for claim in labels.claims]
    fields = {
        "doc": labels.doc,
        "annotator": labels.annotator,
        "claims": claims,
        "note": labels.note,
    }
    given = {name: value for name, value in fields.items() if value or name == "claims"}
    return _laid_out(given, "") + "\n"


def _claim_fields(claim: LabelledClaim) -> dict[str, object]:
    return claim.model_dump(exclude=None if claim.traits else {"traits"})


def _laid_out(value: object, margin: str) -> str:
    """JSON: one line for what holds no records, one line an entry for what does."""
    inner = margin + " "
    if isinstance(value, dict) and any(isinstance(part, list | tuple) for part in value.values()):
        rows = [f"{json.dumps(name)}: {_laid_out(part, inner)}" for name, part in value.items()]
        return _block("{}", rows, margin)
    if isinstance(value, list | tuple) and any(isinstance(part, dict) for part in value):
        return _block("[]", [_laid_out(part, inner) for part in value], margin)
    return json.dumps(value, ensure_ascii=False, default=_number)


def _block(brackets: str, rows: list[str], margin: str) -> str:
    lines = ",\n".join(f"{margin} {row}" for row in rows)
    return f"{brackets[0]}\n{lines}\n{margin}{brackets[1]}"


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def problems(labels: LabelledArticle, text: str) -> list[Problem]:
    """Everything in which labels contradict their text, themselves or the rules of labelling."""
    found = [
        Problem(labels.doc, claim.id, message)
        for claim in labels.claims
        for message in _claim_problems(claim, text)
    ]
    return [*found, *_double_problems(labels)]


def _claim_problems(claim: LabelledClaim, text: str) -> Iterator[str]:
    if not claim.figures():
        yield "holds neither an amount nor a duration"
    yield from _quote_problems(claim, text)
    yield from _mention_problems(claim, text)
    yield from _source_problems(claim)


def _quote_problems(claim: LabelledClaim, text: str) -> Iterator[str]:
    for figure in claim.figures():
        there = text[figure.start : figure.end]
        if there != figure.quote:
            yield f"{figure.quote!r} is labelled where the text has {there!r}"


def _mention_problems(claim: LabelledClaim, text: str) -> Iterator[str]:
    for start, end in claim.mentions:
        sentence = text[start:end]
        if not sentence or len(sentence) != end - start or sentence != sentence.strip():
            yield f"the mention {start}:{end} is no sentence of the text"
    for figure in claim.figures():
        if not any(start <= figure.start and figure.end <= end for start, end in claim.mentions):
            yield f"{figure.quote!r} stands in no mention of the claim"


def _source_problems(claim: LabelledClaim) -> Iterator[str]:
    if claim.confirmation is Status.STATED and claim.attribution:
        yield "is stated by the outlet itself, yet has an attribution"
    if claim.confirmation in {Status.CONFIRMED, Status.DENIED} and not claim.attribution:
        yield f"is {claim.confirmation}, yet nobody is named who says so"


def _double_problems(labels: LabelledArticle) -> Iterator[Problem]:
    for name, times in Counter(claim.id for claim in labels.claims).items():
        if times > 1:
            yield Problem(labels.doc, name, f"is the id of {times} claims")
    amounts = Counter(
        (amount.start, amount.quote) for claim in labels.claims for amount in claim.amounts
    )
    for (start, quote), times in amounts.items():
        if times > 1:
            yield Problem(labels.doc, str(start), f"{quote!r} is labelled {times} times")
