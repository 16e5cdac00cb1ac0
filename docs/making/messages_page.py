"""The page docs/troubleshooting.md, of the messages in the code and docs/messages.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from docs.making.harvest import recorded, told
from docs.making.markdown import code, table
from extractor.cli.streams import ExitCode
from extractor.sinks import refusals

DOCS: Final = Path(__file__).parents[1]
_EXPLAINED: Final = DOCS / "messages.toml"
_FAILURES: Final = DOCS / "failures.md"
_TOP: Final = """# Troubleshooting by message

Look the message up by its words; `…` stands where the program puts a name, a number or what the
system said. This page is made by `python -m docs.generate` from the messages in the code.

- A line that begins with `error:` ended the command.
- A line that ends in a word in brackets, such as `(missing)`, is about one source; the rest was
  read.
- Other lines are notices.
"""


class UnexplainedError(Exception):
    """A message has no entry in messages.toml, or an entry has no message."""


def page() -> str:
    """The whole page.

    Raises:
        UnexplainedError: messages.toml does not fit the code; says what is missing or too much.
    """
    explained = tomllib.loads(_EXPLAINED.read_text(encoding="utf-8"))
    parts = [
        *_exit_codes(explained["exit"]),
        *_messages(explained["said"]),
        *_options(explained["options"]),
        *_database(),
    ]
    return "\n".join([_TOP, *parts, *_failures()]) + "\n"


def _exit_codes(meanings: dict[str, str]) -> list[str]:
    _compare("exit code", {str(int(each)) for each in ExitCode}, meanings)
    rows = [(code(str(int(each))), meanings[str(int(each))]) for each in ExitCode]
    return ["## Exit codes", "", *table(("Code", "Meaning"), rows), ""]


def _messages(explained: dict[str, list[str]]) -> list[str]:
    texts = {message.text for message in told()}
    _compare("message", texts, explained)
    rows = [(code(text), *explained[text]) for text in sorted(texts, key=_by_words)]
    head = ("Message", "Why", "What to do")
    return ["## Errors and notices", "", *table(head, rows), ""]


def _options(explained: dict[str, list[str]]) -> list[str]:
    """What the library that reads options says itself."""
    rows = [(code(text), *explained[text]) for text in sorted(explained, key=_by_words)]
    words = "After `Invalid value for` and the name of the option:"
    return ["## Options", "", words, "", *table(("Message", "Why", "What to do"), rows), ""]


def _database() -> list[str]:
    """What the database says itself gets our advice behind it, in brackets."""
    rows = [(code(f"… {piece} …"), advice) for piece, advice in refusals._ADVICE]
    words = "In its own words, after `error:` and the name of the database:"
    head = ("It says", "What to do")
    return ["## When the database refuses", "", words, "", *table(head, rows), ""]


def _failures() -> Iterator[str]:
    known = remedies()
    yield from ("## Sources that can't be read", "")
    yield from (
        "The word in brackets is the code; [failures](failures.md) says more about each.",
        "",
    )
    rows = [
        (code(message.text), code(message.kind), known[message.kind])
        for message in recorded()
        if message.kind in known
    ]
    shown = {message.kind for message in recorded()}
    rest = [("as the server or system says it", code(name), known[name]) for name in known]
    rows += [row for row in rest if row[1].strip("`") not in shown]
    yield from table(("Message", "Code", "What to do"), rows)


def remedies() -> dict[str, str]:
    """What to do about each failure code, as docs/failures.md has it; the first stage counts."""
    found: dict[str, str] = {}
    for line in _FAILURES.read_text(encoding="utf-8").splitlines():
        row = re.fullmatch(r"\| `(\w+)` \| .* \| (.*) \|", line)
        if row:
            found.setdefault(row[1], row[2])
    return found


def _by_words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _compare(what: str, found: Iterable[str], explained: dict[str, Any]) -> None:
    missing, stale = set(found) - set(explained), set(explained) - set(found)
    if missing or stale:
        raise UnexplainedError(
            f"{what}: explain {sorted(missing)} in docs/messages.toml; take out {sorted(stale)}"
        )
