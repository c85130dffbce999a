"""一次按键: any act, done once per press: the key is kept in the act's own commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from kiosk.hall.errors import TryAgain
from kiosk.hall.events import Event
from kiosk.operations.intake import Press
from kiosk.storage.store import Reading, Store, Work

NOTHING = 0  # the act changed nothing, so it has no event


class DoneBefore(Exception):
    """The press came before; its act is not done again."""


class Once(Store):
    """A store for the one act of a press."""

    def __init__(self, store: Store, press: Press, at: datetime) -> None:
        self.hall_id = store.hall_id
        self._store = store
        self._press = press
        self._at = at
        self.event = NOTHING

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """Do the act and keep its press with the number of its last event, in one commit.

        Raises:
            DoneBefore: the press came before.
            PressReused: it came before with another wish.
        """
        with self._store.begin() as work:
            work.tickets.lock_queue()  # the same press twice at once: one waits for the other
            if work.presses.earlier(self._press.key, self._press.digest) is not None:
                raise DoneBefore
            yield work
            work.presses.keep(self._press.key, self._press.digest, str(work.recorded), self._at)
        self.event = work.recorded

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Look at one consistent moment of the hall."""
        with self._store.read() as reading:
            yield reading


def act_once(store: Store, *, press: Press, at: datetime, act: Callable[[Store], object]) -> Event | None:
    """Do an act once per press and return the event it ended with, or nothing where nothing happened.

    Raises:
        PressReused: the press was used for another wish.
        HallError: the act is refused; its press is not used up.
    """
    once = Once(store, press, at)
    try:
        act(once)
    except DoneBefore:
        return _event_of(store, press)
    with store.read() as reading:
        return _event(reading, once.event)


def _event_of(store: Store, press: Press) -> Event | None:
    """Read the earlier answer inside an act, so that it is only given when it is durable."""
    with store.begin() as work:
        earlier = work.presses.earlier(press.key, press.digest)
        if earlier is None:  # the act that came before was lost with its commit
            raise TryAgain
        return _event(work, int(earlier))


def _event(reading: Reading, seq: int) -> Event | None:
    return reading.events.after(seq - 1, 1)[0][2] if seq != NOTHING else None
