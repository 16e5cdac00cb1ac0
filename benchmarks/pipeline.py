"""How fast the pipeline is, beside spaCy's own full small pipeline, in one run.

    OMP_NUM_THREADS=1 python benchmarks/pipeline.py FOLDER_OF_TEXTS [HOW_MANY]

Text in, claims out: milliseconds of CPU time an article, batches of 32, texts spread evenly
over the folder. Each reader is timed three times, by turns; the fastest counts.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import spacy
from spacy.language import Language

from extractor.pipeline.road import DEFAULT_MODEL, load

_RUNS = 3
_BATCH = 32


def spread(folder: Path, count: int) -> list[str]:
    """So many texts of a folder, at even distances."""
    paths = sorted(folder.glob("*.txt"))
    step = max(1, len(paths) // count)
    return [path.read_text(encoding="utf-8") for path in paths[::step][:count]]


def milliseconds(nlp: Language, texts: list[str]) -> float:
    """CPU time an article."""
    began = time.process_time()
    for _ in nlp.pipe(texts, batch_size=_BATCH):
        pass
    return (time.process_time() - began) * 1000 / len(texts)


def main(arguments: list[str]) -> None:
    """Time all readers and print a table."""
    texts = spread(Path(arguments[0]), int(arguments[1]) if arguments[1:] else 300)
    readers = {
        "spaCy, all of its small pipeline": spacy.load(DEFAULT_MODEL),
        "newsclaims": load(),
        "newsclaims --model fast": load(encoder=False),
        "newsclaims --model none": load(None),
    }
    times = [
        {name: milliseconds(nlp, texts) for name, nlp in readers.items()} for _ in range(_RUNS)
    ]
    best = {name: min(run[name] for run in times) for name in readers}
    peer = next(iter(best.values()))
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts)} articles of {words:.0f} words\n")
    print("| reader | ms of CPU an article | speed |\n|---|--:|--:|")
    for name, value in best.items():
        print(f"| {name} | {value:.1f} | {peer / value:.2f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
