"""Who stands behind what the article says: attribution.

Reporting words (``data/reporting.toml``) tell where a statement is put into somebody's mouth; the
words beside them are read as a source: a named entity, a pronoun that points at one, or a noun
that names a kind of source (``data/sources.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.pipeline.discourse import Entity, Hit, Mention, Reading, Sentence, Source, Span
from extractor.pipeline.lexicon import matcher
from extractor.pipeline.mentions import is_authority, is_media
from extractor.records import PartyKind, SourceKind

_BREAK = re.compile(
    r"[;:\"“”]|--|—| – |,(?!\d)|\b(?:that|but|while|although|as|after|because|when)\b"
)
_APPOSITIVE = re.compile(
    r"(?:an?|the|who|which|whose|chief|head|president|director|senior|based|managing|one of|"
    r"also|formerly|\w+['’]s)\b",
    re.IGNORECASE,
)
_EXPERT = re.compile(
    r"\b(?:analyst|economist|strategist|professor|trader|consultant|researcher|expert|lawyer|"
    r"attorney|fund manager|portfolio manager|lecturer|broker)s?\b",
    re.IGNORECASE,
)
_EXPERTS = (
    r"(?:analyst|economist|strategist|professor|trader|consultant|researcher|expert|lawyer|attorney|"
    r"fund manager|portfolio manager|lecturer|broker|partner at|dealer)s?\b"
)
_EXPERT_BEFORE = re.compile(rf"{_EXPERTS},?\s+$", re.IGNORECASE)
_EXPERT_AFTER = re.compile(rf"\s*,\s+[^,.;]{{0,50}}?\b{_EXPERTS}", re.IGNORECASE)
_OUTLETS = (
    r"(?:newspaper|daily|weekly|magazine|news agency|broadcaster|business paper|tabloid|website)"
)
_OUTLET_BEFORE = re.compile(rf"\b{_OUTLETS},?\s+(?:the\s+)?$", re.IGNORECASE)
_OUTLET_AFTER = re.compile(rf"\s+(?:\w+\s+)?{_OUTLETS}\b", re.IGNORECASE)
_OFFICIAL = re.compile(
    r"\b(?:minister|judge|justice|governor|mayor|senator|commissioner|prosecutor|attorney general|"
    r"chancellor|prime minister|central bank|police|ministry|secretary)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|also\s+|not\s+|since\s+)*$", re.IGNORECASE
)
_ADVERBS = re.compile(r"(?:\s|also|later|then|has|have|had|however|further|earlier|only|just)*")
_POSSESSIVES = frozenset({"its", "his", "her", "their", "our", "my", "us", "them", "him"})
_NOT_SAID = re.compile(r"\b(?:to|not|never|n['’]t|would|could|may|might|will)\s+$", re.IGNORECASE)
_SOURCE_END = re.compile(r"[;:\"“”.](?=\s|$)|,\s(?!an?\s|the\s|who\s)| -- ")
_LONGEST_SOURCE = 160
_LONGEST_SUBJECT = 400


def find_sources(reading: Reading) -> tuple[Source, ...]:
    """Every attribution of the article, in text order."""
    found = [s for sentence in reading.sentences for s in _sources_in(reading, sentence)]
    standing = {entity.index: _standing(reading.text, entity) for entity in reading.entities}
    return tuple(_by_standing(source, standing) for source in found)


def _standing(text: str, entity: Entity) -> tuple[SourceKind, str] | None:
    """What the words beside a name's mentions tell of its bearer, anywhere in the article."""
    for mention in entity.mentions:
        before = text[max(0, mention.start - 40) : mention.start]
        after = text[mention.end : mention.end + 70]
        if _OUTLET_BEFORE.search(before) or _OUTLET_AFTER.match(after):
            return SourceKind.MEDIA, "media.apposition"
        if entity.kind is PartyKind.PERSON and (
            _EXPERT_BEFORE.search(before) or _EXPERT_AFTER.match(after)
        ):
            return SourceKind.THIRD_PARTY, "third_party.apposition"
    return None


def _by_standing(source: Source, standing: dict[int, tuple[SourceKind, str] | None]) -> Source:
    known = standing.get(source.entity)
    if known is None or source.kind not in {SourceKind.PARTY, SourceKind.AUTHORITY}:
        return source
    return replace(source, kind=known[0], rule=known[1])


def _sources_in(reading: Reading, sentence: Sentence) -> Iterator[Source]:
    taken: list[Span] = []
    for cue in matcher("reporting.toml").in_span(reading.text, sentence):
        before = reading.text[max(sentence.start, cue.start - _LONGEST_SUBJECT) : cue.start]
        if _NOT_SAID.search(before) or _is_adjective(before, cue):
            continue
        source = _source_of(reading, sentence, cue)
        if source and not any(source.meets(other) for other in taken):
            taken.append(source)
            yield source
    if sentence.headline:
        yield from _headline_source(reading, sentence, taken)


def _is_adjective(before: str, cue: Hit) -> bool:
    """“Acme's reported deal”, “the announced plan”: no one is telling anything."""
    verbal = cue.category not in {"according", "said"}
    return verbal and re.search(r"(?:['’]s?|\b(?:the|an?|its|their))\s+$", before) is not None


def _source_of(reading: Reading, sentence: Sentence, cue: Hit) -> Source | None:
    if cue.category == "according":
        return _read_source(reading, sentence, _right_of(reading.text, sentence, cue.end), cue)
    if _PASSIVE.search(reading.text[max(sentence.start, cue.start - 40) : cue.start]):
        return None
    for zone in _subject_zones(reading.text, sentence, cue):
        source = _read_source(reading, sentence, zone, cue)
        if source:
            return source
    return None


def _right_of(text: str, sentence: Sentence, start: int) -> Span:
    stop = min(sentence.end, start + _LONGEST_SOURCE)
    match = _SOURCE_END.search(text, start, stop)
    return Span(start, match.start() if match else stop)


def _subject_zones(text: str, sentence: Sentence, cue: Hit) -> Iterator[Span]:
    """Where the subject of a reporting verb may stand: before it, past an apposition, or after."""
    first = max(sentence.start, cue.start - _LONGEST_SUBJECT)
    starts = [first, *(m.end() for m in _BREAK.finditer(text, first, cue.start))]
    near = Span(starts[-1], cue.start)
    if not _ADVERBS.fullmatch(text, near.start, near.end):
        yield from _with_apposition(text, starts, near)
        return
    if _closes_apposition(text, starts):
        yield Span(starts[-3] if len(starts) > 2 else first, cue.start)  # noqa: PLR2004
    if cue.category in {"said", "estimated", "claimed"}:
        yield _right_of(text, sentence, cue.end)


def _closes_apposition(text: str, starts: list[int]) -> bool:
    """Whether the comma before the verb ends an apposition: "Acme, a maker of anvils, said"."""
    if len(starts) < 3 or text[starts[-1] - 1] != ",":  # noqa: PLR2004 - two commas and a beginning
        return False
    return _APPOSITIVE.match(text[starts[-2] : starts[-1]].strip()) is not None


def _with_apposition(text: str, starts: list[int], near: Span) -> Iterator[Span]:
    """“John Roe, an analyst at Acme, said”: the name stands before the apposition."""
    apposed = len(starts) > 1 and text[near.start - 1 : near.start] == ","
    if apposed and _APPOSITIVE.match(text[near.start : near.end].strip()):
        yield Span(starts[-2], near.end)
    yield near
    if apposed:
        yield Span(starts[-2], near.end)


def _read_source(reading: Reading, sentence: Sentence, zone: Span, cue: Hit) -> Source | None:
    words = matcher("sources.toml").in_span(reading.text, zone)
    mentions = [m for m in reading.mentions_in(zone) if m.kind is not PartyKind.PRODUCT]
    noun = max(words, key=lambda hit: (_rank(hit), hit.end - hit.start), default=None)
    name = _named(reading, mentions, cue)
    if noun is None and name is None:
        noun = _unknown(reading.text, zone, cue)
    if noun is None and name is None:
        return None
    return _make(reading, sentence, cue, _Found(noun, name, zone))


def _unknown(text: str, zone: Span, cue: Hit) -> Hit | None:
    """Words after “according to” name a source even if they say nothing of its kind."""
    words = text[zone.start : zone.end]
    if not text.startswith("ccording to", cue.start + 1) or not words.strip():
        return None
    start = zone.start + len(words) - len(words.lstrip())
    return Hit(start, zone.start + len(words.rstrip()), "third_party.unknown", "third_party")


class _Found:
    """What a source zone holds: a source noun, a resolved mention, or both."""

    def __init__(self, noun: Hit | None, name: Mention | None, zone: Span) -> None:
        self.noun = noun
        self.name = name
        self.zone = zone


def _rank(hit: Hit) -> int:
    """Anonymous beats the rest: "a company official familiar with the talks" has no name."""
    order = ["party", "authority", "third_party", "media", "anonymous"]
    return order.index(hit.category) if hit.rule != "anonymous.officials_bare" else 0


def _named(reading: Reading, mentions: list[Mention], cue: Hit) -> Mention | None:
    """The mention that speaks: a person before a body, names before what points at them."""
    speaking = [m for m in mentions if _can_speak(reading, m)]
    people = [m for m in speaking if _kind_of(reading, m) is PartyKind.PERSON]
    ranked = sorted(people or speaking, key=lambda m: (m.form == "pronoun", m.gap(cue), m.start))
    return ranked[0] if ranked else None


def _can_speak(reading: Reading, mention: Mention) -> bool:
    words = reading.text[mention.start : mention.end].lower()
    return mention.kind is not PartyKind.GENERIC and words not in _POSSESSIVES


def _kind_of(reading: Reading, mention: Mention) -> PartyKind:
    return reading.entities[mention.entity].kind


def _make(reading: Reading, sentence: Sentence, cue: Hit, found: _Found) -> Source:
    kind, rule = _classify(reading, cue, found)
    anonymous = kind is SourceKind.ANONYMOUS
    span = found.noun if found.noun and (anonymous or found.name is None) else found.name
    assert span is not None, "a source has a noun or a name"  # noqa: S101 - invariant of the caller
    entity = -1 if anonymous or found.name is None else found.name.entity
    name = reading.entities[entity].name if entity >= 0 else None
    return Source(
        span.start, span.end, kind, rule, name, entity, cue.category, sentence.start, sentence.end
    )


def _classify(reading: Reading, cue: Hit, found: _Found) -> tuple[SourceKind, str]:
    """What kind of source a zone names, and the rule that tells."""
    if found.noun and found.noun.category == "anonymous" and _rank(found.noun):
        return SourceKind.ANONYMOUS, found.noun.rule
    if found.name is not None:
        return _classify_name(reading, found, reading.entities[found.name.entity])
    if found.noun is not None:
        return SourceKind(found.noun.category), found.noun.rule
    return SourceKind.PARTY, cue.rule


def _classify_name(reading: Reading, found: _Found, entity: Entity) -> tuple[SourceKind, str]:
    zone = reading.text[found.zone.start : found.zone.end]
    official = is_authority(entity.name) or entity.kind is PartyKind.GOVERNMENT
    tests = (
        (is_media(entity.name), SourceKind.MEDIA, "media.name"),
        (_EXPERT.search(zone), SourceKind.THIRD_PARTY, "third_party.expert"),
        (official, SourceKind.AUTHORITY, "authority.name"),
        (_OFFICIAL.search(zone), SourceKind.AUTHORITY, "authority.office"),
    )
    for holds, kind, rule in tests:
        if holds:
            return kind, rule
    if found.noun and found.noun.category in {"media", "third_party"}:
        return SourceKind(found.noun.category), found.noun.rule
    return SourceKind.PARTY, "party.name"


_HEADLINE_TAIL = re.compile(
    r"(?:[:;,]| -+| –| —)\s*(?P<who>sources?|source|reports?|paper|report|media|"
    r"[A-Z][\w&. ]{1,30}|analysts?|officials?|minister|CEO|lawyer|police|prosecutors)\s*$"
)


def _headline_source(reading: Reading, sentence: Sentence, taken: list[Span]) -> Iterator[Source]:
    """“Acme near $3 bln deal: sources”: a source after a headline's last colon or dash."""
    match = _HEADLINE_TAIL.search(reading.text, sentence.start, sentence.end)
    if match is None:
        return
    span = Span(*match.span("who"))
    if any(span.meets(other) for other in taken):
        return
    cue = Hit(span.start, span.end, "headline.tail", "said")
    source = _read_source(reading, sentence, span, cue)
    if source:
        yield source
    elif re.fullmatch(r"(?:report|paper|media)s?", match["who"], re.IGNORECASE):
        yield _make(
            reading, sentence, cue,
            _Found(Hit(span.start, span.end, "media.headline", "media"), None, span),
        )  # fmt: skip
