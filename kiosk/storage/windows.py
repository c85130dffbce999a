"""Windows as they stand: open, paused or closed, and what each owes to those who wait their turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, delete, insert, select

from kiosk.hall.queue import Owed
from kiosk.storage import schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Runner
from kiosk.storage.standing import Standing

T = schema.window
ALL = select(T).where(T.c.hall_id == bindparam("hall"))
DROP = delete(T).where(T.c.hall_id == bindparam("hall"), T.c.number == bindparam("window_number"))
ADD = insert(T)


class WindowState(StrEnum):
    """Whether a window calls people."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class WindowNow:
    """How one window stands; `clerk` is the id of the account that opened it, or nothing.

    `changed_at` is since when it calls people, or since when it does not.
    """

    number: int
    state: WindowState
    reason: str
    clerk: str
    owed: Owed
    changed_at: datetime


class Windows(Room):
    """The windows of one hall that somebody has touched."""

    def __init__(self, runner: Runner, hall: str, standing: Standing) -> None:
        super().__init__(runner, hall)
        self._standing = standing

    def all(self) -> Mapping[int, WindowNow]:
        """Say how each window stands."""
        return self._standing.now("windows", self._read)

    def _read(self) -> Mapping[int, WindowNow]:
        return {
            row.number: WindowNow(
                row.number,
                WindowState(row.state),
                row.reason,
                row.clerk,
                Owed(row.owed_ordinary, row.owed_before_quick),
                row.changed_at,
            )
            for row in self._all(ALL)
        }

    def put(self, now: WindowNow) -> None:
        """Store how a window stands."""
        self._change(DROP, window_number=now.number)
        self._add(
            ADD,
            {
                "number": now.number,
                "state": now.state.value,
                "reason": now.reason,
                "clerk": now.clerk,
                "owed_ordinary": now.owed.ordinary,
                "owed_before_quick": now.owed.before_quick,
                "changed_at": now.changed_at,
            },
        )
        self._standing.change("windows", lambda before: {**before, now.number: now})
