"""大厅现场: windows open and close, queues are suspended, somebody calls for help."""

from dataclasses import replace
from datetime import datetime

from kiosk.hall.floor_events import HelpAcknowledged, HelpCalled, QueueResumed, QueueSuspended, WindowChanged
from kiosk.operations import views
from kiosk.operations.calling import WindowBusy
from kiosk.storage.store import Store, Work
from kiosk.storage.windows import WindowNow, WindowState


def set_window(
    store: Store, *, window: int, state: WindowState, reason: str, clerk: str, at: datetime
) -> WindowNow:
    """Open, pause or close a window; the same state again changes nothing.

    Raises:
        UnknownWindow: the hall has no such window.
        WindowBusy: a ticket is still in hand and the window would close.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        return stand(work, window, state, reason=reason, clerk=clerk, at=at)


def stand(work: Work, window: int, state: WindowState, *, reason: str, clerk: str, at: datetime) -> WindowNow:
    """Let a window stand so, in the midst of an act; see `set_window`."""
    catalogue = work.catalogue(at)
    before = views.windows(work, catalogue, at)[catalogue.window(window).number]
    busy = views.in_hand(work, window)
    if state is WindowState.CLOSED and busy:
        raise WindowBusy(window, busy.number)
    is_open, was_open = (one is WindowState.OPEN for one in (state, before.state))
    changed_at = before.changed_at if is_open == was_open else at
    after = replace(before, state=state, reason=reason, clerk=clerk, changed_at=changed_at)
    same = (before.state, before.reason, before.clerk) == (state, reason, clerk)
    if not same or window not in work.windows.all():
        work.windows.put(after)
        work.record(WindowChanged(window, state.value, reason), at)
    return after


def suspend_queue(
    store: Store, *, queue: str, reason: str, until: datetime | None, at: datetime, by: str = ""
) -> None:
    """Call and take nobody for a queue until a time, or until it is resumed; who waits keeps his place."""
    with store.begin() as work:
        work.catalogue(at).queue(queue)
        work.suspensions.put(queue, reason, until)
        work.record(QueueSuspended(queue, reason, until.isoformat() if until else "", by), at)


def resume_queue(store: Store, *, queue: str, at: datetime, by: str = "") -> None:
    """Call and take people for a suspended queue again."""
    with store.begin() as work:
        work.catalogue(at).queue(queue)
        if queue in work.suspensions.now(at):
            work.suspensions.lift(queue)
            work.record(QueueResumed(queue, by), at)


def call_help(store: Store, *, place: str, at: datetime) -> int:
    """Ask for a member of staff to come to a kiosk; one open call per place."""
    with store.begin() as work:
        work.tickets.lock_queue()
        for open_call in work.help_calls.open():
            if open_call.place == place:
                return open_call.id
        call = work.help_calls.add(place, at)
        work.record(HelpCalled(call, place), at)
        return call


def acknowledge_help(store: Store, *, call: int, by: str, at: datetime) -> None:
    """Say that somebody is on the way; twice changes nothing."""
    with store.begin() as work:
        if work.help_calls.acknowledge(call, by, at):
            work.record(HelpAcknowledged(call), at)
