"""A run onto a disk that is really full, then with room: what it says and what is left.

python full_disk_job.py FOLDER STORIES

FOLDER is where a small file system is to be mounted; this process must be allowed to, such as in a
namespace of its own. Prints what happened as JSON; exit status 77: it may not mount.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from batch_stories import everything_in

from extractor.sinks.sql import SqlStore

MEGABYTE = 1 << 20
SIZE = 16
# An empty database and some batches, but not all of them.
LEFT = 1.5
MAY_NOT = 77


def run(database: Path, stories: str) -> tuple[int, str]:
    options = ["--db", f"sqlite:///{database}", "--model", "none", "--batch-size", "4"]
    command = [sys.executable, "-m", "extractor.cli", "run", *options, "--workers", "1", stories]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode, done.stderr


def main(folder: Path, stories: str) -> None:
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(folder)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode:
        sys.exit(MAY_NOT)
    try:
        told = story_of(folder, stories)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
    print(json.dumps(told))  # noqa: T201 - what the test reads


def story_of(folder: Path, stories: str) -> dict[str, object]:
    ballast, database = folder / "ballast", folder / "claims.db"
    ballast.write_bytes(bytes(int((SIZE - LEFT) * MEGABYTE)))
    told = dict(zip(("full", "said"), run(database, stories), strict=True))
    ballast.unlink()
    with closing(sqlite3.connect(database)) as connection:
        told["integrity"] = connection.execute("PRAGMA integrity_check").fetchall()
    with SqlStore(str(database), create=False) as store:
        told["saved"] = store.counts().articles
    told["again"], told["said_again"] = run(database, stories)
    with SqlStore(str(database), create=False) as store:
        told["articles"] = everything_in(store)[0]
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
