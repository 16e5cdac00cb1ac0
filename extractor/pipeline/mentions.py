"""Where the text names, describes or points at someone.

Names come from the named-entity model when there is one, else from capitals; descriptions ("the
company"), pronouns, generic parties and commodities come from ``data/nominals.toml``.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import BaseModel, ConfigDict
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from extractor.pipeline.discourse import Form, Hit, Mention, Span
from extractor.pipeline.lexicon import load_data, matcher
from extractor.pipeline.owners import owner_of
from extractor.records import PartyKind

_KINDS = {
    "ORG": PartyKind.ORGANISATION,
    "PERSON": PartyKind.PERSON,
    "GPE": PartyKind.GOVERNMENT,
    "PRODUCT": PartyKind.PRODUCT,
    "NORP": PartyKind.UNKNOWN,
    "FAC": PartyKind.UNKNOWN,
}
_SMALL_WORD = 3
_SKIPPED = {"NORP"}
_LEAD = re.compile(
    r"^(?:(?:the|a|an|mr\.?|mrs\.?|ms\.?|dr\.?|sir|former|outgoing)\s+|ex-|[\d\s\-–—]+(?=[A-Z]))",
    re.IGNORECASE,
)
# "AI lab Acme", "chipmaker Umbra": the description stands before the last lower-case word.
_DESCRIBED = re.compile(
    r"^.*\b(?!of\b|and\b|for\b|the\b|de\b|du\b|da\b|del\b|van\b|von\b|der\b|la\b|le\b|in\b|on\b|at\b"
    r"|to\b|a\b|by\b|with\b|y\b|e\b)[a-z][a-z-]{2,}\s+(?=[A-Z])"
)
_TAIL = re.compile(
    r"(?:['’]s|['’]|\s*\(.*|\s+[A-Z0-9]{2,6}\.[A-Z]{1,2}|[\s,;:.\-–—\"“”]+)$", re.DOTALL
)
_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.)+$|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|Bros|St|plc|Cos)\.$")
_TICKER = re.compile(r"^[A-Z0-9]{1,6}\.[A-Z]{1,3}$")
_WORD = r"(?:(?<!/)(?:[A-Z]\.)+|[A-Z][\w&’'-]*(?:\.[A-Za-z]\w*)*)"
_JOINER = r"(?: (?:of|de|du|da|van|von|der|and|&|for)(?: the)? (?=[A-Z])| )"
_CAPITALS = re.compile(rf"\b{_WORD}(?:{_JOINER}{_WORD})*")
_WHERE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|across|around|throughout|inside)\s+(?:the\s+)?(?:\w+\s+)?$"
    r"|[A-Z]\w+,\s+$"
)
_WHERE_AFTER = re.compile(r"-based|, [A-Z]\w+-based|\s*\((?:Reuters|AP)\)")
_TITLE = re.compile(
    r"\b(?:Minister|Chairman|Chief|President|Director|Governor|Judge|Secretary|Analyst|Spokes\w+)\b"
)
_RECURS = 3
_TICKER_AFTER = re.compile(r"\s*\(\s*[A-Z0-9]{1,6}\.[A-Z]{1,2}\b")
_JOINED = re.compile(r"( and | of )")
_OF_NAME = re.compile(
    r"\b(?:Bank|University|Institute|College|School|Board|Bureau|Republic|Kingdom|Council|Chamber|"
    r"Federation|Association|Church|Museum|City|State|Port|House|Commonwealth|Isle)$"
)
_DATES = "|".join([*calendar.month_name[1:], *calendar.day_name])
_FORMS: dict[str, tuple[PartyKind, Form]] = {
    "organisation": (PartyKind.ORGANISATION, "nominal"),
    "government": (PartyKind.GOVERNMENT, "nominal"),
    "person": (PartyKind.PERSON, "nominal"),
    "named.government": (PartyKind.GOVERNMENT, "name"),
    "generic": (PartyKind.GENERIC, "name"),
    "product": (PartyKind.PRODUCT, "name"),
    "pronoun.organisation": (PartyKind.ORGANISATION, "pronoun"),
    "pronoun.plural": (PartyKind.UNKNOWN, "pronoun"),
    "pronoun.person": (PartyKind.PERSON, "pronoun"),
    "pronoun.speaker": (PartyKind.UNKNOWN, "pronoun"),
}


class NameForms(BaseModel):
    """``data/names.toml``: what the form of a name tells about its bearer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opener: str
    reject: str
    authority: str
    media: str
    organisation: str
    country: str


@cache
def _form(which: str) -> re.Pattern[str]:
    return re.compile(getattr(load_data("names.toml", NameForms), which))


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(f"{load_data('names.toml', NameForms).opener}|{_DATES}")


def is_media(name: str) -> bool:
    """Whether a name is that of another outlet or agency."""
    return _form("media").fullmatch(_LEAD.sub("", name)) is not None


def is_authority(name: str) -> bool:
    """Whether a name is that of a court, regulator, ministry, central bank or the like."""
    return _form("authority").fullmatch(name) is not None


def find_mentions(doc: Doc, text: str) -> list[Mention]:
    """Names, descriptions and pronouns in text order; a longer name hides what it overlaps.

    Args:
        doc: with named entities, if a model found any.
        text: the doc's own.
    """
    names = list(_names(doc, text))
    described = [_described(hit) for hit in matcher("nominals.toml").hits(text)]
    return [
        mention
        for mention in _without_overlaps([*names, *described])
        if not (mention.kind is PartyKind.GOVERNMENT and _is_whereabouts(text, mention))
    ]


def _is_whereabouts(text: str, mention: Mention) -> bool:
    """Whether a place name only says where ("in China", "Fairfield, Connecticut-based")."""
    if is_authority(text[mention.start : mention.end]) or mention.form != "name":
        return False
    before = text[max(0, mention.start - 24) : mention.start]
    after = text[mention.end : mention.end + 8]
    return _WHERE_BEFORE.search(before) is not None or _WHERE_AFTER.match(after) is not None


def _names(doc: Doc, text: str) -> Iterator[Mention]:
    """Names in the text; a headline in title case makes names of anything: the body must agree."""
    end = max(0, text.find("\n"))
    titled = _is_title_case(text[:end])
    for mention in _all_names(doc, text):
        if mention.start >= end or not titled or text[mention.start : mention.end] in text[end:]:
            yield mention


def _all_names(doc: Doc, text: str) -> Iterator[Mention]:
    """The model's names, and those that their form gives away; all capitals without a model."""
    capitals = list(_capital_names(text))
    if not doc.has_annotation("ENT_IOB"):
        yield from capitals
        return
    for ent in doc.ents:
        yield from _of_ent(text, ent)
    # The model takes some firms for peoples ("Tiscali"): a ticker tells them apart.
    listed = {text[n.start : n.end] for n in capitals if _TICKER_AFTER.match(text, n.end)}
    groups = {ent.text for ent in doc.ents if ent.label_ in _SKIPPED} - listed
    names = [name for name in capitals if text[name.start : name.end] not in groups]
    often = Counter(text[name.start : name.end] for name in names)
    for name in names:
        words = text[name.start : name.end]
        recurs = often[words] >= _RECURS or words in listed
        if not _has_title(words) and (name.rule != "capitals" or recurs):
            yield name


def _has_title(name: str) -> bool:
    """Whether an office stands in a run of capitals ("Finance Minister Jane Roe")."""
    return _TITLE.search(name) is not None


def _described(hit: Hit) -> Mention:
    kind, form = _FORMS[hit.category]
    return Mention(hit.start, hit.end, kind, form, hit.rule)


def _without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    found = list(mentions)
    taken = bytearray(max((mention.end for mention in found), default=0))
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.form != "name", m.start - m.end, m.start)):
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def _is_title_case(headline: str) -> bool:
    words = [word for word in headline.split() if word[0].isalpha() and len(word) > _SMALL_WORD]
    capital = sum(word[0].isupper() for word in words)
    return len(words) > _SMALL_WORD and capital >= 0.8 * len(words)


def _of_ent(text: str, ent: TokenSpan) -> Iterator[Mention]:
    if ent.label_ not in _KINDS or ent.label_ in _SKIPPED:
        return
    for span in _own_names(text, Span(ent.start_char, ent.end_char)):
        name = text[span.start : span.end]
        if not _is_no_name(text, span):
            kind = kind_by_form(name) or _KINDS[ent.label_]
            yield Mention(span.start, span.end, kind, "name", f"ner.{ent.label_.lower()}")


def _is_no_name(text: str, span: Span) -> bool:
    """Whether a word is no name of a party: an index such as Nasdaq, unless its ticker follows."""
    rejected = _form("reject").fullmatch(text[span.start : span.end]) is not None
    return rejected and not _TICKER_AFTER.match(text, span.end)


def _own_names(text: str, found: Span) -> Iterator[Span]:
    """The names in a stretch that was taken for one: “Keld Plc's Marl Bank” are two."""
    name = trim_name(text, found.start, found.end)
    owner = name and owner_of(text, name)
    owned = owner and trim_name(text, owner.end + len("'s"), found.end)
    if name is None or owner is None or owned is None or not _is_owned(text, owned):
        yield from filter(None, [name])
        return
    if kind_by_form(text[owner.start : owner.end]):
        yield owner
    yield owned


def _is_owned(text: str, name: Span) -> bool:
    """Whether a name can stand without its owner: “Group” and “Competition Bureau” can't."""
    words = text[name.start : name.end]
    alone = " " in words or not _form("organisation").fullmatch(f"x {words}")
    return alone and not is_authority(words)


def kind_by_form(name: str) -> PartyKind | None:
    """What the form of a name gives away: "Bank of England", "Acme Corp"; None for most names."""
    if is_authority(name):
        return PartyKind.GOVERNMENT
    if _form("organisation").fullmatch(name):
        return PartyKind.ORGANISATION
    return None


def trim_name(text: str, start: int, end: int) -> Span | None:
    """The name without article, title, possessive, ticker and punctuation; None if nothing stays.

    "the Bank of Italy's" gives "Bank of Italy"; "Acme Corp ( ACME.O" gives "Acme Corp".
    """
    described = _DESCRIBED.match(text[start:end])
    start += described.end() if described else 0
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead else 0
    while start < end:
        piece = text[start:end]
        tail = _TAIL.search(piece)
        if not tail or (piece.endswith(".") and _ABBREVIATED.search(piece)):
            break
        end = start + tail.start()
    piece = text[start:end]
    named = any(char.isupper() or char.isdigit() for char in piece) and len(piece) > 1
    return Span(start, end) if named and not _TICKER.match(piece) and "\n" not in piece else None


def _capital_names(text: str) -> Iterator[Mention]:
    runs = (Span(start, end) for start, end in _capital_runs(text))
    for span in (name for run in runs for name in _own_names(text, run)):
        if not _looks_like_name(text, span):
            continue
        name = text[span.start : span.end]
        formed = kind_by_form(name)
        kind = formed or _country(name) or PartyKind.UNKNOWN
        yield Mention(span.start, span.end, kind, "name", "capitals.form" if formed else "capitals")


def _capital_runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words; "and" joins only what makes an institution's name."""
    for match in _CAPITALS.finditer(text):
        start = match.start() + _opening_words(match.group())
        whole = text[start : match.end()]
        for part in _JOINED.split(whole) if _is_joined(whole) else [whole]:
            if part not in {" and ", " of "}:
                yield start, start + len(part)
            start += len(part)


def _is_joined(run: str) -> bool:
    """Whether "and" or "of" joins two names, rather than making one of an institution."""
    if kind_by_form(run) is PartyKind.GOVERNMENT:
        return False
    return any(
        joint.group() == " and " or not _OF_NAME.search(run[: joint.start()])
        for joint in _JOINED.finditer(run)
    )


def _opening_words(run: str) -> int:
    """How many characters of a run only open a sentence: "On Monday" in "On Monday Acme"."""
    length = 0
    for word in re.finditer(r"\S+\s+", run):
        if not _opener().fullmatch(word.group().strip()):
            break
        length = word.end()
    return length


def _country(name: str) -> PartyKind | None:
    return PartyKind.GOVERNMENT if _form("country").fullmatch(name) else None


def _looks_like_name(text: str, span: Span) -> bool:
    """A single capitalised word at the start of a sentence counts only if it recurs inside one."""
    name = text[span.start : span.end]
    if _TICKER_AFTER.match(text, span.end):
        return True
    if _is_no_name(text, span) or name.lower() in _CALENDAR:
        return False
    before = text[max(0, span.start - 8) : span.start].rstrip(" \"'“‘(")[-1:]
    if before not in {"", "\n", ".", "!", "?", ":", "-", "–", "—", "•", "*"}:
        return True
    if " " in name or name[1:] != name[1:].lower():
        return True
    return re.search(rf"[a-z,] {re.escape(name)}\b", text) is not None


_CALENDAR = frozenset(name.lower() for name in (*calendar.month_name, *calendar.day_name) if name)
