"""A run onto a file system without room: the error says so, nothing is torn, and it goes on.

The file system is a small one in memory. To mount it takes root or a namespace in which one is
root; where neither is allowed the test is skipped (test_trouble.py has SQLite's own limit).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from batch_stories import everything_in, write_stories
from full_disk_job import MAY_NOT

from extractor.batch import run
from extractor.sinks.sql import SqlStore

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="needs tmpfs and namespaces"),
    pytest.mark.slow,
]

JOB = Path(__file__).with_name("full_disk_job.py")
ARTICLES = 200
BATCH = 4
# In a namespace, what is mounted is gone with the last process, whatever becomes of the test.
WAYS = (["unshare", "--user", "--map-root-user", "--mount"], ["unshare", "--mount"], [])


def told_by(folder: Path, stories: Path) -> dict[str, object]:
    """What the job tells, in the first way that works."""
    folder.mkdir()
    paths = [str(JOB.parents[2]), str(JOB.parent), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    job = [sys.executable, str(JOB), str(folder), str(stories)]
    for way in WAYS if shutil.which("unshare") else WAYS[-1:]:
        if way and subprocess.run([*way, "true"], check=False, capture_output=True).returncode:
            continue
        done = subprocess.run(
            [*way, *job], check=False, capture_output=True, text=True, env=environment
        )
        if done.returncode != MAY_NOT:
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout)
    pytest.skip("neither root nor a namespace of our own may mount a small tmpfs here")


def test_full_disk_is_told_and_the_same_command_goes_on(tmp_path, rules):
    stories = tmp_path / "stories"
    stories.mkdir()
    write_stories(stories, ARTICLES)
    told = told_by(tmp_path / "disk", stories)
    assert told["full"] == 1, told
    assert "full" in told["said"]
    assert "make room on the disk" in told["said"]
    assert "Traceback" not in told["said"]
    assert told["integrity"] == [["ok"]]
    assert 0 < told["saved"] < ARTICLES
    assert told["saved"] % BATCH == 0
    assert told["again"] == 0, told["said_again"]
    with SqlStore(str(tmp_path / "undisturbed.db")) as store:
        run([str(stories)], store, rules)
        assert told["articles"] == everything_in(store)[0]
