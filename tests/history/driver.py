"""A run: people act for some seconds while a fault comes now and then; then all is compared."""

import random
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from sqlalchemy import bindparam, select

from kiosk.app import Content, open_hall
from kiosk.hall.events import Event
from kiosk.hall.ticket import Ticket
from kiosk.storage import schema
from kiosk.storage.store import Store
from kiosk.storage.ticket_rows import ticket_of
from tests.history.acts import Asker, History
from tests.history.boards import Session
from tests.history.checker import Found, Run, check
from tests.history.deeds import Log
from tests.history.people import Board, asker, clerk, kiosk
from tests.history.trouble import Trouble
from tests.servers import HallServer

WINDOWS = 6
SETTLE_S = 20.0  # by then everybody was answered again, and every board knows the end of the log
LOOK_S = 0.1
T = schema.ticket
EVERY_TICKET = select(T).where(T.c.hall_id == bindparam("hall")).order_by(T.c.id)
Fault = Callable[[Sequence[HallServer], random.Random], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How many act at once."""

    kiosks: int
    clerks: int
    boards: int


FEW, MANY = Size(3, 6, 2), Size(4, 12, 6)


@dataclass
class Crowd:
    """The people of one run, each at one process of the hall."""

    halls: Sequence[HallServer]
    seed: int
    size: Size
    doors: Sequence[str] = ()
    history: History = field(default_factory=History)
    stop: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)
    askers: list[Asker] = field(default_factory=list)
    boards: list[Board] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def come(self) -> None:
        """Let everybody begin."""
        doors = self.doors or [hall.url for hall in self.halls]
        for n in range(self.size.boards):
            board = Board(doors[n % len(doors)], self.closed)
            self.boards.append(board)
            threading.Thread(target=board.watch, daemon=True).start()
        for n in range(self.size.kiosks):
            self._begin(kiosk, f"kiosk{n + 1}", n, "kiosk")
        for n in range(self.size.clerks):
            self._begin(partial(clerk, window=n % WINDOWS + 1), f"clerk{n + 1}", n, "desk")

    def answered_since(self, begun: float) -> bool:
        """Tell whether everybody has asked and was answered since a moment."""
        return all(one.heard_at > begun for one in self.askers)

    def leave(self) -> None:
        """Let everybody finish what he has begun; the boards look on."""
        self.stop.set()
        for one in self.threads:
            one.join(SETTLE_S)
            assert not one.is_alive(), "somebody never got an answer"

    def sessions(self) -> list[list[Session]]:
        """Say what each board was sent so far."""
        return [
            [replace(one, messages=list(one.messages)) for one in list(board.sessions)]
            for board in self.boards
        ]

    def _begin(self, does: Callable[[Asker], None], name: str, n: int, role: str) -> None:
        hall = self.halls[n % len(self.halls)]
        person = asker(name, hall.url, self.halls[0].token(role), self.history, self.seed, self.stop)
        self.askers.append(person)
        thread = threading.Thread(target=does, args=(person,), daemon=True)
        self.threads.append(thread)
        thread.start()


def play(
    halls: Sequence[HallServer],
    faults: Iterable[Fault],
    *,
    seed: int,
    between_s: tuple[float, float],
    size: Size = FEW,
    doors: Sequence[str] = (),
) -> Found:
    """Let people act, let each fault come after a random while, and compare what is left.

    The boards come by `doors`, where they do not come to the halls themselves.
    """
    chance, crowd, troubles = random.Random(seed), Crowd(halls, seed, size, doors), list[Trouble]()
    crowd.come()
    for fault in faults:
        time.sleep(chance.uniform(*between_s))
        begun = time.monotonic()
        fault(halls, chance)
        troubles.append(Trouble(begun, time.monotonic()))
    time.sleep(between_s[1])
    _wait_for(lambda: crowd.answered_since(troubles[-1].ended))
    crowd.leave()
    log, tickets = left(halls[0])
    _wait_for(lambda: all(one and one[-1].head >= len(log) for one in crowd.sessions()))
    sessions, ended = crowd.sessions(), time.monotonic()
    crowd.closed.set()
    office = Content(halls[0].chosen()).newest
    return check(Run(list(crowd.history), sessions, troubles, ended, log, tickets, office))


def left(hall: HallServer) -> tuple[Log, dict[str, Ticket]]:
    """Read the log and all tickets as a program beside the hall finds them."""
    settings = hall.chosen()
    store = open_hall(settings, Content(settings))
    try:
        with store.read() as reading:
            log: list[tuple[int, datetime, Event]] = []
            while more := reading.events.after(len(log)):
                log += more
        return log, _tickets(store)
    finally:
        store.close()


def _wait_for(done: Callable[[], bool]) -> None:
    """Wait as long as it may take; whoever is late is found by the checker."""
    until = time.monotonic() + SETTLE_S
    while not done() and time.monotonic() < until:
        time.sleep(LOOK_S)


def _tickets(store: Store) -> dict[str, Ticket]:
    with store._database.look() as runner:
        rows = runner.rows(EVERY_TICKET, {"hall": store.hall_id})
    return {one.id: one for one in map(ticket_of, rows)}
