"""PostgreSQL: one transaction for each act; NOTIFY wakes the other processes.

An act first takes its hall's lock, an advisory one: who waits for a row that the act before has changed has
to look for the new row first. So acts of one hall follow each other, as they do on SQLite, whatever the
number of processes: no order of locks can be got wrong inside an act, and none ends in a deadlock.
Nothing is lost by it: every act would meet the others at the row that numbers the events.
"""

import hashlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from kiosk.storage import measures
from kiosk.storage.faults import refusal
from kiosk.storage.runner import Runner

log = logging.getLogger(__name__)

CONNECTIONS = 16
POOL_WAIT_S = 10
LISTEN_AGAIN_S = 1.0
# A peer that hangs in the middle of an act must not stop the hall for longer than somebody waits at a kiosk.
SETTINGS = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=15s -c tcp_keepalives_idle=10"
# A network that drops what is sent tells nobody: without these, whoever waits for an answer waits two hours.
NOTICES_SILENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
}
CONNECT = {**NOTICES_SILENCE, "options": SETTINGS}
LOCK = "SELECT pg_advisory_xact_lock(%s)"
MARK = "!"  # begins what says which process has recorded something; no sealed word begins so
TROUBLE = (psycopg.Error, DBAPIError, NoConnectionFree)


def _runner(connection: Connection) -> Runner:
    """Run statements on a connection; what it has seen is forgotten with it, so no other server is meant."""
    raw = connection.connection.driver_connection
    return Runner(raw, "postgresql", psycopg.Error, connection.info.setdefault("seen", {}))


class Postgres:
    """One PostgreSQL database, shared by any number of processes."""

    def __init__(self, url: URL, hall_id: str) -> None:
        self._url = url
        digest = hashlib.sha256(hall_id.encode()).digest()
        self._channel = f"yichuang_{digest.hex()[:16]}"
        self._mine = f"{MARK}{secrets.token_hex(8)}"
        self._lock = int.from_bytes(digest[8:16], signed=True)
        self._engine = create_engine(
            url,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=POOL_WAIT_S,
            pool_pre_ping=True,
            pool_use_lifo=True,  # the connection that saw the hall last has least to catch up with
            isolation_level="READ COMMITTED",
            connect_args=CONNECT,
            hide_parameters=True,  # a fault is logged with its statement, not with anybody's phone
        )
        self._looking = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._closed = False

    @contextmanager
    def act(self) -> Iterator[Runner]:
        """Do one act in a transaction of its own.

        Raises:
            TryAgain: the server is away, or a peer holds the hall too long.
        """
        try:
            with measures.commits.time(), self._engine.begin() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute(LOCK, (self._lock,))
                yield _runner(connection)
        except TROUBLE as error:
            raise refusal(error) from error

    @contextmanager
    def look(self) -> Iterator[Runner]:
        """Read one consistent moment.

        Raises:
            TryAgain: the server is away.
        """
        try:
            with self._looking.begin() as connection:
                yield _runner(connection)
        except TROUBLE as error:
            raise refusal(error) from error

    def told(self, runner: Runner) -> None:
        """Notify the other processes; they hear it when this act is committed."""
        runner.plain("SELECT pg_notify(%s, %s)", (self._channel, self._mine))

    def say(self, word: str) -> bool:
        """Say a word to all processes of the hall that listen; it is kept nowhere.

        Raises:
            TryAgain: the server is away.
        """
        try:
            with self._engine.begin() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("SELECT pg_notify(%s, %s)", (self._channel, word))
        except TROUBLE as error:
            raise refusal(error) from error
        return True

    def listen(self, tell: Callable[[], None], hear: Callable[[str], None]) -> None:
        """Hear from other processes until the store is closed; a lost connection is made again."""
        threading.Thread(target=self._hear, args=(tell, hear), name="listen", daemon=True).start()

    def _hear(self, tell: Callable[[], None], hear: Callable[[str], None]) -> None:
        plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not self._closed:
            try:
                with psycopg.connect(plain, autocommit=True, **NOTICES_SILENCE) as connection:
                    connection.execute(f"LISTEN {self._channel}")
                    tell()  # something may have happened while nobody listened
                    while not self._closed:
                        for notice in connection.notifies(timeout=LISTEN_AGAIN_S):
                            if notice.payload and not notice.payload.startswith(MARK):
                                hear(notice.payload)
                            elif notice.payload != self._mine:
                                tell()
            except (psycopg.Error, OSError):
                if not self._closed:
                    log.warning("the notices of the database are lost; connecting again")
                    time.sleep(LISTEN_AGAIN_S)

    def close(self) -> None:
        """Let go of the server."""
        self._closed = True
        self._engine.dispose()
