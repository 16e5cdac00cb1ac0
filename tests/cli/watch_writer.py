"""A process that writes into a database what a run would: ``python -m tests.cli.watch_writer``."""

from __future__ import annotations

import random
import sys
import time

from extractor.records import Status
from extractor.sinks.sql import SqlStore
from tests.sinks.sample_records import SENTENCE, claim, record

ROUNDS = 40


def outcomes(number):
    """A rumour; of each fourth article the next round brings the denial, in a revised text."""
    first = record(
        f"{number}.txt", [claim(id=f"new-{number}"), claim(Status.STATED, id=f"dull-{number}")]
    )
    if number % 4:
        return [first]
    earlier = number - 4
    revised = record(
        f"{earlier}.txt", [claim(Status.DENIED, id=f"denied-{earlier}")], text=f"{SENTENCE} Not so."
    )
    return [first, revised] if number else [first]


def expected():
    """The ids of all claims that a watcher must tell, in order."""
    return [
        each.id
        for number in range(ROUNDS)
        for outcome in outcomes(number)
        for each in outcome.claims
        if not each.id.startswith("dull")
    ]


def main(database):
    pauses = random.Random(7)
    with SqlStore(database) as store:
        for number in range(ROUNDS):
            store.save(outcomes(number))
            time.sleep(pauses.choice([0, 0, 0.02, 0.2]))


if __name__ == "__main__":
    main(sys.argv[1])
