"""Databases for tests: SQLite in a temporary folder, and a PostgreSQL server of the tests' own."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, make_url

from kiosk.storage.migrate import FOLDER, bring_up_to_date
from kiosk.storage.store import Store, open_store
from tests.hall.halls import CATALOGUE, HALL

READY_WITHIN_S = 30.0
DEBIAN = Path("/usr/lib/postgresql")
QUICK = ("fsync=off", "full_page_writes=off", "max_connections=120", "unix_socket_directories=")
TEMPLATE = "yichuang_template"
KEY = b"the key of the tests"
_names = count(1)


class PostgresServer:
    """A server on a free port of this machine, with a data folder of its own.

    As root it runs as user `postgres`, since it refuses root; otherwise as the present user. What it
    keeps is not synced to disk unless `durable` is set: good for behaviour, not for measuring.
    """

    def __init__(
        self, programs: Path, folder: Path, *, durable: bool = False, primary: "PostgresServer | None" = None
    ) -> None:
        self._programs = programs
        self._data = folder / ("standby" if primary else "data")
        self._settings = QUICK[2:] if durable else QUICK
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._as = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(folder, "postgres", "postgres")
        self._log = (folder / "log").open("ab")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        make: list[str | Path] = [programs / "initdb", "-D", self._data, "-A", "trust", "-U", "yichuang"]
        make += ["--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        if primary:
            make = [programs / "pg_basebackup", "-D", self._data, "-R", "--no-sync", "-X", "stream"]
            make += ["-d", primary._plain("postgres")]
        self._standby: PostgresServer | None = None
        subprocess.run(make, check=True, stdout=self._log, stderr=self._log, cwd=folder, **self._as)
        self._folder = folder

    def start(self) -> None:
        """Start it and wait until it answers."""
        command: list[str | Path] = [self._programs / "postgres", "-D", self._data]
        command += ["-h", "127.0.0.1", "-p", str(self.port)]
        command += [part for setting in self._settings for part in ("-c", setting)]
        self._process = subprocess.Popen(
            command, stdout=self._log, stderr=self._log, cwd=self._folder, **self._as
        )
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                psycopg.connect(self._plain("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise AssertionError((self._folder / "log").read_text("utf-8", "replace")[-4000:])

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it, and every connection with it; SIGQUIT leaves it to recover, SIGKILL takes all its parts."""
        if self._process and self._process.poll() is None:
            if how == signal.SIGKILL:
                for part in psutil.Process(self._process.pid).children():
                    with suppress(psutil.NoSuchProcess):  # one has ended by itself
                        part.kill()
            self._process.send_signal(how)
            self._process.wait(20)
        if self._standby and how == signal.SIGINT:
            self._standby.stop()

    def follow(self) -> None:
        """Give it a standby that has every commit before it is answered."""
        self._standby = PostgresServer(self._programs, self._folder, durable=True, primary=self)
        self._standby.start()
        self._run("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self._run("SELECT pg_reload_conf()")

    def promoted(self) -> "PostgresServer":
        """Let the standby go on in its place; it follows nobody, and nobody follows it or this one."""
        assert self._standby
        self._settings = (*self._settings, "synchronous_standby_names=")  # whenever this one is started again
        self._standby._run("ALTER SYSTEM RESET synchronous_standby_names")
        self._standby._run("SELECT pg_promote()")
        return self._standby

    def ends_listening(self) -> None:
        """Cut off every connection that listens for notices."""
        self._run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")

    @contextmanager
    def database(self, *, template: str = "template0") -> Iterator[str]:
        """Make a fresh database and return its URL; it is dropped afterwards."""
        name = self.make(template=template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def make(self, *, template: str = "template0") -> str:
        """Make a fresh database and return its name."""
        name = f"hall_{next(_names)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever still uses it."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def migrated(self) -> str:
        """Name a template whose tables are made already, so that each test starts in milliseconds."""
        if not self._run(f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'"):
            self._run(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
            open_test_store(self.url(TEMPLATE)).close()
        return TEMPLATE

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://yichuang@127.0.0.1:{self.port}/{database}"

    def _plain(self, database: str) -> str:
        return f"postgresql://yichuang@127.0.0.1:{self.port}/{database}"

    def _run(self, statement: str) -> list[Any]:
        with psycopg.connect(self._plain("postgres"), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[PostgresServer]:
    """Run a server from Debian's packages; skips, with the reason, where there is none."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.skip("no PostgreSQL on this machine; Debian: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="yichuang-postgres-"))
    server = PostgresServer(found[-1].parent, folder, durable=durable)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def with_tables(data: Path) -> Path:
    """Lay a hall's empty tables into a new data folder; they are made once in a run, which takes a while."""
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "hall.db").exists():
        shutil.copy(_tables(), data / "hall.db")
    return data


@cache
def _tables() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="yichuang-tables-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "hall.db"
    bring_up_to_date(make_url(f"sqlite:///{path}"), HALL.id)
    return path


def open_test_store(url: str, *, hall: str = HALL.id, key: bytes = KEY, **more: Any) -> Store:
    """Open a store for the small hall of the tests."""
    return open_store(url, hall_id=hall, catalogue=lambda _: CATALOGUE, key=key, **more)


@cache
def running_server() -> PostgresServer:
    """Run one PostgreSQL server until this process ends."""
    running = ExitStack()
    atexit.register(running.close)
    return running.enter_context(running_postgres())


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """One PostgreSQL server for the whole run."""
    return running_server()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'hall.db'}"


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A PostgreSQL database with its tables made."""
    with postgres_server.database(template=postgres_server.migrated()) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind, its tables made."""
    if request.param == "sqlite":
        with_tables(tmp_path)
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """The small hall's store on a fresh database of each kind."""
    opened = open_test_store(database_url)
    yield opened
    opened.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def go_back(url: str, revision: str) -> None:
    """Undo the upgrades after a migration, as a database of that version is."""
    engine, config = create_engine(url), Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    engine.dispose()
