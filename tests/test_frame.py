"""The frame around the package: what README, Makefile, locks and docs promise is true."""

from __future__ import annotations

import doctest
import json
import re
import subprocess
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from typer.testing import CliRunner

import extractor
from extractor.cli import app
from extractor.pipeline import components

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
STORY = "docs/examples/bakery-talks.txt"
LOCKS = tuple(f"requirements/{name}.txt" for name in ("runtime", "dev", "train", "spark", "docs"))
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/claims.md")
# Spelt in pieces, so that this file does not hold what it looks for.
LOCAL_PATHS = tuple(f"/{folder}/" for folder in ("work", "root", "home"))


@pytest.fixture(autouse=True)
def _in_checkout(monkeypatch):
    monkeypatch.chdir(ROOT)


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def tracked_files() -> list[Path]:
    """Files under version control, or all files where there is no repository (an archive)."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


class TestReadme:
    def test_python_examples_run(self):
        failed, tried = doctest.testfile(
            str(ROOT / "README.md"),
            module_relative=False,
            encoding="utf-8",
        )
        assert tried > 8
        assert not failed

    def test_table_is_a_real_run(self):
        result = CliRunner().invoke(
            app, ["extract", STORY, "--format", "table"], env={"COLUMNS": "100"}
        )
        assert result.exit_code == 0
        table = "\n".join(line.rstrip() for line in result.stdout.splitlines())
        assert blocks("text")[0].strip() == table.strip(), f"what comes out now:\n{table}"

    def test_record_is_from_a_real_run(self):
        (shown,) = map(json.loads, blocks("json"))
        claim = extractor.extract(Path(STORY)).claims[0].model_dump(mode="json")
        assert claim["confirmation"]["cues"] == shown["confirmation"]["cues"]
        assert shown["confirmation"].items() <= claim["confirmation"].items()

    def test_quoted_article_is_the_example(self):
        quoted = README.split("names in it):")[1].split("comes this")[0]
        words = re.sub(r"[>*]", " ", quoted).split()
        assert words == (ROOT / STORY).read_text(encoding="utf-8").split()

    def test_fits_a_first_screen(self):
        before_table = README.split("```text")[0]
        assert before_table.count("\n") < 25

    @pytest.mark.parametrize("option", sorted(set(re.findall(r"--[a-z][a-z-]+", README))))
    def test_options_exist(self, option):
        commands = typer.main.get_group(app).commands
        pages = [
            CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "200"}) for name in commands
        ]
        assert any(option in page.stdout for page in pages)


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_exist(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    code = re.findall(r"`([^`]+)`|^(?: {4}|)(make .*)$", text, re.MULTILINE)
    commands = [inline or line for inline, line in code]
    used = {
        word
        for command in commands
        if command.startswith("make ")
        for word in command.split("#")[0].split()[1:]
        if "=" not in word
    }
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert used <= targets


def test_every_make_target_is_explained():
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()
    assert set(phony) == set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))


def test_changelog_has_unreleased():
    assert "\n## [Unreleased]\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "corpus").glob("**/*.md")]


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def paths_in_tree(tree: str) -> list[str]:
    """The paths of an indented listing, two spaces a level."""
    parents: list[str] = []
    found = []
    for line in filter(str.strip, tree.splitlines()):
        depth = (len(line) - len(line.lstrip())) // 2
        name = line.split()[0]
        parents = [*parents[:depth], name]
        found.append("".join(parents))
    return found


def test_paths_in_tree():
    assert paths_in_tree("a/  x\n  b/  y\n    c.py  z\n  d.py") == [
        "a/",
        "a/b/",
        "a/b/c.py",
        "a/d.py",
    ]


def test_map_is_true():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    paths = paths_in_tree(blocks("text", text)[0])
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_map_is_complete():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    paths = {path.rstrip("/") for path in paths_in_tree(blocks("text", text)[0])}
    rooms = {
        str(room.parent.relative_to(ROOT)) for room in (ROOT / "extractor").glob("*/__init__.py")
    }
    assert rooms <= paths


@pytest.mark.parametrize("vocabulary", [
    extractor.Event, extractor.Modality, extractor.Status, extractor.Scope, extractor.Role,
    extractor.PartyKind, extractor.SourceKind, extractor.Modifier, extractor.DurationKind,
])  # fmt: skip
def test_every_word_is_defined(vocabulary):
    text = (ROOT / "docs/claims.md").read_text(encoding="utf-8")
    assert [word.value for word in vocabulary if f"`{word.value}`" not in text] == []


def test_no_path_of_a_machine_is_mentioned():
    found = [
        f"{file.relative_to(ROOT)}: {path}"
        for file in tracked_files()
        for path in LOCAL_PATHS
        if path.encode() in file.read_bytes()
    ]
    assert found == []


class TestLocks:
    def pinned(self, lock: str) -> dict[str, list[Requirement]]:
        lines = re.findall(r"^([A-Za-z0-9].*?) \\$", (ROOT / lock).read_text(), re.MULTILINE)
        found: dict[str, list[Requirement]] = {}
        for requirement in map(Requirement, lines):
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
        return found

    @pytest.mark.parametrize("lock", LOCKS)
    def test_every_dependency_is_pinned_as_allowed(self, lock):
        own = {"runtime": (), "dev": ("dev", "postgres", "parquet")}
        extras = ("model", *own.get(Path(lock).stem, (Path(lock).stem,)))
        optional = [line for extra in extras for line in PROJECT["optional-dependencies"][extra]]
        pinned = self.pinned(lock)
        for wanted in map(Requirement, [*PROJECT["dependencies"], *optional]):
            for pin in pinned[canonicalize_name(wanted.name)]:
                (version,) = (Version(clause.version) for clause in pin.specifier)
                assert version in wanted.specifier, f"{pin} does not satisfy {wanted}: make lock"

    @pytest.mark.parametrize("lock", LOCKS)
    def test_every_pin_has_hashes_and_no_index_is_named(self, lock):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^-", text, re.MULTILINE)
        entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
        assert all("--hash=sha256:" in entry for entry in entries)

    def test_both_pin_the_same(self):
        runtime, *others = (self.pinned(lock) for lock in LOCKS)
        for other in others:
            assert {name: other[name] for name in runtime} == runtime

    def test_every_direct_dependency_is_explained(self):
        text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
        rows = dict(re.findall(r"^\| ([a-z0-9-]+) \| ([0-9.]+) \|", text, re.MULTILINE))
        optional = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
        pinned = {name: pin for lock in LOCKS for name, pin in self.pinned(lock).items()}
        direct = [Requirement(line) for line in (*PROJECT["dependencies"], *optional)]
        for wanted in direct:
            versions = {str(pin.specifier) for pin in pinned[canonicalize_name(wanted.name)]}
            assert {f"=={rows[wanted.name]}"} == versions
        assert set(rows) - {wanted.name for wanted in direct} == {"setuptools", "uv"}


def test_every_package_is_listed():
    """They are spelled out in pyproject.toml; one that is forgotten is missing from the wheel."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    listed = set(settings["setuptools"]["packages"])
    found = {
        ".".join(init.parent.relative_to(ROOT).parts)
        for init in (ROOT / "extractor").rglob("__init__.py")
    }
    assert listed - {"extractor.models"} == found


def test_every_factory_is_an_entry_point():
    named = {point.name: point.value for point in entry_points(group="spacy_factories")}
    written = PROJECT["entry-points"]["spacy_factories"]
    factories = {
        value for value in vars(components).values() if str(value).startswith("newsclaims_")
    }
    assert factories == set(written)
    assert written.items() <= named.items(), "install the package again: pip install -e ."
