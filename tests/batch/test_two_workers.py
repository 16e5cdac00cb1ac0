"""Two workers do at least 1.7 times the articles of one, and as many a CPU second as ``nlp.pipe``.

It means something on a machine that does nothing else, so it runs alone (``pytest -m alone``), and
first asks what the machine itself gives: two processes that only count, against one. Where that is
less than 1.9 times as much, nothing can be said and the test is skipped. What the machine gives is
also what the workers are held to: 1.7 of 2, so 0.85 of it. Counting needs no memory: when workers
give less, two processes that extract and know nothing of each other tell what the machine gives for
this work. Neighbours on a virtual machine come and go: three tries, of which one must hold.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractor.batch import Recipe, RunOptions
from extractor.batch.running import crew_of, run_with
from extractor.sinks.sql import SqlStore

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.slow,
    pytest.mark.alone,
]

TEXTS = Path(__file__).parents[2] / "corpus" / "articles" / "texts"
# Workers get 16 at a time. Of 12 such portions the first two and the last two are not measured: at
# the ends one worker has to wait for the other.
ARTICLES, FIRST, LAST = 192, 32, 160
MOST_WORDS = 250
# Longer ones come before: the second worker is hired when the first has begun, and has to load.
LOADING = 80
TRIES = 3
PROMISED = 1.7
IDEAL = 2.0
IDLE = 1.9
COUNTING = """
import time
began, total = time.perf_counter(), 0
for number in range(12_000_000):
    total += number & 7
print(time.perf_counter() - began)
"""
PIPE = """
import sys, time
from pathlib import Path
from extractor import load
texts = [Path(name).read_text() for name in sys.argv[1:]]
nlp = load()
list(nlp.pipe(texts[:8]))
clock, cpu = time.perf_counter(), time.process_time()
list(nlp.pipe(texts, batch_size=32))
print(len(texts) / (time.perf_counter() - clock), len(texts) / (time.process_time() - cpu))
"""


@dataclass(frozen=True)
class Rates:
    """Articles a second of the clock, and a CPU second of workers and supervisor together."""

    clock: float
    cpu: float


def machine_gives() -> float:
    """How much two processes count in a time, measured by what one does."""
    return IDEAL * _counting(1) / _counting(2)


def _counting(processes: int) -> float:
    """Seconds that each takes, the mean."""
    command = [sys.executable, "-c", COUNTING]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    return sum(float(each.communicate()[0]) for each in running) / processes


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def texts(*, short: bool, most: int) -> list[str]:
    """Our own articles; the shorter ones are many portions in little time."""
    paths = sorted(TEXTS.glob("*.txt"))
    chosen = [str(path) for path in paths if short == (len(path.read_text().split()) <= MOST_WORDS)]
    assert len(chosen) >= most
    return chosen[:most]


def sources() -> list[str]:
    return texts(short=True, most=ARTICLES)


def rates(workers: int, folder: Path) -> Rates:
    """Of workers that have loaded, everything on."""
    moments = {}

    def look(summary):
        children = [each.pid for each in multiprocessing.active_children()]
        cpu = sum(map(cpu_seconds, children)) + time.process_time()
        moments[summary.items] = time.perf_counter(), cpu

    options = RunOptions(workers=workers, batch_size=16, on_batch=look)
    with (
        SqlStore(str(folder / f"claims-{workers}-{time.monotonic_ns()}.db")) as store,
        crew_of(Recipe.of(model="auto"), options) as crew,
    ):
        run_with(crew, texts(short=False, most=LOADING), store, options)
        moments.clear()
        assert run_with(crew, sources(), store, options).items == ARTICLES
    clock, cpu = (late - early for late, early in zip(moments[LAST], moments[FIRST], strict=True))
    return Rates((LAST - FIRST) / clock, (LAST - FIRST) / cpu)


def pipe_rates(processes: int = 1, threads: str | None = None) -> Rates:
    """Of ``nlp.pipe`` in processes that know nothing of each other, the clock's taken together.

    Args:
        processes: How many work at the same time.
        threads: What numeric libraries are told; as spaCy sets it up where it is None.
    """
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_THREADS")}
    if threads:
        environment |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads)
    command = [sys.executable, "-c", PIPE, *sources()]
    running = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True, cwd=TEXTS.parents[2]
        )
        for _ in range(processes)
    ]
    told = [list(map(float, each.communicate()[0].split())) for each in running]
    assert not any(each.returncode for each in running)
    return Rates(sum(clock for clock, _ in told), sum(cpu for _, cpu in told) / processes)


def machine_gives_to_pipes() -> float:
    """How much more two processes extract than one."""
    return pipe_rates(2, threads="1").clock / pipe_rates(1, threads="1").clock


def holds(ratio: float, gives: float) -> bool:
    return ratio >= PROMISED / IDEAL * min(gives, IDEAL)


def test_two_workers_do_nearly_twice_the_articles_and_waste_nothing(tmp_path):
    seen, pipe = [], None
    for _ in range(TRIES):
        gives = machine_gives()
        if gives < IDLE:
            continue
        pipe = pipe or pipe_rates()
        one, two = rates(1, tmp_path), rates(2, tmp_path)
        # Who shares the machine may have come in the meantime.
        gives = min(gives, machine_gives())
        if gives < IDLE:
            continue
        ratio = two.clock / one.clock
        if not holds(ratio, gives):
            gives = min(gives, machine_gives_to_pipes())
        seen.append(
            f"{ratio:.2f} of {gives:.2f}; {two.cpu:.1f} a CPU second, nlp.pipe {pipe.cpu:.1f}"
        )
        if holds(ratio, gives) and two.cpu >= pipe.cpu:
            return
    if not seen:
        pytest.skip("two processes do less than 1.9 times the work of one: the machine is not idle")
    pytest.fail("; ".join(seen))
