"""The tickets whose visit is not over, in memory, and how they stand after one of them has changed."""

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.hall.ticket import OPEN_STATES, Ticket, TicketState


@dataclass(frozen=True, slots=True)
class Open:
    """The tickets whose visit is not over, in the order of their times: who waits, and the others.

    `back` are the parts of open visits that are over.
    """

    waiting: tuple[Ticket, ...]
    others: tuple[Ticket, ...]
    back: tuple[Ticket, ...] = ()

    @classmethod
    def of(cls, tickets: Iterable[Ticket], back: tuple[Ticket, ...]) -> "Open":
        """Part who waits from the others; a ticket whose visit is over is left out."""
        every = sorted((one for one in tickets if one.state in OPEN_STATES), key=by_time)
        waiting = tuple(one for one in every if one.state is TicketState.WAITING)
        return cls(waiting, tuple(one for one in every if one.state is not TicketState.WAITING), back)

    def with_(self, ticket: Ticket, *, before: Ticket | None = None) -> "Open":
        """Put a ticket where it now belongs, and away from where it was."""
        waiting, others = self.waiting, self.others
        if before and before.state is TicketState.WAITING:
            waiting = tuple(one for one in waiting if one.id != before.id)
        elif before:
            others = tuple(one for one in others if one.id != before.id)
        back = tuple(one for one in self.back if one.id != ticket.id)
        if ticket.state is TicketState.WAITING:
            return Open(_placed(waiting, ticket), others, back)
        if ticket.state in OPEN_STATES:
            return Open(waiting, _placed(others, ticket), back)
        if ticket.part is None:
            return Open(waiting, others, _without(back, ticket))
        visit_is_open = any(one.id == ticket.part.visit for one in (*waiting, *others))
        return Open(waiting, others, (*back, ticket) if visit_is_open else back)


def by_time(ticket: Ticket) -> tuple[datetime, str]:
    """Order tickets by their times; of the same time, by their ids."""
    return ticket.order_at, ticket.id


def _placed(line: tuple[Ticket, ...], ticket: Ticket) -> tuple[Ticket, ...]:
    if not line or by_time(line[-1]) < by_time(ticket):
        return (*line, ticket)
    placed = list(line)
    insort(placed, ticket, key=by_time)
    return tuple(placed)


def _without(parts: tuple[Ticket, ...], visit: Ticket) -> tuple[Ticket, ...]:
    return tuple(one for one in parts if one.part is None or one.part.visit != visit.id)
