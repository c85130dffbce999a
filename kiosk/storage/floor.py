"""The floor of the hall: suspended queues and calls for help."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from kiosk.storage import schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Row, Runner
from kiosk.storage.standing import Standing

S, H = schema.suspension, schema.help_call
SUSPEND, CALL_HELP = insert(S), insert(H)
ALL = select(S).where(S.c.hall_id == bindparam("hall"))
LIFT = delete(S).where(S.c.hall_id == bindparam("hall"), S.c.queue == bindparam("letter"))
OPEN_CALLS = select(H).where(H.c.hall_id == bindparam("hall"), H.c.acknowledged_at.is_(None)).order_by(H.c.id)
CALL = select(H).where(H.c.hall_id == bindparam("hall"), H.c.id == bindparam("id"))
ACKNOWLEDGE = (
    update(H)
    .where(H.c.hall_id == bindparam("hall"), H.c.id == bindparam("call_id"), H.c.acknowledged_at.is_(None))
    .values(acknowledged_at=bindparam("now"), acknowledged_by=bindparam("by"))
)


@dataclass(frozen=True, slots=True)
class HelpCall:
    """Somebody at a kiosk wants a member of staff."""

    id: int
    place: str
    at: datetime
    acknowledged_at: datetime | None


class Suspensions(Room):
    """Queues that take nobody for now."""

    def __init__(self, runner: Runner, hall: str, standing: Standing) -> None:
        super().__init__(runner, hall)
        self._standing = standing

    def put(self, queue: str, reason: str, until: datetime | None) -> None:
        """Suspend a queue, until a time or until it is lifted."""
        self._change(LIFT, letter=queue)
        row = {"queue": queue, "reason": reason, "until": until}
        self._add(SUSPEND, row)
        self._standing.change("suspensions", lambda _: self._read())

    def lift(self, queue: str) -> None:
        """End a suspension."""
        self._change(LIFT, letter=queue)
        self._standing.change("suspensions", lambda _: self._read())

    def now(self, at: datetime) -> dict[str, str]:
        """Say which queues are suspended, and why."""
        return {row.queue: row.reason for row in self._rows() if row.until is None or row.until > at}

    def ends(self) -> dict[str, datetime]:
        """Say until when queues are suspended, where somebody knows."""
        return {row.queue: row.until for row in self._rows() if row.until is not None}

    def _rows(self) -> list[Row]:
        return self._standing.now("suspensions", self._read)

    def _read(self) -> list[Row]:
        return self._all(ALL)


class HelpCalls(Room):
    """Calls for a member of staff."""

    def add(self, place: str, at: datetime) -> int:
        """Store a call; returns its number."""
        call = self._count_up("help calls")
        row = {"id": call, "place": place, "at": at, "acknowledged_by": ""}
        self._add(CALL_HELP, row)
        return call

    def get(self, call: int) -> HelpCall | None:
        """Find a call."""
        row = self._one(CALL, id=call)
        return HelpCall(row.id, row.place, row.at, row.acknowledged_at) if row else None

    def open(self) -> tuple[HelpCall, ...]:
        """List the calls that nobody has answered, oldest first."""
        return tuple(HelpCall(row.id, row.place, row.at, None) for row in self._all(OPEN_CALLS))

    def acknowledge(self, call: int, by: str, at: datetime) -> bool:
        """Say that somebody comes; tells whether the call was still open."""
        return self._change(ACKNOWLEDGE, call_id=call, by=by, now=at) == 1
