"""Claims as schema.org ``Claim``: what is said, where, by whom, about whom and which sums.

Not ``ClaimReview``: nothing is judged here. The status is a defined term among the keywords, as
are event and modality, because schema.org has no property for who stands behind a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Final

from extractor.records import (
    Amount,
    Article,
    ArticleClaims,
    Attribution,
    Claim,
    Duration,
    Modifier,
    Party,
    PartyKind,
    SourceKind,
    Status,
    plain_decimal,
)
from extractor.sinks.plain import amount_words, duration_words
from extractor.sinks.standards.documents import Document
from extractor.sinks.standards.identifiers import Names, language_tag, public_url

CONTEXT: Final = "https://schema.org"
_USUAL: Final = Names()
_PARTY_TYPES: Final = {
    PartyKind.ORGANISATION: "Organization",
    PartyKind.PERSON: "Person",
    PartyKind.GOVERNMENT: "GovernmentOrganization",
    PartyKind.PRODUCT: "Product",
    PartyKind.GENERIC: "Thing",
    PartyKind.UNKNOWN: "Thing",
}
# ISO 8601: a whole period, and one of a single unit with UN/CEFACT's codes for these units.
_PERIOD: Final = re.compile(
    r"P(?=.)(?:\d[\d.]*Y)?(?:\d[\d.]*M)?(?:\d[\d.]*W)?(?:\d[\d.]*D)?"
    r"(?:T(?=.)(?:\d[\d.]*H)?(?:\d[\d.]*M)?(?:\d[\d.]*S)?)?",
    re.ASCII,
)
_ONE_UNIT: Final = re.compile(r"P(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<unit>[YMWD])")
_UNIT_CODES: Final = {"Y": "ANN", "M": "MON", "W": "WEE", "D": "DAY"}
_AUTHORS: Final = (PartyKind.ORGANISATION, PartyKind.PERSON, PartyKind.GOVERNMENT)


def schemaorg_claims(record: ArticleClaims, names: Names = _USUAL) -> Iterator[Document]:
    """Each claim of an article as a JSON-LD document."""
    appearance = _appearance(record.article, names)
    for claim in record.claims:
        yield {"@context": CONTEXT, **_claim(claim, record.article, names), **appearance}


def _claim(claim: Claim, article: Article, names: Names) -> Document:
    return _present(
        {
            "@type": "Claim",
            "@id": names.of("claim", claim.id),
            "identifier": claim.id,
            "text": claim.evidence[0].text if claim.evidence else None,
            "inLanguage": language_tag(article.language),
            "author": _authors(claim, article),
            "firstAppearance": _told_first_by(claim),
            "about": list(_about(claim)),
            "keywords": [
                _term(claim.confirmation.status),
                _term(claim.event),
                _term(claim.modality),
            ],
        }
    )


def _present(node: Document) -> Document:
    """The node without properties that have no value."""
    return {name: value for name, value in node.items() if value is not None and value != []}


def _appearance(article: Article, names: Names) -> Document:
    """The article, not as ``firstAppearance``: others may have told the same before."""
    address = public_url(article.canonical_url or article.url)
    work = {
        "@type": "NewsArticle",
        "@id": address or names.of("article", article.id),
        "url": address,
        "headline": article.title,
        "publisher": _publisher(article),
        "author": [{"name": name} for name in article.authors],
        "datePublished": article.published_at.isoformat() if article.published_at else None,
        "dateModified": article.modified_at.isoformat() if article.modified_at else None,
        "inLanguage": language_tag(article.language),
    }
    return {"appearance": _present(work)}


def _publisher(article: Article) -> Document | None:
    return {"@type": "Organization", "name": article.publisher} if article.publisher else None


def _authors(claim: Claim, article: Article) -> list[Document]:
    """Who makes the claim: its named sources, or the outlet when it speaks in its own voice."""
    named = {each.name: _author(each, claim) for each in claim.attribution if each.name}
    publisher = _publisher(article)
    own_voice = not claim.attribution and claim.confirmation.status is Status.STATED
    return list(named.values()) or ([publisher] if publisher and own_voice else [])


def _author(attribution: Attribution, claim: Claim) -> Document:
    kind = _author_type(attribution, claim.parties)
    return {**({"@type": kind} if kind else {}), "name": attribution.name}


def _author_type(attribution: Attribution, parties: Iterable[Party]) -> str | None:
    """None where the record does not know what the source is: better no type than a guess."""
    folded = (attribution.name or "").casefold()
    kinds = (party.kind for party in parties if party.name.casefold() == folded)
    known = next((kind for kind in kinds if kind in _AUTHORS), None)
    if known:
        return _PARTY_TYPES[known]
    return "Organization" if attribution.kind is SourceKind.MEDIA else None


def _told_first_by(claim: Claim) -> Document | None:
    """A work of the outlet that the article has it from; which work is not known."""
    outlets = [each.name for each in claim.attribution if each.kind is SourceKind.MEDIA]
    name = next(filter(None, outlets), None)
    publisher = {"@type": "Organization", "name": name}
    return {"@type": "CreativeWork", "publisher": publisher} if name else None


def _about(claim: Claim) -> Iterator[Document]:
    for party in claim.parties:
        yield _party_role(party)
    yield from _distinct(map(_sum_of_money, claim.amounts))
    yield from _distinct(map(_term_length, claim.durations))


def _distinct(nodes: Iterable[Document]) -> list[Document]:
    """The nodes without repetitions: a sum that is told three times is one sum."""
    seen: list[Document] = []
    for node in nodes:
        if node not in seen:
            seen.append(node)
    return seen


def _party_role(party: Party) -> Document:
    """The party inside a ``Role``, schema.org's way to say as what it stands in the relation."""
    who = {"@type": _PARTY_TYPES[party.kind], "name": party.name}
    same_as = public_url(party.identifier)
    return {
        "@type": "Role",
        "roleName": party.role.value,
        "about": {**who, **({"sameAs": same_as} if same_as else {})},
    }


def _sum_of_money(amount: Amount) -> Document:
    low, high = _bounds(amount)
    size = {
        "minValue": None if low is None else number(low),
        "maxValue": None if high is None else number(high),
        "value": None if low is None or low != high else number(low),
    }
    money = {
        "@type": "MonetaryAmount",
        "currency": amount.currency,
        **(_rate(size, amount.per) if amount.per else size),
        "name": amount_words(amount),
    }
    return _present(money)


def _rate(size: Document, per: str) -> Document:
    """A quantity per unit inside the sum, as in schema.org's salaries."""
    return {"value": _present({"@type": "QuantitativeValue", **size, "unitText": per})}


def _bounds(amount: Amount) -> tuple[Decimal | None, Decimal | None]:
    """The ends of the sum; "more than 20" has no upper end, though the record notes 20 twice."""
    low, high = amount.value_min, amount.value_max
    if low != high or low is None:
        return low, high
    if amount.modifier is Modifier.MORE_THAN:
        return low, None
    return (None, high) if amount.modifier is Modifier.LESS_THAN else (low, high)


def number(value: Decimal) -> int | float | str:
    """A JSON number that is exactly the value, or its digits as text where none is."""
    if value == value.to_integral_value():
        return int(value)
    nearest = float(value)
    return nearest if Decimal(repr(nearest)) == value else plain_decimal(value)


def _term_length(duration: Duration) -> Document:
    """What lasts, as an ``Event``: schema.org's ``Duration`` is a data type, not a thing."""
    words = duration_words(duration) or duration.text
    return _present({"@type": "Event", "name": words, "duration": _length(duration.iso8601 or "")})


def _length(iso8601: str) -> Document | str | None:
    """A period as text, a range of one unit as a quantity; None where neither can say it."""
    if _PERIOD.fullmatch(iso8601):
        return iso8601
    match [_ONE_UNIT.fullmatch(end) for end in iso8601.split("/")]:
        case [re.Match() as low, re.Match() as high] if low["unit"] == high["unit"]:
            return {
                "@type": "QuantitativeValue",
                "minValue": number(Decimal(low["number"])),
                "maxValue": number(Decimal(high["number"])),
                "unitCode": _UNIT_CODES[low["unit"]],
            }
    return None


def _term(word: StrEnum) -> Document:
    vocabulary = {"@type": "DefinedTermSet", "name": f"newsclaims {type(word).__name__.lower()}"}
    return {
        "@type": "DefinedTerm",
        "name": word.value,
        "termCode": word.value,
        "inDefinedTermSet": vocabulary,
    }
