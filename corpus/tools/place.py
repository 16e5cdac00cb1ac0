"""Turn drafts into label files: sentence numbers and quotes become offsets.

    python -m corpus.tools.place DRAFT.jsonl TEXTS LABELS

A draft is a line of JSON, a label file but for three things: a figure has ``sent``, the number of
its sentence as ``corpus.tools.show`` prints it, in place of ``start`` and ``end``; ``mentions``
are sentence numbers; and ``per``, ``durations`` and the ``modifier`` of a duration may be left
out. A quote that stands in its sentence more than once is taken from left to right, in the order
of the claims.

Writes ``LABELS/<doc>.json`` for every article without a problem, prints the problems of the
others, and ends with 1 when there is any.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

from corpus.tools.check_labels import read_text
from corpus.tools.labels import LabelledArticle, Problem, dump_labels, problems
from corpus.tools.sentences import Sentence, sentences

_Span = tuple[int, int]


class _Draft(BaseModel):
    """Fields that are not named here go to the label file as they are, and are checked there."""

    model_config = ConfigDict(frozen=True, extra="allow")


class DraftFigure(_Draft):
    """An amount or a duration by its words and its sentence."""

    sent: NonNegativeInt
    quote: str = Field(min_length=1)


class DraftClaim(_Draft):
    """A claim whose mentions are sentence numbers."""

    id: str
    amounts: tuple[DraftFigure, ...] = ()
    durations: tuple[DraftFigure, ...] = ()
    mentions: tuple[NonNegativeInt, ...] = Field(min_length=1)


class DraftArticle(_Draft):
    """A line of a file of drafts."""

    doc: str = Field(pattern=r"^[\w-][\w.-]*$")
    claims: tuple[DraftClaim, ...]


class PlacementError(Exception):
    """A quote or a sentence is not there: the message says which and what to do."""


class Placer:
    """Finds quotes in the sentences of one text, no two in the same place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentences = sentences(text)
        self._taken: list[_Span] = []

    def sentence(self, number: int) -> Sentence:
        """Where a sentence stands.

        Raises:
            PlacementError: the article has no such sentence.
        """
        if number >= len(self._sentences):
            last = len(self._sentences) - 1
            raise PlacementError(
                f"there is no sentence {number}, the last is {last}; see corpus.tools.show"
            )
        return self._sentences[number]

    def place(self, quote: str, number: int) -> _Span:
        """The first place of a quote in a sentence that is not taken yet; it is taken now.

        Raises:
            PlacementError: the quote is not in the sentence, or not once more.
        """
        found = list(self._places(quote, number))
        for span in found:
            if not any(start < span[1] and span[0] < end for start, end in self._taken):
                self._taken.append(span)
                return span
        if found:
            raise PlacementError(
                f"{quote!r} is labelled already wherever it stands in sentence {number};"
                " drop one label or name another sentence"
            )
        raise PlacementError(f"{quote!r} is not in sentence {number}; {self._advice(quote)}")

    def _places(self, quote: str, number: int) -> Iterator[_Span]:
        """Places of a quote from the left; last those inside a longer number or word."""
        start, end = self.sentence(number)
        words = re.escape(quote)
        whole = re.compile(rf"(?<!\w)(?<!\d[.,]){words}(?!\w|[.,]\d)")
        for pattern in (whole, re.compile(words)):
            for match in pattern.finditer(self._text, start, end):
                yield match.span()

    def _advice(self, quote: str) -> str:
        others = [
            str(number)
            for number, (start, end) in enumerate(self._sentences)
            if quote in self._text[start:end]
        ]
        if others:
            return f"it is in {', '.join(others)}: name that sentence"
        return "copy the words as they stand in the article"


def place_article(draft: DraftArticle, text: str) -> tuple[LabelledArticle | None, list[Problem]]:
    """The labels of a draft with offsets, and what is wrong with them; none if they can't be."""
    placer = Placer(text)
    spans, found = _placed_figures(draft, placer)
    mentions, missing = _placed_mentions(draft, placer)
    if found or missing:
        return None, [*found, *missing]
    fields = draft.model_dump() | {"claims": list(_claim_fields(draft, iter(spans), mentions))}
    try:
        labels = LabelledArticle.model_validate(fields)
    except ValidationError as error:
        return None, list(_field_problems(draft.doc, error, draft))
    return labels, problems(labels, text)


def _placed_figures(draft: DraftArticle, placer: Placer) -> tuple[list[_Span], list[Problem]]:
    """Places of all figures in their order.

    Long quotes choose first, so that "€40m" does not take the place of "€40m-€50m".
    """
    figures = [
        (claim.id, figure)
        for claim in draft.claims
        for figure in (*claim.amounts, *claim.durations)
    ]
    spans = {}
    found = []
    for index in sorted(range(len(figures)), key=lambda index: -len(figures[index][1].quote)):
        name, figure = figures[index]
        try:
            spans[index] = placer.place(figure.quote, figure.sent)
        except PlacementError as error:
            found.append(Problem(draft.doc, name, str(error)))
    return [span for _, span in sorted(spans.items())], found


def _placed_mentions(
    draft: DraftArticle, placer: Placer
) -> tuple[list[list[Sentence]], list[Problem]]:
    mentions, found = [], []
    for claim in draft.claims:
        try:
            mentions.append([placer.sentence(number) for number in claim.mentions])
        except PlacementError as error:
            found.append(Problem(draft.doc, claim.id, f"mentions: {error}"))
    return mentions, found


def _claim_fields(
    draft: DraftArticle, spans: Iterator[_Span], mentions: list[list[Sentence]]
) -> Iterator[dict[str, Any]]:
    for claim, sentences_of_claim in zip(draft.claims, mentions, strict=True):
        yield claim.model_dump() | {
            "amounts": [_figure_fields(amount, next(spans)) for amount in claim.amounts],
            "durations": [
                {"modifier": "exact"} | _figure_fields(duration, next(spans))
                for duration in claim.durations
            ],
            "mentions": sentences_of_claim,
        }


def _figure_fields(figure: DraftFigure, span: _Span) -> dict[str, Any]:
    return figure.model_dump(exclude={"sent"}) | {"start": span[0], "end": span[1]}


def _field_problems(
    doc: str, error: ValidationError, draft: DraftArticle | None = None
) -> Iterator[Problem]:
    """What is wrong with fields, by claim where there is one."""
    for detail in error.errors(include_url=False):
        place = detail["loc"]
        where = "line"
        if draft and len(place) > 1 and isinstance(place[1], int):
            where, place = draft.claims[place[1]].id, place[2:]
        yield Problem(doc, where, f"{'.'.join(map(str, place))}: {detail['msg']}")


def place_line(line: str, texts: Path) -> tuple[LabelledArticle | None, list[Problem]]:
    """The labels of one line of a file of drafts, or what is wrong with it."""
    try:
        draft = DraftArticle.model_validate_json(line)
    except ValidationError as error:
        return None, list(_field_problems(line[:40], error))
    try:
        text = read_text(texts / f"{draft.doc}.txt")
    except OSError as error:
        return None, [Problem(draft.doc, "text", f"{error}; is {texts} the right folder?")]
    return place_article(draft, text)


def place_drafts(lines: Iterable[str], texts: Path, labels: Path) -> tuple[int, list[Problem]]:
    """Write the label files; how many there are, and what is wrong with the others."""
    done: set[str] = set()
    wrong: list[Problem] = []
    for line in filter(str.strip, lines):
        article, found = place_line(line, texts)
        if article and article.doc in done:
            found = [Problem(article.doc, "file", "is drafted twice; keep one of the lines")]
        wrong += found
        if article and not found:
            done.add(article.doc)
            path = labels / f"{article.doc}.json"
            path.write_text(dump_labels(article), encoding="utf-8", newline="\n")
    return len(done), wrong


def main(arguments: list[str]) -> int:
    """Place, print, and say how it went: 0 every draft is a label file now, 1 not."""
    parser = argparse.ArgumentParser(prog="place", description="Turn drafts into label files.")
    parser.add_argument("draft", type=Path, help="one JSON object a line")
    parser.add_argument("texts", type=Path, help="folder of <name>.txt")
    parser.add_argument("labels", type=Path, help="folder for <name>.json")
    options = parser.parse_args(arguments)
    options.labels.mkdir(parents=True, exist_ok=True)
    lines = options.draft.read_text(encoding="utf-8").split("\n")
    written, wrong = place_drafts(lines, options.texts, options.labels)
    for problem in wrong:
        print(problem)
    print(f"{written} label files written, {len(wrong)} problems", file=sys.stderr)
    return 1 if wrong or not written else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
