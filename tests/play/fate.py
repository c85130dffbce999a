"""The process dies at a commit, or the database refuses it; and what stood in the tables then."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import psycopg
from sqlalchemy import Connection, event

from kiosk.hall.catalogue import Catalogue
from kiosk.reactions.following import Following
from kiosk.storage import schema
from kiosk.storage.postgres import Postgres
from kiosk.storage.sqlite import Sqlite
from kiosk.storage.store import Store, open_store

Tables = dict[str, list[str]]
EVERY = tuple(schema.metadata.tables)
MOVED = ("hall", "counter", "window")  # where every act leaves its trace


class Point(StrEnum):
    """Where an act meets its fate."""

    BEFORE = "dies just before the commit"
    AFTER = "dies just after the commit"
    REFUSED = "the database refuses the commit"


class Death(BaseException):
    """The process is gone; nothing it holds in memory is left."""


@dataclass
class Fate:
    """What happens at the next commit of one hall; `written` is what that act had written by then."""

    hall: str
    point: Point | None = None
    written: Tables = field(default_factory=dict)

    def sqlite(self, commit: Callable[[], object], writer: Callable[[], Any]) -> object:
        """Stand where SQLite commits."""
        point = self._met(writer)
        if point is Point.BEFORE:
            raise Death
        if point is Point.REFUSED:
            raise sqlite3.OperationalError("disk is full")
        done = commit()
        if point is Point.AFTER:
            raise Death
        return done

    def postgres(self, connection: Connection) -> None:
        """Stand where the driver of PostgreSQL commits."""
        raw: Any = connection.connection.driver_connection
        if connection.get_execution_options().get("postgresql_readonly"):
            return
        point = self._met(lambda: raw)
        if point is Point.AFTER:
            raw.commit()
        if point is not None:
            connection.invalidate()  # closed, as the kernel closes it when a process ends
        if point is Point.REFUSED:
            raise psycopg.OperationalError("the server is away")
        if point is not None:
            raise Death

    def _met(self, raw: Callable[[], Any]) -> Point | None:
        point, self.point = self.point, None
        if point is not None:
            self.written = tables(raw(), self.hall)
        return point


def open_fated(url: str, fate: Fate, catalogue: Catalogue, react: Following) -> Store:
    """Open a hall's store, with its fate at the commit."""

    def off_loop(commit: Callable[[], object]) -> object:
        database = store._database
        return fate.sqlite(commit, lambda: database._writer if isinstance(database, Sqlite) else None)

    store = open_store(url, hall_id=fate.hall, catalogue=lambda _: catalogue, react=react, off_loop=off_loop)
    if isinstance(store._database, Postgres):
        event.listen(store._database._engine, "commit", fate.postgres)
    return store


def stored(store: Store, names: Iterable[str] = EVERY) -> Tables:
    """Read what is stored of a hall."""
    with store._database.look() as runner:
        return tables(runner._raw, store.hall_id, names)


def tables(raw: Any, hall: str, names: Iterable[str] = EVERY) -> Tables:
    """Read tables of a hall on one connection, within its transaction."""
    return {
        name: sorted(repr(row) for row in raw.execute(f"SELECT * FROM \"{name}\" WHERE hall_id = '{hall}'"))
        for name in names
    }
