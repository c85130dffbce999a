"""Calls that the board shows and says: stored with the act that made them."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, or_, select, update

from kiosk.hall.errors import HallError
from kiosk.hall.jobs import Announcement, CallKind
from kiosk.hall.voicing import Call
from kiosk.storage import schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Row

T = schema.call
OF_HALL = T.c.hall_id == bindparam("hall")
ADD = insert(T)
GET = select(T).where(OF_HALL, T.c.seq == bindparam("of_seq"))
LATEST = (
    select(T)
    .where(OF_HALL, or_(T.c.zone == bindparam("zone"), bindparam("zone") == ""))
    .order_by(T.c.seq.desc())
    .limit(bindparam("limit"))
)
OF_TICKET = select(T).where(OF_HALL, T.c.ticket == bindparam("of_ticket")).order_by(T.c.seq)
NOT_SAID = select(T).where(OF_HALL, schema.UNSAID, T.c.at >= bindparam("since")).order_by(T.c.seq)
SAID = (
    update(T)
    .where(OF_HALL, schema.UNSAID, T.c.ticket == bindparam("of_ticket"), T.c.seq <= bindparam("of_seq"))
    .values(said=True)
)
WITHDRAW = delete(T).where(OF_HALL, T.c.ticket == bindparam("of_ticket"))


class UnknownCall(HallError):
    """There is no such call: it was taken back, or never made."""

    status = 404
    zh = "没有这次叫号。"
    en = "There is no such call."


class Calls(Room):
    """The calls of one hall."""

    def add(self, said: Announcement, seq: int, at: datetime) -> None:
        """Store a call."""
        row = {"ticket": said.ticket, "number": said.number, "window": said.window, "kind": said.kind.value}
        self._add(ADD, {"seq": seq, "zone": said.zone, "at": at, "said": False, **row})

    def get(self, seq: int) -> Call:
        """Find a call by its number.

        Raises:
            UnknownCall: there is none.
        """
        row = self._one(GET, of_seq=seq)
        if row is None:
            raise UnknownCall
        return _call(row)

    def latest(self, limit: int, zone: str = "") -> tuple[Call, ...]:
        """List the newest calls of a zone, newest first; no zone means the whole hall."""
        return tuple(_call(row) for row in self._all(LATEST, limit=limit, zone=zone))

    def of_ticket(self, ticket: str) -> tuple[Call, ...]:
        """List the calls of a ticket, oldest first."""
        return tuple(_call(row) for row in self._all(OF_TICKET, of_ticket=ticket))

    def unsaid(self, since: datetime) -> tuple[Call, ...]:
        """List the calls from a time on that no loudspeaker has said, oldest first."""
        return tuple(_call(row) for row in self._all(NOT_SAID, since=since))

    def note_said(self, seq: int) -> None:
        """Note that a call was said, and with it the ticket's earlier ones."""
        if row := self._one(GET, of_seq=seq):
            self._change(SAID, of_ticket=row.ticket, of_seq=seq)

    def withdraw(self, ticket: str) -> None:
        """Take the calls of a ticket from the board."""
        self._change(WITHDRAW, of_ticket=ticket)


def _call(row: Row) -> Call:
    return Call(row.seq, row.ticket, row.number, row.window, CallKind(row.kind), row.zone, row.at)
