"""Claims as W3C Web Annotations: each figure, party, cue, source and sentence where it is quoted.

https://www.w3.org/TR/annotation-model/ is the model. One document is an ``AnnotationCollection``
with a single embedded page: all annotations of one article, so that a document can be loaded
beside its page by itself and a stream of articles stays a stream.

A quote has up to two targets. On the article's address it is found by its words, because the page
holds more than the article's text and no position in one is a position in the other. In the text
itself, named by its SHA-256, it is found by position (code points) and by words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from extractor.hashing import content_id
from extractor.records import (
    Amount,
    Article,
    ArticleClaims,
    Attribution,
    Claim,
    Cue,
    Duration,
    Evidence,
    Party,
    Quote,
)
from extractor.sinks.plain import amount_words, duration_words
from extractor.sinks.standards.documents import Document
from extractor.sinks.standards.identifiers import (
    Names,
    extractor_id,
    language_tag,
    public_url,
    text_iri,
)
from extractor.sinks.standards.selectors import position_selector, quote_selector

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_USUAL: Final = Names()
# What an annotation says by its target already, or in an annotation of its own.
_SAID_BY_TARGET: Final = {"text", "start", "end", "modifier_cue"}


class Note(NamedTuple):
    """What is said of a quote: why (a motivation of the model), and in which words."""

    quote: Quote
    motivation: str
    bodies: tuple[Document, ...]


def annotation_collections(record: ArticleClaims, names: Names = _USUAL) -> Iterator[Document]:
    """The annotations of one article as one document; none where there is no claim."""
    items = {item["id"]: item for claim in record.claims for item in _items(record, claim, names)}
    if items:
        yield _collection(record, list(items.values()), names)


def _collection(record: ArticleClaims, items: list[Document], names: Names) -> Document:
    name = content_id("group", record.article.id, [item["id"] for item in items])
    collection = names.of("annotations", name)
    return {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": record.article.title or record.article.source,
        "generator": _software(record, names),
        "total": len(items),
        "first": {
            "id": names.of("annotations-page", name),
            "type": "AnnotationPage",
            "partOf": collection,
            "startIndex": 0,
            "items": items,
        },
    }


def _software(record: ArticleClaims, names: Names) -> Document:
    return {
        "id": names.of("extractor", extractor_id(record.extractor)),
        "type": "Software",
        "name": f"newsclaims {record.extractor.version}",
    }


def _items(record: ArticleClaims, claim: Claim, names: Names) -> Iterator[Document]:
    claim_body = _linked(names.of("claim", claim.id), "linking")
    for note in _notes(claim):
        yield _annotation(record.article, note, claim_body, names)


def _annotation(article: Article, note: Note, claim_body: Document, names: Names) -> Document:
    body = [claim_body, *note.bodies]
    place = (note.quote.start, note.quote.end)
    name = content_id("note", article.id, article.text_sha256, place, note.motivation, body)
    return {
        "id": names.of("annotation", name),
        "type": "Annotation",
        "motivation": note.motivation,
        "body": body,
        "target": list(_targets(article, note.quote)),
    }


def _targets(article: Article, quote: Quote) -> Iterator[Document]:
    words = quote_selector(article.text, quote)
    address = public_url(article.canonical_url or article.url)
    if address:
        yield {"type": "SpecificResource", "source": address, "selector": words}
    yield {
        "type": "SpecificResource",
        "source": _text_resource(article, address),
        "selector": [position_selector(quote), words],
    }


def _text_resource(article: Article, address: str | None) -> Document:
    language = language_tag(article.language)
    return {
        "id": text_iri(article),
        "type": "Text",
        "format": "text/plain",
        **({"language": language} if language else {}),
        **({"via": address} if address else {}),
    }


def _notes(claim: Claim) -> Iterator[Note]:
    for evidence in claim.evidence:
        yield _evidence_note(claim, evidence)
    for amount in claim.amounts:
        yield from _figure_notes(amount, "amount", amount_words(amount))
    for duration in claim.durations:
        yield from _figure_notes(duration, "term", duration_words(duration))
    for party in claim.parties:
        yield from _party_notes(party)
    for attribution in claim.attribution:
        yield _attribution_note(attribution)
    yield from _cue_notes(claim)


def _evidence_note(claim: Claim, evidence: Evidence) -> Note:
    words = (claim.confirmation.status, claim.event, claim.modality)
    classes = (_said(word.value, "classifying") for word in words)
    return Note(evidence, "classifying", (_tag("evidence"), *classes))


def _figure_notes(figure: Amount | Duration, tag: str, words: str) -> Iterator[Note]:
    values = _json(figure.model_dump_json(exclude=_SAID_BY_TARGET))
    yield Note(figure, "describing", (_tag(tag), _said(words, "describing"), values))
    if figure.modifier_cue:
        bodies = (_tag("modifier"), _said(figure.modifier.value, "classifying"))
        yield Note(figure.modifier_cue, "classifying", bodies)


def _party_notes(party: Party) -> Iterator[Note]:
    identifier = public_url(party.identifier)
    known = (_linked(identifier, "identifying"),) if identifier else ()
    who = (_tag(party.role.value), _named(party.name), _said(party.kind.value, "classifying"))
    for mention in party.mentions:
        yield Note(mention, "identifying", (*who, *known))


def _attribution_note(attribution: Attribution) -> Note:
    kind = _said(attribution.kind.value, "classifying")
    named = (_named(attribution.name),) if attribution.name else ()
    return Note(attribution, "identifying", (_tag("attribution"), kind, *named))


def _cue_notes(claim: Claim) -> Iterator[Note]:
    for cue in claim.confirmation.cues:
        yield _cue_note(cue, "confirmation cue", claim.confirmation.status.value)
    if claim.event_cue:
        yield _cue_note(claim.event_cue, "event cue", claim.event.value)
    if claim.modality_cue:
        yield _cue_note(claim.modality_cue, "modality cue", claim.modality.value)


def _cue_note(cue: Cue, tag: str, decided: str) -> Note:
    """What the claim was taken for, and the rule of the cue, which may have spoken against it."""
    bodies = (_tag(tag), _said(decided, "classifying"), _said(f"rule {cue.rule}", "describing"))
    return Note(cue, "classifying", bodies)


def _linked(iri: str, purpose: str) -> Document:
    return {"type": "SpecificResource", "source": iri, "purpose": purpose}


def _textual(value: str, purpose: str, media_type: str) -> Document:
    return {"type": "TextualBody", "value": value, "format": media_type, "purpose": purpose}


def _said(value: str, purpose: str) -> dict[str, Any]:
    return {**_textual(value, purpose, "text/plain"), "language": "en"}


def _tag(value: str) -> Document:
    return _said(value, "tagging")


def _named(value: str) -> Document:
    """A name is in no language."""
    return _textual(value, "identifying", "text/plain")


def _json(value: str) -> Document:
    return _textual(value, "describing", "application/json")
