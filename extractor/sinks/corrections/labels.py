"""Articles that editors have reviewed, as labels to train on: the format of ``corpus/``.

Only articles of which every claim was accepted are labels: a label file says of an article which
claims it makes, and what nobody looked at is a guess of the machine that would be trained on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from extractor.errors import StoreError
from extractor.records import Amount, ArticleClaims, Claim, Duration, Quote, Status
from extractor.sinks.corrections.records import (
    ClaimName,
    Remembered,
    as_corrected,
    by_claim,
    corrected_of,
    is_checked,
    valid,
)
from extractor.sinks.files import atomic_bytes, store_errors

LABELS: Final = "labels"
TEXTS: Final = "texts"
_DIGITS: Final = 10
_DAYS: Final = r"(\d+(\.\d+)?[YMWD])+"
_HOURS: Final = r"T(\d+(\.\d+)?[HMS])+"
_LENGTH: Final = f"P({_DAYS}({_HOURS})?|{_HOURS})"
_ISO: Final = re.compile(f"{_LENGTH}(/{_LENGTH})?")
_ON_RECORD: Final = {Status.CONFIRMED, Status.DENIED}

Label: TypeAlias = dict[str, Any]


class LeftOut(NamedTuple):
    """An article that has reviewed claims and is no label all the same."""

    source: str
    reason: str


@dataclass(slots=True)
class LabelCounts:
    """What was written, and what was not."""

    articles: int = 0
    claims: int = 0
    left_out: list[LeftOut] = field(default_factory=list)


def write_labels(
    folder: Path, records: Iterable[ArticleClaims], remembered: Iterable[Remembered]
) -> LabelCounts:
    """Write ``labels/NAME.json`` and ``texts/NAME.txt`` for every article that was reviewed whole.

    NAME is ``reviewed-`` and the first ten digits of the text's SHA-256: the same text is the same
    article for the split into training and test, wherever it was read.

    Args:
        folder: A new one, or one without files: labels of an earlier time would stay among these.
        records: The articles as they are saved last.
        remembered: Everything that editors noted.

    Raises:
        StoreError: the folder holds something, or can't be written.
    """
    _make(folder)
    counts, histories = LabelCounts(), by_claim(remembered)
    for record in records:
        noted = {claim.id: _history(record, claim, histories) for claim in record.claims}
        if not any(noted.values()):
            continue
        reason = _reason(record, noted, folder)
        if reason:
            counts.left_out.append(LeftOut(record.article.source, reason))
        else:
            _write(folder, record, noted)
            counts.articles += 1
            counts.claims += len(record.claims)
    return counts


def _make(folder: Path) -> None:
    with store_errors(str(folder)):
        if folder.exists() and not all(map(_is_left_empty, folder.iterdir())):
            raise StoreError(str(folder), "is not empty; name a new folder for the labels")
        for part in (LABELS, TEXTS):
            (folder / part).mkdir(parents=True, exist_ok=True)


def _is_left_empty(entry: Path) -> bool:
    """Whether it is a folder of an attempt that found nothing to write: no reason to refuse."""
    return entry.name in {LABELS, TEXTS} and entry.is_dir() and not any(entry.iterdir())


def _history(
    record: ArticleClaims, claim: Claim, histories: Mapping[ClaimName, list[Remembered]]
) -> list[Remembered]:
    """What stands of a claim; nothing when everything was taken back."""
    history = histories.get((record.article.source, claim.id), [])
    return history if valid([each.correction for each in history]) else []


def _name(record: ArticleClaims) -> str:
    return f"reviewed-{record.article.text_sha256[:_DIGITS]}"


def _reason(
    record: ArticleClaims, noted: Mapping[str, Sequence[Remembered]], folder: Path
) -> str | None:
    """Why an article is no label; None when it is one."""
    open_claims = [claim.id for claim in record.claims if not is_checked(claim, noted[claim.id])]
    if open_claims:
        count = f"{len(open_claims)} of {len(record.claims)}"
        return f"{count} claims are not accepted as they stand, the first is {open_claims[0]}"
    if (folder / LABELS / f"{_name(record)}.json").exists():
        return "another article with the same text is there already"
    if "\r" in record.article.text:
        return "its text has carriage returns, which those who read labels would not count"
    labels = _claims(record, noted)
    faults = (
        f"claim {claim.id} {fault}"
        for claim, label in zip(record.claims, labels, strict=True)
        for fault in _faults(label)
    )
    return next(faults, None) or _told_twice(labels)


def _write(folder: Path, record: ArticleClaims, noted: Mapping[str, Sequence[Remembered]]) -> None:
    name = _name(record)
    content = {
        "doc": name,
        "annotator": ", ".join(_editors(noted.values())),
        "claims": _claims(record, noted),
        "note": f"proposed by newsclaims {record.extractor.version}, reviewed by the annotators",
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    for part, file, written in (
        (TEXTS, f"{name}.txt", record.article.text),
        (LABELS, f"{name}.json", text),
    ):
        with atomic_bytes(folder / part / file) as stream:
            stream.write(written.encode("utf-8"))


def _editors(histories: Iterable[Sequence[Remembered]]) -> list[str]:
    entries = (entry for history in histories for entry in valid([e for e, _ in history]))
    return sorted({entry.by for entry in entries})


def _claims(record: ArticleClaims, noted: Mapping[str, Sequence[Remembered]]) -> list[Label]:
    return [
        _label(f"c{number}", claim, noted[claim.id])
        for number, claim in enumerate(record.claims, start=1)
    ]


def _label(name: str, machine: Claim, history: Sequence[Remembered]) -> Label:
    claim = as_corrected(machine, corrected_of([entry for entry, _ in history]))
    status = claim.confirmation.status
    # What is stated by the outlet itself has no source, by the meaning of the word.
    sources = () if status is Status.STATED else claim.attribution
    return {
        "id": name,
        "event": claim.event.value,
        "amounts": [_amount(amount) for amount in claim.amounts],
        "durations": [_duration(duration) for duration in claim.durations],
        "parties": [{"name": party.name, "role": party.role.value} for party in claim.parties],
        "confirmation": status.value,
        "modality": claim.modality.value,
        "attribution": [{"name": each.name, "kind": each.kind.value} for each in sources],
        "mentions": [_trimmed(sentence) for sentence in claim.evidence],
    }


def _amount(amount: Amount) -> Label:
    return {
        **_quote(amount),
        "min": _number(amount.value_min),
        "max": _number(amount.value_max),
        "currency": amount.currency,
        "modifier": amount.modifier.value,
        "per": amount.per,
    }


def _duration(duration: Duration) -> Label:
    return {**_quote(duration), "iso": duration.iso8601, "modifier": duration.modifier.value}


def _quote(quote: Quote) -> Label:
    return {"quote": quote.text, "start": quote.start, "end": quote.end}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _trimmed(sentence: Quote) -> list[int]:
    """The sentence without the white space around it."""
    before = len(sentence.text) - len(sentence.text.lstrip())
    return [sentence.start + before, sentence.start + before + len(sentence.text.strip())]


def _faults(label: Label) -> Iterator[str]:
    """In what a claim contradicts the rules of labelling; the corpus' own check says the same."""
    figures = [*label["amounts"], *label["durations"]]
    if not figures:
        yield "has neither an amount nor a term"
    for amount in label["amounts"]:
        yield from _amount_faults(amount)
    for duration in label["durations"]:
        if not _ISO.fullmatch(duration["iso"] or ""):
            yield f"has a term of unknown length: {duration['quote']!r}"
    if any(start >= end for start, end in label["mentions"]):
        yield "has a sentence without words"
    for figure in figures:
        if not any(s <= figure["start"] and figure["end"] <= e for s, e in label["mentions"]):
            yield f"has {figure['quote']!r} outside its sentences"
    if Status(label["confirmation"]) in _ON_RECORD and not label["attribution"]:
        yield f"is {label['confirmation']}, yet nobody is named who says so"


def _amount_faults(amount: Label) -> Iterator[str]:
    low, high = amount["min"], amount["max"]
    if low is None and high is None:
        yield f"has an amount of unknown value: {amount['quote']!r}"
    elif low is not None and high is not None and low > high:
        yield f"has an amount that ends before it begins: {amount['quote']!r}"
    elif any(value in {float("inf"), float("-inf")} for value in (low, high)):
        yield f"has an amount too large for a label: {amount['quote']!r}"


def _told_twice(labels: Sequence[Label]) -> str | None:
    """One amount in one place belongs to one claim."""
    places = [(a["start"], a["quote"]) for label in labels for a in label["amounts"]]
    twice = next((place for place in places if places.count(place) > 1), None)
    return f"the amount {twice[1]!r} stands in two claims" if twice else None
