"""Tickets at rest: found by id, number and token, moved by compare-and-swap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, text, update

from kiosk.hall.errors import HallError, UnknownTicket
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.storage import schema
from kiosk.storage.room import Room

T = schema.ticket
MOVING = (
    *("queue", "reason", "instead_of", "priority", "state", "window", "why", "transferred_to"),
    *("order_at", "called_at", "started_at", "ended_at", "recalls", "revivals"),
)
OF_HALL = T.c.hall_id == bindparam("hall")
GET = select(T).where(OF_HALL, T.c.id == bindparam("id"))
BY_TOKEN = select(T).where(OF_HALL, T.c.token == bindparam("token"))
BY_NUMBER = select(T).where(OF_HALL, T.c.day == bindparam("day"), T.c.number == bindparam("number"))
OF_STATES = (
    select(T)
    .where(OF_HALL, T.c.state.in_(bindparam("states", expanding=True)), schema.OPEN)
    .order_by(T.c.order_at, T.c.id)
)
OPEN_BEFORE = select(T).where(OF_HALL, schema.OPEN, T.c.day < bindparam("day")).order_by(T.c.id)
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
    .values({name: bindparam(name) for name in MOVING})
)
REMEMBER = update(T).where(OF_HALL, T.c.id == bindparam("ticket_id")).values(last_act=bindparam("act"))
REMEMBERED = select(T.c.last_act).where(OF_HALL, T.c.id == bindparam("id"))
LOCK = text("SELECT hall_id FROM hall WHERE hall_id = :hall FOR UPDATE")


class Overtaken(HallError):
    """Somebody else acted on the ticket first."""

    zh = "{0} 号刚刚被别人操作了，请看最新状态后再操作。"
    en = "Somebody else has just acted on ticket {0}. Please look at its state and try again."
    retry = True


@dataclass(frozen=True, slots=True)
class LastAct:
    """What can be undone: the act, the window that did it, when, and the ticket as it was before."""

    act: str
    window: int
    at: datetime
    before: Ticket


class Tickets(Room):
    """The tickets of one hall."""

    def __init__(self, connection: Connection, hall: str) -> None:
        super().__init__(connection, hall)
        self._fresh: dict[str, Ticket] = {}  # written in this act, so it need not be read again

    def lock_queue(self) -> None:
        """Let one act at a time decide who is next; SQLite has one writer anyway."""
        if self._connection.dialect.name == "postgresql":
            self._one(LOCK)

    def next_number(self, prefix: str, day: date) -> int:
        """Count up the numbers of a prefix on a local day."""
        return self._count_up(f"number {prefix} {day:%Y%m%d}")

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
        return self.of_states(TicketState.WAITING)

    def in_hand(self) -> dict[int, Ticket]:
        """Say which ticket each window has called or serves."""
        at_window = self.of_states(TicketState.CALLED, TicketState.SERVING)
        return {one.window: one for one in at_window if one.window is not None}

    def of_states(self, *states: TicketState) -> tuple[Ticket, ...]:
        """List the open tickets in some states, in the order of their times."""
        return tuple(_ticket(row) for row in self._all(OF_STATES, states=[state.value for state in states]))

    def open_before(self, day: date) -> tuple[Ticket, ...]:
        """List what earlier days left open."""
        return tuple(_ticket(row) for row in self._all(OPEN_BEFORE, day=day))

    def add(self, ticket: Ticket) -> None:
        """Store a new ticket."""
        self._connection.execute(ADD, {"hall_id": self._hall, **_row(ticket)})
        self._fresh[ticket.id] = ticket

    def move(self, before: Ticket, after: Ticket) -> None:
        """Store a ticket's new state, if it still is as it was read.

        Raises:
            Overtaken: somebody else moved it in the meantime.
        """
        row = _row(after)
        changed = self._change(
            MOVE,
            ticket_id=before.id,
            state_before=before.state.value,
            window_before=before.window,
            order_before=before.order_at,
            recalls_before=before.recalls,
            **{name: row[name] for name in MOVING},
        )
        if changed != 1:
            raise Overtaken(before.number)
        self._fresh[after.id] = after

    def remember(self, before: Ticket, act: str, window: int, at: datetime) -> None:
        """Keep how a ticket was, so that the act can be undone."""
        kept = {name: _plain(value) for name, value in _row(before).items()}
        last = {"act": act, "window": window, "at": at.isoformat(), "before": kept}
        self._change(REMEMBER, ticket_id=before.id, act=last)

    def remembered(self, ticket_id: str) -> LastAct | None:
        """Say what can be undone."""
        row = self._one(REMEMBERED, id=ticket_id)
        if row is None or row[0] is None:
            return None
        act = row[0]
        before = {name: _lively(name, value) for name, value in act["before"].items()}
        return LastAct(act["act"], act["window"], datetime.fromisoformat(act["at"]), _from(before))

    def forget(self, ticket_id: str) -> None:
        """Leave nothing to undo."""
        self._change(REMEMBER, ticket_id=ticket_id, act=None)


def _found(row: Row[Any] | None, asked: str) -> Ticket:
    if row is None:
        raise UnknownTicket(asked)
    return _ticket(row)


def _ticket(row: Row[Any]) -> Ticket:
    return _from(row._mapping)  # noqa: SLF001  SQLAlchemy's public name for it


def _from(row: Mapping[str, Any]) -> Ticket:
    return Ticket(
        id=row["id"],
        number=row["number"],
        day=row["day"],
        token=row["token"],
        services=tuple(row["services"]),
        route=Route(row["queue"], Reason(row["reason"]), row["instead_of"]),
        taken_at=row["taken_at"],
        order_at=row["order_at"],
        state=TicketState(row["state"]),
        answers=row["answers"],
        ticked=tuple(row["ticked"]),
        priority=row["priority"],
        needs=tuple(row["needs"]),
        language=row["language"],
        papers_missing=row["papers_missing"],
        window=row["window"],
        called_at=row["called_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        recalls=row["recalls"],
        revivals=row["revivals"],
        transferred_to=row["transferred_to"],
        why=row["why"],
    )


def _row(ticket: Ticket) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "number": ticket.number,
        "day": ticket.day,
        "token": ticket.token,
        "queue": ticket.route.queue,
        "reason": ticket.route.reason.value,
        "instead_of": ticket.route.instead_of,
        "services": list(ticket.services),
        "answers": {service: dict(given) for service, given in (ticket.answers or {}).items()},
        "ticked": list(ticket.ticked),
        "priority": ticket.priority,
        "needs": list(ticket.needs),
        "language": ticket.language,
        "papers_missing": ticket.papers_missing,
        "state": ticket.state.value,
        "window": ticket.window,
        "taken_at": ticket.taken_at,
        "order_at": ticket.order_at,
        "called_at": ticket.called_at,
        "started_at": ticket.started_at,
        "ended_at": ticket.ended_at,
        "recalls": ticket.recalls,
        "revivals": ticket.revivals,
        "transferred_to": ticket.transferred_to,
        "why": ticket.why,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _lively(name: str, value: Any) -> Any:
    if value is None or not (name == "day" or name.endswith("_at")):
        return value
    return date.fromisoformat(value) if name == "day" else datetime.fromisoformat(value)
