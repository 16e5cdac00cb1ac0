"""Claims as spaCy docs with spans, for displaCy and for training.

It stands here and not among the sinks because only the pipeline knows spaCy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from extractor.records import ArticleClaims, Claim, Quote

DISPLACY_KEY: Final = "sc"
"""The group that displaCy shows (``style="span"``) unless told otherwise: all spans together."""
_GROUPS: Final = ("evidence", "amounts", "terms", "parties", "attributions", "cues")


class ClaimDocs(NamedTuple):
    """What was made of records.

    Attributes:
        content: The bytes of a ``DocBin`` with user data, as a ``.spacy`` file holds them.
        docs: How many docs are in it.
        spans: How many spans they have, each counted once.
        widened: How many of these had to be widened to whole tokens.
    """

    content: bytes
    docs: int
    spans: int
    widened: int


class _Place(NamedTuple):
    """A quote, what it is of its claim, and the claim."""

    group: str
    label: str
    quote: Quote
    claim: str


def claims_docbin(records: Iterable[ArticleClaims]) -> ClaimDocs:
    """All records in one ``DocBin``, tokens by spaCy's English tokenizer.

    A ``DocBin`` is one piece: its content is held in memory until the last record is in.
    """
    nlp = spacy.blank("en")
    docs = DocBin(store_user_data=True)
    spans = widened = 0
    for record in records:
        doc = claims_doc(record, nlp)
        spans += len(doc.spans[DISPLACY_KEY])
        widened += _widened(record, doc)
        docs.add(doc)
    return ClaimDocs(docs.to_bytes(), len(docs), spans, widened)


def claims_doc(record: ArticleClaims, nlp: Language) -> Doc:
    """An article as a doc with its claims as spans.

    ``doc.spans`` has the groups ``amounts``, ``terms``, ``parties``, ``attributions``, ``cues`` and
    ``evidence``, and ``sc`` with all of them; ``span.id_`` is the claim's id. A quote that ends
    inside a token is widened to the whole token. ``doc.user_data["record"]`` is the record as JSON,
    with the exact offsets.

    Raises:
        ValueError: the tokenizer does not give the text back; spaCy's English one does.
    """
    doc = nlp.make_doc(record.article.text)
    if doc.text != record.article.text:
        raise ValueError(f"{record.article.source}: tokens do not give the text back")
    for group in _GROUPS:
        doc.spans[group] = []
    doc.spans[DISPLACY_KEY] = []
    for place in _places(record):
        span = _span(doc, place)
        doc.spans[place.group].append(span)
        doc.spans[DISPLACY_KEY].append(span)
    doc.user_data["record"] = record.model_dump_json()
    return doc


def _span(doc: Doc, place: _Place) -> Span:
    start, end = place.quote.start, place.quote.end
    span = doc.char_span(
        start, end, label=place.label, span_id=place.claim, alignment_mode="expand"
    )
    if span is None:
        raise ValueError(f"{start}:{end} of claim {place.claim} is not in the text")
    return span


def _widened(record: ArticleClaims, doc: Doc) -> int:
    return sum(
        (span.start_char, span.end_char) != (place.quote.start, place.quote.end)
        for place, span in zip(_places(record), doc.spans[DISPLACY_KEY], strict=True)
    )


def _places(record: ArticleClaims) -> Iterator[_Place]:
    for claim in record.claims:
        for group, label, quote in _quotes(claim):
            yield _Place(group, label, quote, claim.id)


def _quotes(claim: Claim) -> Iterator[tuple[str, str, Quote]]:
    yield from (("evidence", claim.confirmation.status.name, quote) for quote in claim.evidence)
    yield from (("amounts", "AMOUNT", quote) for quote in claim.amounts)
    yield from (("terms", "TERM", quote) for quote in claim.durations)
    for party in claim.parties:
        yield from (("parties", party.role.name, quote) for quote in party.mentions)
    yield from (("attributions", "SOURCE", quote) for quote in claim.attribution)
    yield from (("cues", "CUE", quote) for quote in claim.confirmation.cues)
    decided = (("EVENT", claim.event_cue), ("MODALITY", claim.modality_cue))
    yield from (("cues", label, quote) for label, quote in decided if quote)
