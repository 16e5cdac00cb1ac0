"""A real Spark on this machine: one JVM with two workers, for all tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import NoServerError, PostgresServer, free_port, running_server

from extractor.batch.distributed.java import JavaError, java_home

HERE = Path(__file__).parent
# Where Debian's libpostgresql-jdbc-java has it; another place is named in the environment.
JDBC_DRIVER = Path(os.environ.get("NEWSCLAIMS_JDBC_JAR", "/usr/share/java/postgresql.jar"))


def unavailable(reason: str):
    """Skip where Spark can't run; in continuous integration that would hide everything."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def spark_here() -> None:
    """Skips a test unless Spark and a Java are there."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        unavailable("pyspark is not installed: pip install 'newsclaims[spark]'")
    try:
        java_home()
    except JavaError as error:
        unavailable(str(error))


@pytest.fixture(scope="session")
def worker_path() -> str:
    """Where workers find the package under test and the poisons of these tests."""
    places = [str(HERE.parents[1]), str(HERE), os.environ.get("PYTHONPATH", "")]
    return os.pathsep.join(filter(None, places))


@pytest.fixture(scope="session")
def postgres_tcp() -> Iterator[PostgresServer]:
    """A PostgreSQL server that Java can reach; it knows no Unix sockets."""
    if not JDBC_DRIVER.exists():
        unavailable(f"no {JDBC_DRIVER} (Debian: apt-get install libpostgresql-jdbc-java)")
    try:
        with running_server(free_port()) as server:
            yield server
    except NoServerError as error:
        unavailable(str(error))


@pytest.fixture(scope="session")
def spark(spark_here, worker_path, tmp_path_factory) -> Iterator[object]:
    from extractor.batch.distributed import session

    folder = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.driver.memory": "1g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder}",
        "spark.executorEnv.PYTHONPATH": worker_path,
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder),
        "spark.sql.shuffle.partitions": "3",
        "spark.sql.files.maxPartitionBytes": "64k",
        "spark.sql.files.openCostInBytes": "0",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        **({"spark.jars": str(JDBC_DRIVER)} if JDBC_DRIVER.exists() else {}),
    }
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", worker_path)
        # Two workers, four attempts a task.
        opened = session("local[2,4]", settings)
        opened.sparkContext.setLogLevel("OFF")
        yield opened
        opened.stop()
