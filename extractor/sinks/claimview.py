"""One claim with all that was read: its quotes in their context, its cues, its parties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.records import Amount, Article, Claim, Cue, Duration, Moment, Party, Quote
from extractor.sinks.corrections.records import valid
from extractor.sinks.corrections.words import entry_words
from extractor.sinks.finding import FoundClaim
from extractor.sinks.marks import (
    Kind,
    Mark,
    claim_marks,
    legend,
    marked_line,
    needs_signs,
    shown,
)
from extractor.sinks.plain import amount_words, duration_words, one_line
from extractor.sinks.table import status_text

Meaning = Callable[[str], str | None]
_MOST_AROUND: Final = 400
_INDENT: Final = (0, 0, 0, 2)


def show_claim(console: Console, found: FoundClaim, meaning: Meaning) -> None:
    """Print a claim.

    Args:
        console: One that reads no text as markup (``table.plain_console``).
        found: The claim and what is around it.
        meaning: What a rule says, in words; None for a rule without any.
    """
    signs = needs_signs(console)
    claim = found.claim
    console.print(_head(found.in_force))
    console.print(_pairs(_article_lines(found)))
    for context in contexts(found.record.article, claim):
        console.print(_context_heading(context, claim))
        console.print(Padding(_context(found, context, signs), _INDENT))
    for heading, lines in (*_review(found), *_sections(found, meaning)):
        console.print(Text(f"\n{heading}", style="bold"))
        for line in lines:
            console.print(Padding(line, _INDENT))
    console.print(_pairs(_making(found)))
    console.print(Text("\n").append_text(legend(list(reversed(Kind)), signs=signs)))


def _review(found: FoundClaim) -> Iterator[tuple[str, list[Text]]]:
    """What editors noted; what follows it says whose it is where the two differ."""
    if found.corrections:
        yield "What editors say", [Text(entry_words(entry)) for entry in found.corrections]


def _head(claim: Claim) -> Text:
    kind = (f"  {claim.event.value}, {claim.modality.value}", "bold")
    return Text.assemble(
        status_text(claim.confirmation.status), kind, (f"  {one_line(claim.id)}", "dim")
    )


def _pairs(lines: Sequence[tuple[str, str]]) -> Padding:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in lines:
        grid.add_row(Text(name), Text(one_line(value)))
    return Padding(grid, (1, 0, 0, 0))


def _article_lines(found: FoundClaim) -> list[tuple[str, str]]:
    article = found.record.article
    lines = (
        ("Title", article.title),
        ("Publisher", article.publisher),
        ("Authors", ", ".join(article.authors)),
        ("Published", _moment(article.published_at)),
        ("Revised", _moment(article.modified_at)),
        ("URL", article.url or article.canonical_url),
        ("Source", article.source),
        ("Repeats", found.repeats),
        *(("Repeated by", source) for source in found.repeated_by),
        ("Superseded by", found.superseded_by and _superseder(found)),
    )
    return [(name, value) for name, value in lines if value]


def _superseder(found: FoundClaim) -> str:
    words = f"text {found.superseded_by}"
    if found.successor is None:
        return f"{words}; the latest text has no claim of this deal"
    status = found.successor.confirmation.status.value
    return f"{words}; this deal is {status} in the latest: claim {found.successor.id}"


def _moment(moment: Moment | None) -> str | None:
    if isinstance(moment, datetime):
        return f"{moment.isoformat(' ', 'minutes')}"
    return moment.isoformat() if moment else None


def contexts(article: Article, claim: Claim) -> list[Quote]:
    """The paragraphs that the quotes stand in, in the order of the text, each once.

    Of a very long one only what is near the quotes, from a word to a word.
    """
    spans: list[tuple[int, int]] = []
    for quote in sorted(claim.evidence, key=lambda quote: quote.start):
        start, end = _around(article.text, quote)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return [Quote(text=article.text[start:end], start=start, end=end) for start, end in spans]


def _around(text: str, quote: Quote) -> tuple[int, int]:
    start = text.rfind("\n", 0, quote.start) + 1
    end = text.find("\n", quote.end)
    end = len(text) if end < 0 else end
    if quote.start - start > _MOST_AROUND:
        blank = text.find(" ", quote.start - _MOST_AROUND, quote.start)
        start = quote.start - _MOST_AROUND if blank < 0 else blank + 1
    if end - quote.end > _MOST_AROUND:
        blank = text.rfind(" ", quote.end, quote.end + _MOST_AROUND)
        end = quote.end + _MOST_AROUND if blank < 0 else blank
    return start, end


def _context_heading(context: Quote, claim: Claim) -> Text:
    inside = [q for q in claim.evidence if context.start <= q.start < context.end]
    places = ", ".join(f"{quote.start}–{quote.end}" for quote in inside)
    noun = "Quote" if len(inside) == 1 else "Quotes"
    return Text(f"\n{noun} at {places}, in context", style="bold")


def _context(found: FoundClaim, context: Quote, signs: bool) -> Text:
    claim, text = found.claim, found.record.article.text
    quotes = [Mark(quote.start, quote.end, Kind.QUOTE) for quote in claim.evidence]
    marks = [*quotes, *claim_marks(claim, every_cue=True)]
    marked = marked_line(context.text, marks, context.start)
    before = "… " if context.start and text[context.start - 1] != "\n" else ""
    after = " …" if text[context.end : context.end + 1] not in {"", "\n"} else ""
    line = shown(marked, signs=signs)
    if not signs:
        for start, end in _gaps(marked.marks, len(marked.line)):
            line.stylize("dim", start, end)
    return Text.assemble((before, "dim"), line, (after, "dim"))


def _gaps(marks: Sequence[Mark], length: int) -> Iterator[tuple[int, int]]:
    """What stands around the quotes."""
    reached = 0
    for mark in sorted(marks):
        if mark.kind is Kind.QUOTE:
            yield reached, mark.start
            reached = max(reached, mark.end)
    yield reached, length


def _sections(found: FoundClaim, meaning: Meaning) -> Iterator[tuple[str, list[Text]]]:
    claim = found.claim
    status = claim.confirmation
    yield (
        f"{_why(found)} ({_share(status.confidence)}, {_scope(claim)})",
        [_cue_line(cue, meaning) for cue in status.cues] or [Text("no cue: told plainly")],
    )
    told = [(f"Event: {claim.event.value}", claim.event_cue)]
    told.append((f"Modality: {claim.modality.value}", claim.modality_cue))
    yield from ((head, [_cue_line(cue, meaning)]) for head, cue in told if cue)
    rest = (
        ("Who says so", [_source_line(claim, at, meaning) for at in range(len(claim.attribution))]),
        ("Amounts", [_amount_line(amount) for amount in claim.amounts]),
        ("Terms", [_term_line(term) for term in claim.durations]),
        *_party_sections(found),
    )
    yield from ((heading, lines) for heading, lines in rest if lines)


def _why(found: FoundClaim) -> str:
    """Whose status the cues speak for: an editor's stands in the head, and has no cues."""
    status = found.claim.confirmation.status.value
    corrected = found.corrected
    set_by_editor = corrected is not None and corrected.status is not None
    return f"Why newsclaims says {status}" if set_by_editor else f"Why {status}"


def _party_sections(found: FoundClaim) -> Iterator[tuple[str, list[Text]]]:
    """The parties in force first, by whom they were set, and then those of the machine."""
    machine = [_party_line(party) for party in found.claim.parties]
    setters = [entry.by for entry in valid(found.corrections) if entry.parties is not None]
    if not setters:
        yield "Parties", machine
        return
    # Nobody estimated how sure an editor's party is, and its other names are the machine's.
    in_force = [_named_party(party) for party in found.in_force.parties]
    yield f"Parties, set by {one_line(setters[-1])}", in_force or [Text("none")]
    yield "Parties that newsclaims reads", machine or [Text("none")]


def _scope(claim: Claim) -> str:
    said = {"none": "no single cue", "sentence": "in its sentence", "document": "from elsewhere"}
    return said[claim.confirmation.scope.value]


def _share(share: float) -> str:
    return f"confidence {share:.2f}"


def _words(quote: Quote) -> Text:
    words = Text(f"“{one_line(quote.text)}”", style="bold")
    return words.append(f"  {quote.start}–{quote.end}", style="dim not bold")


def _rule(text: Text, rule: str, meaning: Meaning) -> Text:
    said = meaning(rule)
    text.append(f"  {one_line(rule)}", style="not bold cyan")
    return text.append(f": {said}" if said else "", style="not bold")


def _cue_line(cue: Cue, meaning: Meaning) -> Text:
    return _rule(_words(cue), cue.rule, meaning)


def _source_line(claim: Claim, at: int, meaning: Meaning) -> Text:
    source = claim.attribution[at]
    kind = source.kind.value.replace("_", " ")
    named = f"  {one_line(source.name)}" if source.name else ""
    line = _words(source).append(f"{named}  ({kind})", style="not bold")
    return _rule(line, source.rule, meaning)


def _amount_line(amount: Amount) -> Text:
    value = f"  = {amount_words(amount)}  ({amount.modifier.value.replace('_', ' ')}"
    per = f", per {one_line(amount.per)}" if amount.per else ""
    cue = f", “{one_line(amount.modifier_cue.text)}”" if amount.modifier_cue else ""
    return _words(amount).append(f"{value}{per}{cue})", style="not bold")


def _term_line(term: Duration) -> Text:
    exact = f"  {one_line(term.iso8601)}" if term.iso8601 else ""
    modifier = term.modifier.value.replace("_", " ")
    return _words(term).append(f"  = {duration_words(term)}{exact}  ({modifier})", style="not bold")


def _party_line(party: Party) -> Text:
    line = _named_party(party, _share(party.confidence))
    aliases = dict.fromkeys(one_line(m.text) for m in party.mentions if m.text != party.name)
    also = f"  also “{'”, “'.join(aliases)}”" if aliases else ""
    return line.append(also, style="not dim")


def _named_party(party: Party, *more: str) -> Text:
    line = Text(f"{party.role.value} ", style="dim").append(
        one_line(party.name), style="not dim bold"
    )
    about = [party.kind.value, *([party.identifier] if party.identifier else []), *more]
    return line.append(f"  ({one_line(', '.join(about))})", style="not dim")


def _making(found: FoundClaim) -> list[tuple[str, str]]:
    made = found.record.extractor
    claim = found.claim
    sure = f"claim {claim.confidence:.2f}, status {claim.confirmation.confidence:.2f}"
    model = made.model or "none: rules alone"
    return [
        ("Confidence", sure),
        ("Extractor", f"newsclaims {made.version}, model {model}, rules {made.rules}"),
    ]
