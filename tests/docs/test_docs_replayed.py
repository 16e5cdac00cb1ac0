"""Every command in the pages prints what the pages say it prints."""

from __future__ import annotations

import difflib
import doctest
import re
from pathlib import Path

import pytest

import extractor.api
from docs.making.consoles import commands, replayed

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    path.relative_to(DOCS).as_posix(): path
    for path in sorted(DOCS.rglob("*.md"))
    if "```console\n" in path.read_text(encoding="utf-8")
}
# Each shows a real change of the package or a whole session, and takes its seconds.
SLOW = {"tutorial.md", "howto/cue.md", "howto/source.md", "howto/sink.md", "howto/currency.md"}
TALKING = [
    path for path in sorted(DOCS.rglob("*.md")) if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in PAGES],
)
def test_commands_print_what_the_page_shows(name):
    written = PAGES[name].read_text(encoding="utf-8")
    now = replayed(written)
    changes = difflib.unified_diff(written.splitlines(), now.splitlines(), lineterm="", n=1)
    assert now == written, (
        f"python -m docs.making.consoles docs/{name} writes what comes out now:\n"
        + "\n".join(changes)
    )


def test_the_worked_examples_are_among_them():
    assert {*SLOW, "index.md", "confirmation.md"} <= set(PAGES)


@pytest.mark.parametrize("path", TALKING, ids=lambda path: path.name)
def test_python_examples_run(path, monkeypatch):
    monkeypatch.chdir(DOCS.parent)
    # Examples in the reference are those of docstrings, which have names of their own around them.
    names = dict(vars(extractor.api)) if path.name == "api.md" else {}
    # A fence right behind an example is no part of what it prints.
    text = re.sub(r"^```.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest(text, names, path.name, str(path), 0)
    outcome = doctest.DocTestRunner().run(examples)
    assert outcome.attempted
    assert not outcome.failed


PAGE = """Text.

```console
$ cat > note.txt <<'END'
> one
>
> two
> END
$ wc -l < note.txt
7
$ false
$ echo "code $?"
```

```sh
rm -rf never-run
```

```console
$ cat note.txt >&2
$ pwd
```
"""


@pytest.fixture(scope="module")
def outcome():
    return replayed(PAGE)


class TestReplaying:
    def test_commands_are_those_of_console_blocks_alone(self):
        assert commands(PAGE) == [
            "cat > note.txt <<'END'\none\n\ntwo\nEND\n",
            "wc -l < note.txt\n",
            "false\n",
            'echo "code $?"\n',
            "cat note.txt >&2\n",
            "pwd\n",
        ]

    def test_what_is_wrong_is_put_right(self, outcome):
        assert "$ wc -l < note.txt\n3\n$ false\n" in outcome

    def test_the_exit_code_of_the_command_before_is_kept(self, outcome):
        assert 'echo "code $?"\ncode 1\n```' in outcome

    def test_files_last_from_block_to_block_and_errors_are_shown(self, outcome):
        assert "$ cat note.txt >&2\none\n\ntwo\n$ pwd\nnewsclaims\n" in outcome

    def test_a_replayed_page_stays_as_it_is(self, outcome):
        assert replayed(outcome) == outcome

    def test_everything_else_is_left_alone(self, outcome):
        assert re.sub(r"```console.*?```", "", outcome, flags=re.DOTALL) == re.sub(
            r"```console.*?```", "", PAGE, flags=re.DOTALL
        )
