"""SQLite: one writer, many readers, and acts that share one commit.

Every act runs in a savepoint of the transaction that is open; the first act of a batch commits for all
of them. Only COMMIT, the one slow step, runs off the event loop; while it runs, the next batch gathers.
"""

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlalchemy import URL, Connection, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from kiosk.hall.errors import HallError, TryAgain

log = logging.getLogger(__name__)
OffLoop = Callable[[Callable[[], object]], object]

BUSY_MS = 2000  # another process may add a token meanwhile; it takes milliseconds
READERS = 8


class InUse(HallError):
    """Another process serves this data."""

    zh = "另一个程序正在使用这些数据：{0}。请先关闭它，或换一个数据文件夹。"
    en = "Another process is using this data: {0}. Stop it first, or choose another data folder."


def hold(url: URL) -> IO[bytes]:
    """Keep any other process from serving a file, until this one ends.

    Raises:
        InUse: another process holds it.
    """
    path = Path(f"{url.database}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise InUse(url.database) from None
    return file


class Batch:
    """The acts that share one commit."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.error: Exception | None = None


class Sqlite:
    """One SQLite file: a writer connection and a pool of query-only ones."""

    def __init__(self, url: URL, *, off_loop: OffLoop, lock: IO[bytes] | None) -> None:
        self._off_loop = off_loop
        self._lock_file = lock
        self._turn = threading.Lock()
        self._batch: Batch | None = None
        self._writing = _engine(url, poolclass=StaticPool)
        self._reading = _engine(url, pool_size=READERS, max_overflow=0, query_only=True)
        self._writer = self._writing.connect()

    @contextmanager
    def act(self) -> Iterator[Connection]:
        """Do one act and return when the commit it shares is durable.

        Raises:
            TryAgain: the file is full, locked or broken; nothing of this act is stored.
        """
        failure: BaseException | None = None
        with self._turn:
            batch, leads = self._join()
            self._run("SAVEPOINT act")
            try:
                yield self._writer
                self._run("RELEASE act")
            except BaseException as error:  # noqa: BLE001  whatever it was, the act must be taken back
                failure = error
                self._take_back()
        if leads:
            self._commit(batch)
        elif failure is None:
            batch.done.wait()
        if isinstance(failure, DBAPIError):
            raise TryAgain from failure
        if failure is not None:
            raise failure
        if batch.error is not None:
            raise TryAgain from batch.error

    def _join(self) -> tuple[Batch, bool]:
        if self._batch is not None:
            return self._batch, False
        self._run("BEGIN IMMEDIATE")
        self._batch = Batch()
        return self._batch, True

    def _take_back(self) -> None:
        """Undo one act; a transaction that SQLite itself has ended takes its whole batch along."""
        try:
            self._writer.exec_driver_sql("ROLLBACK TO act")
            self._writer.exec_driver_sql("RELEASE act")
        except DBAPIError as error:
            if self._batch:
                self._batch.error = error

    def _commit(self, batch: Batch) -> None:
        time.sleep(0)  # let those who wait join this batch: without it every batch has one act
        with self._turn:
            self._batch = None
            try:
                if batch.error is None:
                    self._off_loop(lambda: self._writer.exec_driver_sql("COMMIT"))
            except Exception as error:
                log.exception("a commit failed; its acts are taken back")
                batch.error = error
            if batch.error is not None:
                self._roll_back()
        batch.done.set()

    def _roll_back(self) -> None:
        try:
            self._writer.exec_driver_sql("ROLLBACK")
        except DBAPIError:
            log.info("nothing was left to roll back")

    def _run(self, sql: str) -> None:
        try:
            self._writer.exec_driver_sql(sql)
        except OperationalError as error:
            raise TryAgain from error

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Read one consistent moment."""
        with self._reading.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    def told(self, connection: Connection) -> None:
        """There is nobody else to tell: one process serves a file."""

    def listen(self, tell: Callable[[], None]) -> None:
        """There is nobody else to hear from."""

    def close(self) -> None:
        """Let go of the file."""
        self._writer.close()
        self._writing.dispose()
        self._reading.dispose()
        if self._lock_file:
            self._lock_file.close()


def _engine(url: URL, *, query_only: bool = False, **pool: Any) -> Any:
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "isolation_level": None},
        isolation_level="AUTOCOMMIT",  # we say BEGIN ourselves
        **pool,
    )

    @event.listens_for(engine, "connect")
    def settle(raw: Any, _: object) -> None:
        pragmas = ["journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"]
        for pragma in [*pragmas, *(["query_only=ON"] if query_only else [])]:
            raw.execute(f"PRAGMA {pragma}").close()

    return engine
