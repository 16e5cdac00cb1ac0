"""The command ``watch``: what lands in a database, as it lands."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType
from typing import NamedTuple, TextIO

from rich.text import Text

from extractor.cli.options import WatchFormat
from extractor.cli.streams import data_stream, note, width_for
from extractor.errors import StoreError
from extractor.sinks.files import store_errors
from extractor.sinks.following import Follower, LandedClaim, is_passing
from extractor.sinks.marks import claim_marks, marked_line, needs_signs, shown
from extractor.sinks.plain import claim_amounts, claim_durations, claim_parties, one_line
from extractor.sinks.stored import ClaimFilter
from extractor.sinks.table import (
    PlainConsole,
    plain_console,
    short_id,
    source_words,
    status_text,
)


class Watching(NamedTuple):
    """What the user asked for.

    Attributes:
        database: As ``SqlStore`` takes it.
        wanted: Which claims to tell.
        every: Seconds from one look to the next.
        from_start: Tell first what is there already.
        output_format: For people or for programs.
    """

    database: str
    wanted: ClaimFilter
    every: int
    from_start: bool
    output_format: WatchFormat


def watch_database(asked: Watching) -> None:
    """Tell what lands until somebody ends it.

    A database that is not there yet, locked or out of reach is waited for, and said so once.

    Raises:
        StoreError: it is not one of ours, or was made by a newer version.
    """
    teller = _Teller(data_stream(), asked.output_format)
    follower = Follower(asked.database, asked.wanted, from_start=asked.from_start)
    waiting = False
    with closing(follower), _remembered_interrupts() as check:
        while True:
            try:
                for landed in follower.landed():
                    teller.tell(landed)
                waiting = _going_on(waiting)
            except StoreError as error:
                check()
                waiting = _waiting_for(error, waiting)
            check()
            time.sleep(asked.every)


@contextmanager
def _remembered_interrupts() -> Iterator[Callable[[], None]]:
    """Ctrl-C as ever, and a check that raises it once more.

    A driver that is interrupted while its connection goes away tells of the connection alone, and
    one that is while it tries the connection tells of an error of its own.
    """
    asked = False

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    def check() -> None:
        if asked:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)
        check()


def _going_on(waited: bool) -> bool:
    if waited:
        note("the database is there: watching")
    return False


def _waiting_for(error: StoreError, waited: bool) -> bool:
    if not is_passing(error):
        raise error
    if not waited:
        note(f"waiting: {error}")
    return True


class _Teller:
    """Writes claims one by one, each flushed at once, so that pipes get them as they land."""

    def __init__(self, stream: TextIO, output_format: WatchFormat) -> None:
        self._stream = stream
        self._as_json = output_format is WatchFormat.JSONL
        self._console = plain_console(stream, width_for(stream))

    def tell(self, landed: LandedClaim) -> None:
        with store_errors("output"):
            if self._as_json:
                self._stream.write(landed.model_dump_json() + "\n")
            else:
                _print_block(self._console, landed)
            self._stream.flush()


def _print_block(console: PlainConsole, landed: LandedClaim) -> None:
    """Three lines that stay lines in a pipe: what, the quote, where."""
    for line in (_what(landed), _quote(landed, needs_signs(console)), _where(landed)):
        console.print(line, soft_wrap=True)


def _what(landed: LandedClaim) -> Text:
    claim = landed.in_force()
    line = Text(f"{landed.saved_at:%H:%M:%S} ", style="dim")
    if landed.before is not None:
        line.append_text(status_text(landed.before.confirmation.status)).append(" → ")
    line.append_text(status_text(claim.confirmation.status))
    parties = (f"{role.value} {name}" for role, name in claim_parties(claim))
    facts = [", ".join(claim_amounts(claim)), ", ".join(claim_durations(claim)), ", ".join(parties)]
    review = _review(landed)
    line.append(f"  {claim.event.value}, {claim.modality.value}{review}  ", style="not dim")
    line.append("; ".join(fact for fact in facts if fact), style="bold not dim")
    return line.append(f"  {short_id(claim.id)}", style="dim")


def _review(landed: LandedClaim) -> str:
    """Who just changed the status, or that somebody had."""
    if landed.correction is None:
        return ", corrected" if landed.corrected else ""
    did = "corrected" if landed.correction.withdraws is None else "correction taken back"
    return f", {did} by {one_line(landed.correction.by)}"


def _quote(landed: LandedClaim, signs: bool) -> Text:
    evidence = landed.claim.evidence
    if not evidence:
        return Text("  –")
    marked = marked_line(evidence[0].text, claim_marks(landed.claim), evidence[0].start)
    return Text("  ").append_text(shown(marked, signs=signs))


def _where(landed: LandedClaim) -> Text:
    revised = "; superseded since" if landed.superseded_by else ""
    return Text(f"  {source_words(landed.article)}{revised}{_remark(landed)}", style="dim")


def _remark(landed: LandedClaim) -> str:
    """Why an editor changed the status."""
    if landed.correction is None or not landed.correction.note:
        return ""
    return f"; “{one_line(landed.correction.note)}”"
