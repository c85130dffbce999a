"""A hall that is played: each act may meet a death at its commit, and after each one all must hold."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import bindparam, select

from kiosk.hall.calendar import local_day
from kiosk.hall.errors import HallError, TryAgain
from kiosk.hall.events import Event
from kiosk.hall.ticket import Ticket
from kiosk.operations import floor
from kiosk.storage import schema
from kiosk.storage.open_tickets import Open
from kiosk.storage.seal import Seal
from kiosk.storage.standing import Memory
from kiosk.storage.store import Reading, Store
from kiosk.storage.ticket_rows import ticket_of
from kiosk.storage.windows import WindowNow, WindowState
from tests.hall.halls import NINE
from tests.play.chronicle import Chronicle
from tests.play.fate import EVERY, MOVED, Death, Fate, Point, open_fated, stored
from tests.play.halls import FOLLOWING, OFFICE
from tests.play.turns import Debt, Scene

WINDOWS = range(1, 7)
FATEFUL = 4
T = schema.ticket
EVERY_TICKET = select(T).where(T.c.hall_id == bindparam("hall")).order_by(T.c.id)
_halls = count(1)


@dataclass(frozen=True)
class Seen:
    """What a process finds that has only just started."""

    tickets: Open
    windows: Mapping[int, WindowNow]
    suspended: Mapping[str, str]
    calls: Mapping[int, str]


class Played:
    """One hall of its own in a shared database, and what its log has told so far."""

    def __init__(self, url: str, tally: Counter[str]) -> None:
        self.url, self.tally = url, tally
        self.now = NINE
        self.fate = Fate(f"hall-{next(_halls)}")
        self.chronicle = Chronicle()
        self.owed: dict[int, Debt] = dict.fromkeys(WINDOWS, (0, 0))
        self.seq = self.acts = 0
        self.store: Store = self._open()
        for window in WINDOWS:
            floor.set_window(
                self.store, window=window, state=WindowState.OPEN, reason="", clerk="", at=self.now
            )
        self.tickets: dict[str, Ticket] = {}
        self.news: list[tuple[int, Event]] = []
        self.follow()
        self.scene = self.look()

    def _open(self) -> Store:
        return open_fated(self.url, self.fate, OFFICE, FOLLOWING)

    def meet_fate(self) -> None:
        """Let every few acts go wrong at their commit, each time in another way."""
        self.acts += 1
        if self.acts % FATEFUL == 0:
            self.fate.point = list(Point)[self.acts // FATEFUL % len(Point)]

    def do(self, verb: Callable[..., Any], /, *, seconds: float = 3, **asked: Any) -> Any:
        """Let somebody act; None when he was refused, or when the process died before he had his answer.

        Whatever happens at the commit, the act is stored wholly or not at all, and the hall goes on.
        """
        self.now += timedelta(seconds=seconds)
        self.scene = self.look()
        point, answer = self.fate.point, None
        names = EVERY if point else MOVED
        before = stored(self.store, names)
        self.tally["acts"] += 1
        try:
            answer = verb(self.store, at=self.now, **asked)
        except Death:
            self.tally[str(point)] += 1
            self.store.close()
            self.store = self._open()
            assert stored(self.store) == (self.fate.written if point is Point.AFTER else before)
        except HallError as refusal:
            if isinstance(refusal, TryAgain) and point is Point.REFUSED:
                self.tally[str(point)] += 1
            assert stored(self.store, names) == before, f"{refusal!r} left something behind"
            self.tally[f"refused: {type(refusal).__name__}"] += 1
        self.follow()
        return answer

    def follow(self) -> None:
        """Read on in the log, and let the chronicle tell it."""
        with self.fresh() as reading:
            events = reading.events.after(self.seq, 100_000)
            head = reading.events.head()
            self.news = [(seq, event) for seq, _, event in events]
            assert [seq for seq, _ in self.news] == list(range(self.seq + 1, head + 1)), "a gap in the log"
            self.tickets = {one.id: one for one in map(ticket_of, reading.tickets._all(EVERY_TICKET))}
            self.seen = Seen(
                reading.tickets._open(),
                reading.windows.all(),
                reading.suspensions.now(self.now),
                {call.seq: call.ticket for call in reading.calls.latest(10_000)},
            )
        self.seq = head
        for seq, event in self.news:
            self.chronicle.follow(seq, event, self.tickets)
            self.tally[type(event).__name__] += 1

    def look(self) -> Scene:
        """See who waits and who serves, from what is stored and not from what is remembered."""
        with self.fresh() as reading:
            suspended = frozenset(reading.suspensions.now(self.now))
        windows = self.seen.windows.items()
        return Scene(
            tickets=(*self.seen.tickets.waiting, *self.seen.tickets.others),
            open=frozenset(number for number, one in windows if one.state is WindowState.OPEN),
            suspended=suspended,
            owed=dict(self.owed),
            at=self.now,
        )

    @contextmanager
    def fresh(self) -> Iterator[Reading]:
        """Read as a process would that has only just started."""
        with self.store._database.look() as runner:
            yield Reading(runner, self.fate.hall, lambda _: OFFICE, Memory(), Seal())

    def remembered(self) -> AbstractContextManager[Reading]:
        """Read as the process does that has been there all the time."""
        return self.store.read()

    @property
    def today(self) -> object:
        """The local day."""
        return local_day(OFFICE, self.now)

    def until(self, when: datetime) -> None:
        """Let time pass."""
        self.now = max(self.now, when)
