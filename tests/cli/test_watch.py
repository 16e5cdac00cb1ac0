"""``watch`` beside a real process that writes, on both databases."""

from __future__ import annotations

import json
import os
import queue
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from postgres_server import database, postgres_server
from sqlalchemy.exc import ProgrammingError

from extractor.cli.watching import _remembered_interrupts
from extractor.records import Role, Status
from extractor.sinks.corrections import CorrectedParty, Edit
from extractor.sinks.sql import SqlStore
from tests.cli import watch_writer
from tests.sinks.sample_records import SENTENCE, claim, record

__all__ = ["database", "postgres_server"]
ROOT = Path(__file__).parents[2]
PATIENCE = 30


class Watcher:
    """A running ``newsclaims watch`` and its lines as they come."""

    def __init__(self, *arguments):
        command = [sys.executable, "-m", "extractor.cli", "watch", *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, encoding="utf-8", **pipes)
        self.lines, self.notes = queue.Queue(), queue.Queue()
        pairs = ((self.process.stdout, self.lines), (self.process.stderr, self.notes))
        for stream, lines in pairs:
            threading.Thread(target=self._read, args=(stream, lines), daemon=True).start()

    @staticmethod
    def _read(stream, lines):
        for line in stream:
            lines.put(line.rstrip("\n"))

    def line(self):
        return self.lines.get(timeout=PATIENCE)

    def note(self):
        return self.notes.get(timeout=PATIENCE)

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def watching(*arguments):
    watcher = Watcher(*arguments)
    try:
        yield watcher
    finally:
        watcher.process.kill()
        watcher.process.wait()
        watcher.process.stdout.close()
        watcher.process.stderr.close()


def save(database, *records):
    with SqlStore(database) as store:
        store.save(records)


def test_no_claim_is_missed_and_none_is_told_twice(database):
    expected = watch_writer.expected()
    with watching("--db", database, "--every", "1s", "--format", "jsonl") as watcher:
        assert watcher.note().startswith("waiting: ")
        writer = subprocess.run(
            [sys.executable, "-m", "tests.cli.watch_writer", database], check=False, cwd=ROOT
        )
        assert writer.returncode == 0
        told = [json.loads(watcher.line()) for _ in expected]
        save(database, record("last.txt", [claim(id="last")]))
        assert json.loads(watcher.line())["claim"]["id"] == "last"
        assert watcher.interrupt() == 130
    assert [each["claim"]["id"] for each in told] == expected
    changes = {each["before"]["id"]: each["claim"]["id"] for each in told if each["before"]}
    assert changes == {f"new-{at}": f"denied-{at}" for at in range(0, watch_writer.ROUNDS - 4, 4)}
    assert watcher.notes.get_nowait() == "the database is there: watching"


def test_blocks_for_people(database):
    save(database, record("a.txt", [claim(id="c1-old00000000")]))
    with watching("--db", database, "--every", "1s", "--from-start") as watcher:
        first = [watcher.line() for _ in range(3)]
        revised = f"{SENTENCE} Nordwind said so."
        save(
            database, record("a.txt", [claim(Status.CONFIRMED, id="c1-new00000000")], text=revised)
        )
        second = [watcher.line() for _ in range(3)]
        assert watcher.interrupt() == 130
    assert first[0][9:] == (
        "? unconfirmed  acquisition, planned  "
        "USD 2.5bn; 3 years; payer Nordwind AG, subject Pelagia  c1-old00000"
    )
    assert first[1] == (
        "  Nordwind AG will pay over [$2.5 billion] for Pelagia within <three years>."
    )
    assert first[2] == "  a.txt"
    assert "? unconfirmed → ✓ confirmed  acquisition" in second[0]
    assert watcher.notes.get(timeout=PATIENCE) == "interrupted"


def test_the_status_that_an_editor_set_is_told(database):
    save(database, record("a.txt", [claim(id="c1-old00000000")]))
    edit = Edit(status=Status.CONFIRMED, parties=(CorrectedParty(name="Ostwind", role=Role.PAYEE),))
    with SqlStore(database) as store:
        store.correct("c1-old", edit, by="A. Editor")
    arguments = ("--db", database, "--every", "1s", "--from-start", "--status", "confirmed")
    with watching(*arguments) as watcher, watching(*arguments, "--format", "jsonl") as machine:
        head, told = watcher.line(), json.loads(machine.line())
        revised = f"{SENTENCE} Nordwind said no."
        save(database, record("a.txt", [claim(Status.DENIED, id="c1-new00000000")], text=revised))
        assert [watcher.line() for _ in range(2)][1] == "  a.txt"
        assert "✓ confirmed → ✗ denied  acquisition, planned  " in watcher.line()
        before = json.loads(machine.line())["before"]
    assert "✓ confirmed  acquisition, planned, corrected  USD 2.5bn; 3 years; payee Ostwind" in head
    assert told["claim"]["confirmation"]["status"] == "unconfirmed"
    assert (told["corrected"]["status"], told["corrections"][0]["by"]) == ("confirmed", "A. Editor")
    assert before["confirmation"]["status"] == "confirmed"


def review(database, *arguments):
    command = [sys.executable, "-m", "extractor.cli", "review", "--db", database, *arguments]
    return subprocess.run(command, check=True, cwd=ROOT, capture_output=True)


def test_an_editors_correction_is_told_as_it_lands(database):
    save(database, record("a.txt", [claim(id="c1-old00000000")]))
    review(database, "c1-old", "--status", "denied", "--by", "Nobody hears this")
    review(database, "c1-old", "--withdraw", "--by", "Nobody hears this")
    arguments = ("--db", database, "--every", "1s")
    with (
        watching(*arguments, "--from-start") as people,
        watching(*arguments, "--from-start", "--format", "jsonl") as machine,
    ):
        told, *_ = [people.line() for _ in range(3)]
        assert "? unconfirmed  acquisition, planned  USD" in told
        assert json.loads(machine.line())["what"] == "new"
        review(database, "c1-old", "--status", "confirmed", "--by", "A. Editor", "--note", "Call.")
        head, _, where = [people.line() for _ in range(3)]
        assert where == "  a.txt; “Call.”"
        assert "? unconfirmed → ✓ confirmed  acquisition, planned, corrected by A. Editor  " in head
        told = json.loads(machine.line())
        assert (told["what"], told["before"]["confirmation"]["status"]) == ("status", "unconfirmed")
        assert (told["correction"]["by"], told["correction"]["note"]) == ("A. Editor", "Call.")
        assert told["corrected"]["status"] == "confirmed"
    # One that is started again tells what lands from then on, and nothing twice.
    with watching(*arguments, "--format", "jsonl") as machine:
        looks(machine, database)
        review(database, "c1-old", "--withdraw", "--by", "B. Editor")
        told = [json.loads(machine.line())]
        while told[-1]["what"] == "new":
            told.append(json.loads(machine.line()))
        assert machine.interrupt() == 130
    assert machine.lines.empty()
    assert {each["article"]["source"] for each in told[:-1]} <= {"looks.txt"}
    assert told[-1]["before"]["confirmation"]["status"] == "confirmed"
    assert (told[-1]["correction"]["withdraws"], told[-1]["corrected"]) == (3, None)


def looks(watcher, database):
    """Wait until it has looked for the first time."""
    for price in range(PATIENCE * 4):
        dearer = [claim(amounts=watch_writer_amount(price), durations=())]
        save(database, record("looks.txt", dearer, text=f"{SENTENCE} {price}"))
        time.sleep(0.25)
        if not watcher.lines.empty():
            return
    raise AssertionError("nothing was told")


def interrupted_while_a_driver_tries_its_connection():
    with _remembered_interrupts():
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as interrupt:
            raise ProgrammingError("SELECT 1", None, interrupt) from interrupt


def test_an_interrupt_that_a_driver_turns_into_its_own_error_stays_one():
    with pytest.raises(KeyboardInterrupt):
        interrupted_while_a_driver_tries_its_connection()


def test_what_a_pool_says_of_an_interrupted_connection_is_kept_from_people():
    log = "__import__('logging').getLogger('sqlalchemy.pool.impl.QueuePool').error"
    code = f"""
import sys, extractor.cli
sys.argv = ["newsclaims", "--version"]
try:
    extractor.cli.main()
finally:
    {log}("Exception closing connection")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stderr == ""
    assert done.stdout.startswith("newsclaims ")


def test_only_what_passes_is_told(database):
    save(database, record("before.txt", [claim(id="before")]))
    arguments = ("--every", "1s", "--format", "jsonl", "--min-amount", "3e9", "--status", "stated")
    with watching("--db", database, "--from-start", *arguments) as watcher:
        save(database, record("small.txt", [claim(Status.STATED, id="small")]))
        large = watch_writer_amount("4000000000")
        save(database, record("rumour.txt", [claim(id="rumour", amounts=large)]))
        save(database, record("large.txt", [claim(Status.STATED, id="large", amounts=large)]))
        assert json.loads(watcher.line())["claim"]["id"] == "large"
        assert watcher.interrupt() == 130
    assert watcher.lines.empty()


def watch_writer_amount(value):
    return tuple(
        each.model_copy(update={"value_min": each.value_min * 0 + int(value), "value_max": None})
        for each in claim().amounts
    )


def test_a_locked_file_is_waited_for(tmp_path):
    file = tmp_path / "claims.db"
    save(str(file), record("a.txt", [claim(id="a")]))
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("PRAGMA journal_mode = DELETE")
    holder.execute("BEGIN EXCLUSIVE")
    with watching("--db", file, "--every", "1s", "--from-start", "--format", "jsonl") as watcher:
        assert "database is locked" in watcher.note()
        time.sleep(2.5)
        assert watcher.notes.empty(), "said once"
        holder.execute("COMMIT")
        holder.close()
        assert watcher.note() == "the database is there: watching"
        assert json.loads(watcher.line())["claim"]["id"] == "a"
        assert watcher.interrupt() == 130


def test_a_lost_connection_is_waited_for(postgres_server):
    url = postgres_server.new_database()
    name = url.partition("@/")[2].partition("?")[0]
    save(url, record("a.txt", [claim(id="a")]))
    with watching("--db", url, "--every", "1s", "--from-start", "--format", "jsonl") as watcher:
        assert json.loads(watcher.line())["claim"]["id"] == "a"
        postgres_server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        postgres_server.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        assert watcher.note().startswith("waiting: ")
        postgres_server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert watcher.note() == "the database is there: watching"
        save(url, record("b.txt", [claim(id="b")]))
        assert json.loads(watcher.line())["claim"]["id"] == "b"
        assert watcher.interrupt() == 130
    postgres_server.drop(url)


def test_a_database_that_is_made_later_is_followed_from_its_beginning(postgres_server):
    url = postgres_server.url("not_there_yet")
    with watching("--db", url, "--every", "1s", "--format", "jsonl") as watcher:
        assert "does not exist" in watcher.note()
        postgres_server.execute("CREATE DATABASE not_there_yet")
        save(url, record("a.txt", [claim(id="a")]))
        assert json.loads(watcher.line())["claim"]["id"] == "a"
        assert watcher.interrupt() == 130
    postgres_server.drop(url)


def test_another_programs_database_is_refused(tmp_path):
    file = tmp_path / "other.db"
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE birds (name)")
    other.close()
    with watching("--db", file) as watcher:
        assert "not a newsclaims database" in watcher.note()
        assert watcher.process.wait(timeout=PATIENCE) == 1


def test_a_folder_is_not_waited_for(tmp_path):
    with watching("--db", tmp_path) as watcher:
        assert "this is a folder; name a file in it" in watcher.note()
        assert watcher.process.wait(timeout=PATIENCE) == 1


def test_nobody_reads_any_more(tmp_path):
    file = tmp_path / "claims.db"
    save(str(file), *(record(f"{at}.txt", [claim(id=f"c{at}")]) for at in range(300)))
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "extractor.cli", "watch", "--db", str(file), "--from-start"]
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE, cwd=ROOT) as process:
        os.close(writing)
        assert os.read(reading, 10)
        os.close(reading)
        save(str(file), *(record(f"n{at}.txt", [claim(id=f"n{at}")]) for at in range(300)))
        assert process.wait(timeout=PATIENCE) == 0
        assert process.stderr.read() == b""
