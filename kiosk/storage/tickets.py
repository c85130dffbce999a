"""Tickets at rest: found by id, number and token, moved by compare-and-swap."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Text, bindparam, func, insert, select, text, type_coerce, update

from kiosk.hall.errors import HallError, UnknownTicket
from kiosk.hall.queue import Owed
from kiosk.hall.ticket import OPEN_STATES, Ticket, TicketState
from kiosk.storage import schema
from kiosk.storage.numbers import number_row
from kiosk.storage.open_tickets import Open, by_time
from kiosk.storage.room import Room
from kiosk.storage.runner import Row, Runner
from kiosk.storage.standing import TICKETS, Standing
from kiosk.storage.ticket_rows import lively, plain, row_of, ticket_from, ticket_of

T = schema.ticket
MOVING = (
    *("queue", "reason", "instead_of", "priority", "state", "window", "why", "because", "transferred_to"),
    *("order_at", "called_at", "started_at", "ended_at", "recalls", "revivals", "delays", "ticked"),
    *("services", "parts", "part_outcome", "part_words"),
)
OF_HALL = T.c.hall_id == bindparam("hall")
GET = select(T).where(OF_HALL, T.c.id == bindparam("id"))
BY_TOKEN = select(T).where(OF_HALL, T.c.token == bindparam("token"))
BY_NUMBER = select(T).where(OF_HALL, T.c.day == bindparam("day"), T.c.number == bindparam("number"))
ALL_OPEN = select(T).where(OF_HALL, schema.OPEN).order_by(T.c.order_at, T.c.id)
OPEN_BEFORE = select(T).where(OF_HALL, schema.OPEN, T.c.day < bindparam("day")).order_by(T.c.id)
GIVEN = select(func.count().label("given")).where(
    OF_HALL,
    T.c.day == bindparam("day"),
    T.c.taken_at >= bindparam("since"),
    T.c.taken_at < bindparam("until"),
    T.c.state != TicketState.CANCELLED.value,
    T.c.papers_missing.is_(False),  # who came to ask took no place
    T.c.part_visit == "",  # a part is no visit of its own
    type_coerce(T.c.services, Text).like(bindparam("service", type_=Text)),
)
OVER = text(f"NOT ({schema.OPEN.text})")
VISIT = T.alias("visit")
OPEN_VISITS = select(VISIT.c.id).where(VISIT.c.hall_id == bindparam("hall"), schema.OPEN)
BACK = select(T).where(OF_HALL, schema.A_PART, OVER, T.c.part_visit.in_(OPEN_VISITS)).order_by(T.c.id)
PARTS = select(T).where(OF_HALL, schema.A_PART, T.c.part_visit == bindparam("visit"))
CHANGED = select(T).where(OF_HALL, T.c.changed > bindparam("since"))
ADD = insert(T)
MOVE = (
    update(T)
    .where(
        OF_HALL,
        T.c.id == bindparam("ticket_id"),
        T.c.state == bindparam("state_before"),
        T.c.window.is_not_distinct_from(bindparam("window_before")),
        T.c.order_at == bindparam("order_before"),
        T.c.recalls == bindparam("recalls_before"),
    )
    .values({name: bindparam(name) for name in (*MOVING, "changed")})
)
REMEMBER = update(T).where(OF_HALL, T.c.id == bindparam("ticket_id")).values(last_act=bindparam("act"))
REMEMBERED = select(T.c.last_act).where(OF_HALL, T.c.id == bindparam("id"))


class Overtaken(HallError):
    """Somebody else acted on the ticket first."""

    zh = "{0} 号刚刚被别人操作了，请看最新状态后再操作。"
    en = "Somebody else has just acted on ticket {0}. Please look at its state and try again."
    retry = True


@dataclass(frozen=True, slots=True)
class LastAct:
    """What can be undone: the act, the window that did it, when, and the ticket as it was before.

    `owed` is what the window owed before a call.
    """

    act: str
    window: int
    at: datetime
    before: Ticket
    owed: Owed | None = None


class Tickets(Room):
    """The tickets of one hall."""

    def __init__(self, runner: Runner, hall: str, standing: Standing) -> None:
        super().__init__(runner, hall)
        self._standing = standing
        self._fresh: dict[str, Ticket] = {}  # written in this act, so it need not be read again

    def lock_queue(self) -> None:
        """Let one act at a time decide who is next; both databases do so for every act already."""

    def next_number(self, prefix: str, day: date, *, but: range = range(0)) -> int:
        """Count up the numbers of a prefix on a local day, past a reserved range."""
        name = number_row(prefix, day)
        number = self._count_up(name)
        return self._count_to(name, but.stop) if number in but else number

    def given(self, service: str, day: date, since: datetime, until: datetime) -> int:
        """Count a day's numbers for a service between two times; a cancelled one has freed its place."""
        row = self._one(GIVEN, day=day, service=f'%"{service}"%', since=since, until=until)
        return int(row[0]) if row else 0

    def get(self, ticket_id: str) -> Ticket:
        """Find a ticket by its id.

        Raises:
            UnknownTicket: the hall never gave it.
        """
        if fresh := self._fresh.get(ticket_id):
            return fresh
        return _found(self._one(GET, id=ticket_id), ticket_id)

    def by_token(self, token: str) -> Ticket:
        """Find a ticket by its secret token.

        Raises:
            UnknownTicket: nobody got this token.
        """
        return _found(self._one(BY_TOKEN, token=token), "")

    def by_number(self, day: date, number: str) -> Ticket:
        """Find a ticket of a day by the number on its paper.

        Raises:
            UnknownTicket: it was not given that day.
        """
        return _found(self._one(BY_NUMBER, day=day, number=number), number)

    def waiting(self) -> tuple[Ticket, ...]:
        """List all who wait, in the order of their times."""
        return self._open().waiting

    def in_hand(self) -> dict[int, Ticket]:
        """Say which ticket each window has called or serves."""
        at_window = self.of_states(TicketState.CALLED, TicketState.SERVING)
        return {one.window: one for one in at_window if one.window is not None}

    def of_states(self, *states: TicketState) -> tuple[Ticket, ...]:
        """List the open tickets in some states, in the order of their times."""
        wanted, now = frozenset(states), self._open()
        others = tuple(ticket for ticket in now.others if ticket.state in wanted)
        if TicketState.WAITING not in wanted:
            return others
        return tuple(sorted((*now.waiting, *others), key=by_time)) if others else now.waiting

    def _open(self) -> Open:
        return self._standing.now(TICKETS, self._read_open, self._changed_since)

    def _read_open(self) -> Open:
        every = [ticket_of(row) for row in self._all(ALL_OPEN)]
        split = any(ticket.parts for ticket in every)
        return Open.of(every, tuple(ticket_of(row) for row in self._all(BACK)) if split else ())

    def _changed_since(self, before: Open, stamp: int) -> Open:
        """Bring what stood at a stamp up to date; a visit in parts is read anew with all that wait."""
        changed = [ticket_of(row) for row in self._all(CHANGED, since=stamp)]
        if any(ticket.parts or ticket.part for ticket in changed):
            return self._read_open()
        gone = {ticket.id for ticket in changed}
        every = (*before.waiting, *before.others)
        return Open.of([*(one for one in every if one.id not in gone), *changed], before.back)

    def parts_of(self, visit: str) -> tuple[Ticket, ...]:
        """List the parts of an open visit in the order of their numbers, those that are back too."""
        now = self._open()
        every = (*now.waiting, *now.others, *now.back)
        mine = (one for one in every if one.part is not None and one.part.visit == visit)
        return tuple(sorted(mine, key=_by_number))

    def parts_of_ended(self, visit: str) -> tuple[Ticket, ...]:
        """List the parts of a visit that is over, in the order of their numbers."""
        return tuple(sorted((ticket_of(row) for row in self._all(PARTS, visit=visit)), key=_by_number))

    def parts_back(self) -> tuple[Ticket, ...]:
        """List the parts of all open visits that are over."""
        return self._open().back

    def open_before(self, day: date) -> tuple[Ticket, ...]:
        """List what earlier days left open."""
        return tuple(ticket_of(row) for row in self._all(OPEN_BEFORE, day=day))

    def add(self, ticket: Ticket) -> None:
        """Store a new ticket."""
        self._add(ADD, {**row_of(ticket), "changed": self._standing.next_stamp()})
        self._fresh[ticket.id] = ticket
        self._standing.change(TICKETS, lambda now: now.with_(ticket))

    def move(self, before: Ticket, after: Ticket) -> None:
        """Store a ticket's new state, if it still is as it was read.

        Raises:
            Overtaken: somebody else moved it in the meantime.
        """
        row = row_of(after)
        changed = self._change(
            MOVE,
            ticket_id=before.id,
            state_before=before.state.value,
            window_before=before.window,
            order_before=before.order_at,
            recalls_before=before.recalls,
            changed=self._standing.next_stamp(),
            **{name: row[name] for name in MOVING},
        )
        if changed != 1:
            raise Overtaken(before.number)
        self._fresh[after.id] = after
        reopened = after.parts and before.state not in OPEN_STATES  # its parts were forgotten with its end
        self._standing.change(
            TICKETS, lambda now: self._read_open() if reopened else now.with_(after, before=before)
        )

    def remember(
        self, before: Ticket, act: str, window: int, at: datetime, *, owed: Owed | None = None
    ) -> None:
        """Keep how a ticket was, so that the act can be undone."""
        kept = {name: plain(value) for name, value in row_of(before).items()}
        last = {"act": act, "window": window, "at": at.isoformat(), "before": kept}
        if owed is not None:
            last["owed"] = [owed.ordinary, owed.before_quick]
        self._change(REMEMBER, ticket_id=before.id, act=last)

    def remembered(self, ticket_id: str) -> LastAct | None:
        """Say what can be undone."""
        row = self._one(REMEMBERED, id=ticket_id)
        if row is None or row[0] is None:
            return None
        act = row[0]
        before = {name: lively(name, value) for name, value in act["before"].items()}
        owed = Owed(*act["owed"]) if "owed" in act else None
        at = datetime.fromisoformat(act["at"])
        return LastAct(act["act"], act["window"], at, ticket_from(before), owed)

    def forget(self, ticket_id: str) -> None:
        """Leave nothing to undo."""
        self._change(REMEMBER, ticket_id=ticket_id, act=None)


def _by_number(ticket: Ticket) -> tuple[int, str]:
    return len(ticket.number), ticket.number


def _found(row: Row | None, asked: str) -> Ticket:
    if row is None:
        raise UnknownTicket(asked)
    return ticket_of(row)
