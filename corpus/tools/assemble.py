"""Write the texts that belong to the label files.

    python -m corpus.tools.assemble MIRROR OUT

The labels are ours, the articles are not: they lie in a public git repository, and
``corpus/labels/index.json`` says where. MIRROR is a clone or a bare mirror of that repository; each
text is written to ``OUT/<id>.txt``: headline, newline, one paragraph a line, as the offsets of the
labels count it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from extractor.hashing import sha256_of

INDEX = Path(__file__).parents[1] / "labels" / "index.json"

_HEAD = "--"
_PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?= {1,2}\S)")
_SPACE = re.compile(r"\s+")


class AssemblyError(Exception):
    """The texts can't be had: the message says what is missing or different, and what to do."""


class Entry(BaseModel):
    """Where one labelled article lies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    repo: str
    commit: str = Field(pattern="^[0-9a-f]{40}$")
    path: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    split: Literal["train", "dev", "test"]


def read_index(path: Path = INDEX) -> tuple[Entry, ...]:
    """The entries of an index.

    Raises:
        pydantic.ValidationError: the file is not JSON, or a field is missing, unknown or malformed.
    """
    return TypeAdapter(tuple[Entry, ...]).validate_json(path.read_bytes())


def split_of(name: str) -> Literal["train", "dev", "test"]:
    """The part that an article belongs to: a tenth test, a tenth dev, by the hash of its id."""
    bucket = int(sha256_of(name.encode())[:8], 16) % 10
    if bucket > 1:
        return "train"
    return "dev" if bucket else "test"


def parse_article(raw: str) -> tuple[str, str]:
    """The headline and the body, one paragraph a line, of a file of the Reuters data set.

    The file opens with lines that start with two hyphens (headline, author, date, address); the
    body's paragraphs end at an empty line or where the next line is indented.
    """
    head, body = _split_head(raw.split("\n"))
    paragraphs = (_SPACE.sub(" ", part).strip() for part in _PARAGRAPH_END.split("\n".join(body)))
    return (head[0] if head else ""), "\n".join(part for part in paragraphs if part)


def _split_head(lines: Sequence[str]) -> tuple[list[str], Sequence[str]]:
    count = next((i for i, line in enumerate(lines) if not line.startswith(_HEAD)), len(lines))
    return [line.removeprefix(_HEAD).strip() for line in lines[:count]], lines[count:]


def read_blobs(mirror: Path, entries: Sequence[Entry]) -> Iterator[bytes]:
    """The files of the entries, in their order, read in one pass.

    Raises:
        AssemblyError: there is no repository, or it lacks a commit or a file.
    """
    output = BytesIO(_git_output(mirror, [f"{entry.commit}:{entry.path}" for entry in entries]))
    for entry in entries:
        header = output.readline().rstrip(b"\n")
        if not re.fullmatch(rb"[0-9a-f]+ blob \d+", header):
            raise AssemblyError(
                f"{entry.id}: {mirror} has no {entry.path} at {entry.commit}; is it a whole and"
                f" recent copy of {entry.repo}?"
            )
        yield output.read(int(header.split()[-1]))
        output.read(1)


def _git_output(mirror: Path, objects: Sequence[str]) -> bytes:
    command = [_git(), f"--git-dir={git_folder(mirror)}", "cat-file", "--batch"]
    asked = "".join(f"{name}\n" for name in objects).encode()
    done = subprocess.run(command, input=asked, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise AssemblyError(f"git can't read {mirror}: {done.stderr.decode().strip()}")
    return done.stdout


def _git() -> str:
    found = shutil.which("git")
    if found is None:
        raise AssemblyError("git is not installed")
    return found


def git_folder(mirror: Path) -> Path:
    """The folder with the objects: of a clone its ``.git``, of a bare mirror the folder itself.

    Raises:
        AssemblyError: there is neither.
    """
    for folder in (mirror / ".git", mirror):
        if (folder / "objects").is_dir():
            return folder
    raise AssemblyError(f"{mirror} is no git repository; clone the one that the index names there")


def article_text(entry: Entry, raw: bytes) -> str:
    """The text that the labels of an entry count in.

    Raises:
        AssemblyError: the body is not the one that was labelled.
    """
    title, body = parse_article(raw.decode("utf-8", "replace"))
    if sha256_of(body.encode()) != entry.sha256:
        raise AssemblyError(f"{entry.id}: the text of {entry.path} is not what was labelled")
    return f"{title}\n{body}"


def assemble(mirror: Path, out: Path, entries: Sequence[Entry]) -> None:
    """Write the text of each entry to ``out/<id>.txt``.

    Raises:
        AssemblyError: the mirror is missing or incomplete, or a text has changed.
    """
    out.mkdir(parents=True, exist_ok=True)
    for entry, raw in zip(entries, read_blobs(mirror, entries), strict=True):
        (out / f"{entry.id}.txt").write_bytes(article_text(entry, raw).encode())


def main(arguments: list[str]) -> int:
    """Assemble, and say how it went: 0 all texts are there, 1 not."""
    parser = argparse.ArgumentParser(
        prog="assemble", description="Write the texts that belong to the label files."
    )
    parser.add_argument("mirror", type=Path, help="clone or bare mirror of the public repository")
    parser.add_argument("out", type=Path, help="folder for <id>.txt")
    parser.add_argument("--index", type=Path, default=INDEX, help="default: that of corpus/labels")
    options = parser.parse_args(arguments)
    entries = read_index(options.index)
    try:
        assemble(options.mirror, options.out, entries)
    except AssemblyError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(entries)} articles in {options.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
