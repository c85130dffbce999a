"""A run: people act for some seconds while a fault comes now and then; then all is compared."""

import random
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import bindparam, select

from kiosk.app import Content, open_hall
from kiosk.hall.events import Event
from kiosk.hall.ticket import Ticket
from kiosk.storage import schema
from kiosk.storage.store import Store
from kiosk.storage.ticket_rows import ticket_of
from tests.history.acts import History
from tests.history.checker import Found, Log, check
from tests.history.people import Board, Session, asker, clerk, kiosk
from tests.servers import HallServer

KIOSKS, CLERKS, BOARDS = 3, 6, 2
SETTLE_S = 10.0
T = schema.ticket
EVERY_TICKET = select(T).where(T.c.hall_id == bindparam("hall")).order_by(T.c.id)
Fault = Callable[[Sequence[HallServer], random.Random], None]


@dataclass
class Crowd:
    """The people of one run, each at one process of the hall."""

    halls: Sequence[HallServer]
    seed: int
    history: History = field(default_factory=History)
    stop: threading.Event = field(default_factory=threading.Event)
    boards: list[Board] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def come(self) -> None:
        """Let everybody begin."""
        for n in range(KIOSKS):
            self._begin(kiosk, f"kiosk{n}", n, "kiosk")
        for n in range(CLERKS):
            self._begin(partial(clerk, window=n + 1), f"window{n + 1}", n, "desk")
        for n in range(BOARDS):
            board = Board(self.halls[n % len(self.halls)].url, self.stop)
            self.boards.append(board)
            self._run(board.watch)

    def leave(self) -> None:
        """Let everybody finish what he has begun."""
        self.stop.set()
        for one in self.threads:
            one.join(SETTLE_S * 3)
            assert not one.is_alive(), "somebody never got an answer"

    @property
    def sessions(self) -> list[list[Session]]:
        """What each board was sent."""
        return [board.sessions for board in self.boards]

    def _begin(self, does: Callable[..., None], name: str, n: int, role: str) -> None:
        hall = self.halls[n % len(self.halls)]
        token = self.halls[0].token(role)
        self._run(partial(does, asker(name, hall.url, token, self.history, self.seed, self.stop)))

    def _run(self, does: Callable[[], None]) -> None:
        thread = threading.Thread(target=does, daemon=True)
        self.threads.append(thread)
        thread.start()


def play(
    halls: Sequence[HallServer], faults: Iterable[Fault], *, seed: int, between_s: tuple[float, float]
) -> Found:
    """Let people act, let each fault come after a random while, and compare what is left."""
    chance, crowd = random.Random(seed), Crowd(halls, seed)
    crowd.come()
    for fault in faults:
        time.sleep(chance.uniform(*between_s))
        fault(halls, chance)
    time.sleep(between_s[1])
    crowd.leave()
    log, tickets = left(halls[0])
    return check(list(crowd.history), log, tickets, crowd.sessions, Content(halls[0].chosen()).newest)


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


def _tickets(store: Store) -> dict[str, Ticket]:
    with store._database.look() as runner:
        rows = runner.rows(EVERY_TICKET, {"hall": store.hall_id})
    return {one.id: one for one in map(ticket_of, rows)}
