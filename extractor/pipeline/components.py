"""The spaCy components: factories that anyone who installed the package can add to a pipeline.

Each reads spans and data of the components before it, and leaves spans in ``doc.spans`` (rule ids
as ``span_id``) and JSON-able data on ``Doc._``. Offsets in the data are exact characters; spans in
``doc.spans`` are widened to whole tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import astuple
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from extractor.pipeline.amounts import dollar_of, find_amounts
from extractor.pipeline.assembly import assemble
from extractor.pipeline.coreference import resolve
from extractor.pipeline.deals import find_deals
from extractor.pipeline.discourse import (
    Anchor,
    Deal,
    Entity,
    Mention,
    Reading,
    Sentence,
    Source,
    as_data,
)
from extractor.pipeline.durations import find_durations
from extractor.pipeline.grouping import Found
from extractor.pipeline.judging import Judge, RuleJudge
from extractor.pipeline.layout import mark_paragraphs, mark_sentences, sentences_of
from extractor.pipeline.learned.encoder.network import load_encoder
from extractor.pipeline.learned.judge import shipped_judge
from extractor.pipeline.lexicon import matcher
from extractor.pipeline.mentions import find_mentions
from extractor.pipeline.names import NearbyNames
from extractor.pipeline.opinions import Opinion
from extractor.pipeline.sources import find_sources
from extractor.records import Amount, Duration, DurationKind, Event

PARAGRAPHS: Final = "newsclaims_paragraphs"
SENTENCES: Final = "newsclaims_sentences"
AMOUNTS: Final = "newsclaims_amounts"
DURATIONS: Final = "newsclaims_durations"
DEALS: Final = "newsclaims_deals"
NAMES: Final = "newsclaims_names"
PARTIES: Final = "newsclaims_parties"
CONFIRMATION: Final = "newsclaims_confirmation"
ENCODER: Final = "newsclaims_encoder"
CLAIMS: Final = "newsclaims_claims"
# ``article`` is set by who runs the pipeline, the rest by the components.
_DATA: Final = (
    "article", "text", "sentences", "amounts", "durations", "deals", "entities", "mentions",
    "focus", "sources", "opinions", "claims",
)  # fmt: skip
ROAD: Final = (AMOUNTS, DURATIONS, PARTIES, CONFIRMATION, CLAIMS)

Component = Callable[[Doc], Doc]


def _extend() -> None:
    """Declare the data on ``Doc._``; declaring it again changes nothing."""
    for name in _DATA:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def text_of(doc: Doc) -> str:
    """The doc's text: spaCy puts it together anew each time it is asked, here it is kept."""
    if doc._.text is None:
        doc._.text = doc.text
    text: str = doc._.text
    return text


def _sentences(doc: Doc) -> tuple[Sentence, ...]:
    """The doc's sentences, found once."""
    if doc._.sentences is None:
        doc._.sentences = [astuple(sentence) for sentence in sentences_of(doc, text_of(doc))]
    return tuple(Sentence(*row) for row in doc._.sentences)


def _keep(doc: Doc, group: str, found: Iterable[tuple[int, int, str, str]]) -> None:
    """Leave (start, end, label, rule) in ``doc.spans``, widened to whole tokens."""
    spans = [
        doc.char_span(start, end, label=label, span_id=rule, alignment_mode="expand")
        for start, end, label, rule in found
    ]
    doc.spans[group] = [span for span in spans if span is not None]


@Language.factory(PARAGRAPHS)
def make_paragraphs(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Sentences never run across line breaks."""
    return mark_paragraphs


@Language.factory(SENTENCES)
def make_sentences(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Sentence boundaries without a parser."""
    return mark_sentences


@Language.factory(AMOUNTS, assigns=["doc.spans", "doc._.amounts"], default_config={"dollar": None})
def make_amounts(nlp: Language, name: str, dollar: str | None) -> Component:  # noqa: ARG001
    """Monetary amounts. ``dollar``: what a bare "$" means; null lets the article tell."""
    _extend()

    def amounts(doc: Doc) -> Doc:
        country = (doc._.article or {}).get("country")
        text = text_of(doc)
        found = find_amounts(text, dollar=dollar or dollar_of(text, country))
        doc._.amounts = [amount.model_dump(mode="json") for amount in found]
        _keep(doc, "amounts", ((a.start, a.end, "AMOUNT", a.rule) for a in found))
        return doc

    return amounts


@Language.factory(DURATIONS, assigns=["doc.spans", "doc._.durations"])
def make_durations(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Lengths of time, with what each one is."""
    _extend()

    def durations(doc: Doc) -> Doc:
        found = find_durations(text_of(doc))
        doc._.durations = [duration.model_dump(mode="json") for duration in found]
        _keep(doc, "durations", ((d.start, d.end, d.kind.value.upper(), d.rule) for d in found))
        return doc

    return durations


@Language.factory(DEALS, assigns=["doc.spans", "doc._.deals"])
def make_deals(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Words that tell deals: claims of deals without any figure hang on them."""
    _extend()

    def deals(doc: Doc) -> Doc:
        found = find_deals(text_of(doc))
        doc._.deals = [as_data(deal) for deal in found]
        _keep(doc, "deals", ((d.start, d.end, d.event.value.upper(), d.rule) for d in found))
        return doc

    return deals


@Language.factory(
    NAMES,
    requires=["doc._.amounts", "doc._.durations"],
    assigns=["doc.ents"],
    default_config={"recogniser": "ner"},
)
def make_names(nlp: Language, name: str, recogniser: str) -> NearbyNames:  # noqa: ARG001
    """Named entities near figures. ``recogniser``: the pipeline's own one, which is disabled."""
    _extend()
    return NearbyNames(nlp, recogniser)


@Language.factory(PARTIES, assigns=["doc.spans", "doc._.entities", "doc._.mentions"])
def make_parties(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Who the article speaks of: names, aliases, descriptions and pronouns, resolved."""
    _extend()

    def parties(doc: Doc) -> Doc:
        text = text_of(doc)
        reading = resolve(text, _sentences(doc), find_mentions(doc, text))
        doc._.entities = [as_data(entity) for entity in reading.entities]
        doc._.mentions = [as_data(mention) for mention in reading.mentions]
        doc._.focus = reading.focus
        _keep(doc, "mentions", ((m.start, m.end, m.kind.value, m.rule) for m in reading.mentions))
        return doc

    return parties


@Language.factory(CONFIRMATION, requires=["doc._.entities"], assigns=["doc.spans", "doc._.sources"])
def make_confirmation(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Who stands behind what is said, and the cues that bear on it."""
    _extend()

    def confirmation(doc: Doc) -> Doc:
        sources = find_sources(reading_of(doc))
        doc._.sources = [as_data(source) for source in sources]
        _keep(doc, "attributions", ((s.start, s.end, s.kind.value, s.rule) for s in sources))
        cues = matcher("status_cues.toml").hits(text_of(doc))
        _keep(doc, "cues", sorted((c.start, c.end, c.category, c.rule) for c in cues))
        return doc

    return confirmation


@Language.factory(
    ENCODER,
    requires=["doc._.amounts", "doc._.durations", "doc._.entities"],
    assigns=["doc._.opinions"],
)
def make_encoder(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """What a small transformer makes of each figure; see ``extractor.pipeline.learned.encoder``."""
    _extend()
    encoder = load_encoder()

    def opinions(doc: Doc) -> Doc:
        figures: list[Anchor] = [*amounts_of(doc), *terms_of(doc)]
        reading = reading_of(doc)
        # Apart from the figures, so that what is thought of them does not depend on the option.
        found = encoder.read(reading, figures) | encoder.read(reading, deals_of(doc))
        doc._.opinions = {str(start): opinion.as_data() for start, opinion in found.items()}
        return doc

    return opinions


def amounts_of(doc: Doc) -> list[Amount]:
    """The amounts that were found in a text, in order."""
    return [Amount.model_validate(data) for data in doc._.amounts]


def durations_of(doc: Doc) -> list[Duration]:
    """The durations that were found in a text, in order; not all are terms."""
    return [Duration.model_validate(data) for data in doc._.durations]


def terms_of(doc: Doc) -> list[Duration]:
    """The durations that are lengths of contracts, plans and the like: those that claims hold."""
    return [duration for duration in durations_of(doc) if duration.kind is DurationKind.TERM]


def deals_of(doc: Doc) -> list[Deal]:
    """The words that tell deals, in order; none where nobody looked for them."""
    return [Deal(**{**data, "event": Event(data["event"])}) for data in doc._.deals or ()]


@Language.factory(
    CLAIMS,
    requires=["doc._.amounts", "doc._.durations", "doc._.entities", "doc._.sources"],
    assigns=["doc._.claims"],
    default_config={"learned": True},
)
def make_claims(nlp: Language, name: str, learned: bool) -> Component:  # noqa: ARG001
    """Claims: figures with parties, event, modality and status, after the whole was read.

    ``learned``: weigh the cues by the weights that ship with the package; false: by rules alone.
    """
    _extend()
    judge: Judge = shipped_judge() if learned else RuleJudge()

    def claims(doc: Doc) -> Doc:
        article_id = (doc._.article or {}).get("id", "")
        found = Found(amounts_of(doc), terms_of(doc), deals_of(doc))
        claims = assemble(reading_of(doc), found, judge, article_id)
        doc._.claims = [claim.model_dump(mode="json") for claim in claims]
        return doc

    return claims


def reading_of(doc: Doc) -> Reading:
    """What the components before left on a doc, as values again."""
    return Reading(
        text_of(doc),
        _sentences(doc),
        tuple(_entity(data) for data in doc._.entities),
        tuple(Mention(**data) for data in doc._.mentions),
        tuple(Source(**data) for data in doc._.sources or ()),
        doc._.focus,
        {int(start): Opinion.from_data(data) for start, data in (doc._.opinions or {}).items()},
    )


def _entity(data: dict[str, Any]) -> Entity:
    mentions = tuple(Mention(**mention) for mention in data["mentions"])
    return Entity(data["index"], data["name"], data["kind"], mentions)
