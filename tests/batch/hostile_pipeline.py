"""A pipeline that does, in the worker that loads it, what the words of an article tell it to.

Workers load it by name, as they load any other: ``Recipe.of(HOSTILE)``.
"""

from __future__ import annotations

import ctypes
import os
import re
import time

from spacy.language import Language

from extractor.pipeline import road

HOSTILE = "hostile_pipeline:load_hostile"
NEVER_READY = "hostile_pipeline:never_ready"
ENDLESS = re.compile(r"(?:a+)+$")


def segfault(_text: str) -> None:
    ctypes.string_at(0)


def leave(_text: str) -> None:
    os._exit(7)


def sleep(_text: str) -> None:
    time.sleep(1000)


def sleep_a_little(_text: str) -> None:
    time.sleep(0.3)


def hold_the_interpreter(_text: str) -> None:
    """No other thread of the process runs meanwhile."""
    ENDLESS.match("a" * 60 + "b")


def eat_memory(_text: str) -> None:
    eaten = []
    while True:
        eaten.append(bytearray(16 << 20))


def divide(_text: str) -> None:
    raise ZeroDivisionError("nothing to share")


DEEDS = {
    "SEGFAULT": segfault,
    "LEAVE": leave,
    "SLEEP": sleep,
    "PAUSE": sleep_a_little,
    "LOOP": hold_the_interpreter,
    "EAT": eat_memory,
    "DIVIDE": divide,
}


@Language.component("hostile")
def hostile(doc):
    for word, deed in DEEDS.items():
        if word in doc.text:
            deed(doc.text)
    return doc


def load_hostile() -> Language:
    nlp = road.load(None)
    nlp.add_pipe("hostile", first=True)
    return nlp


def never_ready() -> Language:
    os._exit(3)
