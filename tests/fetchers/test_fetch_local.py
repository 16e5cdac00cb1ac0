"""Files, folders and standard input."""

from __future__ import annotations

import io
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.fetchers import FetchOptions, fetch
from extractor.records import Failure, Page, Stage


def fetched(*sources: object, **options: object) -> list[Page | Failure]:
    return list(fetch([str(source) for source in sources], FetchOptions(**options)))


def only_failure(*sources: object, **options: object) -> Failure:
    (item,) = fetched(*sources, **options)
    assert isinstance(item, Failure)
    assert item.stage is Stage.FETCH
    assert item.message
    return item


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("story.html", "text/html"),
        ("story.HTM", "text/html"),
        ("story.xhtml", "application/xhtml+xml"),
        ("story.txt", "text/plain"),
        ("story.md", "text/markdown"),
        ("story", None),
        ("story.2024", None),
    ],
)
def test_a_file_is_one_page_of_its_bytes(tmp_path, name, media_type):
    path = tmp_path / name
    path.write_bytes(b"Norvale buys Tarn.\r\n")
    (page,) = fetched(path)
    assert page == Page(source=str(path), content=b"Norvale buys Tarn.\r\n", media_type=media_type)


def test_a_file_uri_is_a_file(tmp_path):
    path = tmp_path / "a story.txt"
    path.write_text("Norvale buys Tarn.")
    (page,) = fetched(path.as_uri())
    assert (page.source, page.content) == (path.as_uri(), b"Norvale buys Tarn.")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("no/such/file.html", "missing"),
        ("x" * 5000, "missing"),
        ("", "missing"),
        ("  ", "missing"),
        ("nul\0byte", "missing"),
        ("lone\ud800surrogate", "missing"),
        ("ftp://example.org/a", "unsupported_scheme"),
        ("gopher://example.org", "unsupported_scheme"),
        ("file://elsewhere.example/a.txt", "bad_url"),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_names_that_lead_nowhere(source, code):
    assert only_failure(source).error == code


def test_a_file_below_a_file_is_missing(tmp_path):
    (tmp_path / "file.txt").write_text("text")
    assert only_failure(tmp_path / "file.txt" / "deeper.txt").error == "missing"


def test_a_circle_of_links_is_missing(tmp_path):
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    assert only_failure(tmp_path / "one").error == "missing"


def test_twenty_megabytes_are_too_large(tmp_path):
    path = tmp_path / "huge.html"
    with path.open("wb") as stream:
        stream.truncate(20_000_000)
    failure = only_failure(path)
    assert failure.error == "too_large"
    assert "10,000,000" in failure.message


def test_the_limit_itself_is_not_too_large(tmp_path):
    path = tmp_path / "just.txt"
    path.write_bytes(b"x" * 100)
    assert isinstance(fetched(path, max_bytes=100)[0], Page)
    assert only_failure(path, max_bytes=99).error == "too_large"


@pytest.mark.parametrize("name", ["table.css", "data.json", "photo.png", "report.pdf"])
def test_types_that_are_no_articles(tmp_path, name):
    (tmp_path / name).write_bytes(b"anything")
    assert only_failure(tmp_path / name).error == "unsupported_type"


def test_a_folder_is_its_files_in_order_of_names(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/b/c.html", "c.txt", ".hidden", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    names = [Path(page.source).relative_to(tmp_path).as_posix() for page in fetched(tmp_path)]
    assert names == ["a/b/c.html", "a/z.txt", "b.txt", "c.txt"]


def test_one_bad_file_does_not_stop_a_folder(tmp_path):
    (tmp_path / "a.txt").write_text("first")
    (tmp_path / "b.txt").symlink_to("nowhere")
    (tmp_path / "c.txt").write_bytes(b"x" * 200)
    (tmp_path / "d.txt").write_text("last")
    items = fetched(tmp_path, max_bytes=100)
    assert [getattr(item, "error", "page") for item in items] == [
        "page",
        "missing",
        "too_large",
        "page",
    ]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert only_failure(tmp_path).error == "unsupported_type"


def test_a_link_to_a_folder_above_does_not_run_in_circles(tmp_path):
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "up").symlink_to(tmp_path)
    assert [Path(item.source).name for item in fetched(tmp_path)] == ["a.txt"]


def test_an_empty_folder(tmp_path):
    assert only_failure(tmp_path).error == "empty"


def test_a_name_that_is_no_utf8_can_still_be_written_down(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"text")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (page,) = fetched(tmp_path)
    assert page.content == b"text"
    page.source.encode("utf-8")


@pytest.fixture
def as_nobody():
    """A folder that everybody may enter, and the test runs without root's rights."""
    if sys.platform == "win32":
        pytest.skip("rights of files work differently here")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield folder
    if is_root:
        os.seteuid(0)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)
    shutil.rmtree(folder)


def _locked(path: Path, make) -> Path:
    """Makes something that its owner alone may read, and takes the right away."""
    euid = os.geteuid()
    os.seteuid(os.getuid())
    make(path)
    path.chmod(0)
    os.seteuid(euid)
    return path


def test_a_file_without_permission(as_nobody):
    path = _locked(as_nobody / "secret.txt", lambda path: path.write_text("text"))
    failure = only_failure(path)
    assert (failure.error, failure.source) == ("permission_denied", str(path))


def test_a_folder_without_permission(as_nobody):
    path = _locked(as_nobody / "secret", Path.mkdir)
    assert only_failure(path).error == "permission_denied"
    assert only_failure(path / "inside.txt").error == "permission_denied"


def test_a_folder_without_permission_inside_another(as_nobody):
    _locked(as_nobody / "secret", Path.mkdir)
    euid = os.geteuid()
    os.seteuid(os.getuid())
    (as_nobody / "zebra.txt").write_text("text")
    os.seteuid(euid)
    refused, page = fetched(as_nobody)
    assert refused.error == "permission_denied"
    assert page.content == b"text"


def test_permission_denied_even_to_root():
    path = Path("/proc/sys/vm/compact_memory")
    if not path.exists() or stat.S_IMODE(path.stat().st_mode) & 0o444:
        pytest.skip("this system has no file that even root can't read")
    assert only_failure(path).error == "permission_denied"


def test_a_device_error_is_unreadable():
    if not Path("/proc/self/mem").exists():
        pytest.skip("this system has no file whose reading fails")
    assert only_failure("/proc/self/mem").error == "unreadable"


def test_standard_input_is_one_page(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<p>Norvale buys Tarn.</p>")))
    (page,) = fetched("-")
    assert page == Page(source="-", content=b"<p>Norvale buys Tarn.</p>")


def test_standard_input_has_a_limit(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 101)))
    assert only_failure("-", max_bytes=100).error == "too_large"


def test_sources_are_read_one_by_one_as_asked(tmp_path):
    (tmp_path / "a.txt").write_text("a")

    def sources():
        yield str(tmp_path / "a.txt")
        raise AssertionError("the second source was asked for too early")

    pages = fetch(sources())
    assert next(pages).content == b"a"
    pages.close()


def test_one_string_is_no_list_of_sources():
    with pytest.raises(TypeError, match=r"\[source\]"):
        fetch("article.txt")


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=4))
def test_no_name_of_a_source_raises(names):
    sources = [f"no-such-folder/{name}" for name in names]
    items = list(fetch(sources))
    assert len(items) == len(sources)
    for item in items:
        item.model_dump_json()
