"""叫号: what a window does with tickets, from the call to the end of service."""

from dataclasses import asdict, replace
from datetime import datetime

from kiosk.hall import life, visit
from kiosk.hall.calendar import local_day
from kiosk.hall.catalogue import Window
from kiosk.hall.errors import HallError
from kiosk.hall.events import (
    Event,
    TicketCalled,
    TicketCancelled,
    TicketFinished,
    TicketHeld,
    TicketMissed,
    TicketRecalled,
    TicketResumed,
    TicketStarted,
    TicketTransferred,
)
from kiosk.hall.queue import Choice, Owed, Turn
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.wait import Line
from kiosk.hall.why import Why
from kiosk.operations import views, visiting
from kiosk.storage.store import Store, Work
from kiosk.storage.windows import WindowState


class WindowClosed(HallError):
    """The window is closed or paused, so it calls nobody."""

    zh = "{0} 号窗口没有开放，请先开窗再叫号。"
    en = "Window {0} is not open. Please open it before calling."


class WindowBusy(HallError):
    """The window has a ticket in hand."""

    zh = "{0} 号窗口正在办理 {1} 号，请先办毕、过号或挂起。"
    en = "Window {0} still has ticket {1}. Please finish, miss or hold it first."


class NotAsSeen(HallError):
    """The window's ticket in hand has changed since the clerk looked."""

    zh = "本窗口手上的号刚刚变了，没有叫号。请看一眼再按。"
    en = "This window's ticket has just changed, so nobody was called. Please look and press again."
    retry = True


class ReasonNeeded(HallError):
    """Somebody wants to call a ticket before its turn and has not said why."""

    zh = "还没轮到 {0} 号。提前叫号请写明原因，会记下来。"
    en = "It is not the turn of ticket {0}. Please give a reason for calling it early; it is kept."


class NotItsDay(HallError):
    """The ticket is a place for a later day."""

    zh = "{0} 号是 {1} 的次日号，那天才能叫。"
    en = "Ticket {0} is a place for {1} and can be called on that day only."


def call_next(store: Store, *, window: int, at: datetime, hand: str | None = None) -> Ticket | None:
    """Call the ticket whose turn it is at a free window; nobody waits: None.

    A ticket still in hand is finished in the same act, where the hall's rules say so. `hand` is the id of
    the ticket that the clerk sees in hand ("" for none): a second press, or a page that is behind, then
    finishes nobody by mistake.

    Raises:
        NotAsSeen: the window has another ticket in hand than the clerk sees.
        UnknownWindow: the hall has no such window.
        WindowBusy: a ticket is in hand, and the hall finishes it by its own key only.
        WindowClosed: the window is closed or paused.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        _must_be_open(work, window, at)
        line = views.line(work, at)
        _must_be_as_seen(line.in_hand.get(window), hand)
        choice = line.order.choose(line.staffing.place(line.catalogue, window), line.waiting, at=at)
        if choice is None:
            return None
        _finish_in_hand(work, line.in_hand.get(window), window, at)
        return _call(work, line, choice, window)


def call_ticket(
    store: Store, *, window: int, ticket: str, at: datetime, reason: str = "", by: str = ""
) -> Ticket:
    """Call one given waiting ticket to a window; before its turn only for a reason, which is kept.

    Raises:
        NotCallable: another clerk was faster, or the ticket is finished.
        NotItsDay: it is a place for a later day.
        PersonElsewhere: it is a part, and its person stands at another window.
        ReasonNeeded: it is not its turn, and nobody said why it is called.
        WindowClosed: the window is closed or paused.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        _must_be_open(work, window, at)
        wanted, line = work.tickets.get(ticket), views.line(work, at)
        _must_wait_today(wanted, line)
        visit.must_be_free(wanted, line.in_hand.values())
        choice = line.order.choose(line.staffing.place(line.catalogue, window), line.waiting, at=at)
        _finish_in_hand(work, line.in_hand.get(window), window, at)
        if choice is not None and choice.ticket.id == wanted.id:
            return _call(work, line, choice, window)
        if not reason.strip():
            raise ReasonNeeded(wanted.number)
        early = Choice(wanted, Why.BY_NUMBER, Turn.PRIORITY)
        return _call(work, line, early, window, reason=reason.strip(), by=by)


def recall(store: Store, *, ticket: str, window: int, at: datetime) -> Ticket:
    """Call a ticket again that has not come yet."""
    with store.begin() as work:
        before = work.tickets.get(ticket)
        rules = work.catalogue(at).hall.calls
        after = life.recall(before, window=window, rules=rules)
        event = TicketRecalled(after.id, after.number, window, after.recalls)
        return move(work, before, after, event, at)


def start(store: Store, *, ticket: str, window: int, at: datetime) -> Ticket:
    """Begin the service of the person who has come."""
    with store.begin() as work:
        before = work.tickets.get(ticket)
        after = life.start(before, window=window, at=at)
        return move(work, before, after, TicketStarted(after.id, window), at)


def finish(store: Store, *, ticket: str, window: int, at: datetime) -> Ticket:
    """End the service; a ticket only called is started and finished in one act."""
    with store.begin() as work:
        return _finish(work, work.tickets.get(ticket), window, at)


def miss(store: Store, *, ticket: str, window: int, at: datetime, signed: bool = False) -> Ticket:
    """Mark a called ticket whose person did not come.

    Raises:
        NotSignedTo: the person cannot hear a call, and the clerk has not confirmed that he signed to him.
    """
    with store.begin() as work:
        before = work.tickets.get(ticket)
        sign_first = work.catalogue(at).hall.sign_first
        after = life.miss(before, window=window, at=at, sign_first=sign_first, signed=signed)
        work.tickets.remember(before, "miss", window, at)
        return move(work, before, after, TicketMissed(after.id, after.number, window, signed), at)


def hold(store: Store, *, ticket: str, window: int, at: datetime) -> Ticket:
    """Put a ticket being served aside."""
    with store.begin() as work:
        before = work.tickets.get(ticket)
        after = life.hold(before, window=window)
        return move(work, before, after, TicketHeld(after.id, window), at)


def resume(store: Store, *, ticket: str, window: int, at: datetime) -> Ticket:
    """Take a ticket up again that this window has put aside.

    Raises:
        WindowBusy: the window has another ticket in hand.
        PartsOutstanding: it was split, and its parts are not back yet.
        PersonElsewhere: it is a part, and its person stands at another window.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = work.tickets.get(ticket)
        after = life.resume(before, window=window)
        visit.must_be_back(before, work.tickets.parts_of(ticket) if before.parts else ())
        if busy := views.in_hand(work, window):
            raise WindowBusy(window, busy.number)
        visit.must_be_free(before, work.tickets.in_hand().values())
        return move(work, before, after, TicketResumed(after.id, window), at)


def transfer(store: Store, *, ticket: str, to_window: int, at: datetime, window: int | None = None) -> Ticket:
    """Send a ticket on to another window; it keeps its number and the time it was taken.

    Raises:
        UnknownWindow: there is no such window.
        WindowClosed: nobody is at that window now.
        NotAtThisWindow: `window` asks, and another one has the ticket.
        PartsOutstanding: it was split, and its parts are not back yet.
    """
    with store.begin() as work:
        target = _must_be_open(work, to_window, at)
        before = work.tickets.get(ticket)
        if window is not None and before.window not in {None, window}:
            raise life.NotAtThisWindow(before.number, before.window)
        visit.must_be_back(before, work.tickets.parts_of(ticket) if before.parts else ())
        keeps = before.route.reason is Reason.CUSTODY  # cash is left at whatever window he is sent to
        reason = Reason.CUSTODY if keeps else Reason.TRANSFERRED
        route = Route(_queue_at(target, before), reason, instead_of=before.queue)
        after = life.transfer(before, to_window=to_window, route=route)
        from_window = before.window or 0
        work.tickets.remember(before, "transfer", from_window, at)
        return move(work, before, after, TicketTransferred(after.id, from_window, to_window), at)


def cancel(store: Store, *, ticket: str, at: datetime) -> Ticket:
    """End a ticket whose person no longer wants to wait."""
    with store.begin() as work:
        before = work.tickets.get(ticket)
        after = move(work, before, life.cancel(before, at=at), TicketCancelled(before.id), at)
        visiting.part_ended(work, after, at)
        return after


def _call(work: Work, line: Line, choice: Choice, window: int, *, reason: str = "", by: str = "") -> Ticket:
    """Call the ticket chosen, keep why, and note what the window owes now to those who wait their turn."""
    at, place = line.at, line.staffing.place(line.catalogue, window)
    because = line.order.because(choice, place, line.waiting, at=at, reason=reason, by=by)
    before = work.tickets.get(choice.ticket.id)
    after = life.call(before, window=window, at=at, because=because)
    work.tickets.remember(before, "call", window, at, owed=place.owed)
    owe(work, window, line.order.owed_after(place.owed, choice.turn), at)
    event = TicketCalled(after.id, after.number, window, **asdict(because))
    return move(work, before, after, event, at)


def owe(work: Work, window: int, owed: Owed, at: datetime) -> None:
    """Note what a window owes to those who wait their turn."""
    now = views.windows(work, work.catalogue(at), at)[window]
    if now.owed != owed:
        work.windows.put(replace(now, owed=owed))


def _finish(work: Work, before: Ticket, window: int, at: datetime) -> Ticket:
    after = life.finish(before, window=window, at=at)
    work.tickets.remember(before, "finish", window, at)
    at_once = before.state is TicketState.CALLED
    move(work, before, after, TicketFinished(after.id, window, at_once), at)
    visiting.part_ended(work, after, at)
    return after


def _finish_in_hand(work: Work, in_hand: Ticket | None, window: int, at: datetime) -> None:
    if in_hand is None:
        return
    if not work.catalogue(at).hall.calls.next_finishes:
        raise WindowBusy(window, in_hand.number)
    _finish(work, in_hand, window, at)


def move(work: Work, before: Ticket, after: Ticket, event: Event, at: datetime) -> Ticket:
    """Store a ticket's new state together with what has happened."""
    work.tickets.move(before, after)
    work.record(event, at)
    return after


def _must_be_open(work: Work, window: int, at: datetime) -> Window:
    catalogue = work.catalogue(at)
    found = catalogue.window(window)
    if views.windows(work, catalogue, at)[window].state is not WindowState.OPEN:
        raise WindowClosed(window)
    return found


def _must_wait_today(ticket: Ticket, line: Line) -> None:
    if ticket.state is not TicketState.WAITING:
        raise life.NotCallable(ticket.number)
    if ticket.day > local_day(line.catalogue, line.at):
        raise NotItsDay(ticket.number, f"{ticket.day}")


def _must_be_as_seen(in_hand: Ticket | None, seen: str | None) -> None:
    if seen is not None and seen != (in_hand.id if in_hand else ""):
        raise NotAsSeen


def _queue_at(target: Window, ticket: Ticket) -> str:
    serves = (*target.queues, *target.helps)
    return ticket.queue if ticket.queue in serves else target.queues[0]
