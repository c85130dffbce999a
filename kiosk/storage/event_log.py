"""The event log: gap-free per hall, read in order."""

import dataclasses
import json
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import bindparam, insert, select

from kiosk.hall.events import Event
from kiosk.storage import schema
from kiosk.storage.room import Room

T = schema.event
C = schema.counter
SEQUENCE = "events"
ADD = insert(T)
HEAD = select(C.c.value).where(C.c.hall_id == bindparam("hall"), C.c.name == SEQUENCE)
AFTER = (
    select(T)
    .where(T.c.hall_id == bindparam("hall"), T.c.seq > bindparam("seq"))
    .order_by(T.c.seq)
    .limit(bindparam("limit"))
)
CALLS_SINCE = (
    select(T)
    .where(T.c.hall_id == bindparam("hall"), T.c.at >= bindparam("since"), schema.CALLS)
    .order_by(T.c.seq)
)
KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}
TUPLES = {
    kind: frozenset(f.name for f in dataclasses.fields(of) if str(f.type).startswith("tuple"))
    for kind, of in KINDS.items()
}


class Events(Room):
    """What has happened in one hall."""

    def append(self, event: Event, at: datetime) -> int:
        """Write an event down; it gets the next number of its hall in the same commit as its act."""
        seq = self._count_up(SEQUENCE)
        kind = type(event).__name__
        row = {"seq": seq, "at": at, "kind": kind, "body": written(event)}
        self._add(ADD, row)
        return seq

    def head(self) -> int:
        """Return the number of the newest event; 0 before the first."""
        row = self._one(HEAD)
        return int(row[0]) if row else 0

    def calls_since(self, at: datetime) -> list[tuple[datetime, Event]]:
        """List the calls from a moment on, and the classes that were dropped, in order."""
        rows = self._all(CALLS_SINCE, since=at)
        return [(row.at, read(row.kind, row.body)) for row in rows]

    def after(self, seq: int, limit: int = 1000) -> list[tuple[int, datetime, Event]]:
        """List the events that follow a number, in order."""
        rows = self._all(AFTER, seq=seq, limit=limit)
        return [(row.seq, row.at, read(row.kind, row.body)) for row in rows]


def written(event: Event) -> str:
    """Write an event's facts as JSON."""
    body = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def read(kind: str, body: str) -> Event:
    """Read an event back.

    Raises:
        KeyError: this version does not know the kind.
    """
    facts = json.loads(body)
    for name in TUPLES[kind]:
        facts[name] = tuple(facts[name])
    event: Event = KINDS[kind](**facts)
    return event
