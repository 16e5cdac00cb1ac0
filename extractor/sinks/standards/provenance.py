"""How a record came about, in W3C PROV (PROV-JSON): page, text, claims, and what made them.

https://www.w3.org/TR/prov-dm/ is the model, https://www.w3.org/submissions/prov-json/ the form.
One document an article. An entity is named by what it is, so that two documents that speak of the
same page use the same name; two records that different versions made of one article are two
accounts of it, and belong into two bundles when they are loaded together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from extractor.hashing import content_id
from extractor.records import Article, ArticleClaims, Claim, ExtractorInfo
from extractor.sinks.standards.documents import Document
from extractor.sinks.standards.identifiers import (
    Names,
    extractor_id,
    language_tag,
    local_name,
    public_url,
)

_PREFIX: Final = "newsclaims"
_USUAL: Final = Names()


def provenance_documents(record: ArticleClaims, names: Names = _USUAL) -> Iterator[Document]:
    """The provenance of one record as one PROV-JSON document."""
    yield _Account(record).document(names)


def _name(kind: str, identifier: str) -> str:
    return f"{_PREFIX}:{local_name(kind, identifier)}"


def _type(word: str) -> Document:
    name = word if ":" in word else f"{_PREFIX}:{word}"
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _attributes(**values: object) -> Document:
    """Attributes of ours that have a value."""
    return {f"{_PREFIX}:{name}": value for name, value in values.items() if value}


def _labelled(label: str | None) -> Document:
    return {"prov:label": label} if label else {}


def _numbered(mark: str, relations: Iterable[Document]) -> Document:
    """Relations of one kind under blank names: nobody speaks of them, and order is fixed."""
    return {f"_:{mark}{number}": relation for number, relation in enumerate(relations, start=1)}


class _Account:
    """One record and the names of what it came from."""

    def __init__(self, record: ArticleClaims) -> None:
        article, extractor = record.article, extractor_id(record.extractor)
        fetched = article.fetched_at.isoformat() if article.fetched_at else None
        place = article.url or article.source
        self._record = record
        self._fetched = fetched
        self._page = _name("page", content_id("page", article.raw_sha256, place, fetched))
        self._text = _name("text", content_id("text", article.id, article.text_sha256))
        self._fetching = _name("fetching", content_id("fetching", self._page))
        self._reading = _name("reading", content_id("reading", self._text, extractor))
        self._extraction = _name("extraction", content_id("extraction", self._text, extractor))
        self._software = _name("software", record.extractor.version)
        self._rules = _name("rules", record.extractor.rules)
        self._model = _name("model", record.extractor.model) if record.extractor.model else None
        self._publisher = _name("publisher", article.publisher) if article.publisher else None
        self._claims = {_name("claim", claim.id): claim for claim in record.claims}

    def document(self, names: Names) -> Document:
        """The whole as PROV-JSON; kinds of relations without any are left out."""
        parts: Document = {
            "entity": self._entities(),
            "activity": self._activities(),
            "agent": self._agents(),
            "wasGeneratedBy": _numbered("generation", self._generations()),
            "used": _numbered("usage", self._usages()),
            "wasDerivedFrom": _numbered("derivation", self._derivations()),
            "wasAssociatedWith": _numbered("association", self._associations()),
            "wasAttributedTo": _numbered("attribution", self._attributions()),
        }
        return {
            "prefix": {_PREFIX: names.base},
            **{key: part for key, part in parts.items() if part},
        }

    def _entities(self) -> Document:
        extractor = self._record.extractor
        return {
            self._page: _page(self._record.article),
            self._text: _text(self._record.article),
            self._rules: {
                "prov:type": _type("prov:Plan"),
                **_attributes(fingerprint=extractor.rules),
            },
            **({self._model: _model(extractor)} if self._model else {}),
            **{name: _claim(claim) for name, claim in self._claims.items()},
        }

    def _activities(self) -> Document:
        extractor = self._record.extractor
        made_with = _attributes(
            version=extractor.version, model=extractor.model, rules=extractor.rules
        )
        fetching = {"prov:type": _type("Fetching")}
        return {
            **({self._fetching: fetching} if self._fetched else {}),
            self._reading: {
                "prov:type": _type("Reading"),
                **_attributes(version=extractor.version),
            },
            self._extraction: {"prov:type": _type("Extraction"), **made_with},
        }

    def _agents(self) -> Document:
        version = self._record.extractor.version
        software = {"prov:type": _type("prov:SoftwareAgent"), **_attributes(version=version)}
        publisher = {"prov:type": _type("prov:Organization")}
        named = self._record.article.publisher
        return {
            self._software: {**software, **_labelled(f"newsclaims {version}")},
            **({self._publisher: {**publisher, **_labelled(named)}} if self._publisher else {}),
        }

    def _generations(self) -> Iterator[Document]:
        if self._fetched:
            fetched = {"prov:entity": self._page, "prov:activity": self._fetching}
            yield {**fetched, "prov:time": self._fetched}
        yield {"prov:entity": self._text, "prov:activity": self._reading}
        for claim in self._claims:
            yield {"prov:entity": claim, "prov:activity": self._extraction}

    def _usages(self) -> Iterator[Document]:
        yield {"prov:activity": self._reading, "prov:entity": self._page}
        for entity in filter(None, (self._text, self._rules, self._model)):
            yield {"prov:activity": self._extraction, "prov:entity": entity}

    def _derivations(self) -> Iterator[Document]:
        yield _derivation(self._text, self._page, self._reading)
        for claim in self._claims:
            yield _derivation(claim, self._text, self._extraction)

    def _associations(self) -> Iterator[Document]:
        doing = (self._fetching, self._reading) if self._fetched else (self._reading,)
        for activity in doing:
            yield {"prov:activity": activity, "prov:agent": self._software}
        extracting = {"prov:activity": self._extraction, "prov:agent": self._software}
        yield {**extracting, "prov:plan": self._rules}

    def _attributions(self) -> Iterator[Document]:
        if self._publisher:
            yield {"prov:entity": self._page, "prov:agent": self._publisher}
        for claim in self._claims:
            yield {"prov:entity": claim, "prov:agent": self._software}


def _derivation(made: str, origin: str, activity: str) -> dict[str, Any]:
    return {"prov:generatedEntity": made, "prov:usedEntity": origin, "prov:activity": activity}


def _page(article: Article) -> Document:
    address = public_url(article.url)
    location = {"prov:location": {"$": address, "type": "xsd:anyURI"}} if address else {}
    told = _attributes(sha256=article.raw_sha256, source=article.source)
    return {"prov:type": _type("Page"), **location, **told}


def _text(article: Article) -> Document:
    told = _attributes(
        article=article.id,
        sha256=article.text_sha256,
        language=language_tag(article.language),
        repair=list(dict.fromkeys(article.repairs)),
    )
    return {"prov:type": _type("ArticleText"), **_labelled(article.title), **told}


def _model(extractor: ExtractorInfo) -> Document:
    return {"prov:type": _type("Model"), **_labelled(extractor.model)}


def _claim(claim: Claim) -> Document:
    told = _attributes(
        event=claim.event.value,
        modality=claim.modality.value,
        status=claim.confirmation.status.value,
        quote=claim.evidence[0].text if claim.evidence else None,
    )
    return {"prov:type": _type("Claim"), **told}
