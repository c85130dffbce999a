"""The event log: gap-free per hall, read in order."""

import dataclasses
import json
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import bindparam, insert, select, text

from kiosk.hall.events import Event
from kiosk.storage import schema
from kiosk.storage.chain import BEGINNING, link
from kiosk.storage.room import Room

T = schema.event
C = schema.counter
SEQUENCE = "events"
ADD = insert(T)
NEXT = text(  # the number of the next event, and the hash that it follows, in one step
    "INSERT INTO counter (hall_id, name, value) VALUES (:hall, :name, 1) "
    "ON CONFLICT (hall_id, name) DO UPDATE SET value = counter.value + 1 RETURNING value, "
    "(SELECT event.chain FROM event WHERE event.hall_id = counter.hall_id AND event.seq < counter.value "
    "ORDER BY event.seq DESC LIMIT 1)"
)
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


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """One event as it lies in the database, with the hash that it carries."""

    seq: int
    at: datetime
    kind: str
    body: str
    chain: str


class Events(Room):
    """What has happened in one hall."""

    def append(self, event: Event, at: datetime) -> int:
        """Write an event down; it gets the next number of its hall in the same commit as its act."""
        seq, before = self._all(NEXT, name=SEQUENCE)[0]
        kind, body = type(event).__name__, written(event)
        chain = link(before or BEGINNING, self._hall, seq, at, kind, body)
        self._add(ADD, {"seq": seq, "at": at, "kind": kind, "body": body, "chain": chain})
        return int(seq)

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

    def stored(self, after: int, limit: int = 1000) -> list[Stored]:
        """List what is stored after a number, in order and unread: what was tampered with may be no event."""
        rows = self._all(AFTER, seq=after, limit=limit)
        return [Stored(row.seq, row.at, row.kind, row.body, row.chain) for row in rows]


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
