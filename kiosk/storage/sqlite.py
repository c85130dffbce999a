"""SQLite: one writer, many readers, and acts that share one commit.

Every act runs in a savepoint of the transaction that is open; the first act of a batch commits for all
of them. Only COMMIT, the one slow step, runs off the event loop; while it runs, the next batch gathers.
"""

import fcntl
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kiosk.hall.errors import HallError, TryAgain
from kiosk.storage import measures
from kiosk.storage.faults import refusal
from kiosk.storage.runner import Runner

log = logging.getLogger(__name__)
OffLoop = Callable[[Callable[[], object]], object]

BUSY_S = 2.0  # another process may add a token meanwhile; it takes milliseconds
BUSY_PAUSE_S = 0.005
READERS = 8
READS_ONLY = ("query_only=ON", "cache_size=-512")  # in KiB; the system caches what they read, too
READER_WAIT_S = 10.0


class InUse(HallError):
    """Another process serves this data."""

    zh = "另一个程序正在使用这些数据：{0}。请先关闭它，或换一个数据文件夹。"
    en = "Another process is using this data: {0}. Stop it first, or choose another data folder."


def hold(path: str) -> IO[bytes]:
    """Keep any other process from serving a file, until this one ends.

    Raises:
        InUse: another process holds it.
    """
    lock = Path(f"{path}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    file = lock.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise InUse(path) from None
    return file


class Batch:
    """The acts that share one commit."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.committed = False
        self.acts = 1


class Sqlite:
    """One SQLite file: a writer connection and a pool of query-only ones."""

    def __init__(self, path: str, *, off_loop: OffLoop, lock: IO[bytes] | None) -> None:
        self._path = path
        self._off_loop = off_loop
        self._lock_file = lock
        self._turn = threading.Lock()
        self._batch: Batch | None = None
        self._writer = connect(path)
        self._readers: queue.LifoQueue[sqlite3.Connection | None] = queue.LifoQueue()
        for _ in range(READERS):
            self._readers.put(None)  # opened when first needed

    @contextmanager
    def act(self) -> Iterator[Runner]:
        """Do one act and return, or refuse it, when the commit it shares is durable.

        Raises:
            TryAgain: the file is full, locked or broken; nothing of this act is stored.
        """
        failure: BaseException | None = None
        with self._turn:
            batch, leads = self._join()
            try:
                self._writer.execute("SAVEPOINT act")
                yield Runner(self._writer, "sqlite", sqlite3.Error)
                self._writer.execute("RELEASE act")
            except BaseException as error:  # noqa: BLE001  whatever it was, the act must be taken back
                failure = error
                self._take_back()
        if leads:
            self._commit(batch)
        elif failure is None or isinstance(failure, HallError):
            batch.done.wait()
        if isinstance(failure, sqlite3.Error):
            raise refusal(failure) from None
        if failure is not None and not isinstance(failure, HallError):
            raise failure
        if not batch.committed:
            raise TryAgain  # a refusal too: it may be for what another act of the batch did, and is not kept
        if failure is not None:
            raise failure

    def _join(self) -> tuple[Batch, bool]:
        if self._batch is not None:
            self._batch.acts += 1
            return self._batch, False
        self._begin()
        self._batch = Batch()
        return self._batch, True

    def _begin(self) -> None:
        """Take the file's write lock; waiting for another process lets the event loop go on."""
        self._roll_back()  # what a leader left that was stopped before its commit
        deadline = time.monotonic() + BUSY_S
        while True:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise refusal(error) from error
            time.sleep(BUSY_PAUSE_S)

    def _take_back(self) -> None:
        """Undo one act; a transaction that SQLite itself has ended takes its whole batch along."""
        try:
            self._writer.execute("ROLLBACK TO act")
            self._writer.execute("RELEASE act")
        except sqlite3.Error:
            log.exception("the database ended a batch; its acts are taken back")
            self._batch = None  # nobody may join it any more
            self._roll_back()

    def _commit(self, batch: Batch) -> None:
        try:
            time.sleep(0)  # let those who wait join this batch: without it every batch has one act
            with self._turn:
                if self._batch is batch:
                    self._batch = None
                    with measures.commits.time():
                        self._off_loop(lambda: self._writer.execute("COMMIT"))
                    batch.committed = True
                    measures.batches.observe(batch.acts)
        except sqlite3.Error:
            log.exception("a commit failed; its acts are taken back")
        finally:
            if self._batch is batch:
                self._batch = None  # its leader was stopped; nobody else would commit for those who join
            batch.done.set()

    def _roll_back(self) -> None:
        if self._writer.in_transaction:
            self._writer.execute("ROLLBACK")

    @contextmanager
    def look(self) -> Iterator[Runner]:
        """Read one consistent moment.

        Raises:
            TryAgain: too many read at once, or the file cannot be read.
        """
        try:
            reader = self._readers.get(timeout=READER_WAIT_S)
        except queue.Empty:
            raise TryAgain from None
        try:
            reader = reader or connect(self._path, query_only=True)
            reader.execute("BEGIN")
            try:
                yield Runner(reader, "sqlite", sqlite3.Error)
            finally:
                reader.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise refusal(error) from error
        finally:
            self._readers.put(reader)

    def told(self, runner: Runner) -> None:
        """There is nobody else to tell: one process serves a file."""

    def say(self, word: str) -> bool:  # noqa: ARG002  nobody hears it
        """Say nothing: there is one process alone."""
        return False

    def listen(self, tell: Callable[[], None], hear: Callable[[str], None]) -> None:
        """There is nobody else to hear from."""

    def close(self) -> None:
        """Let go of the file; whoever still reads gets to the end."""
        with self._turn:
            self._writer.close()
        for _ in range(READERS):
            try:
                reader = self._readers.get(timeout=1)
            except queue.Empty:
                break
            if reader:
                reader.close()
        if self._lock_file:
            self._lock_file.close()


def connect(path: str, *, query_only: bool = False) -> sqlite3.Connection:
    """Open a SQLite file as every part of the program must: durable, and in transactions of our own.

    Raises:
        TryAgain: the file cannot be opened or written.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=BUSY_S)
        # What is erased is gone from the file, too: a page that is let go is overwritten.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        for pragma in READS_ONLY if query_only else ("busy_timeout=0",):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error as error:
        raise refusal(error) from error
    return connection
