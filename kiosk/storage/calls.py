"""Calls that the board shows: stored with the act that made them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, or_, select

from kiosk.hall.jobs import Announcement, CallKind
from kiosk.storage import schema
from kiosk.storage.room import Room

T = schema.call
ADD = insert(T)
LATEST = (
    select(T)
    .where(T.c.hall_id == bindparam("hall"), or_(T.c.zone == bindparam("zone"), bindparam("zone") == ""))
    .order_by(T.c.seq.desc())
    .limit(bindparam("limit"))
)
WITHDRAW = delete(T).where(T.c.hall_id == bindparam("hall"), T.c.ticket == bindparam("of_ticket"))


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call to the waiting room; `seq` is its event's number."""

    seq: int
    ticket: str
    number: str
    window: int
    kind: CallKind
    zone: str
    at: datetime


class Calls(Room):
    """The calls of one hall."""

    def add(self, said: Announcement, seq: int, at: datetime) -> None:
        """Store a call."""
        row = {"ticket": said.ticket, "number": said.number, "window": said.window, "kind": said.kind.value}
        self._add(ADD, {"seq": seq, "zone": said.zone, "at": at, **row})

    def latest(self, limit: int, zone: str = "") -> tuple[CallRow, ...]:
        """List the newest calls of a zone, newest first; no zone means the whole hall."""
        return tuple(
            CallRow(row.seq, row.ticket, row.number, row.window, CallKind(row.kind), row.zone, row.at)
            for row in self._all(LATEST, limit=limit, zone=zone)
        )

    def withdraw(self, ticket: str) -> None:
        """Take the calls of a ticket from the board."""
        self._change(WITHDRAW, of_ticket=ticket)
