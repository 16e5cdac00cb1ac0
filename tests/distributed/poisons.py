"""A pipeline with a component that does what a text tells it: die, hang, eat, kill.

The processes that read pages load it by name, as they load the real one.
"""

from __future__ import annotations

import ctypes
import os
import signal
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from extractor.pipeline import road

LOADER = f"{__name__}:load"


def load(
    model: str | None, *, dollar: str | None, learned: bool, encoder: bool, deals: bool
) -> Language:
    nlp = road.load(None, dollar=dollar)
    nlp.add_pipe("newsclaims_test_poison", first=True)
    return nlp


@Language.component("newsclaims_test_poison")
def poison(doc: Doc) -> Doc:
    for word, act in _ACTS.items():
        _, found, rest = doc.text.partition(word)
        if found:
            act(rest.split()[0] if rest.split() else "")
    return doc


def _segfault(_argument):
    ctypes.string_at(0)


def _exit(_argument):
    os._exit(7)


def _hang_in_compiled_code(_argument):
    # PyDLL keeps the interpreter's lock: no thread of this process runs meanwhile.
    ctypes.PyDLL(None).sleep(600)


def _eat(_argument):
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))


def _raise(_argument):
    raise LookupError("a component met what it does not know")


def _die_once(marker):
    _once(marker, os.getpid())


def _kill_worker_once(marker):
    _once(marker, os.getppid())


def _kill_executor_once(marker):
    worker = os.getppid()
    _once(marker, _parent(_parent(worker)))


def _once(marker, victim):
    if not Path(marker).exists():
        Path(marker).write_text(str(victim))
        os.kill(victim, signal.SIGKILL)


def _parent(process):
    status = Path(f"/proc/{process}/stat").read_text()
    return int(status.rpartition(")")[2].split()[1])


_ACTS = {
    "SEGFAULTING": _segfault,
    "EXITING": _exit,
    "HANGING": _hang_in_compiled_code,
    "GREEDY": _eat,
    "RAISING": _raise,
    "DIESONCE": _die_once,
    "KILLSWORKER": _kill_worker_once,
    "KILLSEXECUTOR": _kill_executor_once,
}
