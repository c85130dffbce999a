"""现状的记忆: who waits, which windows are open and which queues are suspended, remembered until it changes.

Every act and every look needs all of it. An act that changes some of it gives the hall a new random stamp
in its own commit; who reads a stamp that is remembered need not read the rest. A random stamp never comes
back, so what was taken back is never mistaken for what stands.
"""

import secrets
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import bindparam, select, update

from kiosk.storage import schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Runner

H = schema.hall
STAMP = select(H.c.stamp).where(H.c.hall_id == bindparam("hall"))
CHANGE = update(H).where(H.c.hall_id == bindparam("hall")).values(stamp=bindparam("new_stamp"))
REMEMBERED = 128  # a reader may be as many acts behind as share one commit

T = TypeVar("T")


class Memory:
    """What a process remembers of a hall, by stamp; acts and looks of all threads share it."""

    def __init__(self) -> None:
        self._of: dict[int, dict[str, Any]] = {}
        self._lock = Lock()

    def of(self, stamp: int) -> dict[str, Any]:
        """Return what is remembered under a stamp."""
        with self._lock:
            if stamp not in self._of and len(self._of) >= REMEMBERED:
                del self._of[next(iter(self._of))]
            return self._of.setdefault(stamp, {})


class Standing(Room):
    """How the hall stands in one act or one look."""

    def __init__(self, runner: Runner, hall: str, memory: Memory) -> None:
        super().__init__(runner, hall)
        self._memory = memory
        self._known: dict[str, Any] | None = None

    def now(self, what: str, read: Callable[[], T]) -> T:
        """Return what is remembered of one kind of thing; it is read only when nothing is."""
        known = self._now()
        if what not in known:
            known[what] = read()
        found: T = known[what]
        return found

    def change(self, what: str, after: Callable[[T], T]) -> None:
        """Note that one kind of thing has changed in this act; `after` makes the new state from the old."""
        known = dict(self._now())
        stamp = secrets.randbits(62)
        self._change(CHANGE, new_stamp=stamp)
        if what in known:
            known[what] = after(known[what])
        self._known = self._memory.of(stamp)
        self._known.update(known)

    def _now(self) -> dict[str, Any]:
        if self._known is None:
            row = self._one(STAMP)
            self._known = self._memory.of(row.stamp if row else 0)
        return self._known
