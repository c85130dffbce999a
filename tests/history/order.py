"""Whether whoever was called was next by the rule; the rule is told a second time in `tests.play.turns`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.events import Event, TicketCalled, TicketRevived
from kiosk.hall.floor_events import WindowChanged
from kiosk.hall.ticket import OPEN_STATES, Ticket
from kiosk.hall.why import Why
from tests.history.deeds import Log
from tests.play.chronicle import Chronicle, Life
from tests.play.turns import Debt, Scene, by_time

NEXT_INSTANT = timedelta(microseconds=1)


@dataclass
class Floor:
    """Who is in the hall, and which windows are open, as the log goes on."""

    rows: Mapping[str, Ticket]
    office: Catalogue
    open: set[int] = field(default_factory=set)
    owed: dict[int, Debt] = field(default_factory=dict)
    here: dict[str, Ticket] = field(default_factory=dict)
    chronicle: Chronicle = field(default_factory=Chronicle)

    def __post_init__(self) -> None:
        numbers = [one.number for one in self.office.hall.windows]
        self.owed = dict.fromkeys(numbers, (0, 0))
        self.open = set(numbers) if self.office.hall.windows_start_open else set()

    def look(self, at: datetime) -> Scene:
        """Take the hall as it stands."""
        return Scene(
            tuple(self.here.values()), frozenset(self.open), frozenset(), dict(self.owed), at, self.office
        )

    def follow(self, seq: int, at: datetime, event: Event) -> None:
        """Go on by one event."""
        if isinstance(event, WindowChanged):
            (self.open.add if event.state == "open" else self.open.discard)(event.window)
        order_at = self._place(event, at) if isinstance(event, TicketRevived) else None
        self.chronicle.follow(seq, event, self.rows)
        name = getattr(event, "ticket", "")
        if life := self.chronicle.lives.get(name):
            self._stands(name, life, order_at)

    def _stands(self, name: str, life: Life, order_at: datetime | None) -> None:
        before = self.here.pop(name, None) or replace(self.rows[name], order_at=self.rows[name].taken_at)
        if life.state in OPEN_STATES:
            place = order_at or before.order_at
            self.here[name] = replace(before, state=life.state, window=life.window, order_at=place)

    def _place(self, event: TicketRevived, at: datetime) -> datetime:
        """Some places down its queue: directly after whoever is there, or at the end."""
        queue = self.rows[event.ticket].queue
        line = sorted((one for one in self.look(at).waiting if one.queue == queue), key=by_time)
        if len(line) >= event.places:
            return line[event.places - 1].order_at + NEXT_INSTANT
        return max([at, *(one.order_at + NEXT_INSTANT for one in line)])


def in_order(log: Log, rows: Mapping[str, Ticket], office: Catalogue) -> Iterator[str]:
    """Whoever was called was next by the rule, or somebody gave a reason; who waits has his place."""
    floor = Floor(rows, office)
    for seq, at, event in log:
        if isinstance(event, TicketCalled) and (fault := _called(floor.look(at), event, floor.owed)):
            yield f"event {seq}: {fault}"
            return
        try:
            floor.follow(seq, at, event)
        except (AssertionError, KeyError):
            return  # no life goes on like this: the checker says so
    for name, one in floor.here.items():
        if rows[name].order_at != one.order_at:
            yield f"{name} is stored with a place at {rows[name].order_at}, by the log it is {one.order_at}"


def _called(scene: Scene, event: TicketCalled, owed: dict[int, Debt]) -> str:
    if event.why == Why.BY_NUMBER:
        owed[event.window] = scene.early(owed[event.window])
        return "" if event.reason else f"called {event.number} before its turn for no reason"
    turn = next(scene.turns(event.window), None)
    if turn is None or (turn.ticket.id, turn.why.value) != (event.ticket, event.why):
        return f"called {event.number} ({event.why}), not {turn.ticket.number if turn else 'nobody'}"
    owed[event.window] = turn.owed
    return ""
