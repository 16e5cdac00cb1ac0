"""The documentation keeps up with the code: what is missing, and where it has to be added."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shlex
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

import pytest

import extractor
from docs.generate import PAGES
from docs.making import api_page, messages_page, rules_page
from docs.making.commands_page import commands
from docs.making.docstrings import as_markdown
from docs.making.harvest import recorded, told
from docs.making.navigation import sections
from extractor.batch import distributed
from extractor.cli.streams import ExitCode

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PACKAGE = ROOT / "extractor"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


class TestGeneratedPages:
    @pytest.mark.parametrize("name", PAGES)
    def test_they_are_up_to_date(self, name):
        assert page(name) == PAGES[name](), "run: python -m docs.generate"

    def test_a_message_without_explanation_is_told(self, monkeypatch):
        monkeypatch.setattr(
            messages_page, "told", lambda: [*told(), type(told()[0])("new", "note")]
        )
        with pytest.raises(messages_page.UnexplainedError, match=r"explain \['new'\]"):
            messages_page.page()

    def test_messages_are_found_where_they_are_raised(self):
        texts = {message.text for message in told()}
        assert "this is not a newsclaims database; name another with --db" in texts
        assert "… is not a number like 1e9 or 2500000" in texts
        assert len(texts) > 25
        codes = {message.kind: message.text for message in recorded()}
        assert codes["not_english"] == "its language is …; only English articles are read"

    def test_docstrings_become_lists_and_code(self):
        text = "Does ``it``.\n\nArgs:\n    name: What\n        it is.\n\nExample:\n    >>> 1\n"
        assert as_markdown(text) == [
            "Does `it`.", "", "*Args*", "", "- `name`: What", "  it is.", "",
            "```python", ">>> 1", "```", "",
        ]  # fmt: skip


def options() -> Iterator[tuple[str, str]]:
    for name, command in commands():
        for option in command.params:
            words = [*option.opts, *option.secondary_opts]
            yield from ((name, word) for word in words if word.startswith("-"))


class TestCommandLine:
    """docs/cli.md explains by hand what docs/reference/commands.md lists."""

    @pytest.mark.parametrize("name", [name for name, _ in commands()])
    def test_every_command_has_a_section(self, name):
        assert f"\n## newsclaims {name}\n" in page("cli.md"), "add a section to docs/cli.md"
        listed = re.findall(r"^newsclaims (\w+)", page("cli.md").split("```")[1], re.MULTILINE)
        assert name in listed, "add it to the list at the top of docs/cli.md"

    @pytest.mark.parametrize(("command", "option"), sorted(set(options())))
    def test_every_option_stands_in_the_section_of_its_command(self, command, option):
        section = page("cli.md").partition(f"\n## newsclaims {command}\n")[2].partition("\n## ")[0]
        assert re.search(rf"`(?:-\w`, `)?{option}\b", section), (
            f"explain {option} in docs/cli.md, section `newsclaims {command}`"
        )

    def test_every_exit_code_is_explained(self):
        listed = re.findall(r"^\| (\d+) \|", page("cli.md"), re.MULTILINE)
        assert listed == [str(int(code)) for code in ExitCode], "docs/cli.md, table of exit codes"

    def test_no_option_is_documented_that_is_gone(self):
        there = {word for _, word in options()} | {"--help", "--version"}
        there |= {"--install-completion", "--show-completion"}
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page("cli.md")))
        assert named - there == set()


class TestVocabularies:
    """Every word that can stand in a record means something in docs/claims.md and records.md."""

    @pytest.mark.parametrize(
        "vocabulary",
        [
            value
            for value in vars(extractor.records).values()
            if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
        ],
    )
    def test_every_word_is_in_the_records_page(self, vocabulary):
        section = page("records.md").partition(f"### {vocabulary.__name__}\n")[2]
        section = section.partition("\n### ")[0]
        missing = [word.value for word in vocabulary if f"| `{word.value}` |" not in section]
        assert missing == [], "give it a meaning in docs/records.toml"

    def test_every_record_and_field_is_in_the_records_page(self):
        records = [
            value
            for value in vars(extractor.records).values()
            if isinstance(value, type)
            and issubclass(value, extractor.records.Record)
            and value.__name__ not in {"Record", "Figure", "Page", "PageHints"}
        ]
        missing = [
            (record.__name__, field)
            for record in records
            for field in record.model_fields
            if f"| `{field}` |"
            not in page("records.md").partition(f"## {record.__name__}\n")[2].partition("\n## ")[0]
        ]
        assert missing == [], "give it a meaning in docs/records.toml"


def failure_codes() -> dict[str, type[StrEnum]]:
    """Every enum of failure codes, found by its name: a new room is found, too."""
    modules = [
        importlib.import_module(info.name)
        for info in pkgutil.walk_packages([str(PACKAGE)], "extractor.")
        if info.name.endswith(".codes")
    ]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if name.endswith("Code") and isinstance(value, type) and issubclass(value, StrEnum)
    }


class TestFailures:
    def test_the_enums_are_found(self):
        assert {"FetchCode", "ArticleCode", "QuarantineCode"} <= set(failure_codes())

    @pytest.mark.parametrize("name", failure_codes())
    def test_every_code_is_explained_and_has_a_remedy(self, name):
        known = messages_page.remedies()
        missing = [code.value for code in failure_codes()[name] if not known.get(code.value)]
        assert missing == [], "add a row to docs/failures.md"

    @pytest.mark.parametrize("name", failure_codes())
    def test_every_code_is_in_troubleshooting(self, name):
        text = page("troubleshooting.md")
        assert [code for code in failure_codes()[name] if f"| `{code.value}` |" not in text] == []


def environment_variables() -> set[str]:
    """Names in capitals in a statement about the environment, or in a list that one names."""
    return {
        name for path in PACKAGE.rglob("*.py") for name in variables_in(path.read_text("utf-8"))
    }


def variables_in(source: str) -> Iterator[str]:
    lists = dict(re.findall(r"^(\w+): Final = [({](.*?)[)}]$", source, re.MULTILINE | re.DOTALL))
    for line in source.splitlines():
        if re.search(r"\b(?:environ|getenv|_environment)\b", line):
            yield from re.findall(r'"([A-Z][A-Z0-9_]+)"', line)
            used = re.findall(r"\*\*(\w+)|in (_\w+) if", line)
            for name in filter(None, (word for pair in used for word in pair)):
                yield from re.findall(r'"([A-Z][A-Z0-9_]+)"', lists.get(name, ""))


class TestEverythingElse:
    def test_every_environment_variable_is_explained(self):
        text = page("reference/environment.md")
        assert {"COLUMNS", "JAVA_HOME", "OMP_NUM_THREADS"} <= environment_variables()
        missing = [name for name in environment_variables() if f"`{name}`" not in text]
        assert missing == [], "add a row to docs/reference/environment.md"

    def test_every_rule_and_family_is_listed(self):
        listed = set(re.findall(r"^\| `([\w.-]+)` \|", page("reference/rules.md"), re.MULTILINE))
        families = {rule.split(".")[0] for rule in listed}
        assert rules_page.families() <= families
        assert len(listed) > 300

    def test_the_table_of_precedence_is_the_one_that_decides(self):
        rows = tomllib.loads((PACKAGE / "pipeline/data/precedence.toml").read_text("utf-8"))["row"]
        decided = [row["status"] for row in rows]
        # The last two rows, background and nothing, are one in the page.
        told_there = re.findall(
            r"^\| \d+ \| .* \| (\w+) \|$", page("confirmation.md"), re.MULTILINE
        )
        assert told_there == decided[:-1], "docs/confirmation.md, table of rows"

    def test_every_public_name_is_in_the_reference(self):
        text = page("reference/api.md") + page("records.md")
        undocumented = {"__version__", "Page", "PageHints"}
        missing = [
            f"{module}.{name}"
            for module, name in api_page.public_names()
            if name not in undocumented and not re.search(rf"^###? {name}$", text, re.MULTILINE)
        ]
        assert missing == [], "run: python -m docs.generate"

    def test_what_runs_on_many_machines_is_in_its_page(self):
        text = page("scale.md") + page("reference/api.md")
        assert [name for name in distributed.__all__ if name not in text] == []


def documents() -> list[Path]:
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def called(text: str) -> Iterator[list[str]]:
    """The words of each newsclaims command in the code of a page."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    inline = re.findall(r"`(newsclaims [^`\n]+)`", text)
    for block in (*blocks, *inline):
        joined = block.replace("\\\n", " ")
        for line in joined.splitlines():
            for command in re.findall(r"(?:^|[\s/=])newsclaims ([a-z].*)", line):
                yield words_of(re.split(r"\s(?:\||>|>>|&&|\|\||->|#|→|2>)", command)[0])


def words_of(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


class TestPages:
    # The messages in troubleshooting.md speak of newsclaims without calling it.
    @pytest.mark.parametrize(
        "path",
        [path for path in documents() if path.name != "troubleshooting.md"],
        ids=lambda path: str(path.relative_to(ROOT)),
    )
    def test_every_command_in_it_exists(self, path):
        known: dict[str, set[str]] = {name: {"--help"} for name, _ in commands()}
        for name, option in options():
            known[name].add(option)
        wrong = []
        for words in called(path.read_text(encoding="utf-8")):
            name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
            given = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
            if name not in known or not given <= known[name]:
                wrong.append(" ".join(words))
        assert wrong == []

    @pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
    def test_every_module_that_is_run_exists(self, path):
        text = path.read_text(encoding="utf-8")
        ours = r"python -m ((?:extractor|corpus|models|benchmarks|docs)[\w.]*)"
        missing = [name for name in re.findall(ours, text) if find_spec(name) is None]
        assert missing == []
        trained = re.findall(r"models\.training\.encoder\.train (\S+)", text)
        assert set(trained) <= {"PRETRAINED"}

    def test_every_page_is_in_the_navigation_once(self):
        listed = [name for names in sections(page("index.md")).values() for name in names]
        pages = {path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md")}
        assert pages - {"index"} - set(listed) == set(), "add it to the lists of docs/index.md"
        assert set(listed) - pages == set()
        assert len(listed) == len(set(listed))

    def test_the_navigation_has_four_parts(self):
        expected = ["Tutorial", "How to", "Look it up", "Understand it"]
        assert list(sections(page("index.md"))) == expected

    def test_there_are_twenty_questions(self):
        assert page("faq.md").count("\n## ") >= 20
