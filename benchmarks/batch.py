"""How fast runs with worker processes are, and how their memory grows.

    python benchmarks/batch.py speed [--folder TEXTS] [--articles 300] [--model auto]
    python benchmarks/batch.py memory [--folder TEXTS] [--articles 20000] [--model none]
    python benchmarks/batch.py curve [--folder TEXTS] [--articles 35000] [--model none]

``speed`` prints articles a second of wall time and of CPU time for ``nlp.pipe`` in this process
and for runs with one and two workers, by turns, three times, the fastest counting. CPU time is
what worker and supervisor use together from the moment the first worker is ready; wall time means
something on an idle machine only. ``memory`` prints the resident size of each worker as a run goes
on; the texts are used again and again with other names and figures in them. ``curve`` prints what
one run has cost after 100, 300, 1,000 ... articles. Linux.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractor.batch import Recipe, RunOptions, RunSummary, run
from extractor.pipeline import road
from extractor.records import ExtractorInfo
from extractor.sinks.sql import SqlStore

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MEGABYTE = 1 << 20
_ROUNDS = 3
# From here on a worker has met every kind of text that there is.
_SETTLED = 1000


def arguments_of(model: str) -> dict[str, object]:
    """What ``extractor.load`` is told for ``--model``."""
    if model == "fast":
        return {"model": "auto", "encoder": False}
    return {"model": None if model == "none" else model}


def spread(folder: Path, count: int) -> list[Path]:
    """So many texts of a folder, at even distances."""
    paths = sorted(folder.glob("*.txt"))
    return paths[:: max(1, len(paths) // count)][:count]


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident(pid: int) -> float:
    """Resident megabytes of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / _MEGABYTE


@dataclass
class Meter:
    """Time from when the first worker is ready until the last batch is saved."""

    wall: float = 0.0
    workers: float = 0.0
    supervisor: float = 0.0
    _began: tuple[float, float, float] = field(default=(0.0, 0.0, 0.0))

    def begin(self, _info: ExtractorInfo) -> None:
        """The first worker is ready."""
        self._began = self._now()

    def lap(self, _summary: RunSummary) -> None:
        """A batch is saved."""
        now = self._now()
        self.wall, self.workers, self.supervisor = (
            late - early for late, early in zip(now, self._began, strict=True)
        )

    def _now(self) -> tuple[float, float, float]:
        children = multiprocessing.active_children()
        busy = sum(cpu_seconds(child.pid) for child in children if child.pid)
        return time.monotonic(), busy, time.process_time()


def run_once(paths: list[Path], model: str, workers: int) -> Meter:
    """A run of these texts into a fresh database."""
    meter = Meter()
    options = RunOptions(workers=workers, on_begin=meter.begin, on_batch=meter.lap)
    with tempfile.TemporaryDirectory() as folder, SqlStore(f"{folder}/claims.db") as store:
        summary = run(map(str, paths), store, Recipe.of(**arguments_of(model)), options)
    if summary.failures:
        print(f"{summary.failures} failures", file=sys.stderr)
    return meter


def pipe_once(texts: list[str], model: str) -> Meter:
    """``nlp.pipe`` over the same components in this process: docs, no records, no database."""
    nlp = road.load(**arguments_of(model))
    for _ in nlp.pipe(texts[:8]):
        pass
    wall, cpu = time.monotonic(), time.process_time()
    for _ in nlp.pipe(texts, batch_size=32):
        pass
    return Meter(wall=time.monotonic() - wall, workers=time.process_time() - cpu)


def speed(paths: list[Path], model: str) -> None:
    """The table of speeds."""
    texts = [path.read_text(encoding="utf-8") for path in paths]
    readers = {
        "nlp.pipe": lambda: pipe_once(texts, model),
        "run, 1 worker": lambda: run_once(paths, model, 1),
        "run, 2 workers": lambda: run_once(paths, model, 2),
    }
    rounds = [{name: read() for name, read in readers.items()} for _ in range(_ROUNDS)]
    print(f"{len(paths)} articles, model {model}\n")
    print("| | articles/s | articles/CPU s | of it: workers alone |\n|---|--:|--:|--:|")
    for name in readers:
        wall = min(each[name].wall for each in rounds)
        alone = min(each[name].workers for each in rounds)
        both = min(each[name].workers + each[name].supervisor for each in rounds)
        rates = " | ".join(f"{len(paths) / spent:.1f}" for spent in (wall, both, alone))
        print(f"| {name} | {rates} |")


def endless(paths: list[Path], folder: Path, count: int) -> Iterator[str]:
    """The texts again and again, each time with other names and figures, in one file."""
    previous: Path | None = None
    for number in range(count):
        text = paths[number % len(paths)].read_text(encoding="utf-8")
        path = folder / f"{number}.txt"
        path.write_text(f"Round {number}\n{text}\nNordwind{number} AG paid ${number} million.\n")
        yield str(path)
        # It was read when the next one is asked for.
        if previous is not None:
            previous.unlink()
        previous = path


def memory(paths: list[Path], model: str, count: int) -> None:
    """The table of memory."""
    first: dict[int, float] = {}

    def show(summary: RunSummary) -> None:
        now = {each.pid: resident(each.pid) for each in multiprocessing.active_children()}
        for pid, size in now.items() if summary.items >= _SETTLED else ():
            first.setdefault(pid, size)
        if summary.items % (max(32, count // 640) * 32) == 0 or summary.items == count:
            sizes = " ".join(
                f"{pid}: {size:.0f} ({size - first.get(pid, size):+.0f})"
                for pid, size in now.items()
            )
            own = resident(os.getpid())
            print(
                f"{summary.items:6} articles; MB of workers {sizes}; of supervisor {own:.0f}",
                flush=True,
            )

    options = RunOptions(workers=2, on_batch=show)
    with tempfile.TemporaryDirectory() as folder, SqlStore(f"{folder}/claims.db") as store:
        texts = endless(paths, Path(folder), count)
        print(run(texts, store, Recipe.of(**arguments_of(model)), options))


def marks(most: int) -> list[int]:
    """100, 300, 1000, 3000 ... and the last."""
    steps = [first * 10**power for power in range(2, 8) for first in (1, 3)]
    return [step for step in steps if step < most] + [most]


def curve(paths: list[Path], model: str) -> None:
    """The table of costs: should cost grow faster than articles, its last column grows."""
    meter, ahead = Meter(), marks(len(paths))
    print(f"{len(paths)} articles, model {model}, two workers\n")
    print("| articles | wall s | CPU s | CPU ms an article | MB of the largest worker |")
    print("|--:|--:|--:|--:|--:|")

    def show(summary: RunSummary) -> None:
        meter.lap(summary)
        if summary.items >= ahead[0]:
            ahead.pop(0)
            spent = meter.workers + meter.supervisor
            each = 1000 * spent / summary.items
            size = max(resident(c.pid) for c in multiprocessing.active_children() if c.pid)
            cells = f"{meter.wall:.0f} | {spent:.0f} | {each:.1f} | {size:.0f}"
            print(f"| {summary.items:,} | {cells} |", flush=True)

    options = RunOptions(workers=2, on_begin=meter.begin, on_batch=show)
    with tempfile.TemporaryDirectory() as folder, SqlStore(f"{folder}/claims.db") as store:
        run(map(str, paths), store, Recipe.of(**arguments_of(model)), options)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["speed", "memory", "curve"])
    parser.add_argument("--folder", type=Path, default=Path("corpus/articles/texts"))
    parser.add_argument("--articles", type=int)
    parser.add_argument("--model", default=None)
    chosen = parser.parse_args()
    if chosen.what == "speed":
        speed(spread(chosen.folder, chosen.articles or 300), chosen.model or "auto")
    elif chosen.what == "curve":
        curve(spread(chosen.folder, chosen.articles or 35_000), chosen.model or "none")
    else:
        memory(spread(chosen.folder, 500), chosen.model or "none", chosen.articles or 20_000)


if __name__ == "__main__":
    main()
