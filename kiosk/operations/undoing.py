"""更正: a class that was not shown is dropped, and the last act on a ticket is taken back."""

from dataclasses import replace
from datetime import datetime

from kiosk.hall import life, visit
from kiosk.hall.errors import HallError
from kiosk.hall.events import ActUndone, PriorityDropped
from kiosk.hall.life import NotAtThisWindow
from kiosk.hall.ticket import AT_WINDOW, OPEN_STATES, Ticket
from kiosk.operations import views, visiting
from kiosk.operations.calling import WindowBusy, move, owe
from kiosk.storage.store import Store

UNDO_SECONDS = 10
DROPPED = "drop-priority"
OWN_ACTS = frozenset({"call", "miss", "transfer", "finish", "close", DROPPED})  # done by the window they name


class NothingToUndo(HallError):
    """There is no act on this ticket, or it is too long ago."""

    zh = "{0} 号没有可以撤销的操作（只能撤销 10 秒内的操作）。"
    en = "There is nothing to undo for ticket {0} (only the last 10 seconds can be undone)."


def drop_priority(store: Store, *, ticket: str, window: int, at: datetime) -> Ticket:
    """Let a ticket whose class was not shown go on as an ordinary one; it keeps its time.

    Raises:
        NoClassToDrop: it is an ordinary ticket.
        NotAtThisWindow: another window has it in hand.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = work.tickets.get(ticket)
        after = life.drop_priority(before, window=window)
        work.tickets.remember(before, DROPPED, window, at)
        event = PriorityDropped(after.id, after.number, window, before.priority)
        return move(work, before, after, event, at)


def last_at(store: Store, *, ticket: str) -> int:
    """Name the window that alone may take back the last act on a ticket; 0 when anybody may, or nobody."""
    with store.read() as reading:
        act = reading.tickets.remembered(ticket)
    return act.window if act is not None and act.act in OWN_ACTS else 0


def undo(store: Store, *, ticket: str, at: datetime, window: int | None = None) -> Ticket:
    """Take back the last call, miss, transfer, finish, hand-over or dropped class within ten seconds.

    A `window` takes back what it has done itself; without one it may be anybody's act.

    Raises:
        NotAtThisWindow: another window has done it.
        NothingToUndo: the act is too long ago, or the ticket has moved on since.
        WindowBusy: the ticket would come back to a window that has another one by now.
        PersonElsewhere: it is a part, and its person has gone on to another window.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        now = work.tickets.get(ticket)
        act = work.tickets.remembered(ticket)
        if act is None or (at - act.at).total_seconds() > UNDO_SECONDS:
            raise NothingToUndo(now.number)
        if act.act in OWN_ACTS and window not in (None, act.window):
            raise NotAtThisWindow(now.number, act.window)
        busy = views.in_hand(work, act.window)
        returns = act.act != DROPPED and act.before.state in AT_WINDOW
        if returns and busy and busy.id != ticket:
            raise WindowBusy(act.window, busy.number)
        if returns:
            visit.must_be_free(act.before, work.tickets.in_hand().values())
        if now.state not in OPEN_STATES and not visiting.part_reopened(work, now):
            raise NothingToUndo(now.number)
        work.tickets.forget(ticket)
        if act.owed is not None:
            owe(work, act.window, act.owed, at)
        kept = replace(act.before, ticked=now.ticked, delays=now.delays)  # what he did since is his own
        before = replace(now, priority=act.before.priority) if act.act == DROPPED else kept
        return move(work, now, before, ActUndone(now.id, now.number, act.window, act.act), at)
