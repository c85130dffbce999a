"""号票的一生: the steps of one ticket, from the kiosk to the end of service."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Never

from kiosk.hall.catalogue import CallRules
from kiosk.hall.errors import HallError
from kiosk.hall.routing import Route
from kiosk.hall.ticket import AT_WINDOW, OPEN_STATES, STATE_WORDS, Ticket, TicketState
from kiosk.hall.why import Because

LONGEST_SERVICE = timedelta(hours=4)  # whoever has been at a window for longer was forgotten there
CANCELLABLE = (TicketState.WAITING, TicketState.MISSED, TicketState.PLANNED, TicketState.BACK_OFFICE)


class NotCallable(HallError):
    """The ticket is at a window already, or its service is over."""

    zh = "{0} 号已被其他窗口叫到或已办完，请叫下一位。"
    en = "Ticket {0} is at another window or finished. Please call the next one."


class IllegalMove(HallError):
    """The ticket's state does not allow this step."""

    zh = "{0} 号现在的状态是“{1}”，不能这样操作。请刷新后再看。"
    en = "Ticket {0} is {2}, so this step is not possible. Please look at its state again."


class NotAtThisWindow(HallError):
    """Another window has the ticket in hand."""

    zh = "{0} 号在 {1} 号窗口，请由该窗口操作。"
    en = "Ticket {0} is at window {1}; that window must do this."


class TooLateToRevive(HallError):
    """The time in which a missed ticket may come back is over, or it came back too often."""

    zh = "{0} 号已超过过号恢复的时间或次数，请重新取号。"
    en = "Ticket {0} can no longer be revived. Please take a new ticket."


class NoDelayLeft(HallError):
    """The person has let others go first as often as the hall's rule allows."""

    zh = "{0} 号已往后排过 {1} 次，不能再往后排。来不及就先去办别的事，过号后还可以恢复。"
    en = "Ticket {0} has let others go first {1} times, which is all. A missed call can be revived."


class NobodyBehind(HallError):
    """Nobody waits who could go first, so that stepping back would change nothing."""

    zh = "{0} 号后面没有人排队，不用往后排。来不及就先去办别的事，过号后还可以恢复。"
    en = "Nobody waits behind ticket {0}, so there is nobody to let go first. A missed call can be revived."


class NoRecallLeft(HallError):
    """The ticket has been called as often as the hall's rule allows."""

    zh = "{0} 号已重呼 {1} 次，请按过号处理或再等一等。"
    en = "Ticket {0} has been recalled {1} times. Please mark it as missed."


class NobodyToCome(HallError):
    """A part that came without its person can be neither called again nor missed."""

    zh = "{0} 是转来的材料，没有人要来，请直接办理，办不了就退回。"
    en = "{0} is handed over without a person. Please work on it, or give it back."


class NotSignedTo(HallError):
    """The person cannot hear a call, and nobody has confirmed that he was shown in person."""

    zh = "{0} 号听力不便，听不见叫号。请先走到面前当面示意，确认后再过号。"
    en = "The person with ticket {0} cannot hear a call. Please sign to them in person and confirm it first."


class NoClassToDrop(HallError):
    """The ticket has no priority class."""

    zh = "{0} 号不是优先号。"
    en = "Ticket {0} has no priority."


def call(ticket: Ticket, *, window: int, at: datetime, because: Because | None = None) -> Ticket:
    """Call a waiting ticket to a window.

    Raises:
        NotCallable: another clerk was faster, or the ticket is finished.
    """
    if ticket.state is not TicketState.WAITING:
        raise NotCallable(ticket.number)
    return replace(
        ticket,
        state=TicketState.CALLED,
        window=window,
        called_at=at,
        recalls=0,
        transferred_to=None,
        because=because,
    )


def recall(ticket: Ticket, *, window: int, rules: CallRules) -> Ticket:
    """Call again a ticket that has not come yet.

    Raises:
        NoRecallLeft: it was recalled as often as the rule allows.
        NobodyToCome: no person was called.
    """
    must_be_at(ticket, window, TicketState.CALLED)
    if not ticket.walks:
        raise NobodyToCome(ticket.number)
    if ticket.recalls >= rules.recalls:
        raise NoRecallLeft(ticket.number, ticket.recalls)
    return replace(ticket, recalls=ticket.recalls + 1)


def start(ticket: Ticket, *, window: int, at: datetime) -> Ticket:
    """Begin to serve the person who has come to the window."""
    must_be_at(ticket, window, TicketState.CALLED)
    return replace(ticket, state=TicketState.SERVING, started_at=at)


def finish(ticket: Ticket, *, window: int, at: datetime) -> Ticket:
    """End the service; a ticket only called is started and finished in one act."""
    must_be_at(ticket, window, TicketState.CALLED, TicketState.SERVING)
    return replace(ticket, state=TicketState.DONE, started_at=ticket.started_at or at, ended_at=at)


def miss(
    ticket: Ticket,
    *,
    window: int,
    at: datetime,
    sign_first: frozenset[str] = frozenset(),
    signed: bool = False,
) -> Ticket:
    """Mark a called ticket whose person did not come; papers or a question cannot be missed.

    Raises:
        NotSignedTo: one of its needs is in `sign_first`, and nobody has signed to the person.
        NobodyToCome: no person was called.
    """
    must_be_at(ticket, window, TicketState.CALLED)
    if not ticket.walks:
        raise NobodyToCome(ticket.number)
    if not signed and sign_first.intersection(ticket.needs):
        raise NotSignedTo(ticket.number)
    return replace(ticket, state=TicketState.MISSED, ended_at=at)


def revive(ticket: Ticket, *, order_at: datetime, at: datetime, rules: CallRules) -> Ticket:
    """Give a missed ticket a place again, at `order_at` among its equals.

    Raises:
        TooLateToRevive: the time for it is over, or it was revived as often as the rule allows.
    """
    _must_be(ticket, TicketState.MISSED)
    if not may_revive(ticket, at=at, rules=rules):
        raise TooLateToRevive(ticket.number)
    return replace(put_back(ticket), order_at=order_at, revivals=ticket.revivals + 1)


def may_revive(ticket: Ticket, *, at: datetime, rules: CallRules) -> bool:
    """Tell whether a ticket may get its place again: it was missed not long ago, and not too often."""
    in_time = at - (ticket.ended_at or at) <= timedelta(minutes=rules.revive_within_min)
    return ticket.state is TicketState.MISSED and in_time and ticket.revivals < rules.revivals


def may_delay(ticket: Ticket, *, rules: CallRules) -> bool:
    """Tell whether the person may let others go first once more."""
    return ticket.state is TicketState.WAITING and ticket.delays < rules.delays


def delay(ticket: Ticket, *, order_at: datetime | None, rules: CallRules) -> Ticket:
    """Let others go first: the ticket waits at `order_at` from now on.

    Raises:
        NoDelayLeft: it let others go first as often as the rule allows.
        NobodyBehind: there is no such place, because nobody waits behind it.
    """
    _must_be(ticket, TicketState.WAITING)
    if not may_delay(ticket, rules=rules):
        raise NoDelayLeft(ticket.number, ticket.delays)
    if order_at is None:
        raise NobodyBehind(ticket.number)
    return replace(ticket, order_at=order_at, delays=ticket.delays + 1)


def tick(ticket: Ticket, *, ticked: tuple[str, ...]) -> Ticket:
    """Note which papers the person says he has."""
    if ticket.state not in OPEN_STATES:
        _refuse(ticket)
    return replace(ticket, ticked=ticked)


def hold(ticket: Ticket, *, window: int) -> Ticket:
    """Put a ticket being served aside while its person fetches something."""
    must_be_at(ticket, window, TicketState.SERVING)
    return replace(ticket, state=TicketState.HELD)


def resume(ticket: Ticket, *, window: int) -> Ticket:
    """Take a held ticket up again at the window that held it."""
    must_be_at(ticket, window, TicketState.HELD)
    return replace(ticket, state=TicketState.SERVING)


def transfer(ticket: Ticket, *, to_window: int, route: Route) -> Ticket:
    """Send a ticket on to another window; it keeps its number and its time."""
    _must_be(ticket, TicketState.CALLED, TicketState.SERVING, TicketState.HELD)
    return replace(put_back(ticket), route=route, transferred_to=to_window)


def drop_priority(ticket: Ticket, *, window: int) -> Ticket:
    """Let a ticket whose class was not shown go on as an ordinary one; it keeps its time.

    Raises:
        NoClassToDrop: it is an ordinary ticket.
        NotAtThisWindow: another window has it in hand.
    """
    if ticket.state is not TicketState.WAITING:
        must_be_at(ticket, window, *AT_WINDOW)
    if not ticket.priority:
        raise NoClassToDrop(ticket.number)
    return replace(ticket, priority="")


def cancel(ticket: Ticket, *, at: datetime) -> Ticket:
    """End a ticket whose person no longer wants to wait, or a part that is not needed any more."""
    _must_be(ticket, *CANCELLABLE)
    return replace(ticket, state=TicketState.CANCELLED, ended_at=at)


def abandon(ticket: Ticket, *, at: datetime) -> Ticket:
    """End a missed ticket whose time to come back is over."""
    _must_be(ticket, TicketState.MISSED)
    return replace(ticket, state=TicketState.ABANDONED, ended_at=at)


def may_end(ticket: Ticket, *, at: datetime) -> bool:
    """Tell whether a ticket of an earlier day may be closed.

    A service that midnight met may end first, and back-office work has a day of its own.
    """
    if ticket.state is TicketState.BACK_OFFICE:
        return False
    began = ticket.started_at or ticket.called_at
    return ticket.state not in AT_WINDOW or began is None or at - began > LONGEST_SERVICE


def expire(ticket: Ticket, *, at: datetime) -> Ticket:
    """End what is left open when its day is over."""
    if ticket.state not in OPEN_STATES:
        _refuse(ticket)
    served = ticket.state in {TicketState.SERVING, TicketState.HELD}
    return replace(ticket, state=TicketState.DONE if served else TicketState.EXPIRED, ended_at=at)


def put_back(ticket: Ticket) -> Ticket:
    """Let a ticket wait again at its old place, as if it had not been called."""
    return replace(
        ticket,
        state=TicketState.WAITING,
        window=None,
        called_at=None,
        started_at=None,
        ended_at=None,
        recalls=0,
        because=None,
    )


def must_be_at(ticket: Ticket, window: int, *states: TicketState) -> None:
    """Refuse what only the ticket's own window may do, and only in some states.

    Raises:
        IllegalMove: it is in another state, or no window has it, as when it was parted at the kiosk.
        NotAtThisWindow: another window has it.
    """
    _must_be(ticket, *states)
    if ticket.window is None:
        _refuse(ticket)
    if ticket.window != window:
        raise NotAtThisWindow(ticket.number, ticket.window)


def _must_be(ticket: Ticket, *states: TicketState) -> None:
    if ticket.state not in states:
        _refuse(ticket)


def _refuse(ticket: Ticket) -> Never:
    raise IllegalMove(ticket.number, STATE_WORDS[ticket.state], ticket.state.value)
