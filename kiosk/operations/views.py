"""现状: the hall as it stands at one moment, put together from what the store holds."""

from datetime import datetime

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.queue import Staffing, order_of, release
from kiosk.hall.routing import Conditions
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import callable_now
from kiosk.hall.wait import NOBODY_AHEAD, Line, Outlook
from kiosk.storage.store import Reading
from kiosk.storage.windows import WindowNow, WindowState


def windows(reading: Reading, catalogue: Catalogue, at: datetime) -> dict[int, WindowNow]:
    """Say how each window of the catalogue stands; one that nobody touched yet starts as the hall says."""
    known = reading.windows.all()
    fresh = WindowState.OPEN if catalogue.hall.windows_start_open else WindowState.CLOSED
    return {
        window.number: known.get(window.number)
        or WindowNow(window.number, fresh, "", "", last_was_priority=False, changed_at=at)
        for window in catalogue.hall.windows
    }


def staffing(reading: Reading, catalogue: Catalogue, at: datetime) -> Staffing:
    """Say which windows are open and what each called last."""
    now = windows(reading, catalogue, at)
    return Staffing(
        frozenset(number for number, one in now.items() if one.state is WindowState.OPEN),
        frozenset(number for number, one in now.items() if one.last_was_priority),
    )


def line(reading: Reading, at: datetime) -> Line:
    """Put the hall's waiting line together: who waits, who is in hand, and who serves."""
    catalogue = reading.catalogue(at)
    staff = staffing(reading, catalogue, at)
    in_hand = reading.tickets.in_hand()
    waiting = callable_now(reading.tickets.waiting(), in_hand.values())
    return Line(
        catalogue=catalogue,
        order=order_of(catalogue),
        staffing=staff,
        waiting=release(waiting, staff),
        in_hand=in_hand,
        at=at,
        suspended=frozenset(reading.suspensions.now(at)),
    )


def outlook(reading: Reading, ticket: Ticket, at: datetime) -> Outlook:
    """Say what a ticket may expect; nobody is ahead of one that cannot be called now."""
    if ticket.state is not TicketState.WAITING:
        return NOBODY_AHEAD
    now = line(reading, at)
    waits = any(one.id == ticket.id for one in now.waiting)
    return now.outlook_of(ticket) if waits else NOBODY_AHEAD


def conditions(reading: Reading, at: datetime) -> Conditions:
    """Say what routing must know of this moment."""
    return Conditions(at, suspended=frozenset(reading.suspensions.now(at)))


def in_hand(reading: Reading, window: int) -> Ticket | None:
    """Return the ticket that a window has called or serves."""
    return reading.tickets.in_hand().get(window)


def held_at(reading: Reading, window: int) -> tuple[Ticket, ...]:
    """List the tickets that a window has put aside."""
    held = reading.tickets.of_states(TicketState.HELD)
    return tuple(ticket for ticket in held if ticket.window == window)
