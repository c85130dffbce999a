"""现状: the hall as it stands at one moment, put together from what the store holds."""

import json
from datetime import datetime

from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.queue import Owed, order_of
from kiosk.hall.routing import Conditions
from kiosk.hall.staffing import Staffing, Unattended, release, unattended
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import callable_now
from kiosk.hall.wait import NOBODY_AHEAD, Line, Outlook
from kiosk.hall.words import Words
from kiosk.storage.store import Reading
from kiosk.storage.windows import WindowNow, WindowState

NOTICE, STOP_LIFTED = "notice", "stop-lifted"  # names of settings


def windows(reading: Reading, catalogue: Catalogue, at: datetime) -> dict[int, WindowNow]:
    """Say how each window of the catalogue stands; one that nobody touched yet starts as the hall says."""
    known = reading.windows.all()
    fresh = WindowState.OPEN if catalogue.hall.windows_start_open else WindowState.CLOSED
    return {
        window.number: known.get(window.number)
        or WindowNow(window.number, fresh, "", "", owed=Owed(), changed_at=at)
        for window in catalogue.hall.windows
    }


def staffing(reading: Reading, catalogue: Catalogue, at: datetime) -> Staffing:
    """Say which windows are open, what each owes to those who wait, and which queues are suspended."""
    now = windows(reading, catalogue, at)
    return Staffing(
        frozenset(number for number, one in now.items() if one.state is WindowState.OPEN),
        {number: one.owed for number, one in now.items()},
        frozenset(reading.suspensions.now(at)),
    )


def line(reading: Reading, at: datetime) -> Line:
    """Put the hall's waiting line together: who waits today, who is in hand, and who serves."""
    catalogue = reading.catalogue(at)
    staff, today = staffing(reading, catalogue, at), local_day(catalogue, at)
    in_hand = reading.tickets.in_hand()
    now = (one for one in reading.tickets.waiting() if one.day <= today)
    return Line(
        catalogue=catalogue,
        order=order_of(catalogue),
        staffing=staff,
        waiting=release(callable_now(now, in_hand.values()), staff),
        in_hand=in_hand,
        at=at,
    )


def later(reading: Reading, at: datetime) -> tuple[Ticket, ...]:
    """List the places that were given for a later day."""
    today = local_day(reading.catalogue(at), at)
    return tuple(one for one in reading.tickets.waiting() if one.day > today)


def alarms(reading: Reading, now: Line) -> tuple[Unattended, ...]:
    """List the queues whose people wait with no open window able to call them."""
    known = reading.windows.all()
    shut_since = {
        number: one.changed_at for number, one in known.items() if one.state is not WindowState.OPEN
    }
    return tuple(unattended(now.catalogue, now.staffing, now.waiting, shut_since, at=now.at))


def outlook(reading: Reading, ticket: Ticket, at: datetime) -> Outlook:
    """Say what a ticket may expect, a visit in parts for the part that waits; else nobody is ahead."""
    if ticket.parts and ticket.state is TicketState.HELD:
        parts = reading.tickets.parts_of(ticket.id)
        ticket = next((one for one in parts if one.state is TicketState.WAITING), ticket)
    if ticket.state is not TicketState.WAITING:
        return NOBODY_AHEAD
    now = line(reading, at)
    waits = any(one.id == ticket.id for one in now.waiting)
    return now.outlook_of(ticket) if waits else NOBODY_AHEAD


def conditions(reading: Reading, at: datetime) -> Conditions:
    """Say what routing must know of this moment."""
    lifted = stop_lifted_until(reading, at) is not None
    return Conditions(at, suspended=frozenset(reading.suspensions.now(at)), stop_lifted=lifted)


def stop_lifted_until(reading: Reading, at: datetime) -> datetime | None:
    """Say until when numbers are given after hours today, or nothing while nobody lets them be."""
    kept = reading.settings.get(STOP_LIFTED)
    until = datetime.fromisoformat(kept) if kept else None
    return until if until and at < until else None


def notice(reading: Reading, catalogue: Catalogue) -> Words:
    """Return the notice line: the one that was written today, else the one of the hall's file."""
    kept = reading.settings.get(NOTICE)
    return Words(*json.loads(kept)) if kept else catalogue.hall.notice


def in_hand(reading: Reading, window: int) -> Ticket | None:
    """Return the ticket that a window has called or serves."""
    return reading.tickets.in_hand().get(window)


def held_at(reading: Reading, window: int) -> tuple[Ticket, ...]:
    """List the tickets that a window has put aside."""
    held = reading.tickets.of_states(TicketState.HELD)
    return tuple(ticket for ticket in held if ticket.window == window)
