"""A visit of several matters at the comprehensive window, and its parts."""

from dataclasses import replace
from datetime import timedelta

from kiosk.hall import life, visit
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import Piece
from tests.hall.halls import CATALOGUE, NINE, ticket

LATER = NINE + timedelta(minutes=20)
TO_C, TO_E = Piece("C", ("C01",)), Piece("E", ("E05",))
THEN_E = replace(TO_E, step=2)


def split(before: Ticket, pieces: list[Piece], *, window: int | None) -> tuple[Ticket, tuple[Ticket, ...]]:
    return visit.split(before, pieces, window=window, catalogue=CATALOGUE, at=LATER)


def served(number: int = 12, **chosen: object) -> Ticket:
    """A visit of several matters, being served at the comprehensive window."""
    taken = replace(ticket(number, "A"), services=("C01",), **chosen)  # type: ignore[arg-type]
    called = life.call(taken, window=1, at=NINE + timedelta(minutes=9))
    return life.start(called, window=1, at=NINE + timedelta(minutes=10))


def finished(part: Ticket) -> Ticket:
    return replace(part, state=TicketState.DONE, ended_at=LATER)


def given_back(part: Ticket) -> Ticket:
    return replace(part, state=TicketState.RETURNED, ended_at=LATER)
