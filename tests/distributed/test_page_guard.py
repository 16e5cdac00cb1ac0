"""The process that reads pages may die in any way; its guard tells of which page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from poisons import LOADER
from samples import story

pytest.importorskip("pyarrow", reason="needs pip install 'newsclaims[spark]'")
from extractor.batch.distributed import QuarantineCode, WorkOptions
from extractor.batch.distributed.guard import Guard, WorkerError

OPTIONS = WorkOptions(loader=LOADER, seconds=20, memory_mb=600, attempts=1)


@pytest.fixture
def guard():
    made = []

    def make(options=OPTIONS):
        made.append(Guard(options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture(scope="module")
def shared():
    """One guard for the tests that don't look at how often its process is made anew."""
    made = Guard(OPTIONS)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("word", "code", "reason"),
    [
        ("SEGFAULTING", QuarantineCode.CRASHED, "SIGSEGV"),
        ("EXITING", QuarantineCode.CRASHED, "exit code 7"),
        ("GREEDY", QuarantineCode.OUT_OF_MEMORY, "600 MiB"),
        ("RAISING", QuarantineCode.BUG, "LookupError: a component met"),
    ],
)
def test_page_that_harms_is_named_with_its_reason(shared, word, code, reason):
    page = story(1, word)
    (row,) = shared.rows(page)
    assert (row["kind"], row["source"], row["error"]) == ("failure", page.source, code.value)
    assert reason in row["message"]
    assert [row["kind"] for row in shared.rows(story(2))] == ["claim"]


def test_page_that_stalls_in_compiled_code_is_given_up(guard):
    guarded = guard(WorkOptions(loader=LOADER, seconds=1, attempts=1))
    guarded.rows(story(1))
    start = time.monotonic()
    (row,) = guarded.rows(story(2, "HANGING"))
    assert row["error"] == "stalled"
    assert "1 s" in row["message"]
    assert time.monotonic() - start < 15


def test_page_is_tried_again_when_its_process_was_killed(guard, tmp_path):
    # The text kills its reader through its parent's place: only the first time.
    marker = tmp_path / "marker"
    guarded = guard(WorkOptions(loader=LOADER, attempts=2))
    page = story(3, f"DIESONCE {marker}")
    assert [row["kind"] for row in guarded.rows(page)] == ["claim"]
    assert marker.exists()


def test_process_that_was_killed_while_idle_harms_no_page(guard):
    guarded = guard(WorkOptions(loader=LOADER))
    first = guarded.rows(story(1))
    killed = guarded.pid
    os.kill(killed, signal.SIGKILL)
    assert guarded.rows(story(1)) == first
    assert guarded.pid != killed


def test_process_is_replaced_after_so_many_pages(guard):
    guarded = guard(WorkOptions(loader=LOADER, renew_after=2))
    pids = []
    for number in range(1, 5):
        guarded.rows(story(number))
        pids.append(guarded.pid)
    assert pids[1] is None
    assert pids[0] != pids[2]


def test_pipeline_that_is_not_there_is_the_fault_of_the_machine(guard):
    with pytest.raises(WorkerError, match="not installed"):
        guard(WorkOptions(model="no_such_model")).rows(story(1))


def test_process_that_dies_at_its_start_is_reported(guard):
    with pytest.raises(WorkerError, match="its log says why"):
        guard(WorkOptions(loader="no_such_module:load")).rows(story(1))


def test_nobody_is_left_behind_when_the_worker_is_killed(tmp_path):
    code = (
        "import sys, time\n"
        "from samples import story\n"
        "from poisons import LOADER\n"
        "from extractor.batch.distributed import WorkOptions\n"
        "from extractor.batch.distributed.guard import Guard\n"
        "guard = Guard(WorkOptions(loader=LOADER))\n"
        "guard.rows(story(1))\n"
        "print(guard.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": f"{here.parents[1]}{os.pathsep}{here}"}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        child = int(worker.stdout.readline())
        assert is_running(child)
        worker.kill()
    wait_for_end(child)


def wait_for_end(process: int) -> None:
    deadline = time.monotonic() + 30
    while is_running(process):
        assert time.monotonic() < deadline, "it still runs"
        time.sleep(0.05)


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("name", ["seconds", "attempts", "renew_after", "max_bytes"])
def test_options_without_sense_are_refused(name):
    with pytest.raises(ValueError, match=name):
        WorkOptions(**{name: 0})
