"""Named entities where they can matter: near figures, not in the whole article.

The recogniser is one of the slowest parts of the pipeline, and only two fifths of the words of
business news stand near enough to a figure to say anything of it. Names further off are found by
their form (``mentions``), and a name found once is found wherever it stands (``coreference``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import cast

from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from extractor.pipeline.lexicon import matcher

_BACK = 2
_AHEAD = 1
_OPENING = 3
_TELLING = frozenset({"denial", "disclaimer"})


class NearbyNames:
    """Runs a named-entity recogniser over the sentences near figures, the opening and denials.

    A doc without a figure has none: it makes no claim.
    """

    def __init__(self, nlp: Language, recogniser: str) -> None:
        self._nlp = nlp
        self._recogniser = recogniser

    def __call__(self, doc: Doc) -> Doc:
        """The doc with entities; sets ``doc.ents`` and nothing else."""
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """The docs in order, read in batches."""
        batch: list[Doc] = []
        for doc in stream:
            batch.append(doc)
            if len(batch) == batch_size:
                yield from self._read(batch)
                batch = []
        yield from self._read(batch)

    def _read(self, docs: list[Doc]) -> list[Doc]:
        chosen = [_near_figures(doc) for doc in docs]
        excerpts = [_excerpt(doc, tokens) for doc, tokens in zip(docs, chosen, strict=True)]
        recogniser = cast("EntityRecognizer", self._nlp.get_pipe(self._recogniser))
        found = recogniser.pipe((excerpt for excerpt in excerpts if len(excerpt)), batch_size=32)
        for doc, tokens, excerpt in zip(docs, chosen, excerpts, strict=True):
            doc.ents = _carried_over(doc, tokens, next(found)) if len(excerpt) else []
        return docs


def _near_figures(doc: Doc) -> list[int]:
    """The indices of the tokens that are worth reading for names, in order."""
    starts = [sent.start_char for sent in doc.sents]
    told = (*doc._.amounts, *doc._.durations, *(doc._.deals or ()))
    if not told:
        return []
    chosen = set(range(_OPENING))
    for anchor in told:
        home = bisect_right(starts, anchor["start"]) - 1
        chosen.update(range(home - _BACK, home + _AHEAD + 1))
    for hit in matcher("status_cues.toml").hits(doc.text):
        if hit.category in _TELLING:
            chosen.add(bisect_right(starts, hit.start) - 1)
    sents = (sent for index, sent in enumerate(doc.sents) if index in chosen)
    return [index for sent in sents for index in range(sent.start, sent.end)]


def _excerpt(doc: Doc, tokens: list[int]) -> Doc:
    words = [doc[index].text for index in tokens]
    spaces = [bool(doc[index].whitespace_) for index in tokens]
    starts: list[bool | int | None] = [bool(doc[index].is_sent_start) for index in tokens]
    return Doc(doc.vocab, words=words, spaces=spaces, sent_starts=starts)


def _carried_over(doc: Doc, tokens: list[int], excerpt: Doc) -> list[TokenSpan]:
    """The excerpt's entities at their places in the doc; none runs over a sentence's end."""
    return [
        TokenSpan(doc, tokens[ent.start], tokens[ent.end - 1] + 1, label=ent.label)
        for ent in excerpt.ents
    ]
