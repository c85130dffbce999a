"""现状的记忆: who waits, which windows are open and which queues are suspended, remembered until it changes.

Every act and every look needs all of it. An act that changes some of it gives the hall a new stamp in its
own commit; who reads a stamp that is remembered need not read the rest. A stamp counts the changes in its
upper half and is random in its lower, so what was taken back is never mistaken for what stands.

Who meets a stamp that another process made goes on from the last one that the same connection read: only
what bears a later stamp is read.
"""

import secrets
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import bindparam, select, update

from kiosk.storage import schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Runner

TICKETS = "tickets"  # the one kind of which each row bears the stamp of its last change
H = schema.hall
STAMP = select(H.c.stamp, H.c.settled).where(H.c.hall_id == bindparam("hall"))
OF_HALL = update(H).where(H.c.hall_id == bindparam("hall"))
CHANGE_TICKETS = OF_HALL.values(stamp=bindparam("new_stamp"))
CHANGE = OF_HALL.values(stamp=bindparam("new_stamp"), settled=bindparam("new_stamp"))
RANDOM_BITS = 31
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

    def at(self, stamp: int, what: str) -> Any:
        """Return one kind of thing as it stood at a stamp, or nothing when that is not remembered."""
        with self._lock:
            return self._of.get(stamp, {}).get(what)


class Standing(Room):
    """How the hall stands in one act or one look."""

    def __init__(self, runner: Runner, hall: str, memory: Memory) -> None:
        super().__init__(runner, hall)
        self._memory = memory
        self._known: dict[str, Any] | None = None
        self._stamp = self._settled = self._next = 0
        self._is_untouched = True

    def now(self, what: str, read: Callable[[], T], since: Callable[[T, int], T] | None = None) -> T:
        """Return what is remembered of one kind of thing; it is read only when nothing is.

        `since` brings what stood at an earlier stamp up to date; without it nothing of the kind bears stamps.
        """
        known = self._now()
        if what not in known:
            known[what] = self._brought_up(what, read, since)
        if self._is_untouched:
            self._runner.seen[what] = self._stamp
        found: T = known[what]
        return found

    def _brought_up(self, what: str, read: Callable[[], T], since: Callable[[T, int], T] | None) -> T:
        stamp = self._runner.seen.get(what)
        earlier = None if stamp is None else self._memory.at(stamp, what)
        if stamp is None or earlier is None:
            return read()
        if since:
            return since(earlier, stamp)
        return earlier if self._settled <= stamp else read()

    def next_stamp(self) -> int:
        """Return the stamp that the next change of this act gives the hall; changed tickets bear it."""
        self._now()
        if not self._next:
            self._next = (self._stamp >> RANDOM_BITS) + 1 << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
        return self._next

    def change(self, what: str, after: Callable[[T], T]) -> None:
        """Note that one kind of thing has changed in this act; `after` makes the new state from the old."""
        known, stamp = dict(self._now()), self.next_stamp()
        self._change(CHANGE_TICKETS if what == TICKETS else CHANGE, new_stamp=stamp)
        self._stamp, self._next, self._is_untouched = stamp, 0, False
        if what != TICKETS:
            self._settled = stamp
        if what in known:
            known[what] = after(known[what])
        self._known = self._memory.of(stamp)
        self._known.update(known)

    def _now(self) -> dict[str, Any]:
        if self._known is None:
            row = self._one(STAMP)
            self._stamp, self._settled = (row.stamp, row.settled) if row else (0, 0)
            self._known = self._memory.of(self._stamp)
        return self._known
