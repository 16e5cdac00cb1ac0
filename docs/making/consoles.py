"""Replays the commands in a page, and puts what they print now into it.

A block of the language ``console`` holds commands (``$ `` begins one, ``> `` goes on with it) and
what they print. All blocks of a page are one session of bash in a copy of what a checkout has, so
that they may change files, those of the package too. ``python -m docs.making.consoles PAGE...``
writes what comes out into the pages; a test compares it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_BLOCK: Final = re.compile(r"^```console\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND: Final = re.compile(r"^\$ .*\n(?:^> ?.*\n)*", re.MULTILINE)
_MARK: Final = "=====next command====="
_COPIED: Final = ("extractor", "corpus/demo", "corpus/articles", "docs/examples")
_SECONDS: Final = 300
_COLUMNS: Final = "100"


def commands(page: str) -> list[str]:
    """The commands of a page, in order."""
    return [
        _plain(command)
        for block in _BLOCK.finditer(page)
        for command in _COMMAND.findall(block["body"])
    ]


def replayed(page: str) -> str:
    """The page with what its commands print now.

    Raises:
        subprocess.TimeoutExpired: they took more than five minutes.
    """
    with tempfile.TemporaryDirectory() as folder:
        outputs = iter(_outputs(commands(page), Path(folder)))
    return _BLOCK.sub(lambda block: _filled(block["body"], outputs), page)


def _filled(body: str, outputs: Iterator[str]) -> str:
    texts = [command + next(outputs) for command in _COMMAND.findall(body)]
    return "```console\n" + "".join(texts) + "```"


def _plain(command: str) -> str:
    return re.sub(r"^(?:\$ |> ?)", "", command, flags=re.MULTILINE)


def _outputs(all_commands: list[str], folder: Path) -> list[str]:
    checkout = _checkout_in(folder)
    # The exit code of each command outlives the mark, for a page that prints it.
    steps = (f"{command}_code=$?; echo {_MARK}; (exit $_code)\n" for command in all_commands)
    done = subprocess.run(  # noqa: S603 - the commands are those of our pages
        ["bash", "-c", "exec 2>&1\n" + "".join(steps)],  # noqa: S607
        cwd=checkout,
        env=_environment(folder, checkout),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=_SECONDS,
        check=False,
    )
    text = done.stdout.decode("utf-8").replace(str(checkout), "newsclaims")
    return [_tidy(output) for output in text.split(f"{_MARK}\n")[:-1]]


def _tidy(output: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in output.splitlines()).rstrip("\n") + (
        "\n" if output.strip() else ""
    )


def _checkout_in(folder: Path) -> Path:
    checkout = folder / "newsclaims"
    for name in _COPIED:
        source, target = ROOT / name, checkout / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            leave_out = shutil.ignore_patterns("__pycache__", "models")
            shutil.copytree(source, target, ignore=leave_out)
        else:
            shutil.copyfile(source, target)
    for link in ("models", "extractor/models"):
        (checkout / link).symlink_to(ROOT / "models", target_is_directory=True)
    return checkout


def _environment(folder: Path, checkout: Path) -> dict[str, str]:
    """As it is, with our copy and its command first, and nothing that changes how output looks."""
    programs = folder / "bin"
    programs.mkdir()
    for name, call in (("newsclaims", "-m extractor.cli "), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {call}"$@"\n', encoding="utf-8")
        program.chmod(0o755)
    looks = {"COLUMNS": _COLUMNS, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "TZ": "UTC"}
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    quiet = {"PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1", "PATH": path}
    return {**os.environ, **looks, **quiet}


def main(pages: list[str]) -> None:
    """Put what the commands print now into the pages."""
    for name in pages:
        page = Path(name)
        text = replayed(page.read_text(encoding="utf-8"))
        page.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
