"""交接: a clerk takes a window over, held tickets change windows, and forgotten ones are freed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.hall import handover as rules
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.handover_events import TicketFreed, TicketHandedOver, WindowHandedOver
from kiosk.hall.ticket import AT_WINDOW, Ticket, TicketState
from kiosk.operations import floor, views
from kiosk.operations.calling import WindowClosed, move
from kiosk.storage.store import Reading, Store, Work
from kiosk.storage.windows import WindowNow, WindowState

LEFT = (*AT_WINDOW, TicketState.HELD)  # what a clerk who goes leaves at his window
FREE, TAKE_OVER, GIVE = "free", "take-over", "give"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A ticket that somebody left at a window, since when it is there, and what may become of it."""

    ticket: Ticket
    window: int
    since: datetime
    may_be_freed: bool
    may_be_taken: bool


def arrive(store: Store, *, window: int, clerk: str, at: datetime) -> tuple[Ticket, ...]:
    """Open a window for a clerk; returns what another one before him left there, which is his now.

    Raises:
        UnknownWindow: the hall has no such window.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        known = work.windows.all().get(window)
        before = known.clerk if known else ""
        floor.stand(work, window, WindowState.OPEN, reason="", clerk=clerk, at=at)
        left = tuple(one for one in work.tickets.of_states(*LEFT) if one.window == window)
        if not left or before == clerk:
            return ()
        work.record(WindowHandedOver(window, tuple(one.id for one in left), before, clerk), at)
        return left


def give(store: Store, *, ticket: str, window: int, to_window: int, by: str, at: datetime) -> Ticket:
    """Hand a held ticket over to another open window, with its parts if it was split.

    Raises:
        IllegalMove, NotAtThisWindow: the window does not hold it.
        UnknownWindow, WindowClosed: nobody is there to take it.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        _must_be_open(work, to_window, at)
        before = work.tickets.get(ticket)
        after = rules.give(before, window=window, to_window=to_window)
        work.tickets.remember(before, GIVE, window, at)
        return move(work, before, after, TicketHandedOver(after.id, after.number, window, to_window, by), at)


def free(store: Store, *, ticket: str, by: str, at: datetime) -> Ticket:
    """Put a forgotten ticket back into the line, in its old place.

    Raises:
        NotStuck: somebody works on it.
        SplitVisit: it has no place in the line.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before, left_at = _forgotten(work, ticket, at)
        after = rules.free(before)
        work.tickets.remember(before, FREE, left_at, at)
        return move(work, before, after, TicketFreed(after.id, after.number, left_at, by), at)


def take_over(store: Store, *, ticket: str, window: int, by: str, at: datetime) -> Ticket:
    """Let an open window hold a forgotten ticket whose service has begun.

    Raises:
        NotStuck: somebody works on it.
        NothingToTakeOver: its service has not begun.
        WindowClosed: the window that asks is not open.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        _must_be_open(work, window, at)
        before, left_at = _forgotten(work, ticket, at)
        after = rules.take_over(before, window=window)
        work.tickets.remember(before, TAKE_OVER, left_at, at)
        event = TicketHandedOver(after.id, after.number, left_at, window, by, was_stuck=True)
        return move(work, before, after, event, at)


def forgotten(reading: Reading, catalogue: Catalogue, at: datetime) -> tuple[Forgotten, ...]:
    """List what was left at windows by clerks who have gone, or whose desks have crashed."""
    windows = views.windows(reading, catalogue, at)
    return tuple(_found(reading.tickets.of_states(*LEFT), windows, catalogue, at))


def _found(
    tickets: tuple[Ticket, ...], windows: Mapping[int, WindowNow], catalogue: Catalogue, at: datetime
) -> Iterator[Forgotten]:
    for ticket in tickets:
        since = ticket.started_at or ticket.called_at or at
        now = windows.get(ticket.window or 0)
        closed = now.changed_at if now and now.state is WindowState.CLOSED else None if now else since
        usual = catalogue.usual_minutes(ticket.services)
        if rules.is_stuck(ticket, usual_min=usual, closed_since=closed, rules=catalogue.hall.calls, at=at):
            begun = ticket.state in {TicketState.SERVING, TicketState.HELD}
            yield Forgotten(ticket, ticket.window or 0, since, rules.may_be_freed(ticket), begun)


def _forgotten(work: Work, ticket: str, at: datetime) -> tuple[Ticket, int]:
    wanted = work.tickets.get(ticket)
    for one in forgotten(work, work.catalogue(at), at):
        if one.ticket.id == wanted.id:
            return wanted, one.window
    raise rules.NotStuck(wanted.number, wanted.window or "—")


def _must_be_open(work: Work, window: int, at: datetime) -> None:
    catalogue = work.catalogue(at)
    number = catalogue.window(window).number
    if views.windows(work, catalogue, at)[number].state is not WindowState.OPEN:
        raise WindowClosed(number)
