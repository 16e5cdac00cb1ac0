"""A real PostgreSQL server for tests and benchmarks: a cluster of its own, thrown away afterwards.

    python tests/postgres_server.py COMMAND...     runs COMMAND with $NEWSCLAIMS_POSTGRES set

The server listens on a socket in a temporary folder only, unless a port is asked for. It may lose
data when the machine stops (``fsync=off``), which no test is about. PostgreSQL refuses to run as
root: then it runs as ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")
_UNPRIVILEGED = ("postgres", "nobody")
_START_SECONDS = 60
_USUAL_PORT = 5432
_MEMORY = Path("/dev/shm")
_ENOUGH = 1_000_000_000  # bytes; a container's is often too small
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "50",
    "shared_buffers": "64MB",
    "timezone": "Asia/Kolkata",  # so that a time that is not kept in UTC is noticed
}
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


class NoServerError(Exception):
    """There is no PostgreSQL server on this machine."""


def programs() -> Path:
    """The folder with the newest ``initdb`` and ``postgres``.

    Raises:
        NoServerError: there is none.
    """
    found = [path for place in _PLACES for path in Path("/").glob(place.lstrip("/"))]
    beside = shutil.which("initdb")
    candidates = [*found, *([Path(beside).resolve().parent] if beside else [])]
    usable = [path for path in candidates if (path / "initdb").exists()]
    if not usable:
        raise NoServerError("no PostgreSQL server (Debian: apt-get install postgresql)")
    return max(usable, key=_version)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdecimal())


def _account() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root."""
    if os.getuid() != 0:
        return None
    return next(each for name in _UNPRIVILEGED for each in pwd.getpwall() if each.pw_name == name)


def _identity(account: pwd.struct_passwd | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _die_with_parent() -> None:
    """A test that is killed leaves no server behind (Linux; elsewhere it does)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGQUIT)


class PostgresServer:
    """A running server; every ``new_database`` gives the URL of an empty database."""

    def __init__(self, folder: Path, port: int = _USUAL_PORT) -> None:
        self._folder = folder
        self.port = port
        self._numbers = itertools.count(1)

    def url(self, database: str) -> str:
        return f"postgresql://tests@/{database}?host={self._folder}&port={self.port}"

    def new_database(self, options: str = "") -> str:
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Take a database away, whoever is connected."""
        name = url.partition("@/")[2].partition("?")[0]
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement as the server's owner, outside of transactions."""
        import psycopg  # noqa: PLC0415 - only there with the extra

        with psycopg.connect(
            dbname=database,
            user="tests",
            host=str(self._folder),
            port=self.port,
            autocommit=True,
        ) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(tcp_port: int | None = None) -> Iterator[PostgresServer]:
    """A server that stops when the block ends.

    Args:
        tcp_port: Listen there too, on this machine's own address, for those who speak TCP only.

    Raises:
        NoServerError: there is none on this machine.
    """
    binaries = programs()
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="newsclaims-pg-", dir=_short_folder()))
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        _make_cluster(binaries, folder, _identity(account))
        listening = _listening(tcp_port) if tcp_port else {}
        process = _start(binaries, folder, _identity(account), listening)
        try:
            yield _waited_for(process, PostgresServer(folder, tcp_port or _USUAL_PORT), folder)
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing is kept
            process.wait(timeout=_START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _short_folder() -> str | None:
    """In memory where there is room; the path of a socket has 107 characters at most."""
    usable = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    if usable and shutil.disk_usage(_MEMORY).free > _ENOUGH:
        return str(_MEMORY)
    return "/tmp" if len(tempfile.gettempdir()) > 60 else None


def _make_cluster(binaries: Path, folder: Path, identity: dict[str, Any]) -> None:
    command = [
        *(str(binaries / "initdb"), "--no-sync", "--auth=trust", "--username=tests"),
        *("--encoding=UTF8", "--locale=C.UTF-8", "--pgdata", str(folder / "data")),
    ]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=folder, **identity
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def _listening(port: int) -> dict[str, str]:
    return {"listen_addresses": "127.0.0.1", "port": str(port)}


def _start(
    binaries: Path, folder: Path, identity: dict[str, Any], listening: dict[str, str]
) -> subprocess.Popen[bytes]:
    settings = [f"--{name}={value}" for name, value in (_SETTINGS | listening).items()]
    place = ["-D", str(folder / "data"), "-k", str(folder)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [str(binaries / "postgres"), *place, *settings],
            stdout=log,
            stderr=log,
            cwd=folder,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - nothing else runs in this process
            **identity,
        )


def _waited_for(
    process: subprocess.Popen[bytes], server: PostgresServer, folder: Path
) -> PostgresServer:
    import psycopg  # noqa: PLC0415

    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            server.execute("SELECT 1")
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "log").read_text()) from None
            time.sleep(0.05)
        else:
            return server


def skip_or_fail(reason: str) -> None:
    """Without a server there is nothing to test; but CI must not pass because of that."""
    if os.environ.get("CI"):
        pytest.fail(f"CI is set, so PostgreSQL must be tested: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for the whole session."""
    try:
        import psycopg  # noqa: F401, PLC0415
    except ImportError as error:
        skip_or_fail(f"no psycopg (pip install 'newsclaims[postgres]'): {error}")
    try:
        programs()
    except NoServerError as error:
        skip_or_fail(str(error))
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database: each test runs on both kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'claims.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.new_database()
    yield url
    server.drop(url)


def main(command: list[str]) -> int:
    """Run a command beside a server."""
    with running_server() as server:
        environment = {**os.environ, "NEWSCLAIMS_POSTGRES": server.new_database()}
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
