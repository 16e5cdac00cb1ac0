"""What the extraction left out of the very part of the page that it took the text from.

trafilatura takes one container of a page for the article. Where a page spreads its article over
several containers of the same kind (an advert between any two of them), the others are lost
without a word. Prose that stands in the same kind of container as the extracted text, and is not
in it, is such a loss; comments, teasers and footers stand in other kinds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from extractor.articles.wording import letters_of

Kind = tuple[str, str]
"""Tag and class of the element that holds a paragraph."""
Prose = Mapping[Kind, list[str]]

_SHORTEST: Final = 60
_COMPARED: Final = 60
# Beginnings of paragraphs times letters of text.
_QUICKLY_SEARCHED: Final = 20_000_000
# Less is a caption or a line of links; nobody needs to know.
_LEAST_TOLD: Final = 200
_LEAST_LOSS: Final = 500
_WHOLE: Final = 0.9
_text_of = etree.XPath(".//text()[not(parent::script or parent::style)]")


@dataclass(frozen=True, slots=True)
class Loss:
    """Paragraphs that are missing, by the kind of container that holds them and extracted ones.

    Attributes:
        kind: Tag and class of the containers.
        missing: Characters of the paragraphs that were not extracted.
        share: Their share in all paragraphs of such containers.
    """

    kind: Kind
    missing: int
    share: float

    @property
    def is_worth_a_try(self) -> bool:
        """Whether so much is missing that the page is read once more."""
        return self.missing >= _LEAST_LOSS and self.share > 1 - _WHOLE

    @property
    def note(self) -> str:
        """What is said of it in the article's repairs."""
        return (
            f"left out {self.missing} letters of prose ({self.share:.0%}) that stand in the same "
            "kind of container as the text"
        )


def prose_of(tree: HtmlElement) -> Prose:
    """The letters of each longer paragraph of a page, by the kind of container it stands in."""
    prose: defaultdict[Kind, list[str]] = defaultdict(list)
    for paragraph in tree.iter("p"):
        holder = paragraph.getparent()
        if holder is None:
            continue
        letters = letters_of("".join(_text_of(paragraph)))
        if len(letters) >= _SHORTEST:
            prose[holder.tag, holder.get("class") or ""].append(letters)
    return prose


def loss_of(prose: Prose, paragraphs: list[str]) -> Loss | None:
    """What is missing from the containers that most of the text is from; None for very little."""
    text = letters_of("".join(paragraphs))
    found: Counter[Kind] = Counter()
    beginnings = _found_in(text, {piece[:_COMPARED] for kind in prose for piece in prose[kind]})
    for kind, pieces in prose.items():
        found[kind] = sum(len(piece) for piece in pieces if piece[:_COMPARED] in beginnings)
    kind, taken = max(found.items(), key=lambda pair: pair[1], default=(("", ""), 0))
    if not taken:
        return None
    everything = sum(map(len, prose[kind]))
    missing = everything - taken
    return Loss(kind, missing, missing / everything) if missing >= _LEAST_TOLD else None


def _found_in(text: str, beginnings: set[str]) -> set[str]:
    """The beginnings, all of the same length, that stand in a text."""
    if len(beginnings) * len(text) <= _QUICKLY_SEARCHED:
        return {beginning for beginning in beginnings if beginning in text}
    # Once through the text, however many there are: thousands of searches may take half a minute.
    places = range(len(text) - _COMPARED + 1)
    return {piece for at in places if (piece := text[at : at + _COMPARED]) in beginnings}


def join_containers(tree: HtmlElement, kind: Kind) -> None:
    """Moves what stands in the containers of a kind into the first of them, in order."""
    tag, classes = kind
    first, *others = [
        element
        for element in tree.iter(tag)
        if (element.get("class") or "") == classes and element.find("p") is not None
    ]
    for other in others:
        if first not in other.iterancestors():
            first.extend(list(other))
