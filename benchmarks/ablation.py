"""What each part of the pipeline is worth: the accuracy table again and again, one part left out.

    python -m benchmarks.ablation LABELS TEXTS [PART]

LABELS holds ``<name>.json``, TEXTS ``<name>.txt``; PART is train, dev or test. A part is left out
by putting something in its place that does nothing; the weights are not trained again without it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final
from unittest.mock import patch

from spacy.language import Language

import extractor
from corpus.tools.evaluate import LabelledSet, figures
from extractor.pipeline import assembly, coreference
from extractor.pipeline.discourse import Reading
from extractor.pipeline.judging import RuleJudge
from extractor.pipeline.learned import behind, judge, standing
from extractor.pipeline.learned.casts import Casts
from extractor.pipeline.learned.judge import LearnedJudge
from extractor.records import Status

COLUMNS: Final = (
    "claim, lenient, F1", "claim, strict, F1", "party, F1", "party with role, F1",
    "event, accuracy", "modality, accuracy", "confirmation, macro F1",
    "flag (unconfirmed or denied), F1", "attribution kind, F1",
)  # fmt: skip
Part = Callable[[], AbstractContextManager[object]]


def _unresolved(reading: Reading, _references: object) -> Reading:
    return reading


PARTS: Final[dict[str, Part]] = {
    "nothing": nullcontext,
    "linear weights of event, modality and roles": lambda: patch.object(judge, "_ENCODER", 1.0),
    "weights of the status (the table decides)": lambda: patch.object(
        LearnedJudge, "standing", lambda _self, reading, case: RuleJudge().standing(reading, case)
    ),
    "limits that plain words set": lambda: patch.object(
        standing, "_open_to", lambda *_case: list(Status)
    ),
    "sources that the weights supply": lambda: patch.object(behind, "_missing", lambda *_a: []),
    "kinds of source that they change": lambda: patch.object(
        behind, "_of_another_kind", lambda *_a: None
    ),
    "denials and disclaimers elsewhere": lambda: patch.object(assembly, "reaching", lambda *_a: []),
    "outsiders told from parties": lambda: patch.object(
        assembly, "seen_from", lambda _reading, _bound, item: item
    ),
    "own results": lambda: patch.object(assembly, "own_results", lambda *_a: []),
    "verb frames in roles": lambda: patch.object(judge, "_FRAME_PRIOR", 0.0),
    "casts: who else pays": lambda: patch.object(Casts, "factors", lambda *_a, **_k: {}),
    "descriptions and pronouns resolved": lambda: patch.object(
        coreference, "_with_references", _unresolved
    ),
}


def rows(labelled: LabelledSet) -> Iterator[tuple[str, dict[str, float]]]:
    """The figures without each part."""
    whole = extractor.load()
    for name, without in PARTS.items():
        with without():
            yield name, figures(labelled.read(whole))
    for name, nlp in _readers():
        yield name, figures(labelled.read(nlp))


def _readers() -> Iterator[tuple[str, Language]]:
    yield "encoder", extractor.load(encoder=False)
    yield "encoder and all weights", extractor.load(learned=False)
    yield "all that is learned, names too", extractor.load(None)


def main(arguments: list[str]) -> None:
    """Print the table."""
    labels, texts, *part = arguments
    labelled = LabelledSet("set", Path(labels), Path(texts), part[0] if part else None)
    print(f"| left out | {' | '.join(name.removesuffix(', F1') for name in COLUMNS)} |")
    print(f"|---|{'--:|' * len(COLUMNS)}")
    for name, found in rows(labelled):
        print(f"| {name} | {' | '.join(f'{found[c]:.3f}' for c in COLUMNS)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
