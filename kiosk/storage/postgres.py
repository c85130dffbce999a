"""PostgreSQL: one ordinary transaction for each act; NOTIFY wakes the other processes."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kiosk.hall.errors import TryAgain

log = logging.getLogger(__name__)

CONNECTIONS = 16
POOL_WAIT_S = 10
LISTEN_AGAIN_S = 1.0
NOTIFY = text("SELECT pg_notify(:channel, '')")


class Postgres:
    """One PostgreSQL database, shared by any number of processes."""

    def __init__(self, url: URL, hall_id: str) -> None:
        self._url = url
        self._channel = f"yichuang_{hashlib.sha256(hall_id.encode()).hexdigest()[:16]}"
        self._engine = create_engine(
            url, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=POOL_WAIT_S, pool_pre_ping=True
        )
        self._closed = False
        self._listening: psycopg.Connection | None = None

    @contextmanager
    def act(self) -> Iterator[Connection]:
        """Do one act in a transaction of its own.

        Raises:
            TryAgain: the server is away, or another act stood in the way; nothing is stored.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise TryAgain from error  # the same press or number at the same moment: the other one won
        except (OperationalError, PoolTimeout, DBAPIError) as error:
            raise TryAgain from error

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Read one consistent moment."""
        try:
            with self._engine.connect() as plain:
                connection = plain.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
                with connection.begin():
                    yield connection
        except (OperationalError, PoolTimeout) as error:
            raise TryAgain from error

    def told(self, connection: Connection) -> None:
        """Notify the other processes; they hear it when this act is committed."""
        connection.execute(NOTIFY, {"channel": self._channel})

    def listen(self, tell: Callable[[], None]) -> None:
        """Hear from other processes until the store is closed; a lost connection is made again."""
        threading.Thread(target=self._hear, args=(tell,), name="listen", daemon=True).start()

    def _hear(self, tell: Callable[[], None]) -> None:
        plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not self._closed:
            try:
                with psycopg.connect(plain, autocommit=True) as connection:
                    self._listening = connection
                    connection.execute(f"LISTEN {self._channel}")
                    tell()  # something may have happened while nobody listened
                    for _ in connection.notifies():
                        tell()
            except psycopg.Error:
                if not self._closed:
                    log.warning("the notices of the database are lost; connecting again")
                    time.sleep(LISTEN_AGAIN_S)

    def close(self) -> None:
        """Let go of the server."""
        self._closed = True
        if self._listening:
            self._listening.close()
        self._engine.dispose()
