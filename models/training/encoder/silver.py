"""What the whole pipeline thinks of articles, whether labelled or not: shares to learn from.

The rules, the linear weights and an earlier encoder know together more than a new encoder alone.
Their shares of each class, not their decisions, are what it learns (Hinton et al. 2015,
"Distilling the knowledge in a neural network").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.pipeline import components
from extractor.pipeline.discourse import Reading
from extractor.pipeline.drafts import Draft, draft_all
from extractor.pipeline.grouping import group_figures
from extractor.pipeline.judging import Case
from extractor.pipeline.learned.encoder.wordpiece import WordPieces
from extractor.pipeline.learned.judge import LearnedJudge, shipped_judge
from extractor.pipeline.learned.parties import scene_of
from extractor.pipeline.opinions import NO_SOURCE, SOURCES, Opinion, Shares
from extractor.pipeline.road import load
from models.training.encoder.examples import Example, examples_of


def taught_examples(texts: Path, names: Sequence[str], pieces: WordPieces) -> Iterator[Example]:
    """The examples of the named articles of a folder, as the installed pipeline reads them."""
    nlp = load()
    nlp.disable_pipe(components.CLAIMS)
    judge = shipped_judge()
    paths = (texts / f"{name}.txt" for name in names)
    articles = ((path.read_text(encoding="utf-8"), path.stem) for path in paths)
    for doc, name in nlp.pipe(articles, as_tuples=True, batch_size=16):
        reading = components.reading_of(doc)
        amounts, terms = components.amounts_of(doc), components.terms_of(doc)
        drafts = draft_all(reading, group_figures(reading, amounts, terms), judge)
        wanted = _taught(reading, drafts, judge)
        figures = sorted(
            (figure for figure in (*amounts, *terms) if figure.start in wanted),
            key=lambda figure: figure.start,
        )
        yield from examples_of(name, reading, figures, wanted, pieces)


def _taught(reading: Reading, drafts: Sequence[Draft], judge: LearnedJudge) -> dict[int, Opinion]:
    """By the start of each figure, the judge's shares."""
    found = {}
    for draft in drafts:
        case = draft.case()
        status, sources = judge.status_shares(reading, case), _sources(reading, case, judge)
        roles = judge.role_shares(scene_of(reading, draft.event.value, draft.spans))
        for figure in draft.group.anchors:
            found[figure.start] = Opinion(
                judge.shares_of("event", reading, figure),
                judge.shares_of("modality", reading, figure),
                status,
                sources,
                {entity.index: shares for entity, shares in roles},
            )
    return found


def _sources(reading: Reading, case: Case, judge: LearnedJudge) -> Shares:
    """Half what the earlier encoder thinks of each kind of source, half which ones were taken."""
    taken = {source.kind.value for source in judge.standing(reading, case).sources} or {NO_SOURCE}
    thought = judge.source_shares(reading, case) or dict.fromkeys(taken, 1.0)
    return {kind: 0.5 * thought.get(kind, 0.0) + 0.5 * (kind in taken) for kind in SOURCES}
