"""The most memory that one reader holds, in a process of its own that loads nothing else.

    python -m benchmarks.weighing newsclaims < TEXTS_AS_JSON

Prints megabytes; what reads nothing prints what Python alone takes. Linux.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

NEWSCLAIMS = "newsclaims"
SPACY = "spaCy"
TRAFILATURA = "trafilatura"
_STATUS = Path("/proc/self/status")
_BATCH = 32


def weigh(reader: str, texts: list[str]) -> float | None:
    """Megabytes at most while all texts are read; None where the system does not say."""
    if not _STATUS.exists():
        return None
    command = [sys.executable, "-m", "benchmarks.weighing", reader]
    done = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _newsclaims(texts: list[str]) -> None:
    from extractor import load  # noqa: PLC0415 - what is imported weighs

    for _ in load().pipe(texts, batch_size=_BATCH):
        pass


def _spacy(texts: list[str]) -> None:
    import spacy  # noqa: PLC0415

    from extractor.pipeline.road import DEFAULT_MODEL  # noqa: PLC0415

    for _ in spacy.load(DEFAULT_MODEL).pipe(texts, batch_size=_BATCH):
        pass


def _trafilatura(pages: list[str]) -> None:
    import trafilatura  # noqa: PLC0415

    for page in pages:
        trafilatura.extract(page.encode("latin-1"))


_READERS: dict[str, Callable[[list[str]], None]] = {
    NEWSCLAIMS: _newsclaims,
    SPACY: _spacy,
    TRAFILATURA: _trafilatura,
}


def _most() -> float:
    # Not getrusage: its maximum is inherited from the process that started this one.
    found = re.search(r"^VmHWM:\s+(\d+) kB", _STATUS.read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else float("nan")


if __name__ == "__main__":
    _READERS[sys.argv[1]](json.load(sys.stdin))
    print(_most())
