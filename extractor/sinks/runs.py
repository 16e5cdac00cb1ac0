"""What the database remembers of runs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from extractor.records import ExtractorInfo
from extractor.sinks import rows, tables


class RunState(StrEnum):
    """How far a run came; one that was killed stays ``running``."""

    RUNNING = "running"
    DONE = "done"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class StoredRun(NamedTuple):
    """A run: when, by which extractor, and what it has saved so far.

    Times are UTC without zone.
    """

    run_key: int
    state: RunState
    started_at: datetime
    saved_at: datetime | None
    ended_at: datetime | None
    extractor: ExtractorInfo
    articles: int
    claims: int
    failures: int
    skipped: int


def begin_run(connection: Connection, extractor: ExtractorInfo, now: datetime) -> int:
    """Note that a run begins; gives its key."""
    values = {
        "state": RunState.RUNNING.value,
        "started_at": now,
        "extractor": rows.fingerprint(extractor),
        **rows.extractor_row(extractor),
        **dict.fromkeys(("articles", "claims", "failures", "skipped"), 0),
    }
    statement = insert(tables.runs).returning(tables.runs.c.run_key)
    return int(connection.execute(statement, values).scalar_one())


def end_run(connection: Connection, run_key: int, state: RunState, now: datetime) -> None:
    """Note how a run ended."""
    statement = update(tables.runs).where(tables.runs.c.run_key == run_key)
    connection.execute(statement.values(state=state.value, ended_at=now))


def stored_runs(connection: Connection) -> list[StoredRun]:
    """All runs, the first one first."""
    found = connection.execute(select(tables.runs).order_by(tables.runs.c.run_key)).mappings()
    return [
        StoredRun(
            **{name: row[name] for name in StoredRun._fields if name not in {"extractor", "state"}},
            state=RunState(row["state"]),
            extractor=rows.extractor_of(row),
        )
        for row in found
    ]
